"""Bring saved work into a workspace: what fits into its place, the rest beside it, nothing overwritten."""

from __future__ import annotations

import itertools
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from course.classroom import atomic, workspace
from course.classroom.being_saved import wait_for
from course.classroom.folder import Workspace
from course.classroom.merging import Merged, merge
from course.classroom.progress import FILE
from course.classroom.progress_lines import events, missing
from course.classroom.saved_notebook import notebook_from
from course.classroom.shipped import (
    Lesson,
    NotANotebook,
    Notebook,
    digest_of,
    lessons,
    read_notebook,
    write_notebook,
)
from course.classroom.solutions_lock import lock_in, put_lock
from course.classroom.trouble import CannotDo, WorkspaceError, explained
from course.classroom.work_file import MOST_BYTES, NotWork, SavedNotebook, Work, read_work
from course.classroom.workspace import MOST_NAMES

REOPEN = (
    "A lesson that is open in JupyterLab shows the old text until you choose File > Reload Notebook from Disk. "
    "Run > Run All Cells makes its outputs again."
)


@dataclass
class Restored:
    """What a restore did, for people.

    Attributes:
      folder: the workspace.
      started: what the start before it did.
      merged: where the answers went.
      beside: saved notebook by name, and the file that it is in now.
      written: names of notebooks that are new or changed.
      kept: whether something was replaced and is kept.
      lines: how many lines of progress came back.
      locked: whether solutions are locked here now, as they were where the work was saved.
    """

    folder: Path
    started: workspace.Report
    merged: Merged = field(default_factory=Merged)
    beside: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    kept: bool = False
    lines: int = 0
    locked: bool = False

    def __str__(self) -> str:
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        merged, started = self.merged, self.started
        if started.added or started.refreshed or started.beside:
            yield str(started)
        if not (self.written or self.lines):
            yield "Everything in the file is here already: nothing was changed."
        if merged.back:
            yield _answers(merged.back, "back")
        if merged.whole:
            yield f"As you saved it, without outputs: {', '.join(merged.whole)}."
        if merged.here and self.written:
            yield _answers(merged.here, "here already")
        for name in merged.changed:
            yield f"You have changed the cell of {name} since, so it stays as it is."
        for name in merged.gone:
            yield f"{name} has no place in this version of the course."
        for name, file in self.beside.items():
            yield f"{file} holds what you saved as {name} and what has no place in the lessons now."
        if self.lines:
            yield f"Progress: {self.lines} line{'s' * (self.lines != 1)} added."
        if self.locked:
            yield "Solutions are locked here until you give the word, as they were where you saved."
        if self.kept:
            yield f"What was replaced is kept in {Workspace(self.folder).kept}."
        if self.written:
            yield REOPEN


def restore(folder: Path, file: Path) -> str:
    """Bring the work in a file into a workspace.

    Args:
      folder: the workspace; made if it is not there.
      file: a file that `save` wrote.

    Returns:
      What came back, and where it is.

    Raises:
      CannotDo: the file can't be read, or is no work; then nothing was changed. Or the workspace can't be used.
    """
    return str(bring_back(folder, read_work(_read(file), str(file))))


def bring_back(folder: Path, work: Work) -> Restored:
    """Bring work into a workspace.

    It may be killed at any moment, and is completed by being done again. Done twice, the second time changes nothing.

    Args:
      folder: the workspace; made if it is not there.
      work: what was saved.

    Raises:
      WorkspaceError: the workspace can't be used.
    """
    done = Restored(folder, workspace.start(folder))
    place = Workspace(folder)
    shipped = {lesson.name: lesson for lesson in lessons()}
    with explained(folder), place.alone():
        copies = [one for one in work.notebooks if one.shipped is not None]
        before = {name: data for name in shipped if (data := _data(folder, name)) is not None}
        mine = {name: notebook for name, data in before.items() if (notebook := _notebook(data)) is not None}
        done.merged = merge(copies, shipped, mine)
        for name, notebook in done.merged.notebooks.items():
            _exchange(place, name, before[name], notebook, done)
        own = [one for one in work.notebooks if one.shipped is None]
        for one in own:
            _add(place, one, None, _numbered(one.name, beside=False), done)
        for one in done.merged.leftover:
            done.beside[one.name] = _add(
                place, one, shipped.get(one.name), _numbered(one.name, beside=True), done
            )
        lines = missing(work.progress, events(place.marker / FILE))
        if lines:
            atomic.append_lines(place.marker / FILE, lines)
        done.lines = len(lines)
    here = lock_in(folder)
    # A workspace has one lock: that of the class that it was started for.
    if work.lock and (here is None or here.code == work.lock.code):
        put_lock(folder, work.lock)
        done.locked = here is None and not work.lock.unlocked
    return done


def _exchange(place: Workspace, name: str, before: bytes, notebook: Notebook, done: Restored) -> None:
    path = place.folder / PurePosixPath(name)
    try:
        kept = place.exchange(path, write_notebook(notebook), lambda moved: moved.read_bytes() == before)
    except (FileNotFoundError, FileExistsError):
        kept = None
    if kept is None:
        raise WorkspaceError(f"{path} was saved by another program just now: restore again.")
    done.written.append(name)
    done.kept = True


def _add(
    place: Workspace, saved: SavedNotebook, lesson: Lesson | None, names: Iterator[str], done: Restored
) -> str:
    """Put a saved notebook under the first name that is free, unless one of the names has it already."""
    notebook = notebook_from(saved, lesson)
    for name in names:
        path = place.folder / PurePosixPath(name)
        path.parent.mkdir(exist_ok=True)
        if not path.parent.resolve().is_relative_to(place.folder.resolve()):
            raise WorkspaceError(
                f"{path.parent} leads out of the workspace: remove the link, then restore again."
            )
        if path.exists() or path.is_symlink():
            if _is_same(path, notebook):
                return name
            continue
        place.add(path, write_notebook(notebook))
        done.written.append(name)
        return name
    raise AssertionError("there is always one more name")


def _numbered(name: str, *, beside: bool) -> Iterator[str]:
    """Names for a saved notebook: its own, unless that is a lesson's; then others beside it, without end."""
    if not beside:
        yield name
    stem = re.sub(r"\.restored(-\d+)?$", "", name.removesuffix(".ipynb"))
    for number in itertools.count(1):
        yield f"{stem}.restored{'' if number == 1 else f'-{number}'}.ipynb"


def _data(folder: Path, name: str) -> bytes | None:
    """A learner's copy of a lesson, unless it can't be read, or they mean nobody to write to it."""
    path = folder / PurePosixPath(name)
    wait_for(path)
    is_link = path.resolve() != folder.resolve() / PurePosixPath(name)
    try:
        return path.read_bytes() if not is_link and path.stat().st_mode & stat.S_IWUSR else None
    except OSError:
        return None


def _notebook(data: bytes) -> Notebook | None:
    try:
        return read_notebook(data)
    except NotANotebook:
        return None


def _is_same(path: Path, notebook: Notebook) -> bool:
    try:
        return digest_of(read_notebook(path.read_bytes())) == digest_of(notebook)
    except (OSError, NotANotebook):
        return False


def _read(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise CannotDo(f"{file} is not a file." if file.exists() else f"There is no file {file}.")
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotWork(f"{file} can't be read: {error.strerror or error}.") from error


def _answers(names: list[str], where: str) -> str:
    count = "1 answer is" if len(names) == 1 else f"{len(names)} answers are"
    return f"{count} {where}" + (f": {', '.join(names)}." if len(names) <= MOST_NAMES else ".")
