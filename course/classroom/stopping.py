"""What stopped a cell, in words."""

from __future__ import annotations

import ast
import re

from course.classroom.own_code import is_own
from course.classroom.trial import one_line

MOST_CHARACTERS = 200
# IPython puts the place behind what Python says of a text that isn't Python.
_PLACED = re.compile(r"(.*) \([^()]*, line (\d+)\)", re.DOTALL)
# IPython has Python say so of a cell that ends within brackets or quotation marks.
_INCOMPLETE = "incomplete input"
_PLAINER = {_INCOMPLETE: "a bracket or a quotation mark was never closed"}


def stopped(error: BaseException) -> str:
    """What an error did to a cell, such as "stopped with NameError: name 'x' is not defined"."""
    if isinstance(error, SyntaxError):
        return _broken(type(error).__name__, str(error.lineno or ""), error.msg or "")
    try:
        message = str(error)
    except Exception:
        message = ""
    return _stopped(type(error).__name__, message)


def stopped_as_shown(name: str, message: str) -> str:
    """The same, from what a notebook shows of the error.

    Args:
      name: of the exception's type.
      message: what the exception says.
    """
    placed = _PLACED.fullmatch(message)
    return _broken(name, placed[2], placed[1]) if placed else _stopped(name, message)


def exactly(error: BaseException | None, source: str) -> BaseException | None:
    """The error of a cell; in place of "incomplete input" the one in which Python names bracket and line."""
    if isinstance(error, SyntaxError) and error.msg == _INCOMPLETE:
        try:
            ast.parse(source)
        except SyntaxError as exact:
            return exact
    return error


def line_of(error: BaseException) -> int | None:
    """The line of the cell at which an error stopped it; None if that can't be seen."""
    trace = error.__traceback__
    while trace is not None:
        if is_own(trace.tb_frame.f_code.co_filename):
            return trace.tb_lineno
        trace = trace.tb_next
    return None


def ended(sentence: str) -> str:
    """A sentence with something at its end."""
    return sentence if sentence.endswith((".", "!", "?")) else sentence + "."


def _broken(name: str, line: str, message: str) -> str:
    article = "an" if name[:1] in "AEIOU" else "a"
    place = f" in line {line}" if line else ""
    return f"has {article} {name}{place}: {_short(_PLAINER.get(message, message))}"


def _stopped(name: str, message: str) -> str:
    return f"stopped with {name}: {_short(message)}" if message.strip() else f"stopped with {name}"


def _short(text: str) -> str:
    line = one_line(text[: 2 * MOST_CHARACTERS])
    return line if len(line) <= MOST_CHARACTERS else line[:MOST_CHARACTERS] + "…"
