"""Runs the cells of one answer, hands the answer over, and answers the grader's questions about it.

Runs where the answers run, so it imports nothing that knows a solution.
"""

from __future__ import annotations

import builtins
import io
import linecache
import sys
import traceback
import types
from collections.abc import Sequence
from typing import Any

from course.classroom.grading.classes import type_name
from course.classroom.grading.peer import Gone, Peer

MOST_PRINTED = 1_000_000


class PrintedTooMuch(BaseException):
    """More than anybody would read. Not an `Exception`: `except Exception:` lets it through."""


class NoInput(RuntimeError):
    """The answer asked for input while it was checked."""


def _no_input(_prompt: object = "") -> str:
    raise NoInput("input() can't be answered while your answer is checked")


class Sink(io.TextIOBase):
    """Counts what is printed, and keeps nothing."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._left = MOST_PRINTED

    def write(self, text: str) -> int:
        """Take a piece of text.

        Raises:
          PrintedTooMuch: it is more than anybody reads.
        """
        self._left -= len(text)
        if self._left < 0:
            self._peer.tell("printed", None)
            raise PrintedTooMuch
        return len(text)

    def writable(self) -> bool:
        """It can be written to."""
        return True


class _Silent:
    """Stands for the notebook's own function, whose calls an answer does without."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_arguments, **_named: None


def answer(peer: Peer, cells: Sequence[tuple[int, str]], name: str) -> None:
    """Run cells, hand over what they bound, and serve until the grader has no more questions.

    Args:
      peer: the grader.
      cells: a number and a source for each.
      name: that the answer is bound to.

    Raises:
      Gone: the grader has ended, or does not understand.
    """
    _hand_over(peer, _run_cells(cells, peer), name)
    peer.serve()


def _run_cells(cells: Sequence[tuple[int, str]], peer: Peer) -> dict[str, Any]:
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    names = vars(module)
    silent = _Silent()
    nothing = lambda *_arguments, **_named: None  # noqa: E731
    names |= {"__builtins__": builtins, "get_ipython": lambda: silent, "display": nothing}
    # In a notebook they end the kernel a moment later, and the cell goes on.
    names |= {"exit": nothing, "quit": nothing}
    builtins.input = _no_input
    again = []
    for number, source in cells:
        error = _run_cell(names, number, source)
        if isinstance(error, NameError):
            again.append((number, source))
        elif error is not None:
            peer.tell("stopped", [number, *_told(error)])
    for (
        number,
        source,
    ) in again:  # cells that came before what they need, as in a notebook whose cells were moved
        if (error := _run_cell(names, number, source)) is not None:
            peer.tell("stopped", [number, *_told(error)])
    return names


def _run_cell(names: dict[str, Any], number: int, source: str) -> BaseException | None:
    file = f"<cell {number}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    try:
        exec(compile(source, file, "exec", dont_inherit=True), names)  # noqa: S102 (the learner's)
    except Gone:
        raise
    except BaseException as error:
        return error
    return None


def _told(error: BaseException) -> tuple[str, str, int]:
    line = 0
    if isinstance(error, SyntaxError):
        line = error.lineno or 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith("<cell "):
            line = frame.lineno or 0
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)[:500]
    except Exception:
        message = ""
    return type_name(error), message, line


def _hand_over(peer: Peer, names: dict[str, Any], name: str) -> None:
    if name not in names:
        peer.tell("answer", ["missing"])
        return
    peer.say("answer", names[name])
