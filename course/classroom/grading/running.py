"""One answer's process: shuts itself in, then runs the answer. Knows no exercise but its cells."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import struct
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from course.classroom.grading import fence, walls
from course.classroom.grading.executing import Sink, answer
from course.classroom.grading.peer import Gone, Peer

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
    sys.stdout = sys.stderr = Sink(peer)
    os.dup2(1, 2)  # only now: until here, what goes wrong is a fault of the course
    fence.Fence(
        lambda why: peer.tell("flag", why), Path(task.folder), package / "exercises", "course.exercises"
    ).install()
    with suppress(Gone, MemoryError):
        answer(peer, task.cells, task.name)
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
