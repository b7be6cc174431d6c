"""The fence around answers: what rings it, and what Linux itself forbids."""

from __future__ import annotations

import os
import platform
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import course
from course.classroom.grading import fence, walls
from course.classroom.grading.fence import Fence, Refused
from tests.programs import missing

SOLUTIONS = Path(course.__file__).parent / "exercises"
LINUX = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")


def rings(folder: Path, event: str, *arguments: Any) -> str | None:
    """What the fence flags when Python is about to do this."""
    rung: list[str] = []
    made = Fence(rung.append, folder, SOLUTIONS, "course.exercises")
    try:
        made._hook(event, arguments)
    except Refused:
        return rung[0]
    return None


@pytest.mark.parametrize(
    ("event", "arguments", "flag"),
    [
        ("import", ("course.exercises",), fence.IMPORTED),
        ("import", ("course.exercises.record",), fence.IMPORTED),
        ("import", ("course.exercises_of_mine",), None),
        ("import", ("json",), None),
        ("open", (str(SOLUTIONS / "record.py"), "r", 0), fence.READ),
        ("open", (os.fsencode(SOLUTIONS / "../exercises/names.py"), "r", 0), fence.READ),
        ("open", (str(SOLUTIONS.parent / "pki" / "pins.py"), "r", 0), None),
        ("open", (3, "w", os.O_WRONLY), None),
        ("open", (os.devnull, "w", os.O_WRONLY), None),
        ("open", ("/etc/hosts", "w", os.O_RDWR), fence.CHANGED),
        ("open", ("/etc/hosts", "r", os.O_RDONLY), None),
        ("os.remove", ("/etc/hosts", -1), fence.CHANGED),
        ("os.rename", ("/etc/hosts", "x", -1, -1), fence.CHANGED),
        ("os.truncate", (5, 0), None),
        ("os.system", (b"true",), fence.STARTED),
        ("subprocess.Popen", ("true", [], None, None), fence.STARTED),
        ("os.kill", (1, 9), fence.ENDED),
        ("os.kill", (os.getpid(), 9), None),
        ("os.killpg", (1, 9), fence.ENDED),
        ("gc.get_objects", (-1,), fence.SEARCHED),
        ("ctypes.dlopen", (None,), fence.CALLED_C),
        ("socket.getaddrinfo", ("example.com", 443, 0, 0, 0), fence.REACHED),
        ("socket.getaddrinfo", ("localhost", 443, 0, 0, 0), None),
        ("compile", (None, "x"), None),
    ],
)
def test_what_rings(tmp_path: Path, event: str, arguments: tuple[Any, ...], flag: str) -> None:
    """What no answer needs, and nothing else."""
    assert rings(tmp_path, event, *arguments) == flag


def test_its_own_folder_is_free(tmp_path: Path) -> None:
    """By its name, by a link, and relative to an open folder."""
    (tmp_path / "own").mkdir()
    (tmp_path / "out").symlink_to("/etc")
    own = tmp_path / "own"
    assert rings(own, "open", str(own / "x"), "w", os.O_WRONLY) is None
    assert rings(tmp_path, "open", str(tmp_path / "out" / "hosts"), "w", os.O_WRONLY) == fence.CHANGED
    descriptor = os.open(own, os.O_RDONLY)
    try:
        assert rings(own, "os.remove", "x", descriptor) is None
        assert rings(own, "os.remove", "../x", descriptor) == fence.CHANGED
    finally:
        os.close(descriptor)


def test_a_flag_is_raised_once(tmp_path: Path) -> None:
    """And every attempt is refused."""
    rung: list[str] = []
    made = Fence(rung.append, tmp_path, SOLUTIONS, "course.exercises")
    for _ in range(3):
        with pytest.raises(Refused, match="tried to start another process; graded work may not"):
            made._hook("os.system", (b"true",))
    assert rung == [fence.STARTED]


