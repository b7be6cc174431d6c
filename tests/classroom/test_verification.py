"""How `verify` reads its run, and how it speaks; without a kernel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from course.classroom import verify as verifying
from course.classroom.notebook_text import differences, headings, output_lines
from course.classroom.verification import Finding, Progress, Verification
from course.classroom.verify_copy import CannotVerify
from tests.classroom import learners
from tests.classroom.learners import EXERCISE, LESSON
from tests.notebooks.building import error, printed, result, text


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A solved notebook."""
    learners.only_this_exercise(monkeypatch)
    return learners.write(tmp_path / f"{LESSON}.ipynb", learners.solve)


def ends_with(monkeypatch: pytest.MonkeyPatch, end: Mapping[str, str] | None) -> None:
    """Let the check end like this; None for a run that left no report at all."""

    def run(copy: Path, *_limits: float) -> list[dict[str, str]]:
        cells = json.loads(copy.read_text())["cells"]
        return [] if end is None else [*({"end": "finished"} for _ in cells[:-1]), dict(end)]

    monkeypatch.setattr(verifying, "_run", run)


@pytest.mark.parametrize(
    ("end", "state", "said"),
    [
        (None, Progress.NOT_REACHED, "The run ended before this exercise could be checked"),
        ({}, Progress.NOT_REACHED, "The run ended before this exercise could be checked"),
        ({"end": "died"}, Progress.NOT_YET, "The kernel ended while `spki_pin` was being tried"),
        ({"end": "stuck"}, Progress.NOT_YET, "could not be interrupted. Is there a loop?"),
        ({"end": "finished", "state": "not yet", "reply": "Nearly."}, Progress.NOT_YET, "Nearly."),
    ],
)
def test_every_end_has_its_sentence(
    notebook: Path, monkeypatch: pytest.MonkeyPatch, end: Mapping[str, str] | None, state: Progress, said: str
) -> None:
    """However the run ended, the learner is told what became of the exercise."""
    ends_with(monkeypatch, end)
    [finding] = verifying.verify(notebook).findings
    assert finding.state is state
    assert said in finding.reply


def test_run_that_leaves_no_report_is_read_as_nothing(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when no process could be started."""
    monkeypatch.setattr("course.classroom.nbval_run.run", lambda *_, **__: 3)
    assert [finding.state for finding in verifying.verify(notebook).findings] == [Progress.NOT_REACHED]


def test_verdict_of_nbval_goes_before_what_the_cell_says_of_itself() -> None:
    """A second output beside the report means that somebody else spoke in its cell."""
    value = json.dumps({"state": "correct", "reply": "Yes."}).replace('"', "&quot;")
    properties = f'<properties><property name="course" value="{value}"/></properties>'
    right = ElementTree.fromstring(f"<testcase>{properties}</testcase>")
    forged = ElementTree.fromstring(f"<testcase>{properties}<failure/></testcase>")
    assert verifying._end_of(right)["state"] == "correct"
    assert verifying._end_of(forged)["state"] == "not yet"


def test_lesson_without_exercises_passes(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked, so nothing is missing, and nothing is run."""
    monkeypatch.setattr(verifying, "all_exercises", dict)
    found = verifying.verify(notebook, lesson=LESSON)
    assert found.passed
    assert "This lesson has no exercises" in str(found)


def test_folder_that_cannot_be_written_is_named(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy must stand beside the notebook, so the sentence says what is needed."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course.classroom.verify_copy.write_notebook", full)
    with pytest.raises(
        CannotVerify, match=r"can't be written to, and the check needs a copy there: .*No space left"
    ):
        verifying.verify(notebook)


def test_text_names_every_exercise_and_what_is_left() -> None:
    """The state, the title and, where it is not correct, the reply; then how much there is to do."""
    findings = (
        Finding("one", "The first", 3, Progress.CORRECT, "Correct."),
        Finding(
            EXERCISE, "The second", 8, Progress.NOT_YET, "You hashed the whole certificate.\nLook again."
        ),
    )
    found = str(Verification(Path("work/03_x.ipynb"), LESSON, findings, ("Code cell 2 ran too long.",)))
    assert found.splitlines() == [
        f"03_x.ipynb (lesson {LESSON})",
        "  correct       The first",
        "  not yet       The second",
        "                You hashed the whole certificate.",
        "                Look again.",
        "  Code cell 2 ran too long.",
        "  1 of 2 correct, about 8 minutes to go.",
    ]


@pytest.mark.parametrize(("minutes", "left"), [(1, "1 minute"), (0.5, "0.5 minutes"), (2, "2 minutes")])
def test_one_minute_is_one_minute(minutes: float, left: str) -> None:
    """And not one minutes."""
    findings = (Finding("one", "The first", minutes, Progress.NOT_YET, "Look."),)
    assert str(Verification(Path("x.ipynb"), LESSON, findings)).endswith(f"about {left} to go.")


def test_all_correct_has_no_minutes_left() -> None:
    """A finished lesson says so in one line."""
    findings = (Finding("one", "The first", 3, Progress.CORRECT, "Correct."),)
    assert str(Verification(Path("x.ipynb"), LESSON, findings)).endswith("  1 of 1 correct.")


def test_headings_are_those_that_a_reader_sees() -> None:
    """A comment in a code block is no heading."""
    cells = [text("hello"), text("# One\n```\n# not one\n```\n## Two"), text("more")]
    assert headings(cells) == ["the top", "## Two", "## Two"]


def test_outputs_are_told_apart_line_by_line() -> None:
    """Streams, errors and results, without colours and pictures; long lines are cut."""
    picture = result("words", image_png="iVBO")
    outputs = [printed("a\nb\n"), error("ValueError", "\x1b[31mno\x1b[0m"), picture]
    assert output_lines(outputs) == [
        "[stdout] a",
        "[stdout] b",
        "[error] ValueError: no",
        "[text/plain] words",
    ]
    assert differences(["same", "x" * 500], ["same", "new"]).splitlines() == [
        "    same",
        "  - " + "x" * 398 + " ...",
        "  + new",
    ]
