"""`course restore`: what fits is in its place, the rest beside it, and nothing is overwritten."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from course.classroom.merging import is_stub
from course.classroom.progress import Event
from course.classroom.restoring import restore
from course.classroom.saving import save
from course.classroom.standing import summarise
from course.classroom.trouble import WorkspaceError
from course.classroom.workspace import start
from course.cli import main
from tests.classroom.carrying import ANSWER, answer, answers, note, noted, sources
from tests.classroom.records import VALUE
from tests.classroom.school import (
    School,
    cell,
    edit,
    everything,
    kept,
    lesson,
    notebook,
    read,
    visible,
    write,
)

LESSON = "01_first.ipynb"
BESIDE = "01_first.restored.ipynb"


@pytest.fixture
def work(school: School, tmp_path: Path) -> Path:
    """A workspace with two lessons, of which nothing is changed."""
    school.ship(_01_first=lesson("one", "first-task"), _02_second=lesson("one", "second-task"))
    start(tmp_path / "work")
    return tmp_path / "work"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the work is saved."""
    return tmp_path / "mine.json"


def fresh(work: Path) -> Path:
    """The workspace as a session that starts anew has it: not there."""
    shutil.rmtree(work)
    return work


def test_a_lesson_comes_back_as_it_was(work: Path, file: Path) -> None:
    """Answers, cells of the learner's own, texts that they changed; no outputs."""
    answer(work / LESSON)
    edit(work / LESSON, "my words")
    before = sources(work / LESSON)
    save(work, file)
    said = restore(fresh(work), file)
    assert sources(work / LESSON) == before
    assert "1 answer is back: first-task." in said
    assert f"As you saved it, without outputs: {LESSON}." in said


def test_a_workspace_that_is_there_is_filled(work: Path, file: Path) -> None:
    """A copy of each lesson that is replaced is kept."""
    answer(work / LESSON)
    save(work, file)
    start(fresh(work))
    said = restore(work, file)
    assert answers(work / LESSON) == {"first-task": ANSWER}
    assert len(kept(work)) == 1
    assert f"What was replaced is kept in {work / '.course' / 'kept'}." in said


def test_restored_twice_nothing_changes_the_second_time(work: Path, file: Path) -> None:
    """And it says so."""
    answer(work / LESSON)
    (work / "mine.ipynb").write_bytes(notebook(cell("mine")))
    note(work, "first-task", Event.ATTEMPT)
    save(work, file)
    restore(fresh(work), file)
    before = everything(work)
    assert "nothing was changed" in restore(work, file)
    assert everything(work) == before


def test_what_is_here_already_is_said(work: Path, file: Path) -> None:
    """When something else came back."""
    answer(work / LESSON)
    answer(work / "02_second.ipynb")
    save(work, file)
    (work / "02_second.ipynb").unlink()
    said = restore(work, file)
    assert "1 answer is back: second-task." in said
    assert "1 answer is here already: first-task." in said


def test_what_was_changed_since_stays(work: Path, file: Path) -> None:
    """The saved answer is in a notebook beside the lesson, whose name is said."""
    answer(work / LESSON)
    save(work, file)
    answer(work / LESSON, "def answer():\n    return 'newer'")
    said = restore(work, file)
    assert "newer" in answers(work / LESSON)["first-task"]
    assert answers(work / BESIDE) == {"first-task": ANSWER}
    assert "You have changed the cell of first-task since, so it stays as it is." in said
    assert BESIDE in said
    assert "nothing was changed" in restore(work, file)


def test_an_answer_goes_into_the_new_version_of_its_lesson(school: School, work: Path, file: Path) -> None:
    """Texts and stub have changed; the name counts."""
    answer(work / LESSON)
    save(work, file)
    new = lesson("two", "first-task").replace(b"return ...", b"return ...  # anew")
    school.ship(_01_first=new)
    restore(fresh(work), file)
    assert answers(work / LESSON) == {"first-task": ANSWER}
    assert sources(work / LESSON)[0] == ("markdown", "# two")
    assert BESIDE not in visible(work)


def test_an_exercise_that_moved_is_found(school: School, work: Path, file: Path) -> None:
    """Its answer goes where the exercise is now."""
    answer(work / LESSON)
    save(work, file)
    school.ship(_01_first=lesson("two"), _03_third=lesson("one", "first-task"))
    restore(fresh(work), file)
    assert answers(work / "03_third.ipynb") == {"first-task": ANSWER}
    assert BESIDE not in visible(work)


@pytest.mark.parametrize("now", [lesson("two"), lesson("two", "renamed-task")])
def test_an_answer_without_its_exercise_is_kept_and_shown(
    school: School, work: Path, file: Path, now: bytes
) -> None:
    """Whether it was removed or renamed."""
    answer(work / LESSON)
    save(work, file)
    school.ship(_01_first=now)
    said = restore(fresh(work), file)
    assert "first-task has no place in this version of the course." in said
    assert answers(work / BESIDE) == {"first-task": ANSWER}
    assert f"{BESIDE} holds what you saved as {LESSON}" in said


