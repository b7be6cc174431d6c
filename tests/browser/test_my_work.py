"""The buttons of a lesson's first cell: what was answered comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.browser.controls import RESTORE, SAVE
from tests.browser.lesson_page import LessonPage

FIRST = "from course.classroom import"
ANSWER = 'mallory_unknown = "refused"'


def test_answers_come_back_in_another_session(
    open_lesson: Callable[[str], LessonPage], tmp_path: Path
) -> None:
    """Saved into a download without pressing Ctrl+S; then brought back to a fresh workspace and a new kernel."""
    lesson = open_lesson("00_start_here")
    lesson.run(lesson.cell_with(FIRST))
    lesson.answer("stranger-in-between", ANSWER)
    with lesson.page.expect_download() as download:
        lesson.cell_with(FIRST).get_by_role("button", name=SAVE).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert json.loads(file.read_bytes())["notebooks"][0]["name"] == "00_start_here.ipynb"
    lesson.close()

    lesson = open_lesson("00_start_here")
    buttons = lesson.cell_with(FIRST)
    lesson.run(buttons)
    assert lesson.source(lesson.cell_of("stranger-in-between")) != ANSWER
    with lesson.page.expect_file_chooser() as chooser:
        buttons.get_by_role("button", name=RESTORE).click()
    chooser.value.set_files(file)
    lesson.wait_for(buttons, "stranger-in-between")
    lesson.load()
    assert lesson.source(lesson.cell_of("stranger-in-between")) == ANSWER
    board = lesson.add("from course.classroom.board import progress_board\nprogress_board()")
    lesson.wait_for(board, "1 of ")
