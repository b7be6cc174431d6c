"""A lesson or an exercise starts anew, and what is replaced is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course.classroom.folder import Workspace
from course.classroom.reset import reset
from course.classroom.shipped import source_of
from course.classroom.trouble import WorkspaceError
from course.classroom.workspace import start
from tests.classroom.school import (
    Cell,
    School,
    cell,
    edit,
    everything,
    kept,
    lesson,
    notebook,
    read,
    write,
)

NAME = "03_hash.ipynb"


@pytest.fixture
def work(school: School, tmp_path: Path) -> Path:
    """A workspace with a lesson that has the exercise `spki-pin`, and two lessons more."""
    school.ship(
        _00_first=lesson("one"),
        _03_hash=lesson("one", exercise="spki-pin"),
        extra__03_drill=lesson("one", exercise="drill"),
    )
    folder = tmp_path / "work"
    start(folder)
    return folder


def cells_of(work: Path) -> list[Cell]:
    """The cells of the learner's copy."""
    content: list[Cell] = read(work / NAME)["cells"]
    return content


def change(work: Path, cells: list[Cell]) -> bytes:
    """Save other cells in the learner's copy; returns the file as it is now."""
    write(work / NAME, read(work / NAME) | {"cells": cells})
    return (work / NAME).read_bytes()


def names(work: Path) -> list[str]:
    """The ids of the cells, in order."""
    return [one["id"] for one in cells_of(work)]


@pytest.mark.parametrize("name", ["03", "3", "03_hash", NAME, f"work/{NAME}"])
def test_a_lesson_is_found_by_number_stem_and_file(work: Path, school: School, name: str) -> None:
    """However people call it; the course's lessons come before its drills."""
    edit(work / NAME, "my words")
    mine = (work / NAME).read_bytes()
    said = reset(work, name)
    assert (work / NAME).read_bytes() == (school.folder / NAME).read_bytes()
    assert [path.read_bytes() for path in kept(work)] == [mine]
    assert said == (
        f"{NAME} is as shipped again. Yours is kept as {kept(work)[0]}. "
        "If it is open in JupyterLab, choose File > Reload Notebook from Disk."
    )
    assert re.search(r"/work/\.course/kept/03_hash-\d{8}T\d{6}Z\.ipynb\.", said)


def test_a_drill_is_found_by_its_stem(work: Path) -> None:
    """In its own folder."""
    edit(work / "extra" / "03_drill.ipynb", "my words")
    assert reset(work, "03_drill").startswith("extra/03_drill.ipynb is as shipped again.")
    assert reset(work, "drill").startswith("The cell of drill in extra/03_drill.ipynb is as shipped already")


def test_a_lesson_that_is_as_shipped_is_left_alone(work: Path) -> None:
    """No copy without need."""
    before = everything(work)
    assert reset(work, "03") == f"{NAME} is as shipped already; nothing was changed."
    assert everything(work) == before


def test_a_lesson_that_was_deleted_comes_back(work: Path) -> None:
    """By the name of an exercise of it, too."""
    (work / NAME).unlink()
    assert reset(work, "spki-pin") == f"{NAME} was not there; it is back as shipped."
    assert names(work) == ["title", "setup", "answer", "check", "end"]


def test_a_reset_lesson_is_untouched_afterwards(work: Path, school: School) -> None:
    """Also when it was reset to a version that no start has put there."""
    edit(work / NAME, "my words")
    school.ship(_03_hash=lesson("two", exercise="spki-pin"))
    reset(work, "03")
    school.ship(_03_hash=lesson("three", exercise="spki-pin"))
    assert start(work).refreshed == [NAME]


