"""The learner's folder is kept up to date, and nothing of the learner's is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from course.classroom import workspace
from course.classroom.folder import Workspace, workspace_here
from course.classroom.plan import plan
from course.classroom.shipped import lessons
from course.classroom.trouble import WorkspaceError
from course.classroom.workspace import start
from tests.classroom.school import (
    School,
    cell,
    edit,
    everything,
    is_somewhere,
    kept,
    lesson,
    notebook,
    read,
    run,
    visible,
    write,
)

FIRST = "00_first.ipynb"


@pytest.fixture
def work(school: School, tmp_path: Path) -> Path:
    """A workspace with two lessons and a drill, just started."""
    school.ship(_00_first=lesson("one"), _01_second=lesson("one"), extra__drill=lesson("one"))
    folder = tmp_path / "work"
    start(folder)
    return folder


def test_a_first_start_brings_every_lesson_to_the_letter(work: Path, school: School) -> None:
    """Lessons and drills arrive byte by byte as shipped."""
    assert visible(work) == {
        "00_first.ipynb": (school.folder / "00_first.ipynb").read_bytes(),
        "01_second.ipynb": (school.folder / "01_second.ipynb").read_bytes(),
        "extra/drill.ipynb": (school.folder / "extra/drill.ipynb").read_bytes(),
    }


def test_a_first_start_says_where_the_lessons_are(school: School, tmp_path: Path) -> None:
    """One line, not a list of fourteen names."""
    school.ship(_00_first=lesson("one"))
    assert str(start(tmp_path / "w")) == f"The lessons are in {tmp_path / 'w'} now (1)."


def test_many_names_become_a_number(school: School, tmp_path: Path) -> None:
    """A new edition of the course refreshes fourteen lessons."""
    names = [f"_{number:02}_lesson" for number in range(6)]
    for text in ("one", "two"):
        school.ship(**{name: lesson(text) for name in names})
        report = start(tmp_path / "work")
    assert str(report) == "Refreshed, as you had not changed them: 6 lessons."


def test_a_second_start_writes_nothing(work: Path) -> None:
    """Contents and times of all files and folders stay."""
    before = {path: path.stat().st_mtime_ns for path in (work, *work.rglob("*"))}
    assert str(start(work)) == f"The lessons in {work} are up to date (3)."
    assert {path: path.stat().st_mtime_ns for path in (work, *work.rglob("*"))} == before


def test_new_lessons_arrive_with_the_permissions_of_a_new_file(work: Path) -> None:
    """Not with those of a temporary file, which others could not read."""
    (work / "plain").touch()
    assert (work / FIRST).stat().st_mode == (work / "plain").stat().st_mode


def test_a_new_lesson_is_added(work: Path, school: School) -> None:
    """What a newer version of the course has more, the next start brings."""
    school.ship(_02_third=lesson("one"))
    assert start(work).added == ["02_third.ipynb"]


def test_a_deleted_lesson_comes_back(work: Path) -> None:
    """Deleting is a way to start anew."""
    (work / FIRST).unlink()
    report = start(work)
    assert report.added == [FIRST]
    assert str(report) == f"Added to {work}: {FIRST}."


def test_an_untouched_lesson_is_refreshed_and_kept(work: Path, school: School) -> None:
    """The newer version replaces it, and what was replaced is kept all the same."""
    old = (work / FIRST).read_bytes()
    school.ship(_00_first=lesson("two"))
    report = start(work)
    assert str(report) == f"Refreshed, as you had not changed them: {FIRST}."
    assert (work / FIRST).read_bytes() == lesson("two")
    assert [path.read_bytes() for path in kept(work)] == [old]


def test_a_lesson_that_was_only_run_is_untouched(work: Path, school: School) -> None:
    """Outputs, counts and metadata are not a learner's words; the outputs are kept."""
    run(work / FIRST, output="seen by me")
    school.ship(_00_first=lesson("two"))
    assert start(work).refreshed == [FIRST]
    assert "seen by me" in kept(work)[0].read_text()


def test_a_run_lesson_stays_as_it_is_without_a_newer_version(work: Path) -> None:
    """Running changes the bytes, which is no reason to write."""
    run(work / FIRST)
    before = everything(work)
    start(work)
    assert everything(work) == before


def test_an_untouched_lesson_follows_an_older_course(work: Path, school: School) -> None:
    """Whoever goes back to an older version of the course gets its lessons."""
    school.ship(_00_first=lesson("two"))
    start(work)
    school.ship(_00_first=lesson("one"))
    assert start(work).refreshed == [FIRST]


