"""A learner answers, in a browser."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.lesson_page import LessonPage

Opening = Callable[[str], LessonPage]


def test_typing_over_the_dots_is_enough(open_lesson: Opening) -> None:
    """Key by key, whatever the editor adds by itself; the page still has the answer when it is loaded again."""
    lesson = open_lesson("00_start_here")
    cell, check = lesson.cell_of("stranger-in-between"), lesson.check_of("stranger-in-between")
    lesson.run(lesson.cell_with("from course.classroom import"))
    lesson.type_over_the_dots(cell, '"refused"')
    lesson.run(cell)
    lesson.run(check)
    assert lesson.output(check).startswith("Correct")
    lesson.save()
    lesson.load()
    assert 'mallory_unknown = "refused"' in lesson.source(cell)
    assert lesson.output(check).startswith("Correct")