def test_a_lesson_that_is_gone_is_kept_and_shown(school: School, work: Path, file: Path) -> None:
    """The lesson was renamed: what fits is there, the rest beside."""
    answer(work / LESSON)
    edit(work / LESSON, "my words")
    save(work, file)
    (school.folder / LESSON).rename(school.folder / "01_other.ipynb")
    restore(fresh(work), file)
    assert answers(work / "01_other.ipynb") == {"first-task": ANSWER}
    assert "my words" in (work / BESIDE).read_text()


def test_other_changes_of_a_lesson_that_moved_on_are_beside_it(
    school: School, work: Path, file: Path
) -> None:
    """The answer is in its place; the learner's own cells are not mixed into a text that they did not see."""
    answer(work / LESSON)
    edit(work / LESSON, "my words")
    save(work, file)
    school.ship(_01_first=lesson("two", "first-task"))
    restore(fresh(work), file)
    assert answers(work / LESSON) == {"first-task": ANSWER}
    assert "my words" in (work / BESIDE).read_text()


def test_a_stub_of_another_version_is_no_answer(school: School, work: Path, file: Path) -> None:
    """It differs from the stub of today, and is not the learner's work."""
    edit(work / LESSON, "my words")
    school.ship(_01_first=lesson("two", "first-task").replace(b"answer()", b"better()"))
    start(work)
    save(work, file)
    school.ship(_01_first=lesson("three", "first-task").replace(b"answer()", b"better()"))
    restore(fresh(work), file)
    assert answers(work / LESSON) == {"first-task": "def better():\n    return ..."}


def test_an_answer_in_several_cells_comes_back_in_several(school: School, work: Path, file: Path) -> None:
    """JupyterLab copies a cell's marks when it is split."""
    content = read(work / LESSON)
    content["cells"].insert(3, cell("helper = 1", name="end", exercise="first-task"))
    write(work / LESSON, content)
    answer(work / LESSON)
    save(work, file)
    school.ship(_01_first=lesson("two", "first-task"))
    restore(fresh(work), file)
    assert answers(work / LESSON) == {"first-task": ANSWER * 2}
    ids = [one["id"] for one in read(work / LESSON)["cells"]]
    assert len(ids) == len(set(ids))


def test_a_deleted_exercise_cell_is_put_back_for_its_answer(work: Path, file: Path) -> None:
    """Where it was."""
    answer(work / LESSON)
    save(work, file)
    content = read(work / LESSON)
    del content["cells"][2]
    write(work / LESSON, content)
    restore(work, file)
    assert sources(work / LESSON)[2] == ("code", ANSWER)


def test_notebooks_of_the_learners_own_come_back(work: Path, file: Path) -> None:
    """In folders too; what has their name now stays."""
    (work / "notes").mkdir()
    (work / "notes" / "mine.ipynb").write_bytes(notebook(cell("saved"), cell("text", kind="raw")))
    save(work, file)
    restore(fresh(work), file)
    assert sources(work / "notes" / "mine.ipynb") == [("code", "saved"), ("raw", "text")]
    (work / "notes" / "mine.ipynb").write_bytes(notebook(cell("newer")))
    restore(work, file)
    assert sources(work / "notes" / "mine.ipynb") == [("code", "newer")]
    assert sources(work / "notes" / "mine.restored.ipynb")[0] == ("code", "saved")


def test_marks_tags_and_pictures_come_back(work: Path, file: Path) -> None:
    """Also of a copy of a lesson, which `course verify` knows by its mark."""
    content = read(work / LESSON)
    picture = {"a.png": {"image/png": "AAAA"}}
    content["metadata"]["course"] = {"lesson": "01_first"}
    content["cells"][0] |= {"attachments": picture, "source": "my text"}
    content["cells"][1]["metadata"] = {"tags": ["raises-exception"]}
    for name in (LESSON, "copy.ipynb"):
        write(work / name, content)
    save(work, file)
    restore(fresh(work), file)
    assert read(work / "copy.ipynb")["metadata"]["course"] == {"lesson": "01_first"}
    for name in (LESSON, "copy.ipynb"):
        found = read(work / name)["cells"]
        assert found[0]["attachments"] == picture
        assert found[1]["metadata"] == {"tags": ["raises-exception"]}
        assert [one["metadata"] for one in found[2:4]] == [one["metadata"] for one in content["cells"][2:4]]


@pytest.mark.parametrize(
    ("source", "stub"),
    [
        ("def f(x):\n    return ...", True),
        ('import a\nfrom b import c\n\ndef f(x: a) -> c:\n    """Words."""\n    return ...', True),
        ('prediction = ...  # "accepted" or "refused"', True),
        ("order: list[str] = ...", True),
        ("# my own note\nprediction = ...", False),
        ("prediction = 5", False),
        ("def f(x):\n    y = x\n    return ...", False),
        ("def f(x):\n    return 5", False),
        ("class A: ...", False),
        ("def f(:", False),
        ("", False),
    ],
)
def test_what_is_only_a_stub(source: str, stub: bool) -> None:
    """An answer that is `...`, and imports; a learner's own note is work."""
    assert is_stub(source) is stub