def test_an_exercise_gets_its_shipped_source_back_and_nothing_else_changes(work: Path) -> None:
    """Other cells keep the learner's words."""
    edit(work / NAME, "my words")
    cells = cells_of(work)
    cells[2] |= {"source": "def answer(): return 3", "outputs": [{}], "execution_count": 7}
    mine = change(work, cells)
    said = reset(work, "spki-pin")
    after = cells_of(work)
    assert source_of(after[2]) == "def answer():\n    return ..."
    assert (after[2]["outputs"], after[2]["execution_count"]) == ([], None)
    assert after[:2] + after[3:] == cells[:2] + cells[3:]
    assert kept(work)[0].read_bytes() == mine
    assert said == (
        f"The cell of spki-pin is as shipped again. Your notebook as it was is kept as {kept(work)[0]}. "
        "If it is open in JupyterLab, choose File > Reload Notebook from Disk."
    )


def test_the_check_of_a_reset_exercise_says_nothing_any_more(work: Path) -> None:
    """It said "Correct" above the dots; copies of it too."""
    cells = cells_of(work)
    cells[2]["source"] = "def answer(): return 3"
    said = {"outputs": [{"output_type": "stream", "name": "stdout", "text": "correct"}], "execution_count": 8}
    cells[3] |= said
    change(work, [*cells[:4], cells[3] | {"id": "copy"}, cells[4]])
    reset(work, "spki-pin")
    after = cells_of(work)
    assert names(work) == ["title", "setup", "answer", "check", "copy", "end"]
    assert [(one["outputs"], one["execution_count"]) for one in after[3:5]] == [([], None)] * 2


def test_an_exercise_that_was_made_text_becomes_code_again(work: Path) -> None:
    """One key in JupyterLab turns a cell into Markdown."""
    cells = cells_of(work)
    cells[2] = {key: cells[2][key] for key in ("id", "metadata", "source")} | {"cell_type": "markdown"}
    change(work, cells)
    reset(work, "spki-pin")
    assert cells_of(work)[2]["cell_type"] == "code"


@pytest.mark.parametrize(("more", "words"), [(1, "1 more cell of it"), (2, "2 more cells of it")])
def test_cells_from_splitting_or_copying_go(work: Path, more: int, words: str) -> None:
    """A later copy would bind the old answer again."""
    cells = cells_of(work)
    copies = [
        cells[2] | {"id": f"copy-{number}", "source": "def answer(): return 3"} for number in range(more)
    ]
    change(work, [*cells[:3], *copies, *cells[3:]])
    said = reset(work, "spki-pin")
    assert f"{words}, from splitting or copying, had to go." in said
    assert names(work) == ["title", "setup", "answer", "check", "end"]


def test_a_missing_exercise_is_put_back_before_its_check(work: Path) -> None:
    """As after deleting it, or merging it into the cell above, which keeps its text."""
    cells = cells_of(work)
    cells[1]["source"] = "import sys\ndef answer():\n    return 3"
    change(work, [*cells[:2], cell("a note", name="note"), *cells[3:]])
    said = reset(work, "spki-pin")
    assert said.startswith("The cell of spki-pin was missing and has been put back before its check cell.")
    assert names(work) == ["title", "setup", "note", "answer", "check", "end"]
    assert "return 3" in source_of(cells_of(work)[1])


def test_a_check_that_was_merged_into_the_exercise_is_put_back(work: Path) -> None:
    """Merging drops the second cell's marks."""
    cells = cells_of(work)
    cells[2]["source"] = 'def answer():\n    return 3\n\ncheck("spki-pin", answer)'
    change(work, [*cells[:3], *cells[4:]])
    said = reset(work, "spki-pin")
    assert "Its check cell was missing and has been put back." in said
    assert names(work) == ["title", "setup", "answer", "check", "end"]


def test_an_exercise_without_cell_and_check_is_put_back_at_its_place(work: Path) -> None:
    """After the nearest cell that stood before it and is still there."""
    cells = cells_of(work)
    cells[1] |= {"id": "another"}
    change(work, [cells[4], cells[1]])
    said = reset(work, "spki-pin")
    assert said.startswith(
        "The cell of spki-pin was missing and has been put back at its place. Its check cell"
    )
    assert names(work) == ["end", "another", "answer", "check"]


