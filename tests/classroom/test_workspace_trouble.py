"""Where the workspace can't be written, one sentence says so, and nothing is lost."""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course.classroom import atomic
from course.classroom.trouble import WorkspaceError
from course.classroom.workspace import start
from tests.classroom.school import School, edit, everything, is_somewhere, lesson, visible

FIRST = "00_first.ipynb"
NOBODY = 65534


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in folder.rglob("*"):
            path.chmod(0o755)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Permissions mean nothing to root, so become somebody else meanwhile."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_school(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """A school whose lessons every user may read."""
    made = School(open_folder / "shipped")
    monkeypatch.setattr("course.__file__", str(made.root / "course" / "__init__.py"))
    made.ship(_00_first=lesson("one"), extra__drill=lesson("one"))
    return made


def refusal(folder: Path) -> str:
    """The sentence with which a start gives up."""
    with pytest.raises(WorkspaceError) as caught:
        start(folder)
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


@pytest.mark.usefixtures("open_school")
def test_a_folder_without_permission_is_named(open_folder: Path) -> None:
    """Together with what can be done."""
    shut = open_folder / "shut"
    shut.mkdir(mode=0o555)
    with without_privileges():
        assert refusal(shut / "work") == (
            f"You may not write to {shut / 'work'}: name a folder of your own, or change its permissions."
        )


@pytest.mark.usefixtures("open_school")
def test_a_folder_that_can_not_be_entered_is_named(open_folder: Path) -> None:
    """Not even looking is allowed there."""
    shut = open_folder / "shut"
    shut.mkdir(mode=0o755)
    shut.chmod(0o000)
    with without_privileges():
        assert refusal(shut / "work").startswith(f"You may not write to {shut / 'work'}")


@pytest.mark.usefixtures("open_school")
def test_a_workspace_that_is_up_to_date_needs_no_permission(open_folder: Path) -> None:
    """A class can share one on a disk that only the instructor writes."""
    work = open_folder / "work"
    start(work)
    for path in (work, *work.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with without_privileges():
        assert start(work).added == []


def test_a_lesson_that_can_not_be_read_counts_as_edited(open_school: School, open_folder: Path) -> None:
    """Nobody knows what is in it."""
    work = open_folder / "work"
    start(work)
    open_school.ship(_00_first=lesson("two"))
    for path in (work, *work.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    (work / FIRST).chmod(0o000)
    with without_privileges():
        assert start(work).beside == [(FIRST, "00_first.new.ipynb")]


@pytest.mark.usefixtures("school")
def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    """The sentence names the file itself, not what was wanted below it."""
    (tmp_path / "work").touch()
    wanted = f"{tmp_path / 'work'} is not a folder, and one is needed there: name another folder."
    assert refusal(tmp_path / "work") == wanted
    assert refusal(tmp_path / "work" / "deeper") == wanted


def test_a_link_to_nowhere_in_place_of_the_folder_is_named(school: School, tmp_path: Path) -> None:
    """Making the folder would make it somewhere unexpected."""
    school.ship(_00_first=lesson("one"))
    (tmp_path / "work").symlink_to(tmp_path / "gone")
    assert refusal(tmp_path / "work").startswith(f"{tmp_path / 'work'} is not a folder")


def test_a_link_to_a_folder_is_a_fine_workspace(school: School, tmp_path: Path) -> None:
    """A learner's disk may be anywhere."""
    school.ship(_00_first=lesson("one"))
    (tmp_path / "disk").mkdir()
    (tmp_path / "work").symlink_to(tmp_path / "disk")
    assert start(tmp_path / "work").added == [FIRST]