def test_a_copy_beside_gets_no_second_one_beside_it(work: Path, file: Path) -> None:
    """`restored` stands once in a name, with a number."""
    edit(work / LESSON, "older")
    save(work, file)
    for words in ("newer", "newest"):
        write(work / LESSON, read(work / LESSON) | {"cells": [cell(words)]})
        restore(work, file)
        write(work / BESIDE, read(work / BESIDE) | {"cells": [cell(f"{words} beside")]})
    assert {"01_first.restored-2.ipynb", BESIDE, LESSON} <= set(visible(work))


def test_progress_is_added_and_nothing_doubled(work: Path, file: Path) -> None:
    """Two attempts in one second are two; what is here already is not added."""
    for _ in range(2):
        note(work, "first-task", Event.ATTEMPT, mistake="a-mistake")
    note(work, "first-task", Event.HINT, 1, hint=1)
    before = noted(work)
    save(work, file)
    start(fresh(work))
    note(work, "first-task", Event.ATTEMPT, mistake="a-mistake")
    note(work, "second-task", Event.CORRECT, 2)
    newer = noted(work)[-1:]
    assert "Progress: 2 lines added." in restore(work, file)
    assert noted(work) == [*before, *newer]


def test_attempts_are_counted_in_the_order_of_their_times() -> None:
    """Restored lines stand below newer ones."""
    lines = [
        json.dumps({"time": f"2027-01-04T09:00:0{second}Z", "exercise": "two-ports", "event": event})
        for second, event in ((5, "correct"), (6, "attempt"), (1, "attempt"), (2, "attempt"))
    ]
    [standing] = summarise(lines, {"two-ports": VALUE}).standings
    assert standing.attempts == 3


def test_a_lesson_that_nobody_may_write_stays(work: Path, file: Path) -> None:
    """A write-protected notebook and a link are somebody's doing; the answers are beside them."""
    answer(work / LESSON)
    answer(work / "02_second.ipynb")
    save(work, file)
    start(fresh(work))
    (work / LESSON).chmod(0o444)
    (work / "02_second.ipynb").rename(work.parent / "elsewhere.ipynb")
    (work / "02_second.ipynb").symlink_to(work.parent / "elsewhere.ipynb")
    restore(work, file)
    for name, exercise in (("01_first", "first-task"), ("02_second", "second-task")):
        assert answers(work / f"{name}.ipynb") == {exercise: "def answer():\n    return ..."}
        assert answers(work / f"{name}.restored.ipynb") == {exercise: ANSWER}


def test_a_lesson_that_is_no_notebook_stays(work: Path, file: Path) -> None:
    """It may be half of somebody's work."""
    answer(work / LESSON)
    save(work, file)
    (work / LESSON).write_text("{")
    restore(work, file)
    assert (work / LESSON).read_text() == "{"
    assert answers(work / BESIDE) == {"first-task": ANSWER}


def test_a_folder_that_leads_elsewhere_is_not_followed(work: Path, file: Path) -> None:
    """Nothing is written outside the workspace."""
    (work / "notes").mkdir()
    (work / "notes" / "mine.ipynb").write_bytes(notebook(cell("saved")))
    save(work, file)
    start(fresh(work))
    (work.parent / "outside").mkdir()
    (work / "notes").symlink_to(work.parent / "outside")
    with pytest.raises(WorkspaceError, match="leads out of the workspace"):
        restore(work, file)
    assert list((work.parent / "outside").iterdir()) == []


def test_a_notebook_that_is_saved_meanwhile_is_not_replaced(
    work: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence; what was saved meanwhile is in its place."""
    answer(work / LESSON)
    save(work, file)
    start(fresh(work))
    monkeypatch.setattr("course.classroom.restoring.wait_for", lambda _: None)

    def merge_slowly(*arguments: object) -> object:
        edit(work / LESSON, "meanwhile")
        return merge(*arguments)  # type: ignore[arg-type]

    from course.classroom.merging import merge

    monkeypatch.setattr("course.classroom.restoring.merge", merge_slowly)
    with pytest.raises(WorkspaceError, match="saved by another program just now: restore again"):
        restore(work, file)
    assert "meanwhile" in (work / LESSON).read_text()


def test_the_command_restores_here(
    work: Path, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It makes the workspace, and says so."""
    answer(work / LESSON)
    save(work, file)
    shutil.rmtree(work)
    monkeypatch.chdir(work.parent)
    assert main(["restore", str(file)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("The lessons are in work now (2).\n1 answer is back: first-task.\n")
    assert answers(work / LESSON) == {"first-task": ANSWER}
