"""Trying an answer on the cases of an exercise."""

from __future__ import annotations

import linecache
import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import CoroutineType
from typing import Any

from course.classroom.limit import TimeUp, within
from course.classroom.messages import message_of
from course.classroom.own_code import is_own
from course.classroom.results import Plain, plain, printable, type_name
from course.classroom.sandbox import sandbox
from course.exercises import Case

LONGEST_MESSAGE = 200
LONGEST_LINE = 80


@dataclass(frozen=True)
class Returned:
    """A case returned."""

    result: Plain


@dataclass(frozen=True)
class Raised:
    """A case raised.

    Attributes:
      error: the name of the exception's type.
      message: what it says, on one line.
      where: the last line of the learner's own that was running, in words; empty if there was none.
    """

    error: str
    message: str
    where: str = field(default="", compare=False)


Outcome = Returned | Raised


@dataclass(frozen=True)
class Trial:
    """What became of an answer.

    Attributes:
      outcomes: one for each case; fewer if the trial was stopped.
      in_time: whether it ended in time.
      overflowed: whether it printed too much.
      printed: the beginning of what it printed.
    """

    outcomes: tuple[Outcome, ...]
    in_time: bool
    overflowed: bool
    printed: str


def try_answer(answer: Any, cases: Sequence[Case], seconds: float) -> Trial:
    """Try an answer on each case, in a sandbox and with a time limit.

    Args:
      answer: the learner's, the reference, or a mistake.
      cases: made fresh for this call.
      seconds: for all cases together.
    """
    outcomes: list[Outcome] = []
    with sandbox() as printed:

        def work() -> None:
            for case in cases:
                outcomes.append(_outcome(case, answer))
                if printed.overflowed:
                    return

        in_time = within(seconds, work)
    return Trial(tuple(outcomes), in_time, printed.overflowed, printed.shown)


def _outcome(case: Case, answer: Any) -> Outcome:
    try:
        result = case.run(answer)
        if type(result) is CoroutineType:
            result.close()  # or Python warns that nobody awaited it
        return Returned(plain(result))
    except TimeUp:
        raise
    except BaseException as error:  # whatever the answer raises, SystemExit included, is its result
        return _raised(error)


def _raised(error: BaseException) -> Raised:
    try:
        message = message_of(error)[:LONGEST_MESSAGE]
    except TimeUp:
        raise
    except BaseException:
        message = ""
    return Raised(type_name(error), one_line(message), _where(error))


def one_line(text: str) -> str:
    """Text on one line, without control characters and without what differs from run to run: addresses in memory."""
    return printable(" ".join(re.sub(r"\b0x[0-9a-fA-F]{6,}\b", "0x…", text).split()))


def _where(error: BaseException) -> str:
    own = [frame for frame in _frames(error) if is_own(frame[0])]
    if not own:
        return ""
    filename, number, function = own[-1]
    line = printable(linecache.getline(filename, number).strip())
    if len(line) > LONGEST_LINE:
        line = line[:LONGEST_LINE] + "…"
    place = f"line {number} of the cell" + ("" if function.startswith("<") else f" with `{function}`")
    return f"{place}: `{line}`" if line else place


def _frames(error: BaseException) -> list[tuple[str, int, str]]:
    return [
        (frame.f_code.co_filename, number, frame.f_code.co_name)
        for frame, number in traceback.walk_tb(error.__traceback__)
    ]
