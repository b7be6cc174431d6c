"""Answers from before a cell that failed.

A cell that stops before it sets its answer leaves the one from before. To judge that one as if it were the last
would tell a learner "correct", or "not yet", about something that they have changed since.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from course.classroom.binding import left_unset, set_by
from course.classroom.stopping import exactly, line_of
from course.exercises import Exercise


@dataclass(frozen=True)
class _Left:
    """What a failed cell left as it was: the value, and the error."""

    value: Any
    error: BaseException


class Watcher:
    """Remembers which names the cells that failed have left as they were."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._left: dict[str, _Left] = {}

    def after(self, result: Any) -> None:
        """Look at a cell that has just run."""
        source = transformed(self._shell, result.info.raw_cell or "")
        error = exactly(result.error_before_exec or result.error_in_exec, source)
        unset = names_left(source, error)
        for name in set_by(source) - unset:
            self._left.pop(name, None)
        if error is not None:
            names = self._shell.user_ns
            self._left |= {name: _Left(names[name], error) for name in unset if name in names}

    def error_after(self, name: str, value: Any) -> BaseException | None:
        """The error of the cell that was to set this name anew, if it still has the value from before."""
        left = self._left.get(name)
        return left.error if left is not None and left.value is value else None


def names_left(source: str, error: BaseException | None) -> set[str]:
    """The names that a cell has not set because of an error.

    Args:
      source: of the cell, without magics.
      error: None if it ended well.
    """
    if error is None:
        return set()
    if isinstance(error, SyntaxError) and line_of(error) is None:
        return set_by(source)
    line = line_of(error)
    return set() if line is None else left_unset(source, line)


def transformed(shell: Any, source: str) -> str:
    """A cell as Python, its magics as calls; as it is if that can't be done."""
    try:
        return str(shell.transform_cell(source))
    except Exception:
        return source


def why_stale(exercise: Exercise, answer: Any) -> str | None:
    """Why an answer is not the learner's last one, in sentences; None if it is, or nobody can know.

    Args:
      exercise: that is answered.
      answer: the value that was handed over.
    """
    error = None if _watcher is None else _watcher.error_after(exercise.answer_name, answer)
    if error is None:
        return None
    return (
        f"The last cell that sets `{exercise.answer_name}` {_what(error)}, so this is the answer from before. "
        f"{_advice(exercise, error)}"
    )


def _what(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"has a SyntaxError in line {error.lineno}"
    return f"stopped with {type(error).__name__}"


def _advice(exercise: Exercise, error: BaseException) -> str:
    if option := unquoted(exercise, error):
        return f"Put the option in quotes, {option}, run that cell, then this one."
    return "Mend that cell, run it, then this one."


def unquoted(exercise: Exercise, error: BaseException | None) -> str | None:
    """The option, in quotes, that a cell took for a name; None if that isn't what stopped it."""
    return f'"{error.name}"' if isinstance(error, NameError) and error.name in exercise.options else None


def watch() -> Watcher | None:
    """Watch the cells of this notebook from now on; None outside a notebook."""
    # Whoever has not loaded IPython is in no notebook, and should not wait for it.
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return None
    watcher = Watcher(shell)
    shell.events.register("post_run_cell", watcher.after)
    return watcher


_watcher = watch()
