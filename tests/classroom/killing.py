"""Runs something in a child process again and again, and kills it one line later each time.

A process of its own, so that it may fork and trace: `python -m tests.classroom.killing WHAT FOLDER`.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import course
from course.classroom import atomic, folder, reset, workspace
from tests.classroom.school import (
    School,
    edit,
    everything,
    is_somewhere,
    lesson,
    read,
    run,
    visible,
    write,
)

# All changes on the disk are made in these two.
FILES = {atomic.__file__, folder.__file__}
WORDS = ("words in the second", "words in the fourth", "words in its new version", "words in a note")


def no_fsync(fd: object) -> None:
    """It guards against power failures, not against kills, and takes its time."""
    del fd


def main() -> None:
    what, place = sys.argv[1], Path(sys.argv[2])
    os.fsync = no_fsync
    school = School(place / "shipped")
    course.__file__ = str(school.root / "course" / "__init__.py")
    a_learner_works(school, place / "work")
    kills = 0
    while kill_at(kills + 1, what, shutil.copytree(place / "work", place / str(kills))):
        kills += 1
    print(kills)


def kill_at(line: int, what: str, work: Path) -> bool:
    """Kill at this line, look for losses, and start again; returns whether there was such a line."""
    unharmed = expected(what)
    killed = in_child(ACTIONS[what], work, line)
    for words in WORDS:
        assert is_somewhere(words, work), f"line {line}: {words!r} is lost"
    for path in work.glob("*.ipynb"):
        assert path.stat().st_size == 0 or read(path)["cells"], f"line {line}: {path} is not whole"
    workspace.start(work)
    assert not folder.Workspace(work).is_in_disorder(), f"line {line}: leftovers"
    for words in WORDS:
        assert is_somewhere(words, work), f"line {line}: {words!r} is lost at the next start"
    seen = {name: text_of(data) for name, data in visible(work).items()}
    allowed = [unharmed, expected("start")]
    assert seen in allowed, f"line {line}: {seen}"
    before = everything(work)
    workspace.start(work)
    assert everything(work) == before, f"line {line}: the start after the next writes"
    return killed


def a_learner_works(school: School, work: Path) -> None:
    """Four lessons in every state there is, and the next version of the course."""
    names = ("_01", "_02", "_03", "_04")
    school.ship(**{name: lesson("one", exercise=f"task{name}") for name in names})
    workspace.start(work)
    edit(work / "04.ipynb", WORDS[1])
    school.ship(_04=lesson("between", exercise="task_04"))
    workspace.start(work)
    edit(work / "04.new.ipynb", WORDS[2])
    run(work / "01.ipynb")
    edit(work / "02.ipynb", WORDS[0])
    (work / "03.ipynb").unlink()
    (work / "note.txt").write_text(WORDS[3])
    solved = read(work / "02.ipynb")
    solved["cells"][2]["source"] = "def answer(): return 3"
    write(work / "02.ipynb", solved)
    school.ship(**{name: lesson("two", exercise=f"task{name}") for name in (*names, "_05")})


def text_of(data: bytes) -> tuple[str, ...]:
    """What the test distinguishes in a file."""
    marks = ("# one", "# between", "# two", "return 3", *WORDS)
    return tuple(mark for mark in marks if mark in data.decode())


def expected(what: str) -> dict[str, tuple[str, ...]]:
    """What a learner sees after this was done and the next start, killed or not."""
    mine: tuple[str, ...] = ("# one", "return 3", WORDS[0])
    if what == "exercise":
        mine = ("# one", WORDS[0])
    files: dict[str, tuple[str, ...]] = {
        "01.ipynb": ("# two",),
        "02.ipynb": ("# two",) if what == "lesson" else mine,
        "03.ipynb": ("# two",),
        "04.ipynb": ("# one", WORDS[1]),
        "04.new.ipynb": ("# between", WORDS[2]),
        "04.new-2.ipynb": ("# two",),
        "05.ipynb": ("# two",),
        "note.txt": (WORDS[3],),
    }
    return files if what == "lesson" else files | {"02.new.ipynb": ("# two",)}


ACTIONS: dict[str, Callable[[Path], object]] = {
    "start": workspace.start,
    "lesson": lambda work: reset.reset(work, "02"),
    "exercise": lambda work: reset.reset(work, "task_02"),
}


def in_child(action: Callable[[Path], object], work: Path, line: int) -> bool:
    """Do it in a child process that kills itself at this line; returns whether it came to that."""
    child = os.fork()
    if child == 0:
        try:
            sys.settrace(killer(line))
            action(work)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def killer(line: int) -> Callable[[FrameType, str, Any], Any]:
    """A trace function that kills the process just before the given line of the course's own files."""
    left = line

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in FILES:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


if __name__ == "__main__":
    main()
