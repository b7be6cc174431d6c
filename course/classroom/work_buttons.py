"""The buttons of each lesson's first cell: answers and progress go into a file, and come back from it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ipywidgets

from course.classroom.page import Page, saved_lately
from course.classroom.progress import find_workspace
from course.classroom.replies import paragraph
from course.classroom.restoring import bring_back
from course.classroom.saving import Saved, collect
from course.classroom.trouble import CannotDo
from course.classroom.work_file import read_work

WORDS = (
    "Two buttons: one saves your answers and your progress in a small file, "
    "the other brings them back from such a file."
)
STILL = f"<p>{WORDS} They are here once you have run this cell.</p>"
ABOUT = (
    "Your answers and your progress in one small file, to take with you. In the cloud (Binder) a session ends after "
    "ten idle minutes, and everything in it is gone. The buttons save this page first. In other lessons that are "
    "open, press Ctrl+S yourself."
)
NO_WORKSPACE = (
    "This notebook is not in a workspace of the course, so there is nothing to save or to bring back here. "
    "`course lab` makes one and opens it."
)
NOT_SAVED = "This page could not be saved from here. Press Ctrl+S, then {} within a minute."
LAST_SAVED = "This page could not be saved from here, so it counts as you have saved it last."
REVERT = "If JupyterLab asks whether to overwrite or to revert, revert: what came back is on the disk."
WIDE = ipywidgets.Layout(width="max-content")


@dataclass(frozen=True)
class WorkButtons:
    """The buttons, and what stands in their place where no kernel runs.

    Attributes:
      widget: the buttons and their words.
    """

    widget: ipywidgets.Widget

    def __repr__(self) -> str:
        return WORDS

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, Any]:
        return {**self.widget._repr_mimebundle_(**kwargs), "text/plain": WORDS, "text/html": STILL}


def work_buttons(lesson: str) -> WorkButtons:
    """The buttons of a lesson.

    Args:
      lesson: its name, such as `03_hash_public_keys`.
    """
    workspace = find_workspace(Path.cwd())
    if workspace is None:
        return WorkButtons(ipywidgets.HTML(paragraph(NO_WORKSPACE)))
    return WorkButtons(_Buttons(workspace, lesson).box)


class _Buttons:
    def __init__(self, workspace: Path, lesson: str) -> None:
        self._workspace = workspace
        self._lesson = lesson
        self._page = Page()
        self._save = ipywidgets.Button(
            description="Save my answers",
            tooltip="Put your answers and your progress into a file",
            layout=WIDE,
        )
        self._restore = ipywidgets.FileUpload(
            description="Restore my answers",
            tooltip="Choose a file with saved answers, and bring them back",
            accept=".json",
            multiple=False,
            layout=WIDE,
        )
        self._news = ipywidgets.HTML()
        self._save.on_click(lambda _: self._do(self._saved))
        self._restore.observe(lambda _: self._do(self._restored), names="value")
        self.box = ipywidgets.VBox(
            [
                ipywidgets.HTML(paragraph(ABOUT)),
                ipywidgets.HBox([self._save, self._restore]),
                self._news,
                self._page.widget,
            ]
        )
        self.box.add_class("course-work")

    def _do(self, action: Callable[[], None]) -> None:
        try:
            action()
        except CannotDo as error:
            self._say([paragraph(str(error))])

    def _saved(self) -> None:
        warning = self._save_page("press the button again")
        saved = collect(self._workspace)
        link = (
            f'<p><a download="{saved.name}" style="color: inherit; text-decoration: underline" '
            f'href="data:application/json;base64,{base64.b64encode(saved.data).decode()}">'
            f"{saved.name}</a> is in your browser's downloads. If not, choose the link.</p>"
        )
        self._say([link, paragraph(str(saved)), paragraph(self._of_this_lesson(saved)), *warning])
        self._page.download()

    def _of_this_lesson(self, saved: Saved) -> str:
        answers = [
            name
            for notebook in saved.work.notebooks
            if notebook.name.rpartition("/")[2] == f"{self._lesson}.ipynb"
            for name in notebook.answers
        ]
        return (
            f"Of this lesson it holds your answers to: {', '.join(answers)}."
            if answers
            else ("Of this lesson it holds no answer.")
        )

    def _restored(self) -> None:
        if not self._restore.value:  # set back below
            return
        [file] = self._restore.value
        self._restore.value = ()
        work = read_work(bytes(file["content"]), file["name"])
        warning = self._save_page("choose the file again")
        done = bring_back(self._workspace, work)
        lines = [*str(done).splitlines(), *([REVERT] if done.written else [])]
        self._say([*map(paragraph, lines), *warning])

    def _save_page(self, otherwise: str) -> list[str]:
        if self._page.save_notebook(self._workspace):
            return []
        if saved_lately(self._workspace):
            return [paragraph(LAST_SAVED)]
        raise CannotDo(NOT_SAVED.format(otherwise))

    def _say(self, paragraphs: Iterable[str]) -> None:
        # An alert is read aloud when it appears, and it appears only after somebody has pressed a button.
        self._news.value = f'<div role="alert">{"".join(paragraphs)}</div>'
