"""What stopped a cell, in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from course.classroom.stale import transformed
from course.classroom.stopping import exactly, stopped, stopped_as_shown


class _Grumpy(Exception):
    def __str__(self) -> str:
        raise ValueError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("two\nlines"), "stopped with ValueError: two lines"),
        (ValueError("x" * 500), f"stopped with ValueError: {'x' * 200}…"),
        (ValueError(), "stopped with ValueError"),
        (_Grumpy(), "stopped with _Grumpy"),
        (SyntaxError("invalid syntax"), "has a SyntaxError: invalid syntax"),
        (SyntaxError("unexpected indent", ("f", 3, 1, "")), "has a SyntaxError in line 3: unexpected indent"),
        (IndentationError("x", ("f", 3, 1, "")), "has an IndentationError in line 3: x"),
    ],
)
def test_an_error_is_one_line_with_its_place(error: BaseException, words: str) -> None:
    """However long or unwilling it is."""
    assert stopped(error) == words


@pytest.mark.parametrize(
    ("name", "message", "words"),
    [
        ("NameError", "name 'x' is not defined", "stopped with NameError: name 'x' is not defined"),
        (
            "SyntaxError",
            "'(' was never closed (1234.py, line 6)",
            "has a SyntaxError in line 6: '(' was never closed",
        ),
        (
            "SyntaxError",
            "incomplete input (1234.py, line 6)",
            "has a SyntaxError in line 6: a bracket or a quotation mark was never closed",
        ),
    ],
)
def test_what_a_notebook_shows_of_an_error_says_the_same(name: str, message: str, words: str) -> None:
    """Without the file, whose name differs from run to run."""
    assert stopped_as_shown(name, message) == words


def test_a_cell_that_is_incomplete_is_told_what_was_left_open() -> None:
    """IPython's own words say neither what nor where; where Python has no others, they stay."""
    incomplete = SyntaxError("incomplete input", ("f", 3, 1, ""))
    exact = exactly(incomplete, "f(\n1\n")
    assert exact is not None
    assert stopped(exact) == "has a SyntaxError in line 1: '(' was never closed"
    assert exactly(incomplete, "f(1)") is incomplete


def test_a_cell_that_ipython_cannot_read_stays_as_it_is() -> None:
    """Looking at it must not raise in a learner's cell."""

    def broken(_: str) -> str:
        raise SyntaxError

    assert transformed(SimpleNamespace(transform_cell=broken), "x = $") == "x = $"
