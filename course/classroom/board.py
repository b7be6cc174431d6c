"""A widget that shows a learner's progress, and keeps up with it."""

from __future__ import annotations

from pathlib import Path

import ipywidgets

from course.classroom.progress import watch
from course.classroom.standing import progress


def progress_board() -> ipywidgets.HTML:
    """A table of all exercises and how far you are with each; it changes as you check your answers."""
    board = ipywidgets.HTML(_table())

    def refresh() -> None:
        board.value = _table()

    watch(refresh)
    return board


def _table() -> str:
    summary = progress(Path.cwd())
    if summary is None:
        return "<p>Progress is noted only in a workspace. <code>course start</code> makes one.</p>"
    return summary._repr_html_()
