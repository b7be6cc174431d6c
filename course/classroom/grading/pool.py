"""Grades many submissions at once, each worker in a process of its own."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from course.classroom.grading.grader import WHOLE_SECONDS
from course.classroom.grading.marks import Graded
from course.classroom.trouble import CannotDo

_COMMAND = [sys.executable, "-P", "-X", "utf8", "-m", "course.classroom.grading.worker"]
# Beyond the time of a submission: for its last answer, and for reading it.
_GRACE = 60.0
# A worker without work ends by itself at once.
_LEAVE = 0.5
NEEDED = ("fork", "setsid")


def grade_all(
    paths: Sequence[Path], lessons: Sequence[str] = (), *, workers: int | None = None
) -> Iterator[Graded]:
    """Grade submissions, as many at a time as there are cores, in their order.

    Args:
      paths: what was handed in.
      lessons: the stems of the lessons that are graded; all if empty.
      workers: how many at a time.

    Raises:
      CannotDo: the system can't limit what a process uses.
    """
    if not all(hasattr(os, name) for name in NEEDED):
        raise CannotDo(
            "`course grade` needs Linux, macOS or WSL: this system can't limit what an answer uses. "
            "`course verify` works here, one notebook after the other."
        )
    count = min(workers or os.cpu_count() or 1, len(paths))
    folder = Path(tempfile.mkdtemp(prefix="course-grading-"))
    pool = _Pool(list(lessons), folder)
    threads = ThreadPoolExecutor(count)
    try:
        yield from threads.map(pool.grade, paths)
    finally:
        pool.close()
        threads.shutdown(cancel_futures=True)
        shutil.rmtree(folder, ignore_errors=True)


class _Pool:
    """A worker for each thread."""

    def __init__(self, lessons: list[str], folder: Path) -> None:
        self._lessons = lessons
        self._folder = folder
        self._mine = threading.local()
        self._all: list[_Worker] = []
        self._closed = False

    def grade(self, path: Path) -> Graded:
        worker: _Worker | None = getattr(self._mine, "worker", None)
        if worker is None or not worker.is_alive():
            worker = self._mine.worker = _Worker(self._lessons, self._folder)
            self._all.append(worker)
        return worker.grade(path)

    def close(self) -> None:
        for worker in self._all:
            worker.close()


class _Worker:
    def __init__(self, lessons: list[str], folder: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (our own command)
            [*_COMMAND, json.dumps(lessons)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"TMPDIR": str(folder)},
            start_new_session=True,
        )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def grade(self, path: Path) -> Graded:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(str(path.absolute())).encode() + b"\n")
            self._process.stdin.flush()
            in_time = bool(select.select([self._process.stdout], [], [], WHOLE_SECONDS + _GRACE)[0])
            line = self._process.stdout.readline() if in_time else b""
        except OSError:
            in_time, line = True, b""
        if line:
            return Graded.from_json(json.loads(line))
        self.close()
        why = "ended the process that grades it" if in_time else "took too long to be graded"
        return Graded(path.name, faults=(f"{path.name} {why}. The others are not affected.",))

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LEAVE)
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
