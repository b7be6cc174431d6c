"""A real browser in front of a real JupyterLab."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from course.classroom.lessons import lessons_folder
from course.classroom.naming import find_lesson
from course.classroom.progress import FILE, MARKER
from tests.browser.lesson_page import LessonPage
from tests.running_lab import PATIENCE, Running, running_lab

CHROMIUM = "COURSE_CHROMIUM"
NAMES = ("chromium", "google-chrome")
# No sandbox: containers forbid it. No service of the browser's own may ask the internet.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A small laptop's window.
WIDTH, HEIGHT = 1280, 800


def find_chromium() -> str | None:
    """The browser that COURSE_CHROMIUM names, else the first that this machine has; None if there is none."""
    return next(
        (found for name in (os.environ.get(CHROMIUM), *NAMES) if name and (found := shutil.which(name))), None
    )


@dataclass
class Browsing:
    """A browser that is open beside a running `course lab`.

    Attributes:
      running: JupyterLab.
      work: its workspace.
      context: the browser, where new pages are opened.
      page: the lesson that was looked at last.
    """

    running: Running
    work: Path
    context: BrowserContext
    page: LessonPage | None = None

    def open_lesson(self, lesson: str) -> LessonPage:
        """Open a lesson as shipped, with a new kernel and no progress."""
        name = find_lesson(lesson).name
        shutil.copy(lessons_folder() / name, self.work / name)
        (self.work / MARKER / FILE).unlink(missing_ok=True)
        self.page = LessonPage(self.context.new_page(), self.running, self.work, name)
        self.page.open()
        return self.page


@contextlib.contextmanager
def browsing(place: Path, chromium: str) -> Iterator[Browsing]:
    """A browser, and a `course lab` on a fresh workspace.

    Args:
      place: an empty folder for the workspace and the learner's home.
      chromium: the browser.
    """
    work, home = place / "work", place / "home"
    home.mkdir()
    # Measured kernels are slow ones.
    with running_lab(work, home, without=("COVERAGE", "COV_")) as running, sync_playwright() as playwright:
        # Whatever JupyterLab says is read, lest the pipe fill up and stop it.
        reader = threading.Thread(target=running.said.extend, args=(running.process.stdout,))
        reader.start()
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, accept_downloads=True)
            yield Browsing(running, work, context)
        finally:
            browser.close()
            # Unlike a kill, this ends the kernels too.
            running.process.send_signal(signal.SIGINT)
            running.process.wait(PATIENCE)
            reader.join()
