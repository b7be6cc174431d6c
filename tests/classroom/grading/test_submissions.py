"""What can lie in a folder of submissions."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from course.classroom.grading import submissions
from course.classroom.grading.grader import Grader
from course.classroom.grading.runner import Runner
from course.classroom.grading.submissions import NotASubmission, notebooks_of, submissions_in
from course.classroom.grading.worker import graded
from course.classroom.trouble import CannotDo
from course.classroom.work_file import SavedCell, SavedNotebook, Work, write_work
from course.exercises import Case
from tests.classroom import learners
from tests.classroom.grading.grading_one import ONLY
from tests.classroom.learners import LESSON, SOLUTION


def refused(path: Path) -> str:
    """Why nothing can be graded there."""
    with pytest.raises(NotASubmission) as caught:
        notebooks_of(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("letter.ipynb", b"Dear teacher", "is not JSON"),
        ("letter.txt", b"Dear teacher", "is not a notebook. Wanted: a notebook, a folder"),
        ("empty.ipynb", b"", "is empty"),
        ("nested.ipynb", b"[" * 200_000, "is not JSON"),
        ("other.ipynb", b"{}", "no list of cells"),
        ("bytes.ipynb", b"\xff\xfe", "is not JSON"),
        ("all.zip", b"PK", "is an archive. Unpack it"),
        ("work.json", b"{}", "is not one of `course save`"),
        ("large.ipynb", b" " * 20_000_001, "has 20,000,001 bytes, more than the 20,000,000 that are read"),
    ],
)
def test_files_that_hold_nothing_to_grade(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """Each has its own sentence, which names the file."""
    (tmp_path / name).write_bytes(data)
    assert said in refused(tmp_path / name)
    assert refused(tmp_path / name).startswith(name)


def test_links_and_special_files_are_not_followed(tmp_path: Path) -> None:
    """A link may lead out of the folder, and a pipe would be waited for without end."""
    (tmp_path / "link.ipynb").symlink_to(learners.write(tmp_path / "there", learners.solve))
    os.mkfifo(tmp_path / "pipe.ipynb")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.ipynb"))
        assert "is a socket" in refused(tmp_path / "s.ipynb")
    assert "is a link, and links are not followed" in refused(tmp_path / "link.ipynb")
    assert "is a pipe" in refused(tmp_path / "pipe.ipynb")
    assert "No such file" in refused(tmp_path / "gone.ipynb")


def test_a_folder_is_one_submission(tmp_path: Path) -> None:
    """With all notebooks in it; hidden ones are Jupyter's, and links lead elsewhere."""
    ada = tmp_path / "ada"
    for place in ("work", "work/.ipynb_checkpoints", "work/a/b/c"):
        (ada / place).mkdir(parents=True, exist_ok=True)
        learners.write(ada / place / f"{LESSON}.ipynb", learners.solve)
    (ada / "link").symlink_to(ada / "work")
    (ada / "work" / "own.ipynb").write_text("Dear teacher")
    found, faults = notebooks_of(ada)
    assert [one.path for one in found] == [
        ada / "work" / f"{LESSON}.ipynb",
        ada / "work/a/b/c" / f"{LESSON}.ipynb",
    ]
    assert len(faults) == 1


def test_a_folder_without_notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked for without end."""
    (tmp_path / "a" / "b" / "c" / "d" / "e" / "f").mkdir(parents=True)
    learners.write(tmp_path / "a/b/c/d/e/f/x.ipynb", learners.solve)
    assert "holds no notebook, at most 4 folders deep" in refused(tmp_path / "a")
    for number in range(4):
        (tmp_path / f"{number}.ipynb").write_text("{}")
    monkeypatch.setattr(submissions, "MOST_NOTEBOOKS", 2)
    assert notebooks_of(tmp_path)[1][-1] == "There are more than 2 notebooks; the others were left out."
    monkeypatch.setattr(submissions, "MOST_ENTRIES", 1)
    assert len(notebooks_of(tmp_path)[1]) == 1


def test_what_lies_in_the_folder_is_submitted(tmp_path: Path) -> None:
    """A workspace itself is one submission."""
    with pytest.raises(CannotDo, match="is empty"):
        submissions_in(tmp_path)
    with pytest.raises(CannotDo, match="There is no folder"):
        submissions_in(tmp_path / "gone")
    for name in ("b", ".hidden", "a.ipynb"):
        (tmp_path / name).touch()
    assert submissions_in(tmp_path) == [tmp_path / "a.ipynb", tmp_path / "b"]
    (tmp_path / ".course").mkdir()
    assert submissions_in(tmp_path) == [tmp_path]


def test_saved_work_is_graded(tmp_path: Path, runner: Runner) -> None:
    """As `course save` wrote it."""
    imports = "import base64, hashlib\nfrom cryptography import x509\n"
    imports += "from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat"
    cells = (SavedCell("code", imports), SavedCell("code", SOLUTION, course={"exercise": learners.EXERCISE}))
    work = Work("0.1.0", "2027-01-04T09:00:00Z", (SavedNotebook(f"{LESSON}.ipynb", cells),), ())
    (tmp_path / "ada.json").write_bytes(write_work(work))
    found = Grader(ONLY).grade(tmp_path / "ada.json", runner)
    assert (found.name, found.correct, len(found.marks)) == ("ada.json", 1, 1)


@pytest.mark.parametrize("solved", [LESSON, f"{LESSON}-Copy1"])
def test_the_best_of_several_copies_counts(tmp_path: Path, runner: Runner, solved: str) -> None:
    """JupyterLab and `course start` make copies beside the lesson; their order does not matter."""
    for name in (LESSON, f"{LESSON}-Copy1"):
        change = learners.solve if name == solved else learners.untouched
        learners.write(tmp_path / f"{name}.ipynb", change)
    assert Grader(ONLY).grade(tmp_path, runner).correct == 1


def test_lessons_that_are_not_graded_are_left_out(tmp_path: Path, runner: Runner) -> None:
    """And notebooks of no lesson; it is said where nothing is left."""
    path = learners.write(tmp_path / f"{LESSON}.ipynb", learners.solve)
    (tmp_path / "milk.ipynb").write_text(json.dumps({"cells": [learners.code("milk = 2")], "metadata": {}}))
    assert Grader(ONLY).grade(tmp_path, runner).faults == ()
    assert "says which lesson" in Grader(ONLY).grade(tmp_path / "milk.ipynb", runner).faults[0]
    assert "that is graded" in Grader(ONLY, ["00_start_here"]).grade(path, runner).faults[0]


def test_a_submission_has_only_so_much_time(tmp_path: Path, runner: Runner) -> None:
    """What comes after is not reached, and that is said."""
    path = learners.write(tmp_path / f"{LESSON}.ipynb", learners.solve)
    [mark] = Grader(ONLY, whole_seconds=-1.0).grade(path, runner).marks
    assert (mark.state, mark.reply) == ("not reached", "The submission had taken all its time before.")


def _no_cases() -> Sequence[Case]:
    raise ZeroDivisionError


def test_a_fault_of_the_course_is_said_in_its_line(
    tmp_path: Path, runner: Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what an author needs stands above it."""
    path = learners.write(tmp_path / f"{LESSON}.ipynb", learners.solve)
    broken = {learners.EXERCISE: replace(ONLY[learners.EXERCISE], cases=_no_cases)}
    found = graded(Grader(broken), path, runner)
    assert "could not be graded: ZeroDivisionError in the course itself." in found.faults[0]
    assert "Traceback" in capsys.readouterr().err
    assert Grader(ONLY).grade(path, runner).correct == 1
