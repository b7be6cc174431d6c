"""Who is where, what stops whom, which mistakes, how long: counted from lines of progress."""

from __future__ import annotations

import pytest

from course.classroom.progress_lines import Line
from course.classroom.report.figures import ClassFigures, class_figures
from course.classroom.report.minutes import PAUSE, minutes_spent
from course.classroom.report.table import table_text
from tests.classroom.records import CHOICE, FUNCTION, VALUE
from tests.classroom.report.classes import line

EXERCISES = {exercise.name: exercise for exercise in (FUNCTION, VALUE, CHOICE)}


def figures(**learners: list[Line]) -> ClassFigures:
    """The figures of a class."""
    return class_figures(list(learners.items()), EXERCISES)


CLASS = figures(
    anna=[
        line("joined-words", "attempt", 0, mistake="<lambda>"),
        line("joined-words", "attempt", 1, mistake="<lambda>"),
        line("joined-words", "hint", 2, hint=1),
        line("joined-words", "correct", 3),
        line("two-ports", "attempt", 5, mistake="[443, 80]"),
        line("renewed-key", "correct", 6),
    ],
    ben=[
        line("joined-words", "correct", 1),
        line("two-ports", "attempt", 4, mistake="[443, 80]"),
        line("two-ports", "solution", 8),
    ],
    chris=[],
    dora=[
        line("joined-words", "correct", 2),
        line("two-ports", "correct", 4),
        line("two-ports", "attempt", 5),
    ],
)


def test_who_is_where() -> None:
    """The last thing that they did, and what they have not solved."""
    assert [(one.name, len(one.solved), one.at and one.at.name) for one in CLASS.learners] == [
        ("anna", 2, "renewed-key"),
        ("ben", 1, "two-ports"),
        ("chris", 0, None),
        ("dora", 2, "two-ports"),
    ]
    assert [one.stopped_at and one.stopped_at.name for one in CLASS.learners] == [
        None,
        "two-ports",
        None,
        None,
    ]
    assert [[each.name for each in one.unsolved] for one in CLASS.learners] == [
        ["two-ports"],
        ["two-ports"],
        [],
        [],
    ]
    assert CLASS.last == "2027-01-04T09:08:00Z"


def test_what_stops_whom() -> None:
    """Those whom it stops now, and those who went on without it."""
    hurdles = {one.exercise.name: one for one in CLASS.hurdles}
    assert [one.exercise.name for one in CLASS.hurdles] == ["two-ports", "joined-words", "renewed-key"]
    ports = hurdles["two-ports"]
    assert (ports.tried, ports.solved, ports.stopped, ports.left) == (3, 1, ("ben",), ("anna",))
    assert (ports.attempts, ports.minutes, ports.hints, ports.solutions) == (1, 2, 0, 1)
    words = hurdles["joined-words"]
    assert (words.tried, words.solved, words.attempts, words.minutes, words.hints) == (3, 3, 1, 3, 1)


def test_help_without_an_attempt_counts_as_tried() -> None:
    """It stops them before they write anything."""
    made = figures(anna=[line("two-ports", "hint", hint=1)])
    assert made.learners[0].stopped_at is VALUE
    [hurdle] = made.hurdles
    assert (hurdle.tried, hurdle.attempts, hurdle.minutes) == (1, None, None)


def test_mistakes_are_counted_by_learner_first() -> None:
    """Twice by one learner is less than once by two."""
    assert [(one.exercise.name, one.name, one.learners, one.times) for one in CLASS.slips] == [
        ("two-ports", "[443, 80]", 2, 2),
        ("joined-words", "<lambda>", 1, 2),
    ]
    assert CLASS.slips[0].reply == "Both ports are there, the wrong way round. Put the one of http first."


