"""A learner's notebook in a shell of this process: the cells and the questions are real, only nbval and its kernel
are left out, which cost two seconds each time."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from course.classroom.stopping import stopped_as_shown
from course.classroom.verify_kernel import Verifier
from course.classroom.verify_names import DETAILS, MAGIC


class Kernel:
    """A shell that runs cells as the kernel does, and the report on an exercise."""

    def __init__(self) -> None:
        self.shell: Any = InteractiveShell()
        self.shell.display_pub = CapturingDisplayPublisher()
        self.verifier = Verifier(self.shell)
        self.shell.events.register("pre_run_cell", self.verifier.before)
        self.shell.events.register("post_run_cell", self.verifier.after)
        self.shell.register_magic_function(self.verifier.report, "line", MAGIC)

    def run(self, *sources: str) -> None:
        """Run cells."""
        for source in sources:
            self.shell.run_cell(source, store_history=False)

    def report(self, exercise: str = "spki-pin") -> tuple[str, str]:
        """The state and the reply."""
        self.verifier.report(exercise)
        [shown] = self.shell.display_pub.outputs
        details = shown["metadata"][DETAILS]
        assert shown["data"] == {"text/plain": details["state"]}
        return details["state"], details["reply"]

    def end_of(self, source: str) -> dict[str, str]:
        """Run a cell, and say of its end what the pytest plugin notes."""
        self.shell.display_pub.outputs.clear()
        result = self.shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            return {"end": "finished", "error": stopped_as_shown(type(error).__name__, str(error))}
        shown = [
            each["metadata"][DETAILS]
            for each in self.shell.display_pub.outputs
            if DETAILS in each["metadata"]
        ]
        return {"end": "finished"} | (dict(shown[0]) if shown else {})


def run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `verify` run its copies in this process."""

    def run(copy: Path, *_limits: float) -> list[dict[str, str]]:
        kernel = Kernel()
        cells = json.loads(copy.read_text())["cells"]
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            return [kernel.end_of("".join(cell["source"])) for cell in cells]

    monkeypatch.setattr("course.classroom.verify._run", run)
