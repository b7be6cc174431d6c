"""Submissions that do harm, end to end: each gets its own line, and nothing of it is left."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from course.classroom.grading.answering import LATE as LATE_CODE
from course.classroom.grading.peer import TOO_LONG
from course.classroom.grading.runner import Runner
from course.classroom.verification import Progress
from tests.classroom.grading.grading_one import graded, mark
from tests.classroom.learners import SOLUTION, answered
from tests.programs import missing

SOLUTIONS = Path(__file__).parents[3] / "course" / "exercises"
SENDS = (
    "import json, os\ndef say(m): d = json.dumps(m).encode(); os.write(3, len(d).to_bytes(4, 'big') + d)\n"
)


def body(source: str) -> str:
    """An answer that does this."""
    lines = "".join(f"    {line}\n" for line in source.splitlines())
    return f"import gc, os, subprocess, sys\ndef spki_pin(certificate):\n{lines}"


LATE = "was still running when its time was over"
# What an answer does; the beginning or a part of what is said.
BAD: dict[str, tuple[str, str]] = {
    "a loop": (body("while True: pass"), LATE),
    "a loop in C": (body("sum(range(10**13))"), LATE),
    "a loop that hears nothing": (
        body("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
        LATE,
    ),
    "much memory": (body("return 'x' * 10**11"), "stopped with MemoryError"),
    "prints": (body("while True: print('x' * 10**6)"), "printed more than 1,000,000 characters"),
    "prints below Python": (body("while True: os.write(1, b'x' * 10**6)"), LATE),
    "ends its process": (body("os._exit(5)"), "ended itself"),
    "ends its process quietly": (body("os._exit(0)"), "ended before it had answered"),
    "crashes": (body("import ctypes\nctypes.string_at(0)"), "was ended by the signal SIGSEGV"),
    "exits": (body("sys.exit()"), "called `exit`"),
    "fork": (body("while True: os.fork()"), "tried to start another process"),
    "fork below the hook": (
        body(
            "import _posixsubprocess as p\nr, w = os.pipe()\n"
            "none = [-1] * 6\n"
            "return p.fork_exec([b'x'], (b'/bin/true',), True, (w,), None, None, *none, r, w, False, False, "
            "*([-1] if sys.version_info < (3, 14) else []), None, None, None, -1, None, "
            "*([True] if sys.version_info < (3, 14) else []))"
        ),
        "Operation not permitted",
    ),
    "a program": (body("subprocess.run(['true'])"), "tried to start another process"),
    "ends all processes": (body("os.kill(-1, 9)"), "tried to end another process"),
    "ends the grader": (body("os.kill(os.getppid(), 9)"), "tried to end another process"),
    "threads": (
        body("import threading\nwhile True: threading.Thread(target=threading.Event().wait).start()"),
        "can't start new thread",
    ),
    "files": (body("kept = []\nwhile True: kept.append(open(os.devnull))"), "Too many open files"),
    "a large file": (body("f = open('x', 'wb')\nwhile True: f.write(b'x' * 10**6)"), "File too large"),
    "writes elsewhere": (body("open('/tmp/evil', 'w')"), "tried to change a file outside"),
    "network": (
        body("import socket\nsocket.create_connection(('192.0.2.1', 80))"),
        "tried to reach a network",
    ),
    "descriptors": (
        "import os\ndef is_open(n):\n    try: return os.fstat(n)\n    except OSError: return None\n"
        "def spki_pin(c): return [n for n in range(4, 200) if is_open(n)]",
        "you returned [].",
    ),
    "searches memory": (body("return gc.get_objects()"), "searched the memory of its process"),
    "input": (body("return input()"), "asked for `input()`"),
    "a knot": (body("knot = []\nknot.append(knot)\nreturn knot"), "a list too large to show"),
    "a huge text": (body("return 'x' * 10**7"), "too large to show"),
    "a result that lies": (
        "class Liar(str):\n    __eq__ = lambda *_: True\n    __hash__ = str.__hash__\n"
        "def spki_pin(c): return Liar('x')",
        "you returned 'x'",
    ),
    "a result with code": (
        "import os\nclass Code:\n    def __reduce__(self): return os._exit, (1,)\ndef spki_pin(c): return Code()",
        "you returned a Code object",
    ),
    "noise": (body("os.write(3, b'\\0\\0\\0\\5hello')"), "sent something that is no message"),
    "no message of ours": (
        SENDS + "def spki_pin(c): say(['dance'])",
        "sent a message that nobody understands",
    ),
    "a value of no kind": (SENDS + "def spki_pin(c): say(['value', ['pickle', 'x']])", "of no kind"),
    "a message without end": (body("os.write(3, b'\\xff' * 4)"), "sent more than any answer needs"),
    "a forged result": (SENDS + "def spki_pin(c): say(['value', 'forged']); return 1", "returned 'forged'"),
    "uses what nobody lent": (SENDS + "def spki_pin(c): say(['call', 7, [], {}])", "nobody understands"),
    "talks without end": (SENDS + "def spki_pin(c):\n    while True: say(['note', 'x', 1])", LATE),
    "closes its socket": (body("os.closerange(0, 100)"), "ended before it had answered"),
    "reads the solution": (
        body(f"return open({str(SOLUTIONS / 'record.py')!r}).read()"),
        "tried to read the course's solutions",
    ),
}


@pytest.mark.parametrize(("source", "words"), BAD.values(), ids=BAD.keys())
def test_harm_has_its_own_line(tmp_path: Path, runner: Runner, source: str, words: str) -> None:
    """It is not yet right, and the reply says what it did."""
    found = mark(tmp_path, runner, source, judge_seconds=0.4 if words == LATE else 10.0)
    assert found.state is Progress.NOT_YET
    assert words in found.reply


@pytest.mark.parametrize(
    ("above", "words"),
    [
        ("while True: pass", LATE),
        ("import os\nos._exit(1)", "ended itself"),
        ("from course.exercises import all_exercises", "tried to import the course's solutions"),
        ("import course.classroom.judging", "tried to import the course's solutions"),
        ("raise SystemExit", "stopped with SystemExit"),
    ],
)
def test_harm_above_the_answer_is_not_reached(tmp_path: Path, runner: Runner, above: str, words: str) -> None:
    """The answer never came to be set."""
    seconds = 0.4 if words == LATE else 10.0
    found = mark(tmp_path, runner, f"{above}\n{SOLUTION}", cell_seconds=seconds)
    assert found.state is Progress.NOT_REACHED
    assert words in found.reply


def test_what_was_tried_in_vain_is_flagged(tmp_path: Path, runner: Runner) -> None:
    """The answer is right, and an instructor should look at it."""
    source = f"try:\n    import course.exercises\nexcept BaseException:\n    pass\n{SOLUTION}"
    found = graded(tmp_path, runner, answered(source))
    [one] = found.marks
    assert one.state is Progress.CORRECT
    assert "The answer to spki-pin tried to import the course's solutions." in found.all_flags
    assert any("names course.exercises" in flag for flag in found.flags)


def test_flags_are_the_fences_own_words(tmp_path: Path, runner: Runner) -> None:
    """Nobody writes a sentence of their own to the instructor."""
    found = mark(tmp_path, runner, f"{SENDS}say(['note', 'flag', 'is by Ada, who is great'])\n{SOLUTION}")
    assert (found.state, found.flags) == (Progress.CORRECT, ())


def test_nothing_is_left_behind(tmp_path: Path, runner: Runner) -> None:
    """Threads, signals that are not heard, a session of its own, files: all end with the answer."""
    before = {*_processes()}, {*Path(tempfile.gettempdir()).iterdir()}
    source = (
        "import os, signal, threading\nopen('left', 'w').write('x')\n"
        "for number in (1, 2, 15): signal.signal(number, signal.SIG_IGN)\n"
        "def spin():\n    while True: pass\n"
        f"threading.Thread(target=spin).start()\n{SOLUTION}"
    )
    assert mark(tmp_path, runner, source).state is Progress.CORRECT
    left = {path for path in Path(tempfile.gettempdir()).iterdir() if path.name.startswith("course-grade-")}
    assert (_processes() - before[0], left - before[1]) == (set(), set())


def test_files_of_the_grader_are_out_of_reach(tmp_path: Path, runner: Runner) -> None:
    """The hook lets an answer read; Linux keeps it to what Python and the course need."""
    if not forbids_files():
        missing("This system has no Landlock.")
    found = mark(tmp_path, runner, body(f"return open({__file__!r}).read()"))
    assert "Permission denied" in found.reply


def test_the_process_ends_when_its_time_is_over(runner: Runner) -> None:
    """Also if the grader would wait for longer."""
    with runner.run([(1, "while True: pass")], "x", cell_seconds=60.0, seconds=0.3, lendable={}) as run:
        assert not run.there
    assert run.ended == LATE_CODE


def test_the_grader_does_not_wait_for_longer_than_it_says(runner: Runner) -> None:
    """Also if the process could go on."""
    with runner.run([(1, "while True: pass")], "x", cell_seconds=0.3, seconds=5.0, lendable={}) as run:
        assert (run.there, run.peer.broken) == (False, TOO_LONG)


def test_one_answer_does_not_change_the_next(tmp_path: Path, runner: Runner) -> None:
    """Not even by what all of Python shares."""
    spoilt = "import hashlib, base64\nhashlib.sha256 = base64.b64encode = None\n"
    assert mark(tmp_path, runner, spoilt + SOLUTION).state is Progress.NOT_YET
    assert mark(tmp_path, runner, SOLUTION).state is Progress.CORRECT


def test_the_runner_starts_anew_when_it_was_ended(tmp_path: Path) -> None:
    """Whoever gets so far harms one answer."""
    with Runner() as own:
        assert mark(tmp_path, own, SOLUTION).state is Progress.CORRECT
        [process] = psutil.Process().children(recursive=False)[-1:]
        process.kill()
        process.wait()
        assert mark(tmp_path, own, SOLUTION).state is Progress.CORRECT


def forbids_files() -> bool:
    """Whether this kernel has Landlock, asked in a process of its own."""
    text = "from course.classroom.grading.walls import forbid_files as f; from pathlib import Path as P; "
    text += "raise SystemExit(not f(P('/tmp'), P('/none')))"
    return subprocess.run([sys.executable, "-c", text], check=False, timeout=60).returncode == 0


def _processes() -> set[int]:
    return {child.pid for child in psutil.Process(os.getpid()).children(recursive=True)}
