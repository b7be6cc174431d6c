"""The grader's side of the process that runs answers."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import course
from course.classroom.grading.fence import WHYS
from course.classroom.grading.kinds import Json
from course.classroom.grading.peer import Gone, Peer
from course.classroom.grading.running import Task, send_task

_SCRIPT = Path(__file__).with_name("answering.py")
_PATIENCE = 10.0


@dataclass
class Run:
    """One answer, running.

    Attributes:
      peer: its process.
      there: whether the cells set it.
      answer: what they set, or a stand-in.
      flags: what it did that no answer needs, in the words of the fence.
      stopped: cells that ended in an error: number, name of the exception, message, line.
      printed_too_much: whether it was stopped for printing.
    """

    peer: Peer
    there: bool = False
    answer: Any = None
    flags: list[str] = field(default_factory=list)
    stopped: list[tuple[int, str, str, int]] = field(default_factory=list)
    printed_too_much: bool = False
    ended: int | None = None

    @property
    def in_trouble(self) -> bool:
        """Whether it did what ordinary answers do not."""
        unusual = self.peer.errors & {"MemoryError", "Refused", "SystemExit"}
        return bool(self.peer.broken or self.printed_too_much or self.flags or unusual or not self.there)

    def heard(self, kind: str, content: Json) -> None:
        """Note what the process says of itself."""
        match kind, content:
            case "flag", str(why) if why in WHYS and why not in self.flags:
                self.flags.append(why)
            case "stopped", [int(number), str(name), str(message), int(line)] if len(self.stopped) < 100:
                self.stopped.append((number, name[:60], message[:500], line))
            case "printed", None:
                self.printed_too_much = True


class RunnerFailed(Exception):
    """The process that runs answers can't be used; the next answer gets a new one."""


class Runner:
    """A process that runs answers, and is started anew when it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    @contextmanager
    def run(
        self,
        cells: Sequence[tuple[int, str]],
        name: str,
        *,
        cell_seconds: float,
        seconds: float,
        lendable: Mapping[type, frozenset[str]],
    ) -> Iterator[Run]:
        """Run cells in a process of their own, which ends with the `with` block.

        Args:
          cells: a number and a source for each.
          name: that the answer is bound to.
          cell_seconds: how long it waits for the answer to be set.
          seconds: after this time the process is ended, whatever it does.
          lendable: what the answer may use of the grader's objects.

        Yields:
          The run; its `ended` says afterwards how it ended.
        """
        control = self._started()
        ours, theirs = socket.socketpair()
        folder = tempfile.mkdtemp(prefix="course-grade-")
        try:
            with theirs:
                socket.send_fds(control, [b"1"], [theirs.fileno()])
            with ours:
                send_task(ours, Task([*cells], name, folder, seconds))
                run = Run(Peer(ours, lendable=lendable))
                run.peer.note = run.heard
                ours.settimeout(cell_seconds)
                try:
                    said = run.peer.wait_for("answer")
                    run.there = said != ["missing"]
                    run.answer = run.peer.hear(said) if run.there else None
                except Gone:
                    pass
                ours.settimeout(None)
                yield run
            control.settimeout(seconds + _PATIENCE)
            run.ended = json.loads(control.recv(1000) or b"{}").get("code")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if sys.exc_info()[0] is not None:
                self.close()

    def _started(self) -> socket.socket:
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        self.close()
        ours, theirs = socket.socketpair()
        place = Path(course.__file__).parent
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (our own command)
                [sys.executable, "-P", "-X", "utf8", str(_SCRIPT), str(theirs.fileno()), str(place)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        ours.settimeout(_PATIENCE)
        if not ours.recv(1):
            raise RunnerFailed("The process that runs answers did not start.")
        self._control = ours
        return ours
