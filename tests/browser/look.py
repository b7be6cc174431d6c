"""Pictures of a lesson in JupyterLab as a learner sees it, run to its end: look at them before you publish it.

Usage: python -m tests.browser.look LESSON [--solved] [--theme light|dark] [--out DIR] [--width PIXELS]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.browser.browsing import CHROMIUM, browsing, find_chromium
from tests.browser.lesson_page import DRAWN, LessonPage

# What is seen at once, in pixels; a little less than the window, so that no line is cut in two for good.
SHEET, OVERLAP = 1400, 40
SCROLLED = ".jp-WindowedPanel-outer"


def main() -> int:
    """Run the lesson, and take a picture of every part of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("lesson", help="such as 03_hash_public_keys")
    parser.add_argument("--solved", action="store_true", help="with the reference solutions put in")
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--out", type=Path, default=Path(), help="the folder for the pictures")
    parser.add_argument("--width", type=int, default=1280, help="of the window, in pixels")
    given = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        print(
            f"There is no Chromium here (Debian: apt install chromium); {CHROMIUM} can name it.",
            file=sys.stderr,
        )
        return 2
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, browsing(Path(place), chromium) as browser:
        lesson = browser.open_lesson(given.lesson)
        lesson.theme(given.theme.capitalize())
        lesson.solve() if given.solved else lesson.run_all()
        for picture in pictures(lesson, given.out / f"{given.lesson}-{given.theme}", given.width):
            print(picture)
        for complaint in [*lesson.errors(), *lesson.console]:
            print(f"It complains: {complaint}", file=sys.stderr)
    return 0


def pictures(lesson: LessonPage, name: Path, width: int) -> list[Path]:
    """Take pictures of an open lesson from top to bottom.

    Args:
      lesson: what to take them of.
      name: how the names of the files begin.
      width: of the window.
    """
    page = lesson.page
    page.set_viewport_size({"width": width, "height": SHEET})
    page.mouse.move(0, 0)
    notebook, last = page.locator(SCROLLED), page.locator(".jp-Notebook .jp-Cell").last
    taken: list[Path] = []
    top = 0
    while True:
        # Cells are laid out when they come into view, which may move what is below: so look again at where we are.
        notebook.evaluate("(element, top) => element.scrollTo(0, top)", top)
        page.evaluate(DRAWN)
        taken.append(name.with_name(f"{name.name}-{len(taken) + 1:02}.png"))
        notebook.screenshot(path=taken[-1])
        at, seen, end = notebook.evaluate(
            "e => [e.scrollTop, e.clientHeight, e.getBoundingClientRect().bottom]"
        )
        if last.evaluate("cell => cell.getBoundingClientRect().bottom") <= end:
            return taken
        top = at + seen - OVERLAP


if __name__ == "__main__":
    sys.exit(main())
