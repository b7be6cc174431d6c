"""Around a process that runs answers: what it may use, and a wire that rings when it reaches for what it should not.

Runs where the answers run, so it imports nothing that knows a solution. The limits are the system's. The audit hook is
not: it sees what Python does, and whoever tries hard gets past it. That is why marks never rest on this process.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from course.classroom.kernel_guard import refused_host

# What an answer did, as the end of a sentence. The grader believes no other words.
IMPORTED = "tried to import the course's solutions"
READ = "tried to read the course's solutions"
STARTED = "tried to start another process"
ENDED = "tried to end another process"
CALLED_C = "tried to call C code by itself"
SEARCHED = "searched the memory of its process"
CHANGED = "tried to change a file outside of its own folder"
REACHED = "tried to reach a network"
WHYS = frozenset({IMPORTED, READ, STARTED, ENDED, CALLED_C, SEARCHED, CHANGED, REACHED})
MOST_MEMORY = 1 << 30
MOST_FILE = 16 << 20
MOST_OPEN = 256
MOST_PROCESSES = 64

_STARTS = frozenset(
    ["os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.spawn", "os.system", "subprocess.Popen"]
)
_SIGNALS = frozenset(["os.kill", "os.killpg", "signal.pidfd_send_signal"])
_SEARCHES = frozenset(["gc.get_objects", "gc.get_referrers", "gc.get_referents"])
_C_CODE = frozenset(["ctypes.dlopen", "ctypes.dlsym", "ctypes.dlsym/handle"])
# How many of an event's first arguments are paths that change, and which argument says relative to what.
_CHANGES = {
    "os.chmod": (1, 2),
    "os.chown": (1, 3),
    "os.link": (2, 2),
    "os.mkdir": (1, 2),
    "os.remove": (1, 1),
    "os.rename": (2, 2),
    "os.rmdir": (1, 1),
    "os.symlink": (2, 2),
    "os.truncate": (1, None),
    "os.utime": (1, 3),
}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# From <linux/sched.h> and <net/if.h>.
_NEW_USER, _NEW_PROCESSES, _NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
_SET_FLAGS, _UP = 0x8914, 1
_CHILD_SUBREAPER = 36
_ROUNDS = 1000


def set_limits(seconds: float, *, own_processes: bool) -> None:
    """Limit what this process and its children may use of the machine.

    Args:
      seconds: of computing.
      own_processes: whether nobody else's processes count.
    """
    others = 0 if own_processes else _processes_of_mine()
    limits = {
        "RLIMIT_AS": MOST_MEMORY,
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": int(seconds) + 1,
        "RLIMIT_FSIZE": MOST_FILE,
        "RLIMIT_NOFILE": MOST_OPEN,
        "RLIMIT_NPROC": others + MOST_PROCESSES,
    }
    for name, limit in limits.items():
        if (number := getattr(resource, name, None)) is not None:
            _limit(number, limit)


def _limit(number: int, limit: int) -> None:
    _, hard = resource.getrlimit(number)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    try:
        resource.setrlimit(number, (limit, limit))
    except (OSError, ValueError):  # macOS takes no limit of the address space
        return


def _processes_of_mine() -> int:
    """Threads of this user: Linux counts those."""
    mine = os.getuid()
    count = 0
    for process in psutil.process_iter(["uids", "num_threads"]):
        uids = process.info["uids"]
        count += (process.info["num_threads"] or 1) if uids and uids.real == mine else 0
    return count


def leave_the_others() -> bool:
    """Let the children of this process see no process but their own, and no network but an empty one.

    Returns:
      Whether the system does that; Linux does, if the administrator allows it.
    """
    try:
        _unshare(_NEW_USER | _NEW_PROCESSES | _NEW_NETWORK)
    except (OSError, AttributeError):
        return False
    return True


def loopback_up() -> None:
    """Let a network of one's own have 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        import fcntl

        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH14x", b"lo", _UP))


def adopt() -> None:
    """Become the parent of every process below whose own parent ends, where the system lets a process do that."""
    with suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_all(inner: int) -> None:
    """End the answer's process, and every process that came of it.

    Args:
      inner: its id; it may have ended.
    """
    for _ in range(_ROUNDS):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(inner, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(inner, signal.SIGKILL)
        for child in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def _unshare(flags: int) -> None:
    if hasattr(os, "unshare"):  # from Python 3.12 on
        os.unshare(flags)
        return
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


class Refused(PermissionError):
    """An answer did what no answer of this course needs; graded work may not do it."""


class Fence:
    """Refuses what no answer needs, and lets the grader know.

    Args:
      flag: takes a sentence for the instructor.
      folder: the only one in which files may change.
      solutions: folders and packages in which the reference solutions are.
    """

    def __init__(self, flag: Callable[[str], None], folder: Path, solutions: Path, package: str) -> None:
        self._flag = flag
        self._folder = os.path.realpath(folder)
        self._solutions = os.path.realpath(solutions)
        self._package = package
        self._flagged: set[str] = set()
        self._busy = False

    def install(self) -> None:
        """From now on and for good."""
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            why = self._fault(event, arguments)
            if why is None:
                return
            if why not in self._flagged:
                self._flagged.add(why)
                self._flag(why)
        finally:
            self._busy = False
        raise Refused(f"The answer {why}; graded work may not.")

    def _fault(self, event: str, arguments: tuple[Any, ...]) -> str | None:
        if event == "open":
            return self._opened(arguments)
        if event == "import":
            name = str(arguments[0])
            if name == self._package or name.startswith(self._package + "."):
                return IMPORTED
            return None
        if event in _STARTS:
            return STARTED
        if event in _SIGNALS and arguments[0] != os.getpid():
            return ENDED
        if event in _C_CODE:
            return CALLED_C
        if event in _SEARCHES:
            return SEARCHED
        if event in _CHANGES:
            return self._changed(*_CHANGES[event], arguments)
        if event.startswith("socket.") and refused_host(event, arguments) is not None:
            return REACHED
        return None

    def _opened(self, arguments: tuple[Any, ...]) -> str | None:
        path, _, flags = arguments
        if isinstance(path, int):
            return None
        place = os.path.realpath(os.fsdecode(path))
        if _is_in(place, self._solutions):
            return READ
        if isinstance(flags, int) and flags & _WRITES and place != os.devnull:
            return self._outside(place)
        return None

    def _changed(self, paths: int, relative: int | None, arguments: tuple[Any, ...]) -> str | None:
        folder = arguments[relative] if relative is not None else -1
        start = (
            str(Path(f"/proc/self/fd/{folder}").readlink()) if isinstance(folder, int) and folder >= 0 else ""
        )
        for path in arguments[:paths]:
            if not isinstance(path, int):
                place = os.path.realpath(os.path.join(start, os.fsdecode(path)))  # noqa: PTH118
                if (why := self._outside(place)) is not None:
                    return why
        return None

    def _outside(self, place: str) -> str | None:
        return None if _is_in(place, self._folder) else CHANGED


def _is_in(place: str, folder: str) -> bool:
    return place == folder or place.startswith(folder + os.sep)
