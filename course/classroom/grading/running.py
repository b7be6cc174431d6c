"""Runs the cells of one answer and hands the answer over. Knows no exercise but its cells."""

from __future__ import annotations

import builtins
import io
import json
import linecache
import os
import resource
import signal
import socket
import struct
import sys
import traceback
import types
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from course.classroom.grading import fence, walls
from course.classroom.grading.classes import type_name
from course.classroom.grading.peer import Gone, Peer

MOST_PRINTED = 1_000_000
_HEAD = struct.Struct(">I")


@dataclass(frozen=True)
class Task:
    """What is to be run.

    Attributes:
      cells: a number and a source for each.
      name: that the answer is bound to.
      folder: the only one in which files may change.
      seconds: after this time the process is ended.
    """

    cells: list[tuple[int, str]]
    name: str
    folder: str
    seconds: float


def send_task(connection: socket.socket, task: Task) -> None:
    """Hand a task to the process that runs it."""
    data = json.dumps(asdict(task)).encode()
    connection.sendall(_HEAD.pack(len(data)) + data)


def read_task(connection: socket.socket) -> Task:
    """The task that was handed over."""
    with connection.makefile("rb") as stream:
        (size,) = _HEAD.unpack(stream.read(_HEAD.size))
        content = json.loads(stream.read(size))
    return Task(**content)


class PrintedTooMuch(BaseException):
    """More than anybody would read. Not an `Exception`: `except Exception:` lets it through."""


class NoInput(RuntimeError):
    """The answer asked for input while it was checked."""


def _no_input(_prompt: object = "") -> str:
    raise NoInput("input() can't be answered while your answer is checked")


class _Sink(io.TextIOBase):
    """Counts what is printed, and keeps nothing."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._left = MOST_PRINTED

    def write(self, text: str) -> int:
        self._left -= len(text)
        if self._left < 0:
            self._peer.tell("printed", None)
            raise PrintedTooMuch
        return len(text)

    def writable(self) -> bool:
        return True


class _Silent:
    """Stands for the notebook's own function, whose calls an answer does without."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_arguments, **_named: None


def run(job: int, task: Task, package: Path, *, alone: bool) -> None:
    """Run a task in this process, then answer questions about its answer until nobody has one. Does not return.

    Args:
      job: the descriptor of the socket to the grader.
      task: what is to be run.
      package: the course's folder.
      alone: whether this process sees no others.
    """
    os.setsid()
    connection = _only(job)
    _settle(Path(task.folder))
    fence.set_limits(task.seconds, own_processes=alone)
    walls.forbid_files(Path(task.folder), package / "exercises")
    walls.forbid_processes()
    peer = Peer(connection)
    sys.stdout = sys.stderr = _Sink(peer)
    os.dup2(1, 2)  # only now: until here, what goes wrong is a fault of the course
    fence.Fence(
        lambda why: peer.tell("flag", why), Path(task.folder), package / "exercises", "course.exercises"
    ).install()
    try:
        names = _run_cells(task, peer)
        _hand_over(peer, names, task.name)
        peer.serve()
    except Gone:
        os._exit(0)
    except MemoryError:
        os._exit(0)
    os._exit(0)


def _only(job: int) -> socket.socket:
    """Keep no descriptor but the socket's."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(null, descriptor)
    kept = os.dup2(job, 3)
    os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return socket.socket(fileno=kept)


def _settle(folder: Path) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(
        {
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "MPLCONFIGDIR": str(folder),
            "PATH": os.defpath,
            "COURSE_PROGRESS": "off",
        }
    )
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def _run_cells(task: Task, peer: Peer) -> dict[str, Any]:
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
    for number, source in task.cells:
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
