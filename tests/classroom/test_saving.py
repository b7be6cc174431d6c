"""`course save`: all that a learner has done is in one small file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from course.classroom.being_saved import copy_of
from course.classroom.progress import Event
from course.classroom.saving import collect, save
from course.classroom.trouble import CannotDo, WorkspaceError
from course.classroom.work_file import read_work
from course.classroom.workspace import start
from course.cli import main
from tests.classroom.carrying import ANSWER, answer, note
from tests.classroom.school import School, cell, edit, everything, lesson, notebook, read, run, write


@pytest.fixture
def work(school: School, tmp_path: Path) -> Path:
    """A workspace with two lessons, of which nothing is changed."""
    school.ship(_01_first=lesson("one", "first-task"), _02_second=lesson("one", "second-task"))
    start(tmp_path / "work")
    return tmp_path / "work"


def saved(work: Path) -> Any:
    """What is in the file, as a value."""
    return json.loads(collect(work).data)


def test_an_answer_is_in_the_file_under_its_name(work: Path) -> None:
    """With its lesson; lessons that are not changed are left out."""
    answer(work / "01_first.ipynb")
    [only] = collect(work).work.notebooks
    assert only.name == "01_first.ipynb"
    assert {name: [one.source for one in cells] for name, cells in only.answers.items()} == {
        "first-task": [ANSWER]
    }


def test_a_lesson_that_was_only_run_is_not_in_the_file(work: Path) -> None:
    """Outputs are nobody's work."""
    run(work / "01_first.ipynb")
    assert collect(work).work.notebooks == ()


def test_cells_of_the_learner_are_marked_as_theirs(work: Path) -> None:
    """Whole notebooks are in the file; a stub and a text as shipped are not the learner's."""
    edit(work / "01_first.ipynb", "my words")
    [only] = collect(work).work.notebooks
    assert [one.source for one in only.cells if one.yours] == ["my words"]
    assert len(only.cells) == 6


def test_outputs_are_left_out(work: Path) -> None:
    """They may be large, and come again."""
    answer(work / "01_first.ipynb")
    run(work / "01_first.ipynb", output="a long output")
    assert b"a long output" not in collect(work).data


def test_notebooks_of_the_learners_own_are_in_the_file(work: Path) -> None:
    """In the workspace and in folders inside it; hidden ones, such as checkpoints, are not."""
    for name in ("mine.ipynb", "notes/mine.ipynb", ".ipynb_checkpoints/mine.ipynb", ".hidden.ipynb"):
        (work / name).parent.mkdir(exist_ok=True)
        (work / name).write_bytes(notebook(cell(f"# {name}")))
    assert [one.name for one in collect(work).work.notebooks] == ["mine.ipynb", "notes/mine.ipynb"]


def test_the_new_version_beside_an_edited_lesson_is_not_the_learners(school: School, work: Path) -> None:
    """Nor is any version that the course ever put there."""
    edit(work / "01_first.ipynb", "my words")
    school.ship(_01_first=lesson("two", "first-task"))
    start(work)
    assert [one.name for one in collect(work).work.notebooks] == ["01_first.ipynb"]


def test_progress_is_in_the_file(work: Path) -> None:
    """Whatever a line says; what is no line is left out."""
    note(work, "first-task", Event.ATTEMPT, mistake="a-mistake")
    note(work, "first-task", Event.HINT, hint=1)
    with (work / ".course" / "progress.jsonl").open("a") as file:
        file.write('torn\n[]\n{"time": 5}\n' + "[" * 100_000 + "\n")
    assert [line["event"] for line in collect(work).work.progress] == ["attempt", "hint"]


def test_pictures_pasted_into_a_text_are_kept(work: Path) -> None:
    """They are the learner's, and in no output."""
    content = read(work / "01_first.ipynb")
    picture = {"a.png": {"image/png": "AAAA"}}
    content["cells"].append(cell("![](attachment:a.png)", kind="markdown") | {"attachments": picture})
    write(work / "01_first.ipynb", content)
    [only] = collect(work).work.notebooks
    assert only.cells[-1].attachments == picture


def test_marks_that_nobody_can_read_are_left_out(work: Path) -> None:
    """A notebook from a strange program is saved all the same, and its file can be read."""
    content = read(work / "01_first.ipynb")
    strange = cell("x = 1") | {"cell_type": "heading", "id": "no id!", "attachments": 5}
    strange["metadata"] = {"tags": ["fine", 5], "course": {"exercise": {}, "check": "first-task"}}
    content["cells"] += [strange, strange | {"metadata": {"tags": 5}}]
    content["metadata"]["course"] = {"lesson": 5}
    write(work / "01_first.ipynb", content)
    found = read_work(collect(work).data).notebooks[0].cells[-2]
    assert (found.kind, found.id, found.tags, found.course, found.attachments) == (
        *("raw", "", ("fine",), {"check": "first-task"}, {}),
    )


