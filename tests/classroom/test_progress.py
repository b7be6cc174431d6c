"""Progress: what is written, and how it is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from course.classroom import check, hint, progress_text, solution
from course.classroom.board import progress_board
from course.classroom.progress import Event, note
from course.classroom.standing import progress, summarise
from tests.classroom.records import CHOICE, FUNCTION, VALUE, use

EXERCISES = {exercise.name: exercise for exercise in (FUNCTION, VALUE, CHOICE)}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that is the current folder of a fresh kernel, with the small exercises."""
    monkeypatch.setattr("course.classroom.hints._given", Counter())
    monkeypatch.setattr("course.classroom.hints._announced", set())
    use(monkeypatch, FUNCTION, VALUE, CHOICE)
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    (tmp_path / ".course").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(workspace: Path) -> list[dict[str, object]]:
    """The progress of a workspace without its times."""
    text = (workspace / ".course" / "progress.jsonl").read_text("utf-8")
    records = [json.loads(line) for line in text.splitlines() if line]
    assert all(str(record.pop("time")).endswith("Z") for record in records)
    return records


def test_attempts_hints_and_solutions_are_noted(workspace: Path) -> None:
    """A stub is no attempt."""
    check("joined-words", lambda words: ...)  # noqa: ARG005
    check("joined-words", lambda words: 5)  # noqa: ARG005
    check("two-ports", [443, 80])
    check("renewed-key", "refused")
    hint("joined-words")
    solution("joined-words")
    solution("joined-words")
    check("joined-words", FUNCTION.solution)
    assert lines(workspace) == [
        {"exercise": "joined-words", "event": "attempt"},
        {"exercise": "two-ports", "event": "attempt", "mistake": "[443, 80]"},
        {"exercise": "renewed-key", "event": "attempt", "mistake": "refused"},
        {"exercise": "joined-words", "event": "hint", "hint": 1},
        {"exercise": "joined-words", "event": "solution"},
        {"exercise": "joined-words", "event": "correct"},
    ]


