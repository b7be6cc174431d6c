"""Whose work lies in a folder, and what of it can be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from course.classroom.report.sources import ENOUGH_TO_TELL, collect
from course.classroom.trouble import CannotDo
from tests.classroom.report.classes import line, progress_file, saved, workspace

ONE = line("two-ports", "correct")


def test_files_and_workspaces_are_found_at_any_depth(tmp_path: Path) -> None:
    """Each is one learner; what else lies about is passed over."""
    saved(tmp_path / "anna.json", ONE)
    workspace(tmp_path / "b" / "ben" / "work", ONE, line("two-ports", "attempt", 1))
    progress_file(tmp_path / "chris" / "progress.jsonl", ONE)
    workspace(tmp_path / "dora")
    (tmp_path / "notes.txt").write_text("nothing")
    found = collect(tmp_path)
    assert sorted(found.names) == [
        "anna",
        "ben",
        "chris",
        "dora",
    ]
    assert [len(source.lines) for source in sorted(found.sources, key=lambda one: one.name)] == [1, 2, 1, 0]
    assert found.troubles == ()


def test_a_saved_file_may_have_any_name(tmp_path: Path) -> None:
    """What it is stands in its first line."""
    for name in ("anna", "ben.txt", "CARL.JSON"):
        saved(tmp_path / name, ONE)
    (tmp_path / "dora.txt").write_text("I have forgotten to save.")
    assert collect(tmp_path).names == ["CARL", "anna", "ben.txt"]


def test_a_folder_can_be_one_workspace(tmp_path: Path) -> None:
    """Its learner is called as the folder is."""
    found = collect(workspace(tmp_path / "anna", ONE))
    assert found.names == ["anna"]


def test_what_else_is_in_a_workspace_is_no_other_learner(tmp_path: Path) -> None:
    """A file that a learner saved or brought back."""
    folder = workspace(tmp_path / "anna", ONE)
    saved(folder / "friend.json", line("two-ports", "attempt", 3))
    assert len(collect(tmp_path).sources) == 1


def test_older_copies_of_a_learners_work_do_not_count(tmp_path: Path) -> None:
    """Monday's file and Tuesday's are one learner."""
    lines = [line("two-ports", "attempt", minute) for minute in range(ENOUGH_TO_TELL + 2)]
    saved(tmp_path / "anna" / "pinning-work-2027-01-04.json", *lines[:-2])
    saved(tmp_path / "anna" / "pinning-work-2027-01-05.json", *lines)
    found = collect(tmp_path)
    assert [len(source.lines) for source in found.sources] == [len(lines)]
    assert [(old.path.name, new.path.name) for old, new in found.copies] == [
        ("pinning-work-2027-01-04.json", "pinning-work-2027-01-05.json")
    ]
    assert found.names == ["anna"]


def test_two_learners_may_do_the_same_in_the_same_second(tmp_path: Path) -> None:
    """In the first minutes of a class that happens."""
    assert ENOUGH_TO_TELL == 5
    lines = [line("two-ports", "attempt", minute) for minute in range(4)]
    saved(tmp_path / "anna.json", *lines)
    saved(tmp_path / "ben.json", *lines, line("two-ports", "correct", 9))
    assert collect(tmp_path).names == ["anna", "ben"]


def test_lines_are_in_order_of_time(tmp_path: Path) -> None:
    """Restored ones stand at the end of a file, however old they are."""
    workspace(tmp_path / "anna", line("two-ports", "correct", 5), line("two-ports", "attempt", 1))
    [source] = collect(tmp_path).sources
    assert [each["event"] for each in source.lines] == ["attempt", "correct"]


def test_two_of_one_name_are_called_by_their_paths(tmp_path: Path) -> None:
    """Two groups, and an Anna in each."""
    for group in ("a", "b"):
        workspace(tmp_path / group / "anna", line("two-ports", "attempt", ord(group)))
    assert collect(tmp_path).names == ["a/anna", "b/anna"]


def test_damaged_files_are_named_and_do_not_stop_the_rest(tmp_path: Path) -> None:
    """Each in a sentence."""
    saved(tmp_path / "a.json", ONE)
    (tmp_path / "b.json").write_bytes(saved(tmp_path / "b.json", ONE).read_bytes()[:-30])
    (tmp_path / "c.json").write_text('{"name": "grades"}')
    (tmp_path / "d.jsonl").write_bytes(b"\xff\x00\n\n5\n")
    torn = progress_file(tmp_path / "e.jsonl", ONE, line("two-ports", "attempt", 1))
    torn.write_text(torn.read_text()[:-20])
    (tmp_path / "f.zip").write_bytes(b"PK")
    workspace(tmp_path / "g")
    (tmp_path / "g" / ".course" / "progress.jsonl").mkdir()
    found = collect(tmp_path)
    assert found.names == ["a", "e"]
    assert [len(source.lines) for source in found.sources] == [1, 1]
    assert sorted(found.troubles) == [
        "b.json is damaged, or not one of `course save`: it can't be read.",
        "c.json is not one of `course save`.",
        "d.jsonl is damaged: none of its 2 lines is a line of progress.",
        "e.jsonl is damaged: 1 of its 2 lines can't be read.",
        "f.zip is packed: unpack it, then ask again.",
        "g can't be read: Is a directory.",
    ]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """It is nobody's progress."""
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.truncate(9_000_000)
    assert collect(tmp_path).troubles == ("a.jsonl is larger than 8 MB, so it is no learner's progress.",)


def test_pipes_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    """Reading a pipe would never end."""
    os.mkfifo(tmp_path / "a.json")
    saved(tmp_path / ".b.json", ONE)
    saved(tmp_path / ".old" / "c.json", ONE)
    saved(tmp_path / "d.json", ONE)
    assert collect(tmp_path).names == ["d"]


def test_a_terminal_gets_no_control_characters(tmp_path: Path) -> None:
    """A file's name may hold any."""
    saved(tmp_path / "a\x1b[2J\nb.json", ONE)
    assert collect(tmp_path).names == ["a?[2J?b"]


def test_a_locked_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the others are read."""
    (tmp_path / "locked").mkdir()
    saved(tmp_path / "a.json", ONE)
    scan = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = collect(tmp_path)
    assert found.names == ["a"]
    assert found.troubles == (f"{tmp_path / 'locked'} can't be read: Permission denied.",)


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    """With what was looked for; a file is no folder."""
    with pytest.raises(CannotDo, match=r"no learner's progress in .*no file of `course save`"):
        collect(tmp_path)
    with pytest.raises(CannotDo, match="is not a folder"):
        collect(tmp_path / "nowhere")