@pytest.mark.parametrize("name", ["a:b.ipynb", "x" * 240 + ".ipynb", " /a.ipynb", "A.ipynb", "..a/..b.ipynb"])
def test_every_name_can_be_read_again(work: Path, name: str) -> None:
    """A name that means something else on another system is changed, so that the file can be restored there."""
    (work / name).parent.mkdir(exist_ok=True)
    (work / name).write_bytes(notebook(cell("mine")))
    (work / "a_b.ipynb").write_bytes(notebook(cell("another")))
    names = [one.name for one in read_work(collect(work).data).notebooks]
    assert len(set(names)) == (2 if not name.startswith("..") else 1)


def test_a_file_that_is_no_notebook_is_named(work: Path, tmp_path: Path) -> None:
    """Nothing of it is in the file, and the learner is told."""
    (work / "01_first.ipynb").write_text("{")
    (work / "02_second.ipynb").write_text("")
    assert "01_first.ipynb can't be read as a notebook, so it is not in it." in save(work, tmp_path)


def test_a_notebook_that_is_gone_meanwhile_is_named(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that can't be read."""
    answer(work / "01_first.ipynb")
    monkeypatch.setattr("course.classroom.being_saved.wait_for", lambda path: path.unlink())
    assert collect(work).unreadable == ("01_first.ipynb", "02_second.ipynb")


def test_a_notebook_that_jupyter_was_killed_over_is_read_from_its_copy(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Jupyter writes in place, and keeps the old text beside it meanwhile."""
    monkeypatch.setattr("course.classroom.being_saved.PATIENCE", 0.1)
    path = work / "01_first.ipynb"
    answer(path)
    path.rename(copy_of(path))
    path.write_text('{"cells": [')
    assert ANSWER in json.dumps(saved(work)).encode().decode("unicode_escape")


def test_the_file_is_named_by_the_day_and_lies_beside_the_workspace(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What deletes the workspace does not delete it."""
    for folder in (work, work.parent):
        monkeypatch.chdir(folder)
        before = set(work.parent.iterdir())
        save(work, None)
        [new] = set(work.parent.iterdir()) - before
        assert new.name.startswith("pinning-work-20")


def test_no_file_is_overwritten(work: Path, tmp_path: Path) -> None:
    """The next one gets a number, in a folder too."""
    for _ in range(3):
        save(work, tmp_path / "mine.json")
    (tmp_path / "stick").mkdir()
    save(work, tmp_path / "stick")
    names = sorted(path.name for path in tmp_path.glob("*.json"))
    assert names == ["mine-2.json", "mine-3.json", "mine.json"]
    assert len(list((tmp_path / "stick").iterdir())) == 1


def test_saving_changes_nothing_in_the_workspace(work: Path, tmp_path: Path) -> None:
    """But for the lock file."""
    answer(work / "01_first.ipynb")
    before = everything(work)
    save(work, tmp_path / "mine.json")
    assert everything(work) == before


def test_the_file_has_no_path_in_it(work: Path, tmp_path: Path) -> None:
    """It may be sent to somebody."""
    answer(work / "01_first.ipynb")
    assert str(tmp_path).encode() not in collect(work).data


def test_without_a_workspace_one_sentence_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As for the other commands."""
    assert main(["save", "--folder", str(tmp_path / "nowhere")]) == 2
    assert "`course start` brings them" in capsys.readouterr().err


def test_the_command_says_what_is_in_the_file(
    work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it is, how many answers, and how large it is."""
    answer(work / "01_first.ipynb")
    (work / "mine.ipynb").write_bytes(notebook(cell("mine")))
    note(work, "first-task", Event.CORRECT)
    assert main(["save", str(tmp_path / "mine.json"), "--folder", str(work)]) == 0
    assert capsys.readouterr().out == (
        f"Your work is saved in {tmp_path / 'mine.json'}. "
        "It holds 1 answer in 1 changed lesson, 1 other notebook, 1 line of progress (1 kB).\n"
        "A lesson that is open in JupyterLab counts as it was saved there last (Ctrl+S).\n"
    )


def test_a_place_that_cannot_be_written_is_one_sentence(work: Path, tmp_path: Path) -> None:
    """And leaves nothing behind."""
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="is not a folder"):
        save(work, tmp_path / "file" / "mine.json")


def test_a_full_disk_leaves_no_half_file(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor anything else; one sentence says what to do."""
    (tmp_path / "stick").mkdir()

    def write_half(descriptor: int, data: bytes) -> int:
        write(descriptor, bytes(data)[: len(data) // 2])
        raise OSError(28, os.strerror(28))

    write = os.write
    monkeypatch.setattr("os.write", write_half)
    with pytest.raises(WorkspaceError, match="no space left"):
        save(work, tmp_path / "stick" / "mine.json")
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_workspace_that_can_only_be_read_can_be_saved(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is when people want to save to another."""
    answer(work / "01_first.ipynb")

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("course.classroom.folder.locked", full)
    save(work, tmp_path / "mine.json")
    assert b"return 42" in (tmp_path / "mine.json").read_bytes()


def test_too_much_is_refused_and_the_largest_is_named(work: Path, tmp_path: Path) -> None:
    """A file that could not be restored would be a false promise."""
    (work / "mine.ipynb").write_bytes(notebook(cell("x" * 9_000_000)))
    with pytest.raises(CannotDo, match=r"larger than 8 MB, mostly by mine\.ipynb"):
        save(work, tmp_path / "mine.json")
    assert not (tmp_path / "mine.json").exists()