def test_an_exercise_of_an_empty_notebook_is_put_back(work: Path) -> None:
    """Even where no neighbour is left; an id that is taken is not given twice."""
    change(work, [cell("mine", name="answer")])
    reset(work, "spki-pin")
    first, second, third = names(work)
    assert first not in {"answer", "check"}
    assert (second, third) == ("check", "answer")


def test_cells_without_ids_will_do(school: School, work: Path) -> None:
    """As in notebooks of older formats."""
    cells = [{key: one[key] for key in one if key != "id"} for one in read(school.folder / NAME)["cells"]]
    school.ship(_03_hash=notebook(*cells))
    change(work, [cells[1], cells[2] | {"source": "mine"}])
    reset(work, "spki-pin")
    assert cells_of(work) == [cells[1], cells[2], cells[3]]


def test_an_exercise_that_is_as_shipped_is_left_alone(work: Path) -> None:
    """Though the lesson has other changes."""
    edit(work / NAME, "my words")
    before = everything(work)
    said = reset(work, "spki-pin")
    assert said == f"The cell of spki-pin in {NAME} is as shipped already; nothing was changed."
    assert everything(work) == before


def test_an_exercise_without_a_check_cell_will_do(school: School, work: Path) -> None:
    """Such as a prediction that is checked by eye."""
    school.ship(_03_hash=notebook(cell("answer = ...", name="answer", exercise="guess")))
    assert reset(work, "guess").startswith(
        "The cell of guess was missing and has been put back at its place."
    )


def test_a_file_that_is_no_notebook_is_not_reset_by_the_cell(work: Path) -> None:
    """The sentence says what can be done."""
    (work / NAME).write_text("{")
    with pytest.raises(WorkspaceError, match="`course reset 03_hash` brings the whole lesson back"):
        reset(work, "spki-pin")
    reset(work, "03_hash")
    assert [path.read_text() for path in kept(work)] == ["{"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("spki-pn", "Did you mean spki-pin?"),
        ("03_hsh", "Did you mean 03_hash?"),
        ("99", "A lesson's number will do, such as 03."),
    ],
)
def test_an_unknown_name_gets_advice(work: Path, name: str, advice: str) -> None:
    """The nearest of all lessons and exercises, if one is near."""
    with pytest.raises(WorkspaceError) as caught:
        reset(work, name)
    assert str(caught.value) == f"No lesson and no exercise is called {name!r}. {advice}"


def test_a_name_of_both_kinds_means_the_lesson(school: School, work: Path) -> None:
    """Lessons come first."""
    school.ship(_00_first=lesson("one", exercise="03_hash"))
    assert reset(work, "03_hash") == f"{NAME} is as shipped already; nothing was changed."


def test_without_a_workspace_nothing_is_made(work: Path, tmp_path: Path) -> None:
    """The sentence names the command that makes one."""
    with pytest.raises(WorkspaceError, match="`course start` brings them"):
        reset(tmp_path / "other", "03")
    assert work.exists()
    assert not (tmp_path / "other").exists()


def test_a_link_is_not_reset(work: Path, tmp_path: Path) -> None:
    """What it leads to is not in the workspace."""
    (work / NAME).rename(tmp_path / "mine.ipynb")
    (work / NAME).symlink_to(tmp_path / "mine.ipynb")
    with pytest.raises(WorkspaceError, match=r"is a link to .*mine\.ipynb"):
        reset(work, "03")


@pytest.mark.parametrize("gone", [True, False])
def test_a_save_at_the_last_moment_wins(work: Path, monkeypatch: pytest.MonkeyPatch, gone: bool) -> None:
    """A reset that would replace what it has not seen is not done."""
    cells = cells_of(work)
    cells[2]["source"] = "mine"
    change(work, cells)
    exchange = Workspace.exchange

    def save_then_exchange(*arguments: object) -> Path | None:
        (work / NAME).unlink() if gone else edit(work / NAME, "saved just now")
        return exchange(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Workspace, "exchange", save_then_exchange)
    with pytest.raises(WorkspaceError, match="was saved by another program just now: do it again"):
        reset(work, "spki-pin")
    assert (work / NAME).exists() is not gone
    assert kept(work) == []
