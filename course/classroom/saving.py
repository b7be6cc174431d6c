"""Put all that a learner has done into one small file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from course.classroom import atomic
from course.classroom.being_saved import read_when_saved
from course.classroom.folder import Workspace
from course.classroom.progress import FILE
from course.classroom.progress_lines import events
from course.classroom.saved_notebook import free_name, saved_notebook
from course.classroom.shipped import NotANotebook, digest_of, lessons
from course.classroom.solutions_lock import lock_in
from course.classroom.trouble import WorkspaceError, explained
from course.classroom.work_file import SavedNotebook, Work, write_work

OPEN = "A lesson that is open in JupyterLab counts as it was saved there last (Ctrl+S)."


@dataclass(frozen=True)
class Saved:
    """A file of work that was not written yet.

    Attributes:
      work: what is in it.
      data: the same as bytes.
      unreadable: names of notebooks that can't be read, so that nothing of them is in it.
    """

    work: Work
    data: bytes
    unreadable: tuple[str, ...]

    @property
    def name(self) -> str:
        """What to call the file: its name says the day."""
        return f"pinning-work-{self.work.saved[:10]}.json"

    def __str__(self) -> str:
        answers = sum(len(one.answers) for one in self.work.notebooks if one.shipped)
        changed = sum(one.shipped is not None for one in self.work.notebooks)
        own = len(self.work.notebooks) - changed
        parts = [f"{_count(answers, 'answer')} in {_count(changed, 'changed lesson')}"]
        parts += [_count(own, "other notebook") for _ in range(own > 0)]
        parts.append(_count(len(self.work.progress), "line") + " of progress")
        lost = [f" {name} can't be read as a notebook, so it is not in it." for name in self.unreadable]
        return f"It holds {', '.join(parts)} ({-(-len(self.data) // 1000)} kB).{''.join(lost)}"


def save(folder: Path, file: Path | None) -> str:
    """Save a learner's work in a file.

    Args:
      folder: the workspace.
      file: the new file, or a folder for it. Where it is there already, the new one gets a number.

    Returns:
      Where the file is, and what is in it.

    Raises:
      WorkspaceError: there is no workspace, or the file can't be written.
    """
    saved = collect(folder)
    wanted = file or _place_beside(folder)
    target = wanted / saved.name if wanted.is_dir() else wanted
    with explained(target):
        written = _write(target, saved.data)
    return f"Your work is saved in {written}. {saved}\n{OPEN}"


def collect(folder: Path) -> Saved:
    """What a learner has done, as it is on the disk.

    Args:
      folder: the workspace.

    Raises:
      WorkspaceError: there is no workspace.
      CannotDo: there is too much.
    """
    workspace = Workspace(folder)
    if not workspace.marker.is_dir():
        raise WorkspaceError(f"There are no lessons of yours in {folder}: `course start` brings them.")
    try:
        with workspace.alone():
            return _collect(workspace)
    except OSError:  # a full disk, or one that can only be read, keeps nobody from saving to another
        with explained(folder):
            return _collect(workspace)


def _collect(workspace: Workspace) -> Saved:
    shipped = {lesson.name: lesson for lesson in lessons()}
    ledger = workspace.ledger()
    ours = {lesson.digest for lesson in shipped.values()}.union(*map(ledger.known, shipped.values()))
    notebooks: list[SavedNotebook] = []
    unreadable: list[str] = []
    for path in _notebooks(workspace.folder):
        name = path.relative_to(workspace.folder).as_posix()
        try:
            notebook = read_when_saved(path)
        except NotANotebook:
            unreadable.append(name)
            continue
        if notebook is not None and digest_of(notebook) not in ours:
            notebooks.append(saved_notebook(free_name(name, notebooks), notebook, shipped.get(name)))
    progress = tuple(events(workspace.marker / FILE))
    work = Work(
        _version(),
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        tuple(notebooks),
        progress,
        lock_in(workspace.folder),
    )
    return Saved(work, write_work(work), tuple(unreadable))


def _notebooks(folder: Path) -> Iterator[Path]:
    """All of a workspace, and of the folders in it; not hidden ones, such as Jupyter's checkpoints."""
    for path in sorted([*folder.glob("*.ipynb"), *folder.glob("*/*.ipynb")]):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _write(target: Path, data: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".course-save-", dir=target.parent))
    try:
        staged = scratch / target.name
        atomic.add(staged, data, scratch)
        return atomic.file_away(staged, target.parent, target.name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _place_beside(folder: Path) -> Path:
    """Not in the workspace: what deletes the workspace would delete the file."""
    here, workspace = Path.cwd(), folder.resolve()
    return workspace.parent if here.is_relative_to(workspace) else here


def _version() -> str:
    try:
        return version("pinning-from-scratch")
    except PackageNotFoundError:
        return "unknown"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
