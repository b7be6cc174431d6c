"""What Linux can forbid a process for good, whatever code runs in it: files, and new processes.

Runs where the answers run, so it imports nothing that knows a solution. Where the kernel has no Landlock or no seccomp,
what it would have forbidden is left to the audit hook and the limits.

Source: Linux, Documentation/userspace-api/landlock.rst and seccomp_filter.rst.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# How many rights each version of Landlock knows.
_RIGHTS = {1: 13, 2: 14}
_RIGHTS_SINCE_3 = 15
_ON_FILES = 0b111 | 1 << 14
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc", "/opt", "/nix", "/dev/urandom", "/dev/zero")

# For each machine: its number, and those of its system calls.
_MACHINES = {
    "x86_64": (0xC000003E, 56, (57, 58, 59, 101, 322)),  # clone; fork, vfork, execve, ptrace, execveat
    "aarch64": (0xC00000B7, 220, (221, 117, 281)),  # clone; execve, ptrace, execveat
}
_CLONE3 = 435
_THREAD = 0x10000
_FOREIGN_CALLS = 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000


def forbid_files(folder: Path, solutions: Path) -> bool:
    """From now on this process reads only what Python and the course need, and writes only into one folder.

    Args:
      folder: the one that it may write into.
      solutions: the folder that it may not read, although it lies among the course's.

    Returns:
      Whether the kernel does that.
    """
    library = ctypes.CDLL(None, use_errno=True)
    version = library.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION) if sys.platform == "linux" else -1
    if version < 1:
        return False
    everything = (1 << _RIGHTS.get(version, _RIGHTS_SINCE_3)) - 1
    attributes = struct.pack("=Q", everything)
    rules = library.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return False
    for path, rights in _wanted(folder, solutions, everything):
        _allow(library, rules, path, rights)
    done = _no_new_privileges(library) and library.syscall(_RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return bool(done)


def _wanted(folder: Path, solutions: Path, everything: int) -> Iterator[tuple[Path, int]]:
    yield folder, everything
    yield Path(os.devnull), everything
    package = solutions.parent
    places = {Path(place) for place in (*_SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path)}
    for place in [*sorted(place for place in places if place.is_absolute()), package]:
        # A folder with the course's source is on the path for the course's sake only.
        if place == package.parent and place.name not in ("site-packages", "dist-packages"):
            continue
        yield from _around(place, solutions.resolve())


def _around(place: Path, hole: Path) -> Iterator[tuple[Path, int]]:
    """What must be allowed so that a place can be read, but nothing in the hole."""
    resolved = place.resolve()
    if resolved.is_relative_to(hole):
        return
    if not hole.is_relative_to(resolved):
        yield resolved, _READ_FILE | _READ_FOLDER
        return
    yield resolved, _READ_FOLDER
    for inner in _inside(resolved):
        yield from _around(inner, hole)


def _inside(place: Path) -> Iterable[Path]:
    try:
        return sorted(place.iterdir())
    except OSError:
        return ()


def _allow(library: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
    except OSError:
        return
    if not path.is_dir():
        rights &= _ON_FILES
    library.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    os.close(descriptor)


def forbid_processes() -> bool:
    """From now on this process starts threads only: no program, no copy of itself.

    Returns:
      Whether the kernel does that.
    """
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    code = b"".join(_program(*machine))
    program = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HxxxxxxP", len(code) // 8, ctypes.addressof(program))
    return _no_new_privileges(library) and library.prctl(_SECCOMP, _FILTER, header, 0, 0) == 0


def _program(machine: int, clone: int, others: tuple[int, ...]) -> Iterator[bytes]:
    refuse, unknown = _FAIL | errno.EPERM, _FAIL | errno.ENOSYS
    yield _step(_LOAD, 4)  # the machine that this call is for
    yield _step(_EQUAL, machine, 1, 0)
    yield _step(_RETURN, refuse)
    yield _step(_LOAD, 0)  # the call's number
    for code, number, answer in [
        (_AT_LEAST, _FOREIGN_CALLS, refuse),
        (_EQUAL, _CLONE3, unknown),  # so that the C library takes `clone`, whose flags can be seen
        *((_EQUAL, number, refuse) for number in others),
    ]:
        yield _step(code, number, 0, 1)
        yield _step(_RETURN, answer)
    yield _step(_EQUAL, clone, 1, 0)
    yield _step(_RETURN, _ALLOW)
    yield _step(_LOAD, 16)  # its first argument, the flags
    yield _step(_HAS_BITS, _THREAD, 1, 0)
    yield _step(_RETURN, refuse)
    yield _step(_RETURN, _ALLOW)


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)


def _no_new_privileges(library: ctypes.CDLL) -> bool:
    return bool(library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0)