def test_an_edited_lesson_stays_and_the_new_version_is_put_beside_it(work: Path, school: School) -> None:
    """Nothing of an edited file changes; the new version is named."""
    edit(work / FIRST, "my words")
    mine = (work / FIRST).read_bytes()
    school.ship(_00_first=lesson("two"))
    report = start(work)
    assert (work / FIRST).read_bytes() == mine
    assert (work / "00_first.new.ipynb").read_bytes() == lesson("two")
    assert str(report) == (
        f"You have changed {FIRST}, so it stays as it is. The new version is beside it: 00_first.new.ipynb."
    )


def test_an_edited_lesson_without_a_newer_version_is_left_alone(work: Path) -> None:
    """The learner is not offered what they began with."""
    edit(work / FIRST, "my words")
    before = everything(work)
    assert str(start(work)) == (
        f"The lessons in {work} are up to date (3). You have changed {FIRST}, so it stays as it is."
    )
    assert everything(work) == before


def test_several_edited_lessons_are_named_together(work: Path) -> None:
    """And nothing sounds as if they had been replaced."""
    for path in work.glob("*.ipynb"):
        edit(path, "my words")
    names = ", ".join(sorted(path.name for path in work.glob("*.ipynb")))
    assert str(start(work)).endswith(f"You have changed {names}, so they stay as they are.")


@pytest.mark.parametrize(
    "change",
    ["add", "remove", "reorder", "retype", "whitespace"],
)
def test_every_change_of_sources_counts_as_an_edit(work: Path, school: School, change: str) -> None:
    """Added, removed, moved and retyped cells and a single blank are a learner's doing."""
    content = read(work / FIRST)
    cells = content["cells"]
    match change:
        case "add":
            cells.append(cell(""))
        case "remove":
            del cells[0]
        case "reorder":
            cells.reverse()
        case "retype":
            cells[0]["cell_type"] = "raw"
        case "whitespace":
            cells[1]["source"] = "import sys "
    write(work / FIRST, content)
    school.ship(_00_first=lesson("two"))
    assert start(work).beside == [(FIRST, "00_first.new.ipynb")]


def test_a_new_version_is_put_beside_once(work: Path, school: School) -> None:
    """Who deletes the new version does not get it again at every start."""
    edit(work / FIRST, "my words")
    school.ship(_00_first=lesson("two"))
    start(work)
    (work / "00_first.new.ipynb").unlink()
    assert start(work).beside == []


def test_an_untouched_new_version_gives_way_to_the_next(work: Path, school: School) -> None:
    """There is one new version beside a lesson, not one for every release."""
    edit(work / FIRST, "my words")
    for text in ("two", "three"):
        school.ship(_00_first=lesson(text))
        assert start(work).beside == [(FIRST, "00_first.new.ipynb")]
    assert (work / "00_first.new.ipynb").read_bytes() == lesson("three")


def test_an_edited_new_version_stays_too(work: Path, school: School) -> None:
    """The next version then takes the next name."""
    edit(work / FIRST, "my words")
    school.ship(_00_first=lesson("two"))
    start(work)
    edit(work / "00_first.new.ipynb", "my other words")
    school.ship(_00_first=lesson("three"))
    assert start(work).beside == [(FIRST, "00_first.new-2.ipynb")]
    assert is_somewhere("my other words", work)


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[1]",
        b"\xff\xfe\x00",
        b'{"cells": 1}',
        b'{"cells": [{"source": 3}]}',
        b'{"cells": [3]}',
        b"[" * 100_000,
    ],
    ids=["torn", "list", "binary", "no cells", "no source", "a number", "nested"],
)
def test_what_is_not_a_notebook_counts_as_edited(work: Path, school: School, data: bytes) -> None:
    """A broken file may be a learner's only copy of something."""
    (work / FIRST).write_bytes(data)
    school.ship(_00_first=lesson("two"))
    assert start(work).beside == [(FIRST, "00_first.new.ipynb")]
    assert (work / FIRST).read_bytes() == data


def test_an_empty_file_counts_as_no_lesson(work: Path) -> None:
    """It holds nobody's work, and a full disk or a killed start can leave one."""
    (work / FIRST).write_bytes(b"")
    assert start(work).refreshed == [FIRST]
    assert (work / FIRST).read_bytes() == lesson("one")


def test_a_folder_where_a_lesson_should_be_stays(work: Path) -> None:
    """Whatever it is for, the course does not touch it, and puts the lesson beside it at the next version."""
    (work / FIRST).unlink()
    (work / FIRST).mkdir()
    start(work)
    assert (work / FIRST).is_dir()