@pytest.mark.usefixtures("open_school")
def test_a_file_in_place_of_the_drills_folder_is_named(tmp_path: Path) -> None:
    """A learner's own file called extra stays."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "extra").write_text("mine")
    assert refusal(tmp_path / "work").startswith(f"{tmp_path / 'work' / 'extra'} is not a folder")
    assert (tmp_path / "work" / "extra").read_text() == "mine"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "There is no space left on the disk for {}: make room, then do it again."),
        (errno.EROFS, "is on a disk that can only be read: name a folder somewhere else."),
        (errno.EIO, "The workspace {} can't be used: Input/output error ({})."),
    ],
)
def test_what_a_disk_says_is_said_in_one_sentence(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    """Full, read-only, broken."""
    school.ship(_00_first=lesson("one"))

    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", refuse)
    work = tmp_path / "work"
    assert said.replace("{}", str(work)) in refusal(work)


@pytest.mark.parametrize("writes", range(6))
def test_a_disk_that_fills_at_any_write_loses_nothing(school: School, tmp_path: Path, writes: int) -> None:
    """Whichever write fails, half of it done, the edits stay, and with more room the next start completes."""
    work = tmp_path / "work"
    school.ship(_00_first=lesson("one"), _01_second=lesson("one"))
    start(work)
    edit(work / FIRST, "my words")
    school.ship(_00_first=lesson("two"), _01_second=lesson("two"), _02_third=lesson("two"))
    with pytest.MonkeyPatch.context() as disk:
        disk.setattr(os, "write", disk_with_room_for(writes))
        if writes < 5:
            assert "no space left" in refusal(work)
        else:
            start(work)
    assert is_somewhere("my words", work)
    assert list((work / ".course" / "tmp").iterdir()) == []
    start(work)
    names = ["00_first.ipynb", "00_first.new.ipynb", "01_second.ipynb", "02_third.ipynb"]
    assert sorted(visible(work)) == names
    assert [b"two" in (work / name).read_bytes() for name in names] == [False, True, True, True]


def disk_with_room_for(writes: int) -> Callable[[int, memoryview], int]:
    """An `os.write` that does half of the write after these, and none after that."""
    real, left = os.write, writes

    def write(descriptor: int, data: memoryview) -> int:
        nonlocal left
        left -= 1
        if left < -1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, data if left >= 0 else data[: len(data) // 2])

    return write


def test_a_limit_of_the_system_in_the_middle_of_a_file_leaves_no_half_lesson(
    school: School, tmp_path: Path
) -> None:
    """The kernel itself cuts a write short here."""
    school.ship(_00_first=lesson("one" * 20_000))
    work = tmp_path / "work"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        said = refusal(work)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, previous)
    assert said.startswith(f"The workspace {work} can't be used: File too large")
    assert visible(work) == {}
    assert start(work).added == [FIRST]


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_disk_without_hard_links_will_do(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """USB sticks have none; lessons are added, refreshed and kept there as well."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    school.ship(_00_first=lesson("one"))
    start(tmp_path / "work")
    school.ship(_00_first=lesson("two"))
    start(tmp_path / "work")
    assert (tmp_path / "work" / FIRST).read_bytes() == lesson("two")
    with pytest.raises(FileExistsError):
        atomic.add(tmp_path / "work" / FIRST, b"", tmp_path)
    assert (tmp_path / "work" / FIRST).read_bytes() == lesson("two")


def test_without_hard_links_a_move_that_fails_leaves_no_empty_lesson(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name that was taken for it is given back."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="cross-device"):
        atomic.add(tmp_path / FIRST, b"data", tmp_path)
    assert everything(tmp_path) == {}


def test_a_disk_that_can_not_link_for_another_reason_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a missing feature is worked around."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(OSError, match="Input/output"):
        atomic.add(tmp_path / FIRST, b"data", tmp_path)


def test_an_exchange_that_fails_puts_the_old_file_back(tmp_path: Path) -> None:
    """Whatever goes wrong between moving aside and putting in place."""
    (tmp_path / FIRST).write_text("mine")

    def refuse(_: Path) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        atomic.exchange(tmp_path / FIRST, b"new", tmp_path, tmp_path / "aside", refuse)
    assert everything(tmp_path) == {FIRST: b"mine"}


def test_an_exchange_without_anything_there_leaves_nothing(tmp_path: Path) -> None:
    """The name that was taken for the old file is given back."""
    with pytest.raises(FileNotFoundError):
        atomic.exchange(tmp_path / FIRST, b"new", tmp_path, tmp_path / "aside", lambda _: True)
    assert everything(tmp_path) == {}


def test_a_file_made_during_an_exchange_stays_and_the_old_one_is_aside(tmp_path: Path) -> None:
    """Two versions of two people, and neither is lost."""
    (tmp_path / FIRST).write_text("mine")

    def somebody_saves(_: Path) -> bool:
        (tmp_path / FIRST).write_text("somebody's")
        return True

    with pytest.raises(FileExistsError):
        atomic.exchange(tmp_path / FIRST, b"new", tmp_path, tmp_path / "aside", somebody_saves)
    assert everything(tmp_path) == {FIRST: b"somebody's", "aside": b"mine"}


def test_a_disk_without_locks_will_do(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then what other processes may be writing is left alone."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    school.ship(_00_first=lesson("one"))
    scratch = tmp_path / "work" / ".course" / "tmp"
    scratch.mkdir(parents=True)
    (scratch / "0123").touch()
    assert start(tmp_path / "work").added == [FIRST]
    assert (scratch / "0123").exists()


@pytest.mark.parametrize(
    ("before", "after"), [("", "new\n"), ("old\n", "old\nnew\n"), ("cut sho", "cut sho\nnew\n")]
)
def test_a_line_that_was_cut_short_spoils_no_other(tmp_path: Path, before: str, after: str) -> None:
    """What comes after it stands on a line of its own."""
    (tmp_path / "lines").write_text(before)
    atomic.append_lines(tmp_path / "lines", ["new"])
    assert (tmp_path / "lines").read_text() == after
