"""Functions and objects that are used from another process."""

from __future__ import annotations

import inspect
import time
from collections.abc import Iterator
from typing import Any

import pytest

from course.classroom.grading import peer as peers
from course.classroom.grading.peer import Gone
from course.classroom.limit import within
from course.classroom.results import plain
from course.lab import Lab
from tests.classroom.grading.pairs import behind_a_socket


def test_a_function_calls_back() -> None:
    """Functions go both ways, as arguments and as results, and come home as themselves."""

    def twice(function: Any) -> Any:
        return lambda number: function(function(number))

    def increment(number: int) -> int:
        return number + 1

    with behind_a_socket(twice) as far:
        assert far(increment)(5) == 7
    with behind_a_socket(lambda function: function) as far:
        assert far(increment) is increment


def test_named_arguments_and_errors_travel() -> None:
    """With their words."""

    def divide(one: int, *, by: int) -> float:
        return one / by

    with behind_a_socket(divide) as far:
        assert far(1, by=2) == 0.5
        with pytest.raises(ZeroDivisionError, match="division by zero"):
            far(1, by=0)
        with pytest.raises(TypeError, match="unexpected keyword argument 'to'"):
            far(1, to=2)


def test_an_error_without_words_travels() -> None:
    """Whatever its own methods do."""

    class Rude(Exception):
        def __str__(self) -> str:
            raise self

    def rude() -> None:
        raise Rude(object())

    with behind_a_socket(rude) as far, pytest.raises(Exception) as caught:  # noqa: PT011
        far()
    assert type(caught.value).__name__ == "Rude"


def test_a_laboratory_is_lent_and_not_given() -> None:
    """What a lesson does with it works; the rest of it is out of reach."""

    def use(lab: Any) -> Any:
        mallory = lab.interceptor()
        lab.phone.trust(mallory.authority)
        mallory.intercept(lab.bank.host)
        return lab.app(pins={"api.bank.test": [lab.bank.pin]}), str(lab.clock.now)

    with Lab() as lab, behind_a_socket(use) as far:
        app, now = far(lab)
        assert app.get_adapter("https://api.bank.test").policy.pins_of("api.bank.test")
        assert now == str(lab.clock.now)


@pytest.mark.parametrize("name", ["curl", "network", "_opened", "__class__", "__dict__"])
def test_what_is_not_lent_is_out_of_reach(name: str) -> None:
    """Also for an answer that goes behind the stand-in."""

    def reach(lab: Any) -> Any:
        return object.__getattribute__(lab, "_peer").get(0, name)

    with (
        Lab() as lab,
        behind_a_socket(reach) as far,
        pytest.raises(AttributeError, match="an answer may use"),
    ):
        far(lab)


def test_an_object_is_no_function() -> None:
    """Calling it is an error on this side, and nothing happens."""

    def reach(lab: Any) -> Any:
        return object.__getattribute__(lab, "_peer").call(0, (), {})

    with Lab() as lab, behind_a_socket(reach) as far, pytest.raises(TypeError, match="no function"):
        far(lab)


def test_more_than_anybody_lends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that hands out functions without end fills no memory."""
    monkeypatch.setattr(peers, "MOST_LENT", 3)
    with behind_a_socket(lambda: [lambda: 1 for _ in range(5)]) as far:
        assert plain(far()).kind == "too much to look at"


def test_whoever_is_gone_is_gone() -> None:
    """And the same function can't be asked once more."""
    with behind_a_socket(lambda: 1) as far:
        assert far() == 1
    with pytest.raises(Gone):
        far()


def test_time_that_is_over_is_no_error_of_the_other_side() -> None:
    """When it ends while the other side waits for us, the whole conversation is over."""
    said: list[str] = []

    def work() -> None:
        try:
            far(lambda: time.sleep(60))
        except Exception as error:
            said.append(str(error))

    with behind_a_socket(lambda function: function()) as far:
        assert not within(0.2, work)
    assert said == []


async def _later() -> None: ...


def _one_by_one() -> Iterator[int]:
    yield 1


def test_a_function_looks_as_it_is() -> None:
    """So that `check` can say what is wrong with it before it is called."""
    with behind_a_socket([_later, _one_by_one, min, lambda one, *, two=2: one + two]) as (
        later,
        one_by_one,
        least,
        own,
    ):
        assert inspect.iscoroutinefunction(later)
        assert inspect.isgeneratorfunction(one_by_one)
        assert least(2, 1) == 1
        assert str(inspect.signature(own)) == "(one, *, two=None)"