def test_a_link_is_never_replaced(work: Path, school: School, tmp_path: Path) -> None:
    """A learner who keeps a lesson in another folder finds it there unchanged."""
    elsewhere = tmp_path / "mine.ipynb"
    (work / FIRST).rename(elsewhere)
    (work / FIRST).symlink_to(elsewhere)
    school.ship(_00_first=lesson("two"))
    assert start(work).beside == [(FIRST, "00_first.new.ipynb")]
    assert (work / FIRST).is_symlink()
    assert elsewhere.read_bytes() == lesson("one")


def test_a_link_to_nowhere_is_left_alone(work: Path, school: School, tmp_path: Path) -> None:
    """Its target may come back: a disk that is not mounted today."""
    (work / FIRST).unlink()
    (work / FIRST).symlink_to(tmp_path / "gone.ipynb")
    school.ship(_00_first=lesson("two"))
    assert start(work).beside == [(FIRST, "00_first.new.ipynb")]
    assert (work / FIRST).is_symlink()


def test_a_write_protected_lesson_is_left_alone(work: Path, school: School) -> None:
    """Somebody protected it on purpose."""
    (work / FIRST).chmod(0o444)
    school.ship(_00_first=lesson("two"))
    assert start(work).beside == [(FIRST, "00_first.new.ipynb")]
    assert (work / FIRST).read_bytes() == lesson("one")


def test_lessons_shipped_write_protected_arrive_writable(school: School, tmp_path: Path) -> None:
    """Some systems install everything read-only."""
    school.ship(_00_first=lesson("one"))
    (school.folder / FIRST).chmod(0o444)
    start(tmp_path / "work")
    assert (tmp_path / "work" / FIRST).stat().st_mode & 0o200


def test_missing_marks_come_back(work: Path) -> None:
    """The checks need the course's metadata; a copy that lost it is refreshed though its sources are the same."""
    content = read(work / FIRST)
    content["cells"][1]["metadata"] = {"course": {"exercise": "other"}}
    write(work / FIRST, content)
    assert start(work).refreshed == [FIRST]


def test_a_learners_own_tags_are_no_reason_to_refresh(school: School, tmp_path: Path) -> None:
    """Tags that the lesson has must be there; more may be."""
    tagged = cell("1/0")
    tagged["metadata"]["tags"] = ["raises-exception"]
    school.ship(_00_first=notebook(tagged))
    work = tmp_path / "work"
    start(work)
    content = read(work / FIRST)
    content["cells"][0]["metadata"]["tags"].append("mine")
    write(work / FIRST, content)
    assert start(work).refreshed == []
    content["cells"][0]["metadata"]["tags"] = ["mine"]
    write(work / FIRST, content)
    assert start(work).refreshed == [FIRST]


def test_unknown_files_are_never_touched(work: Path, school: School) -> None:
    """Notes, data and notebooks of the learner's own are none of the course's business."""
    (work / "notes.txt").write_text("mine")
    (work / "own.ipynb").write_bytes(lesson("mine"))
    school.ship(_00_first=lesson("two"))
    start(work)
    assert (work / "notes.txt").read_text() == "mine"
    assert (work / "own.ipynb").read_bytes() == lesson("mine")


def test_lessons_that_were_copied_by_hand_become_known(school: School, tmp_path: Path) -> None:
    """A folder made with cp is a workspace from its first start on."""
    school.ship(_00_first=lesson("one"))
    work = tmp_path / "work"
    work.mkdir()
    (work / FIRST).write_bytes(lesson("one"))
    assert start(work).added == []
    school.ship(_00_first=lesson("two"))
    assert start(work).refreshed == [FIRST]


def test_without_its_ledger_nothing_is_lost(work: Path, school: School) -> None:
    """What is not known to be the course's counts as the learner's."""
    (work / ".course" / "shipped.jsonl").unlink()
    school.ship(_00_first=lesson("two"))
    assert start(work).beside == [(FIRST, "00_first.new.ipynb")]


def test_a_line_that_was_cut_short_is_skipped(work: Path, school: School) -> None:
    """And the next line is not glued to it."""
    ledger = work / ".course" / "shipped.jsonl"
    with ledger.open("a") as file:
        file.write('["not an entry"]\n{"lesson": "00_fi')
    for text in ("two", "three"):
        school.ship(_00_first=lesson(text))
        assert start(work).refreshed == [FIRST]
    assert sum(json.loads(line)["event"] == "placed" for line in ledger.read_text().splitlines()[-1:]) == 1