def run(*lines: str) -> str:
    """What a Python of its own prints."""
    text = "\n".join(["import ctypes, os, sys", "from pathlib import Path", *lines])
    done = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_walls_stand_whatever_code_runs(tmp_path: Path) -> None:
    """No hook is in between here: the kernel itself refuses."""
    if not LINUX:
        missing("Landlock and seccomp are Linux.")
    said = run(
        "from course.classroom.grading import walls",
        f"here, solutions = Path({str(tmp_path)!r}), Path({str(SOLUTIONS)!r})",
        "print(walls.forbid_files(here, solutions), walls.forbid_processes())",
        "def tried(work):",
        "    try: return work() is not None",
        "    except OSError as error: return error.strerror",
        "print(tried((here / 'x').touch), tried((solutions.parent / 'pki' / 'pins.py').read_bytes))",
        "print(tried((solutions / 'record.py').read_bytes), tried((here.parent / 'y').touch))",
        "print(tried(os.fork), ctypes.CDLL(None).fork(), ctypes.CDLL(None).system(b'true') != 0)",
        "import threading",
        "thread = threading.Thread(target=print, args=['a thread'])",
        "thread.start(), thread.join()",
    )
    if said.startswith("False"):
        missing("This kernel has no Landlock.")
    assert said.split("\n") == [
        "True True",
        "False True",
        "Permission denied Permission denied",
        "Operation not permitted -1 True",
        "a thread",
    ]


def test_what_an_answer_started_ends_with_it() -> None:
    """Also where the kernel gives it no processes of its own: in another session, its parent gone."""
    if sys.platform != "linux":
        missing("Only Linux hands orphans to whom one chooses.")
    said = run(
        "import psutil, time",
        "from course.classroom.grading import fence",
        "fence.adopt()",
        "read, write = os.pipe()",
        "inner = os.fork()",
        "if inner == 0:",
        "    os.setsid()",
        "    if os.fork() == 0:",
        "        os.setsid()",
        "        os.write(write, str(os.getpid()).encode())",
        "        time.sleep(600)",
        "    os._exit(0)",
        "orphan = int(os.read(read, 20))",
        "fence.end_all(inner)",
        "print(psutil.pid_exists(orphan), psutil.pid_exists(inner))",
    )
    assert said == "False False"


def test_limits_are_the_systems() -> None:
    """And the count of processes takes in those that are there already."""
    said = run(
        "import resource",
        "from course.classroom.grading import fence",
        "fence.set_limits(20.0, own_processes=False)",
        "names = ['AS', 'CPU', 'FSIZE', 'NOFILE', 'CORE']",
        "print(*(resource.getrlimit(getattr(resource, f'RLIMIT_{name}'))[0] for name in names))",
        "print(resource.getrlimit(resource.RLIMIT_NPROC)[0] > fence.MOST_PROCESSES)",
        "fence.set_limits(900.0, own_processes=True)",
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_NPROC)[0])",
    )
    assert said.split("\n") == [f"{1 << 30} 21 {16 << 20} 256 0", "True", "21 64"]


def test_an_own_network_has_a_loopback() -> None:
    """The laboratory needs one."""
    said = run(
        "import socket",
        "from course.classroom.grading import fence",
        "alone = fence.leave_the_others()",
        "if alone: fence.loopback_up()",
        "server = socket.create_server(('127.0.0.1', 0))",
        "socket.create_connection(server.getsockname()).close()",
        "print(alone)",
    )
    assert said in ("True", "False")


@pytest.mark.parametrize("machine", walls._MACHINES)
def test_the_filter_refuses_all_ways_to_a_new_process(machine: str) -> None:
    """Its program, run by hand: threads may start, processes and programs may not."""
    number, clone, others = walls._MACHINES[machine]
    program = list(struct.iter_unpack("=HBBI", b"".join(walls._program(number, clone, others))))

    def answer(call: int, flags: int = 0, on: int = number) -> int:
        data = {0: call, 4: on, 16: flags}
        place, loaded = 0, 0
        while True:
            code, then, otherwise, value = program[place]
            place += 1
            match code:
                case 0x20:
                    loaded = data[value]
                case 0x06:
                    return int(value)
                case _:
                    yes = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[code]
                    place += then if yes else otherwise

    allowed, refused, unknown = 0x7FFF0000, 0x00050001, 0x00050026
    assert [answer(clone, 0x10000), answer(clone, 17), answer(435)] == [allowed, refused, unknown]
    assert {answer(call) for call in others} == {refused}
    assert [answer(0), answer(0, on=5), answer(0x40000000 | clone, 0x10000)] == [allowed, refused, refused]


def test_all_but_the_solutions_can_be_read(tmp_path: Path) -> None:
    """Whatever folder they lie in."""
    for name in ("lib/course/exercises", "lib/course/pki", "lib/other"):
        (tmp_path / name).mkdir(parents=True)
    found = dict(walls._around(tmp_path / "lib", tmp_path / "lib" / "course" / "exercises"))
    names = {str(path.relative_to(tmp_path)): rights for path, rights in found.items()}
    assert names == {"lib": 8, "lib/course": 8, "lib/course/pki": 12, "lib/other": 12}
