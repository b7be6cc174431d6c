"""What an instructor reads, and what other programs read."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

from course.classroom.grading.marks import Graded, Mark
from course.classroom.grading.report import as_csv, as_junit, line, summary
from course.classroom.verification import Progress


def mark(state: Progress, reply: str = "A reply.", **more: object) -> Mark:
    """A mark of some exercise."""
    return Mark("03_hash_public_keys", f"ex-{state.replace(' ', '-')}", "Title", state, reply, **more)  # type: ignore[arg-type]


ADA = Graded(
    "ada",
    (
        mark(Progress.CORRECT, flags=("tried to reach a network",)),
        mark(Progress.NOT_YET, "=1+1\x00 is wrong.", seconds=1.5),
        mark(Progress.NOT_REACHED, "It printed too much.", trouble=True),
        mark(Progress.NOT_ATTEMPTED),
    ),
    flags=("Code cell 3 rebinds `check`.",),
    seconds=2.0,
)
BOB = Graded("=bob\n\x1b[2J.ipynb", faults=("=bob is a link.",))


def test_a_line_counts_and_names_trouble() -> None:
    """Indented below it stands what should be read."""
    first, *rest = line(ADA).split("\n")
    assert " ".join(first.split()) == "ada 1 of 4 correct 1 not yet, 1 not reached, 1 not attempted"
    assert [text.strip() for text in rest] == [
        "ex-not-reached: It printed too much.",
        "Look at this: Code cell 3 rebinds `check`.",
        "Look at this: The answer to ex-correct tried to reach a network.",
    ]


def test_a_name_cannot_write_to_the_terminal() -> None:
    """Escapes are shown, and a long name is cut."""
    assert line(BOB).split("\n")[0].startswith("=bob\\n\\x1b[2J.ipynb ")
    assert "not graded" in line(BOB)
    assert line(Graded("x" * 100)).startswith("x" * 39 + "… ")


def test_the_class_in_a_sentence() -> None:
    """How many, how long, and whom to look at."""
    assert summary([ADA, BOB], 3.2) == (
        "2 submissions in 3 seconds: 0 with every exercise correct, 1 that could not be graded, 1 to look at."
    )
    solved = Graded("eve", (mark(Progress.CORRECT),))
    assert summary([solved], 1.0) == "1 submission in 1 second: 1 with every exercise correct."


def test_the_table_has_a_line_for_everything() -> None:
    """And nothing in it is a formula for a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(as_csv([ADA, BOB]))))
    assert [(row["submission"], row["state"]) for row in rows] == [
        ("ada", "flag"),
        ("ada", "correct"),
        ("ada", "not yet"),
        ("ada", "not reached"),
        ("ada", "not attempted"),
        ("'=bob \\x1b[2J.ipynb", "fault"),
    ]
    assert rows[1]["flags"] == "tried to reach a network"
    assert rows[2]["reply"] == "'=1+1\\x00 is wrong."
    assert rows[2]["seconds"] == "1.50"


def test_other_programs_read_it_as_tests() -> None:
    """A suite for each submission; what is not attempted is skipped, what can't be graded is an error."""
    root = ElementTree.fromstring(as_junit([ADA, BOB]))
    ada, bob = root.findall("testsuite")
    assert [ada.get(name) for name in ("tests", "failures", "skipped", "errors")] == ["4", "2", "1", "0"]
    assert [bob.get(name) for name in ("tests", "failures", "skipped", "errors")] == ["1", "0", "0", "1"]
    assert [case.get("message") for case in ada.iter("failure")] == [
        "=1+1\\x00 is wrong.",
        "It printed too much.",
    ]
    assert "rebinds `check`" in (ada.findtext("system-out") or "")


def test_what_was_found_can_be_handed_on() -> None:
    """From one process to another, as plain values."""
    assert Graded.from_json(ADA.as_json()) == ADA
