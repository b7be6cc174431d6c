"""Cases that are looked at only when others are right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from course.exercises.in_turn import NOT_LOOKED_AT, in_turn
from course.exercises.record import call

Answer = Callable[[int], object]


def double(number: int) -> int:
    return 2 * number


def results(answer: Answer) -> list[object]:
    """What an answer gives in a case, and in one behind it."""
    return [case.run(answer) for case in in_turn([call("two", 2)], [call("three", 3)], double)]


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (double, [4, 6]),
        (lambda number: number + 2, [4, 5]),
        (lambda number: number, [2, NOT_LOOKED_AT]),
        (lambda _: None, [None, NOT_LOOKED_AT]),
        (lambda _: ..., [..., ...]),
    ],
    ids=["right", "wrong behind", "wrong before", "None", "stub"],
)
def test_what_stands_behind_counts_when_the_rest_is_right(answer: Answer, wanted: list[object]) -> None:
    """And a stub stays a stub."""
    assert results(answer) == wanted


def test_an_error_is_an_error_in_both() -> None:
    """The first one is what a reply is about."""
    for case in in_turn([call("two", 2)], [call("three", 3)], double):
        with pytest.raises(ZeroDivisionError):
            case.run(lambda _: 1 / 0)
