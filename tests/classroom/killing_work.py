"""Saves, and restores, in a child process again and again, and kills it one line later each time.

A process of its own, so that it may fork and trace: `python -m tests.classroom.killing_work WHAT FOLDER`.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import course
from course.classroom import restoring, saving
from course.classroom.folder import Workspace
from course.classroom.progress import Event
from course.classroom.restoring import restore
from course.classroom.saving import collect, save
from course.classroom.shipped import read_notebook
from course.classroom.work_file import read_work
from course.classroom.workspace import start
from tests.classroom import killing
from tests.classroom.carrying import ANSWER, answer, answers, note, noted, sources
from tests.classroom.school import School, cell, edit, everything, is_somewhere, lesson, notebook, visible

FILE = "mine.json"
NEWER = "def answer():\n    return 'newer'"
# As they stand in a file: what was saved, and what was typed since.
WORDS = ("return 42", "words in the first", "words of my own", "return 'newer'", "words since")


def main() -> None:
    what, place = sys.argv[1], Path(sys.argv[2])
    os.fsync = killing.no_fsync
    killing.FILES |= {saving.__file__, restoring.__file__}
    school = School(place / "shipped")
    course.__file__ = str(school.root / "course" / "__init__.py")
    names = {f"_{name}": lesson("one", f"task{name}") for name in ("01", "02", "03")}
    school.ship(**names)
    a_learner_works(place / "old")
    save(place / "old", place / FILE)
    school.ship(_03=lesson("two", "task03"))
    a_learner_has_begun_anew(place / "new")
    kill_at = {"save": kill_save_at, "restore": kill_restore_at}[what]
    kills = 0
    while kill_at(kills + 1, place):
        kills += 1
    print(kills)


def a_learner_works(work: Path) -> None:
    """Answers in every lesson, words in one, a notebook of their own, progress."""
    start(work)
    for name in ("01", "02", "03"):
        answer(work / f"{name}.ipynb")
        note(work, f"task{name}", Event.CORRECT)
    edit(work / "01.ipynb", WORDS[1])
    edit(work / "03.ipynb", WORDS[1])
    (work / "mine.ipynb").write_bytes(notebook(cell(WORDS[2])))


def a_learner_has_begun_anew(work: Path) -> None:
    """Another answer and other words in one lesson, in a workspace that knows nothing of the old one."""
    start(work)
    answer(work / "02.ipynb", NEWER)
    edit(work / "02.ipynb", WORDS[4])
    note(work, "task01", Event.ATTEMPT, 1)


def kill_save_at(line: int, place: Path) -> bool:
    """The file is whole or not there, and the workspace as it was."""
    folder = place / str(line)
    folder.mkdir()
    work = place / "old"
    before = everything(work)
    killed = killing.in_child(lambda _: save(work, folder / FILE), work, line)
    assert everything(work) == before, f"line {line}: the workspace has changed"
    for path in folder.glob("*.json"):
        assert read_work(path.read_bytes()).notebooks == collect(work).work.notebooks, (
            f"line {line}: not whole"
        )
    save(work, folder / FILE)
    assert read_work(max(folder.glob("*.json")).read_bytes()).notebooks
    return killed


def kill_restore_at(line: int, place: Path) -> bool:
    """Nothing is lost, every notebook is whole, and the next restore completes."""
    work = shutil.copytree(place / "new", place / str(line))
    killed = killing.in_child(lambda folder: restore(folder, place / FILE), work, line)
    for words in WORDS[3:]:
        assert is_somewhere(words, work), f"line {line}: {words!r} is lost"
    for path in work.glob("*.ipynb"):
        assert read_notebook(path.read_bytes())["cells"], f"line {line}: {path} is not whole"
    restore(work, place / FILE)
    assert not Workspace(work).is_in_disorder(), f"line {line}: leftovers"
    for words in WORDS:
        assert is_somewhere(words, work), f"line {line}: {words!r} is lost at the next restore"
    assert sources(work / "01.ipynb") == sources(place / "old" / "01.ipynb")
    assert answers(work / "02.ipynb") == {"task02": NEWER}
    assert answers(work / "02.restored.ipynb") == {"task02": ANSWER}
    assert answers(work / "03.ipynb") == {"task03": ANSWER}
    assert len(noted(work)) == 4, f"line {line}: progress"
    assert set(visible(work)) == {
        *("01.ipynb", "02.ipynb", "03.ipynb", "mine.ipynb"),
        *("02.restored.ipynb", "03.restored.ipynb"),
    }
    before = everything(work)
    restore(work, place / FILE)
    assert everything(work) == before, f"line {line}: the restore after the next writes"
    shutil.rmtree(work)
    return killed


if __name__ == "__main__":
    main()
