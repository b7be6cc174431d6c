"""Results as plain values."""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.classroom.describe import described, kind_of, with_article
from course.classroom.results import plain, type_name


class Colour(StrEnum):
    """Text with a type of its own."""

    RED = "red"


class Number(IntEnum):
    """A number with a type of its own."""

    ONE = 1


SAME: list[tuple[Any, Any]] = [
    ("red", Colour.RED),
    (1, Number.ONE),
    (1, 1.0),
    (0.1 + 0.2, 0.3),
    (float("nan"), float("nan")),
    (b"ab", bytearray(b"ab")),
    ([1, 2], (1, 2)),
    ({1, 2}, frozenset({2, 1})),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    (date(2027, 1, 4), date(2027, 1, 4)),
]
DIFFERENT: list[tuple[Any, Any]] = [
    (True, 1),
    ([True], [1]),
    ("1", 1),
    ("ab", b"ab"),
    (None, ...),
    ([1, 2], {1, 2}),
    ([], {}),
    ("a", "b"),
    (date(2027, 1, 4), date(2027, 1, 5)),
    (date(2027, 1, 4), object()),
    (1.0, 1.000001),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_results_that_a_learner_would_call_the_same_are_equal(one: Any, other: Any) -> None:
    """Whatever their exact types."""
    assert plain(one) == plain(other)
    assert hash(plain(one)) == hash(plain(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_results_of_different_kinds_are_different(one: Any, other: Any) -> None:
    """True is not 1."""
    assert plain(one) != plain(other)


class Agreeing:
    """Says that it equals whatever it is compared with."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 1


def test_an_object_that_agrees_with_everything_equals_nothing() -> None:
    """Only the `==` of the wanted object's own type counts."""
    assert plain(date(2027, 1, 4)) != plain(Agreeing())


def test_an_object_equals_nothing_else() -> None:
    """It isn't compared with what it is wrapped in."""
    assert plain(date(2027, 1, 4)).value != date(2027, 1, 4)


def test_deep_and_large_results_are_not_copied() -> None:
    """They are no answer to any exercise."""
    deep: Any = []
    for _ in range(30):
        deep = [deep]
    assert plain(deep).kind == plain(range(3) and [0] * 20_000).kind == "too much to look at"
    assert plain({number: number for number in range(6_000)}).kind == "too much to look at"


def test_the_name_of_a_type_is_short_and_printable() -> None:
    """A name is any text."""
    assert type_name(type("a\nb" * 50, (), {})()).startswith("a\\nb")
    assert len(type_name(type("x" * 500, (), {})())) == 60


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("short", "'short'"),
        ("x" * 100, "'xxxxxxxxxxxxxxxx…' (100 characters)"),
        (b"x" * 100, "b'xxxxxxxxxxxxxxxx…' (100 bytes)"),
        (True, "True"),
        (None, "None"),
        (..., "..."),
        (2**200, "a number of 201 bits"),
        (0.25, "0.25"),
        ([1, [2], {3: 4}, 5], "[1, a list of 1, a dict of 1, … 4 in all]"),
        ({3, 1, 2}, "{1, 2, 3}"),
        (set(), "an empty set"),
        ({}, "an empty dict"),
        ([], "[]"),
        (object(), "an object object"),
        ([0] * 20_000, "a list too large to show"),
    ],
)
def test_a_result_is_described_in_few_words(result: Any, words: str) -> None:
    """The same ones on every machine."""
    assert described(plain(result)) == words


def test_kinds_have_names() -> None:
    """As a reply says what was wanted."""
    assert kind_of(plain("")) == "text (str)"
    assert kind_of(plain(date(2027, 1, 4))) == "a date object"
    assert with_article("error") == "an error"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(ANYTHING)
def test_every_result_equals_itself_and_has_a_short_description(result: Any) -> None:
    """And one that can be printed."""
    assert plain(result) == plain(result)
    words = described(plain(result))
    assert words.isprintable()
    assert len(words) < 1000
