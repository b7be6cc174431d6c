"""`course grade`, from the command line to the marks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from xml.etree import ElementTree

import psutil
import pytest

from course.classroom.grading import pool
from course.classroom.grading.marks import Graded, Mark
from course.classroom.grading.pool import grade_all
from course.classroom.trouble import CannotDo
from course.classroom.verification import Progress
from course.cli import main
from tests.classroom import learners
from tests.classroom.learners import LESSON, SOLUTION

pytestmark = pytest.mark.programs

LOOP = f"while True: pass\n{SOLUTION}"


def everything_solved(folder: Path) -> Path:
    """A notebook of the shortest lesson with both answers in it, and nothing else."""
    cells = [
        learners.code('mallory_unknown = "refused"'),
        learners.code('def pinned_app(lab, bank):\n    return lab.app(pins={"api.bank.test": [bank.pin]})'),
    ]
    folder.mkdir()
    notebook = {"cells": cells, "metadata": {"course": {"lesson": "00_start_here"}}}
    (folder / "00_start_here.ipynb").write_text(json.dumps(notebook))
    return folder


def test_a_class_is_graded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each, in the order of their names; a table, and JUnit; 1 as not all is correct."""
    handed_in = tmp_path / "class"
    handed_in.mkdir()
    everything_solved(handed_in / "ada")
    (handed_in / "bob.ipynb").write_text("Dear teacher")
    csv, junit = tmp_path / "marks.csv", tmp_path / "marks.xml"
    files = ["--csv", str(csv), "--junit", str(junit)]
    assert main(["grade", str(handed_in), "--lesson", "00", *files]) == 1
    lines = capsys.readouterr().out.split("\n")
    assert [line.split()[0] for line in lines[:2]] == ["ada", "bob.ipynb"]
    assert "2 of 2   correct" in lines[0]
    assert lines[-3].startswith("2 submissions in ")
    assert "Marks say that an answer is right, not who wrote it" in lines[-2]
    assert csv.read_text().count("\nada,00_start_here,") == 2
    assert len(ElementTree.parse(junit).getroot()) == 2


@pytest.mark.parametrize(
    ("states", "code"),
    [
        (["correct", "correct"], 0),
        (["correct", "not yet"], 1),
        (["correct", None], 1),
        ([None], 2),
    ],
)
def test_the_exit_code_says_how_it_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, states: list[str | None], code: int
) -> None:
    """0 where all is correct, 1 where something is not, 2 where nothing could be graded."""
    (tmp_path / "ada").touch()
    found = [
        Graded("ada", () if state is None else (Mark("00", "name", "Title", Progress(state), ""),))
        for state in states
    ]
    monkeypatch.setattr("course.cli.grading.grade_all", lambda _paths, _lessons: iter(found))
    assert main(["grade", str(tmp_path)]) == code


def test_a_file_that_cannot_be_written_is_said_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before minutes are spent on marks that nobody can keep."""
    (tmp_path / "letter").touch()
    assert main(["grade", str(tmp_path), "--csv", str(tmp_path / "no" / "marks.csv")]) == 2
    assert "marks.csv can't be written: No such file or directory." in capsys.readouterr().err
    assert main(["grade", str(tmp_path), "--lesson", "99"]) == 2


def test_a_submission_that_ends_its_grader_harms_no_other(tmp_path: Path) -> None:
    """Should one get so far: it has its own line, and the next ones have a new process."""
    slow = learners.write(tmp_path / f"{LESSON}.ipynb", learners.answered(LOOP))
    letter = tmp_path / "letter"
    letter.write_text("Dear teacher")

    def kill() -> None:
        while not ended.is_set():
            # It has begun when it has a process that runs answers.
            for worker in _workers():
                if worker.children():
                    worker.kill()
                    return
            time.sleep(0.02)

    ended = threading.Event()
    killer = threading.Thread(target=kill)
    killer.start()
    try:
        first, second = grade_all([slow, letter], workers=1)
    finally:
        ended.set()
        killer.join()
    assert first.faults == (f"{slow.name} ended the process that grades it. The others are not affected.",)
    assert "is not a notebook" in second.faults[0]
    assert _workers() == []


def test_a_submission_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keeps it."""
    slow = learners.write(tmp_path / f"{LESSON}.ipynb", learners.answered(LOOP))
    monkeypatch.setattr(pool, "WHOLE_SECONDS", 0.1)
    monkeypatch.setattr(pool, "_GRACE", 0.1)
    [found] = grade_all([slow])
    assert "took too long to be graded" in found.faults[0]


def test_whoever_stops_it_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C ends the workers, and the answers that run."""
    learners.write(tmp_path / f"{LESSON}.ipynb", learners.answered(LOOP))
    command = [sys.executable, "-m", "course", "grade", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        running = psutil.Process(process.pid)
        children: list[psutil.Process] = []
        while len(children) < 4 and process.poll() is None:  # worker, runner, and the two of the answer
            time.sleep(0.02)
            children = running.children(recursive=True)
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (2, b"Stopped.\n")
    _, left = psutil.wait_procs(children, timeout=30)
    assert left == []


def test_a_system_without_limits_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would run other people's code with nothing around it."""
    monkeypatch.setattr(pool, "NEEDED", ("fork_of_windows",))
    with pytest.raises(CannotDo, match="needs Linux, macOS or WSL"):
        next(grade_all([tmp_path]))


def _workers() -> list[psutil.Process]:
    return [
        child for child in psutil.Process().children() if "course.classroom.grading.worker" in child.cmdline()
    ]
