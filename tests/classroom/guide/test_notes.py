"""What is read out of a lesson for its instructor."""

from __future__ import annotations

from typing import Any

import pytest

from course.classroom.guide.notes import Demonstration, lesson_notes
from course.classroom.shipped import Lesson
from tests.classroom.records import CHOICE, FUNCTION, VALUE, changed
from tests.classroom.school import cell, notebook

EXERCISES = {exercise.name: exercise for exercise in (FUNCTION, VALUE, CHOICE)}
FIRST = "# 05 · What joins words?\n\nA story.\n\n**14 minutes.** You will be able to:\n\n* join words;\n* part them."


def lesson(notes: dict[str, Any] | None = None) -> Lesson:
    """A lesson in three sections, one of them without minutes, and a fence with what looks like a heading."""
    data = notebook(
        cell(FIRST, kind="markdown"),
        cell("## Join\n\n*10 minutes.* Text.\n\n```\n## no heading\n*99 minutes.*\n```", kind="markdown"),
        cell("joined = ...", exercise="joined-words"),
        cell("...", name="b", exercise="renewed-key"),
        cell("More.\n\n## Part\n\n*3 minutes.*", kind="markdown"),
        cell("ports = ...", exercise="two-ports"),
        cell("## The end", kind="markdown"),
    )
    made = Lesson("05_small_exercises.ipynb", data)
    if notes is not None:
        made.notebook["metadata"]["course"] = {"instructor": notes}
    return made


def test_text_sections_and_exercises_are_read() -> None:
    """As the learner reads them."""
    notes = lesson_notes(lesson(), EXERCISES)
    assert (notes.heading, notes.minutes, notes.able) == (
        "05 · What joins words?",
        14,
        ("join words", "part them"),
    )
    assert [(one.heading, one.minutes) for one in notes.sections] == [
        ("Join", 10),
        ("Part", 3),
        ("The end", 0),
    ]
    assert [[one.name for one in section.exercises] for section in notes.sections] == [
        ["joined-words", "renewed-key"],
        ["two-ports"],
        [],
    ]


def test_without_notes_a_lesson_can_be_planned_with() -> None:
    """In its order, with the usual weight; questions with options are not left out."""
    notes = lesson_notes(lesson(), EXERCISES)
    assert [section.weight for section in notes.sections] == [1, 1, 1]
    assert [section.needs for section in notes.sections] == [
        (),
        (("05_small_exercises", "Join"),),
        (("05_small_exercises", "Part"),),
    ]
    assert notes.sections[0].weights == {"joined-words": 1}
    assert (notes.goal, notes.questions) == ("", ())


@pytest.mark.parametrize(("minutes", "optional"), [(5, True), (5.5, False)])
def test_an_exercise_that_fills_its_section_is_part_of_it(minutes: float, optional: bool) -> None:
    """What would be left is no section."""
    exercises = EXERCISES | {"joined-words": changed(minutes=minutes)}
    [section, *_] = lesson_notes(lesson(), exercises).sections
    assert [one.name for one in section.optional] == ["joined-words"] * optional


def test_notes_are_read() -> None:
    """Needs of other lessons have their names in front."""
    written = {
        "goal": "Words.",
        "sections": {
            "Join": {"weight": 3, "exercises": {"joined-words": 0}},
            "Part": {
                "needs": ["Join", "00_start_here: One line"],
                "break_live": {"do": "Do.", "say": "Say."},
            },
        },
        "questions": [["Why?", "So."]],
    }
    notes = lesson_notes(lesson(written), EXERCISES)
    join, part, end = notes.sections
    assert (join.weight, join.weights, join.needs) == (3, {"joined-words": 0}, ())
    assert part.needs == (("05_small_exercises", "Join"), ("00_start_here", "One line"))
    assert part.demonstration == Demonstration("Do.", "Say.")
    assert (end.weight, end.needs) == (1, ())
    assert notes.questions == (("Why?", "So."),)


def test_a_drill_has_no_number() -> None:
    """And no place in a plan."""
    notes = lesson_notes(Lesson("extra/real.ipynb", lesson().data), EXERCISES)
    assert notes.is_drill
    assert notes.heading == "Extra · What joins words?"
