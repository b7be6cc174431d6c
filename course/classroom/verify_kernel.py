"""What `verify` does inside the kernel that runs a learner's notebook."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import Any

from IPython.core.getipython import get_ipython

from course.classroom.binding import bound_names, set_by
from course.classroom.checking import judged
from course.classroom.first_step import first_step
from course.classroom.replies import State
from course.classroom.stale import names_left, transformed, unquoted
from course.classroom.stopping import ended, exactly, stopped
from course.classroom.verify_names import DETAILS, MAGIC
from course.exercises import Exercise, all_exercises

# More than any sensible cell prints; beyond it a learner's print would fill the memory of the process that listens.
_MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True)
class _Ran:
    source: str
    error: BaseException | None


class Verifier:
    """Watches the learner's cells run, and then answers one question per exercise: is it solved?"""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._ran: list[_Ran] = []
        self._exercises = all_exercises()
        self._left = _MOST_CHARACTERS

    def before(self, info: Any) -> None:
        """A learner's results are not shown, because nobody reads them and one may be a gigabyte long."""
        # While we report, a thread of the learner's has nothing to say.
        self._left = 0 if info.raw_cell.startswith(f"%{MAGIC} ") else _MOST_CHARACTERS
        self._shell.ast_node_interactivity = "none"

    def after(self, result: Any) -> None:
        """Remember what ran and how it ended."""
        source = transformed(self._shell, result.info.raw_cell or "")
        error = exactly(result.error_before_exec or result.error_in_exec, source)
        self._ran.append(_Ran(source, error))

    def limit(self, stream: Any) -> None:
        """Let a stream pass on no more than the limit for one cell."""
        write = stream.write

        def limited(text: str) -> int:
            kept, self._left = text[: self._left], max(0, self._left - len(text))
            if kept:
                write(kept)
            return len(text)

        stream.write = limited

    def report(self, name: str) -> None:
        """Publish the state of an exercise as the cell's output, and the reply beside it."""
        state, reply = self._judge(self._exercises[name.strip()])
        self._shell.display_pub.publish(
            {"text/plain": state}, metadata={DETAILS: {"state": state, "reply": reply}}
        )

    def _judge(self, exercise: Exercise) -> tuple[str, str]:
        names, answer = self._shell.user_ns, exercise.answer_name
        attempt = self._attempt_at(answer)
        if answer not in names:
            if attempt is None:
                return "not attempted", ""
            if isinstance(attempt.error, NameError):
                attempt = self._again(attempt)
            if answer not in names:
                return "not reached", _stopped_by(exercise, attempt)
        reply = judged(exercise, names[answer])
        if reply.state is State.CORRECT:
            return str(reply.state), reply.reply
        if attempt is not None and answer in names_left(attempt.source, attempt.error):
            return "not reached", _stopped_by(exercise, attempt)
        if reply.state is State.NOT_ATTEMPTED:
            return str(reply.state), f"{first_step(exercise)}, save, and verify again."
        return str(reply.state), reply.reply

    def _attempt_at(self, answer_name: str) -> _Ran | None:
        for ran in reversed(self._ran):
            if answer_name in bound_names(ran.source) | set_by(ran.source):
                return ran
        # A slip such as `de spki_pin(...)` hides even what the cell was to set.
        broken = [ran for ran in self._ran if isinstance(ran.error, SyntaxError)]
        return next((ran for ran in broken if re.search(rf"\b{answer_name}\b", ran.source)), None)

    def _again(self, attempt: _Ran) -> _Ran:
        """Run a cell once more that came before what it needs, as in a notebook whose cells were moved."""
        try:
            file = self._shell.compile.cache(attempt.source, 0)
            # With the learner's __future__ imports, not with those of this module.
            flags = self._shell.compile.flags
            cell = compile(attempt.source, file, "exec", flags=flags, dont_inherit=True)
            exec(cell, self._shell.user_ns)  # noqa: S102 (the learner's cell)
        except BaseException as error:
            return _Ran(attempt.source, error)
        return attempt


def _stopped_by(exercise: Exercise, attempt: _Ran) -> str:
    name, error = exercise.answer_name, attempt.error
    if isinstance(error, SyntaxError):
        function = f"def {name}"
        shown = function if function in attempt.source else name
        what = ended(stopped(error))
        step = "Close it" if what.endswith("never closed.") else "Mend it"
        return f"The cell with `{shown}` {what} {step}, save, and verify again."
    if isinstance(error, KeyboardInterrupt):
        why = "ran too long and was stopped."
    elif error is None:
        why = "ended without it, or a later cell deleted it."
    else:
        why = ended(stopped(error))
    if option := unquoted(exercise, error):
        return (
            f"The cell that sets `{name}` {why} Put the option in quotes, {option}, save, and verify again."
        )
    return (
        f"The cell that sets `{name}` {why} "
        'Choose "Restart Kernel and Run All Cells" in JupyterLab to see it, and mend that first.'
    )


def prepare() -> None:
    """Get a kernel ready, before the learner's first cell."""
    shell: Any = get_ipython()
    verifier = Verifier(shell)
    shell.events.register("pre_run_cell", verifier.before)
    shell.events.register("post_run_cell", verifier.after)
    # A magic is out of reach of a learner who rebinds `check`, `course` or a module.
    shell.register_magic_function(verifier.report, "line", MAGIC)
    # exit() ends the kernel a moment later, in the middle of some other cell.
    shell.ask_exit = lambda: None
    verifier.limit(sys.stdout)
    verifier.limit(sys.stderr)
