"""The process that runs answers. It is started as a script, and never has a reference solution in its memory.

It waits for jobs and forks a process for each, with limits, in a session and, where the system lets it, among
processes of its own. So an answer can do no harm to the next one, and what it leaves behind ends with it.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import socket
import sys
import time
import traceback
import types
from contextlib import suppress
from pathlib import Path
from typing import Any

# How the middle process says how the innermost one ended.
LATE, LET_GO, FAILED = 100, 101, 110
_SLICE_MS = 5
# What lessons use, so that no answer waits for it. Never an exercise.
_LOADED_EARLY = ("course.lab", "course.classroom.grading.running")


def _no_operation(*_arguments: Any, **_named: Any) -> None:
    return None


def _stand_in(package: Path) -> None:
    """A `course.classroom` that knows no exercise, so that a lesson's first cell runs."""
    course = importlib.import_module("course")
    stand_in = types.ModuleType("course.classroom")
    stand_in.__path__ = [str(package / "classroom")]
    for name in ("check", "hint", "my_work", "predict", "progress_text", "quiz", "solution"):
        setattr(stand_in, name, _no_operation)
    sys.modules["course.classroom"] = stand_in
    vars(course)["classroom"] = stand_in


def main(descriptor: int, package: Path) -> None:
    """Run jobs until nobody has any more.

    Args:
      descriptor: of the socket on which jobs come.
      package: the course's folder.
    """
    sys.path.append(str(package.parent))
    _stand_in(package)
    for module in _LOADED_EARLY:
        importlib.import_module(module)

    with socket.socket(fileno=descriptor) as control:
        control.send(b"\0")
        while True:
            data, descriptors, _, _ = socket.recv_fds(control, 8, 1)
            if not data or not descriptors:
                return
            ended = _supervised(control, descriptors[0], package)
            os.close(descriptors[0])
            with suppress(BrokenPipeError):  # the grader was stopped meanwhile
                control.send(json.dumps(ended).encode())


def _supervised(control: socket.socket, job: int, package: Path) -> dict[str, Any]:
    middle = os.fork()
    if middle == 0:
        code = FAILED
        try:
            control.close()
            code = _middle(job, package)
        except Exception:
            traceback.print_exc()  # a fault of the course, for whoever looks for it
        finally:
            os._exit(code)
    _, status = os.waitpid(middle, 0)
    return {"code": os.waitstatus_to_exitcode(status)}


def _middle(job: int, package: Path) -> int:
    from course.classroom.grading import fence, running

    with socket.socket(fileno=os.dup(job)) as connection:
        task = running.read_task(connection)
    alone = fence.leave_the_others()
    if not alone:
        fence.adopt()
    inner = os.fork()
    if inner == 0:
        try:
            if alone:
                fence.loopback_up()
            running.run(job, task, package, alone=alone)
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(1)
    code = _watched(inner, job, time.monotonic() + task.seconds)
    fence.end_all(inner)
    return code


def _watched(inner: int, job: int, end: float) -> int:
    """Wait until the answer's process has ended, the grader has enough of it, or the time is over."""
    poll = select.poll()
    poll.register(job, getattr(select, "POLLRDHUP", 0) | select.POLLHUP)
    while True:
        ended, status = os.waitpid(inner, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return -code if code < 0 else (FAILED if code else 0)
        if time.monotonic() > end:
            return LATE
        if poll.poll(_SLICE_MS):
            return LET_GO


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