def test_what_killed_processes_left_is_cleared(work: Path) -> None:
    """Even where nothing else is to do."""
    (work / ".course" / "tmp" / "0123abcd").write_text("half a les")
    start(work)
    assert list((work / ".course" / "tmp").iterdir()) == []


def set_aside(work: Path, name: str, text: str) -> None:
    """As a process leaves a file that was killed while replacing it."""
    (work / ".course" / "aside" / name).write_text(text)


def test_a_lesson_that_a_killed_process_had_set_aside_comes_back(work: Path) -> None:
    """Instead of a fresh one."""
    (work / FIRST).unlink()
    (work / "extra" / "drill.ipynb").unlink()
    set_aside(work, FIRST, "mine")
    set_aside(work, "extra%2Fdrill.ipynb", "mine too")
    start(work)
    assert (work / FIRST).read_text() == "mine"
    assert (work / "extra" / "drill.ipynb").read_text() == "mine too"


def test_a_lesson_set_aside_whose_place_is_taken_is_kept(work: Path) -> None:
    """So is one whose folder is gone."""
    (work / "extra" / "drill.ipynb").unlink()
    (work / "extra").rmdir()
    set_aside(work, FIRST, "mine")
    set_aside(work, "extra%2Fdrill.ipynb", "mine too")
    start(work)
    assert (work / FIRST).read_bytes() == lesson("one")
    assert {path.name.partition("-")[0]: path.read_text() for path in kept(work)} == {
        "00_first": "mine",
        "drill": "mine too",
    }


def test_a_name_that_was_only_taken_is_given_back(work: Path) -> None:
    """An empty file set aside is nobody's work."""
    set_aside(work, FIRST, "")
    start(work)
    assert list((work / ".course" / "aside").iterdir()) == []
    assert kept(work) == []


def test_two_replacements_in_one_second_are_both_kept(work: Path, school: School) -> None:
    """Kept copies never replace one another."""
    for text in ("two", "three", "four"):
        school.ship(_00_first=lesson(text))
        start(work)
    assert {path.read_bytes() for path in kept(work)} == {lesson("one"), lesson("two"), lesson("three")}


def test_an_edit_that_is_saved_at_the_last_moment_is_put_back(
    work: Path, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JupyterLab saves by itself; a save between judging and replacing must win."""
    school.ship(_00_first=lesson("two"))
    steps = plan(work, lessons(), Workspace(work).ledger())
    edit(work / FIRST, "saved just now")
    monkeypatch.setattr(workspace, "plan", lambda *_: steps)
    assert start(work).refreshed == []
    monkeypatch.undo()
    assert "saved just now" in (work / FIRST).read_text()
    assert kept(work) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_lesson_that_appears_or_goes_at_the_last_moment_is_left_to_the_next_start(
    work: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Somebody was faster; what they did stands."""
    if not there:
        (work / FIRST).write_bytes(b"")
    else:
        (work / FIRST).unlink()
    steps = plan(work, lessons(), Workspace(work).ledger())
    if there:
        (work / FIRST).write_bytes(b"somebody's")
    else:
        (work / FIRST).unlink()
    monkeypatch.setattr(workspace, "plan", lambda *_: steps)
    report = start(work)
    assert (report.added, report.refreshed) == ([], [])
    assert (work / FIRST).exists() is there


def test_a_lesson_that_goes_while_it_is_looked_at_is_missing_not_edited(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else two starts at once, on a disk without locks, would offer a new version of an untouched lesson."""
    (work / FIRST).unlink()
    monkeypatch.setattr(Path, "exists", lambda _: True)
    steps = plan(work, lessons(), Workspace(work).ledger())
    assert [(step.action, step.target.name) for step in steps] == [("add", FIRST)]


def test_the_workspace_around_the_current_folder_is_found(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From its subfolders too."""
    monkeypatch.chdir(work / "extra")
    assert workspace_here() == work


def test_outside_a_workspace_it_is_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a clone of the project."""
    monkeypatch.chdir(tmp_path)
    assert workspace_here() == Path("work")


def test_the_shipped_lessons_are_no_workspace(school: School) -> None:
    """An author who forgets the folder must not work in the originals."""
    school.ship(_00_first=lesson("one"))
    with pytest.raises(WorkspaceError, match="lessons as shipped"):
        start(school.folder)
    assert [path.name for path in school.folder.iterdir()] == [FIRST]
