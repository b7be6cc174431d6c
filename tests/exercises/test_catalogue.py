"""Finding the exercises, and refusing bad records."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest

from course.exercises import BadRecord, Exercise, all_exercises
from course.exercises.catalogue import collect
from tests.classroom.records import CHOICE, FUNCTION, VALUE, changed


def module(**contents: Any) -> ModuleType:
    """A lesson's module with these contents."""
    return cast(ModuleType, SimpleNamespace(__name__="course.exercises.some_lesson", **contents))


def test_the_catalogue_maps_names_to_records_in_the_order_of_the_lessons() -> None:
    """And nobody can change it."""
    exercises = all_exercises()
    assert all(exercise.name == name for name, exercise in exercises.items())
    lessons = [exercise.lesson for exercise in exercises.values()]
    assert lessons == sorted(lessons)
    assert {"spki-pin"} <= set(exercises)
    with pytest.raises(TypeError):
        exercises["another"] = FUNCTION  # type: ignore[index]


def test_within_a_lesson_the_order_is_as_written() -> None:
    """Lessons by their number, whatever the modules are called."""
    early = changed(VALUE, name="early", lesson="01_first")
    found = collect([module(EXERCISES=(FUNCTION, CHOICE)), module(EXERCISES=(early,))])
    assert list(found) == ["early", FUNCTION.name, CHOICE.name]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (module(), "course.exercises.some_lesson has no tuple EXERCISES."),
        (module(EXERCISES=[FUNCTION]), "course.exercises.some_lesson has no tuple EXERCISES."),
        (module(EXERCISES=("a name",)), "EXERCISES of course.exercises.some_lesson holds a str."),
        (
            module(EXERCISES=(FUNCTION, changed(VALUE, name=FUNCTION.name, lesson="06_more"))),
            "Two exercises are called 'joined-words': one in lesson '05_small_exercises', one in '06_more'.",
        ),
    ],
)
def test_bad_records_are_refused_in_a_sentence(bad: ModuleType, told: str) -> None:
    """So that an author sees what to repair."""
    with pytest.raises(BadRecord) as refused:
        collect([bad])
    assert str(refused.value).startswith(told)


def test_every_answer_has_a_name_and_a_source() -> None:
    """Functions and source texts alike."""
    for exercise in (FUNCTION, VALUE, CHOICE):
        assert exercise.answer_name in exercise.solution_source
    assert CHOICE.solution_source == 'prediction = "accepted"'
    assert VALUE.reference == [80, 443]
    assert FUNCTION.solution_source.startswith("def joined(words: list[str]) -> str:")


@pytest.mark.parametrize("source", ["def f():\n    return 1", "class f:\n    pass", "x = 1\nf = x"])
def test_a_source_text_may_bind_its_answer_in_three_ways(source: str) -> None:
    """A function, a class, an assignment."""
    exercise: Exercise = changed(VALUE, solution=source)
    assert exercise.answer_name == "f"
    assert exercise.reference is not None


def test_a_source_text_without_an_answer_is_refused() -> None:
    """The name of the answer is its last binding."""
    with pytest.raises(ValueError, match="must end by binding its answer to a name"):
        _ = changed(VALUE, solution="print(1)").answer_name