def test_a_mistake_that_this_version_does_not_know_has_no_reply() -> None:
    """It is shown all the same."""
    made = figures(anna=[line("two-ports", "attempt", mistake="[80, 81]")])
    assert (made.slips[0].name, made.slips[0].reply) == ("[80, 81]", "")


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    """Anybody may have written the file."""
    made = figures(anna=[line("two-ports", "attempt", mistake="\x1b[2J\ud800") | {"time": "\x07now"}])
    assert made.slips[0].name == "?[2J?"
    assert made.last == "?now"


def test_lines_about_other_exercises_are_counted_apart() -> None:
    """Another version of the course has them."""
    made = figures(
        anna=[line("gone", "correct"), line("two-ports", "correct")], ben=[line("gone", "attempt")]
    )
    assert made.foreign == 2
    assert [len(one.solved) for one in made.learners] == [1, 0]
    assert made.learners[1].at is None


@pytest.mark.parametrize(
    ("lines", "spent"),
    [
        ([line("a", "correct", 0)], {}),
        ([line("a", "attempt", 0), line("a", "attempt", 2), line("a", "correct", 5)], {"a": 5}),
        ([line("a", "correct", 0), line("b", "hint", 3), line("b", "correct", 4)], {"b": 4}),
        ([line("a", "correct", 0), line("a", "attempt", 3), line("b", "correct", 4)], {"b": 1}),
        ([line("a", "attempt", 0), line("a", "correct", PAUSE)], {"a": PAUSE}),
        ([line("a", "attempt", 0), line("a", "correct", PAUSE + 1)], {}),
        ([line("a", "attempt", 0), line("a", "attempt", 90), line("a", "correct", 91)], {"a": 1}),
        ([line("a", "attempt", 0) | {"time": "soon"}, line("a", "correct", 1)], {}),
        ([line("a", "attempt", 0) | {"time": "0001-01-01T00:00:00+05:00"}, line("a", "correct", 1)], {}),
        ([line("a", "attempt", 5), line("a", "correct", 1)], {}),
        ([line("a", "attempt", 0) | {"time": "2027-01-04T09:00:00"}, line("a", "correct", 1)], {"a": 1}),
        (
            [line("a", "attempt", 0) | {"time": "2027-01-04T10:00:00+01:00"}, line("a", "correct", 1)],
            {"a": 1},
        ),
    ],
)
def test_minutes_run_until_it_is_solved_without_breaks(lines: list[Line], spent: dict[str, float]) -> None:
    """From the check, hint or solution before; times that are none are passed over."""
    assert minutes_spent(lines) == spent


def test_the_table_has_a_line_for_each_learner() -> None:
    """Then what stops people, and their mistakes."""
    text = table_text(CLASS)
    assert text.startswith(
        "4 learners; 0 to 2 of 3 exercises solved, the last thing done at 2027-01-04T09:08:00Z.\n"
    )
    lines = [" ".join(each.split()) for each in text.splitlines()]
    assert "anna 2 6 renewed-key two-ports" in lines
    assert "ben 1 7 two-ports stopped" in lines
    assert "chris 0 - not begun" in lines
    assert "two-ports: stops 1 now, 1 went on without it, 1 of 3 solved it" in lines
    assert "two-ports, [443, 80]: 2 learners" in lines


def test_the_table_stays_narrow() -> None:
    """Long names and long lists are cut; wide letters count twice."""
    everything = [line(name, "attempt", place) for place, name in enumerate(EXERCISES)]
    text = table_text(figures(**{"n" * 99: everything, "文子": everything}))
    assert f"{'n' * 27}…" in text
    rows = [each for each in text.splitlines() if each.startswith(("n" * 27, "文子"))]
    assert rows[0].index("0") + 1 == rows[1].index("0") + 3


def test_an_empty_class_is_no_error() -> None:
    """All files may be damaged."""
    assert table_text(figures()).startswith("0 learners; 0 of 0 exercises solved.")
    assert table_text(figures(anna=[])).startswith("1 learner; 0 of 3 exercises solved.")
