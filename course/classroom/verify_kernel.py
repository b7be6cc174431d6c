"""What `verify` does inside the kernel that runs a learner's notebook."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from IPython.core.getipython import get_ipython

from course.classroom.binding import bound_names
from course.classroom.checking import check
from course.classroom.verify_names import DETAILS, MAGIC
from course.exercises import all_exercises

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
        source = self._shell.transform_cell(result.info.raw_cell or "")
        self._ran.append(_Ran(source, result.error_before_exec or result.error_in_exec))

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
        exercise = self._exercises[name.strip()]
        state, reply = self._judge(exercise.name, exercise.answer_name)
        self._shell.display_pub.publish(
            {"text/plain": state}, metadata={DETAILS: {"state": state, "reply": reply}}
        )

    def _judge(self, name: str, answer_name: str) -> tuple[str, str]:
        names = self._shell.user_ns
        if answer_name not in names:
            attempt = self._attempt_at(answer_name)
            if attempt is None:
                return "not attempted", (
                    f"`{answer_name}` is bound nowhere in this notebook. "
                    f"`course reset {name}` brings its cell back."
                )
            if isinstance(attempt.error, NameError):
                attempt = self._again(attempt)
            if answer_name not in names:
                return "not reached", _stopped_by(answer_name, attempt.error)
        reply = check(name, names[answer_name])
        return str(reply.state), reply.reply

    def _attempt_at(self, answer_name: str) -> _Ran | None:
        for ran in reversed(self._ran):
            if answer_name in bound_names(ran.source):
                return ran
        return None

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


def _stopped_by(answer_name: str, error: BaseException | None) -> str:
    if isinstance(error, KeyboardInterrupt):
        why = "ran too long and was stopped"
    elif error is None:
        why = "ended without it, or a later cell deleted it"
    else:
        why = f"stopped with {type(error).__name__}: {error}"
    return (
        f"The cell that binds `{answer_name}` {why}. "
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
