"""Answers and results that lie about themselves: none of their own methods decides anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from course.classroom import Reply, check, judging
from tests.classroom.records import FUNCTION, VALUE, use


@pytest.fixture(autouse=True)
def _small_exercises(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FUNCTION, VALUE)
    monkeypatch.setattr(judging, "SECONDS", 0.2)


def function(answer: Any) -> Reply:
    """Check an answer to the exercise that asks for a function."""
    return check("joined-words", answer)


def _forever(_: Any) -> None:
    while True:
        pass


class _Agreeing(str):
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return hash("one-two")

    def __str__(self) -> str:
        return "one-two"

    def __len__(self) -> int:
        raise SystemExit


class _Loop:
    def __eq__(self, other: object) -> bool:
        _forever(other)
        return True

    def __hash__(self) -> int:
        return 5

    def __repr__(self) -> str:
        _forever(None)
        return ""

    def __len__(self) -> int:
        _forever(None)
        return 0

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        raise KeyError


class _LoopingList(list[Any]):
    def __len__(self) -> int:
        _forever(None)
        return 0

    def __iter__(self) -> Iterator[Any]:
        _forever(None)
        return iter(())


def _nested() -> list[Any]:
    knot: list[Any] = []
    knot.append(knot)
    return knot


RESULTS: list[tuple[Callable[[], Any], str]] = [
    (lambda: _Agreeing("x"), "you returned 'x'. Wanted: 'one-two'."),
    (_Loop, "you returned a _Loop object. Wanted: text (str), not a _Loop object."),
    (lambda: _LoopingList(["x"]), "you returned ['x']. Wanted: text (str), not a list."),
    (_nested, "you returned a list too large to show."),
    (lambda: ["x"] * 20_000, "you returned a list too large to show."),
    (lambda: "x" * 50_000_000, "you returned 'xxxxxxxxxxxxxxxx…' (50000000 characters)."),
    (lambda: 10**100_000, "you returned a number of 332193 bits."),
    (lambda: float("nan"), "you returned nan."),
    (lambda: "\ud800", "you returned '\\ud800'."),
    (
        lambda: {1: {2: 3}, "b": [], (): set()},
        "you returned {'b': a list of 0, 1: a dict of 1, a list of 0: a set of 0}.",
    ),
    (lambda: {_Loop(): 1}, "you returned {a _Loop object: 1}."),
]


@pytest.mark.parametrize(("make", "told"), RESULTS)
def test_a_result_that_misbehaves_is_told_in_few_words(make: Callable[[], Any], told: str) -> None:
    """None of its own methods is called."""
    result = make()
    reply = function(lambda _: result)
    assert told in reply.reply
    assert len(repr(reply)) < 400
    repr(reply).encode()


def test_a_value_that_misbehaves_is_a_reply() -> None:
    """Values as well as results."""
    reply = check("two-ports", _Loop()).reply
    assert reply == "`ports` is a _Loop object. Wanted: a list, not a _Loop object."


class _Surprising:
    def __call__(self, _: Any) -> Any:
        return "x"

    def __getattr__(self, name: str) -> Any:
        raise SystemExit(name)


class _Endless:
    def __call__(self, _: Any) -> Any:
        return "x"

    @property
    def __signature__(self) -> Any:
        _forever(None)
        return None


def test_an_answer_that_misbehaves_when_looked_at_is_a_reply() -> None:
    """Before it is even called."""
    assert function(_Surprising()).reply.startswith("For two words you returned 'x'.")
    assert "still running" in function(_Endless()).reply