def test_a_folder_within_the_workspace_will_do(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found upwards."""
    inner = workspace / "extra" / "more"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    note("two-ports", Event.CORRECT)
    assert len(lines(workspace)) == 1


def test_nothing_is_written_outside_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the notebook runs."""
    monkeypatch.chdir(tmp_path)
    note("two-ports", Event.CORRECT)
    assert list(tmp_path.iterdir()) == []


def test_it_can_be_switched_off(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the checks of the notebooks do."""
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    note("two-ports", Event.CORRECT)
    assert list((workspace / ".course").iterdir()) == []


def test_what_cannot_be_written_is_no_error(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, a folder in the way, a current folder that is gone."""
    (workspace / ".course" / "progress.jsonl").mkdir()
    assert check("two-ports", [80, 443]).state == "correct"
    assert progress_text(workspace).startswith("You have solved 0 of 3 exercises.")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    (workspace / ".course" / "progress.jsonl").rmdir()
    monkeypatch.setattr(os, "write", full)
    assert check("two-ports", [80, 443]).state == "correct"


def test_a_torn_last_line_does_not_swallow_the_next(workspace: Path) -> None:
    """A machine that stopped in the middle of a write."""
    file = workspace / ".course" / "progress.jsonl"
    file.write_text('{"time": "2027-01-04T09:00:00Z", "exerc', "utf-8")
    note("two-ports", Event.CORRECT)
    summary = progress(workspace)
    assert summary is not None
    assert summary.headline == "You have solved 1 of 3 exercises."


def test_several_kernels_write_at_once(workspace: Path) -> None:
    """No line is lost or torn."""
    program = (
        "from course.classroom.progress import Event, note\n"
        "for number in range(200): note(f'exercise-{number}', Event.ATTEMPT)"
    )
    kernels = [subprocess.Popen([sys.executable, "-c", program], cwd=workspace) for _ in range(3)]
    assert [kernel.wait() for kernel in kernels] == [0, 0, 0]
    assert len(lines(workspace)) == 600


def line(exercise: str, event: str, **more: object) -> str:
    """A line of progress."""
    return json.dumps({"time": "2027-01-04T09:00:00Z", "exercise": exercise, "event": event, **more})


@pytest.mark.parametrize(
    ("hints", "words"),
    [
        ([{"hint": 1}, {"hint": 2}, {"hint": 1}, {"hint": 2}], "2 hints"),
        ([{"hint": 1}, {"hint": 1}], "1 hint"),
        ([{}, {}, {}], "2 hints"),
        ([{"hint": [1]}, {"hint": 2}], "2 hints"),
    ],
)
def test_different_hints_are_counted_and_not_calls(hints: list[dict[str, object]], words: str) -> None:
    """A restarted kernel begins with the first hint again; lines without a number are never more than there are."""
    summary = summarise([line("joined-words", "hint", **hint) for hint in hints], EXERCISES)
    assert summary.standings[0].words == words


def test_a_summary_counts_until_the_first_correct_answer() -> None:
    """Later attempts are play."""
    summary = summarise(
        [
            line("joined-words", "attempt"),
            line("joined-words", "hint"),
            line("joined-words", "attempt"),
            line("joined-words", "correct"),
            line("joined-words", "attempt"),
            line("two-ports", "attempt"),
            line("two-ports", "solution"),
        ],
        EXERCISES,
    )
    assert [(one.state, one.words) for one in summary.standings] == [
        ("correct", "3 attempts, 1 hint"),
        ("not yet", "1 attempt, solution shown"),
        ("not attempted", ""),
    ]
    assert str(summary) == (
        "You have solved 1 of 3 exercises.\n\n"
        "05_small_exercises\n"
        "  correct        Words joined by hyphens  3 attempts, 1 hint\n"
        "  not yet        The two ports            1 attempt, solution shown\n"
        "  not attempted  After a renewal"
    )


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "{",
        "[]",
        "5",
        '{"exercise": 5}',
        '{"exercise": ["two-ports"]}',
        line("another", "correct"),
        "[" * 100_000,
    ],
)
def test_torn_and_foreign_lines_are_passed_over(foreign: str) -> None:
    """So are events that this version doesn't know."""
    summary = summarise([foreign, line("two-ports", "later"), line("two-ports", "correct")], EXERCISES)
    assert summary.headline == "You have solved 1 of 3 exercises."


def test_without_exercises_there_is_a_sentence() -> None:
    """Nothing to show is no error."""
    assert str(summarise([], {})) == "You have solved 0 of 0 exercises."


def test_the_text_says_that_it_does_not_look_at_the_notebooks(workspace: Path) -> None:
    """An answer that was deleted after it was right still counts here."""
    assert progress_text(workspace).endswith("`course verify` looks at the notebooks as they are now.")


def test_a_file_that_is_no_text_is_passed_over(workspace: Path) -> None:
    """Whatever somebody put there."""
    (workspace / ".course" / "progress.jsonl").write_bytes(b"\xff\x00\n" * 10)
    assert progress_text(workspace).startswith("You have solved 0 of 3 exercises.")


def test_outside_a_workspace_the_text_says_so(tmp_path: Path) -> None:
    """And how to make one."""
    assert progress_text(tmp_path) == ("There are no lessons here yet. `course start` brings them.")


def test_the_board_keeps_up_with_the_checks(workspace: Path) -> None:
    """A table, its states in words."""
    board = progress_board()
    assert "You have solved 0 of 3 exercises." in board.value
    check("two-ports", [80, 443])
    assert "You have solved 1 of 3 exercises." in board.value
    assert '<th scope="col">State</th>' in board.value
    assert "<td>The two ports</td><td>correct</td><td>1 attempt</td>" in board.value
    assert workspace.exists()


def test_the_board_says_where_progress_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a workspace there is none."""
    monkeypatch.chdir(tmp_path)
    assert "only in a workspace" in progress_board().value
