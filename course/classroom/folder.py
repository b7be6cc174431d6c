"""What is where in a workspace, and how files change there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from course.classroom import atomic
from course.classroom.ledger import Ledger
from course.classroom.lock import locked
from course.classroom.progress import MARKER, find_workspace
from course.classroom.shipped import Lesson


def workspace_here() -> Path:
    """The workspace that contains the current folder, or else `work` inside it, there or not."""
    return find_workspace(Path.cwd()) or Path("work")


@dataclass(frozen=True)
class Workspace:
    """A learner's folder, and the course's own folder inside it.

    Attributes:
      folder: where the lessons are.
    """

    folder: Path

    @property
    def marker(self) -> Path:
        """The course's own folder, by which a workspace is known."""
        return self.folder / MARKER

    @property
    def kept(self) -> Path:
        """Where everything is that was replaced."""
        return self.marker / "kept"

    @property
    def aside(self) -> Path:
        """Where a file is while it is being replaced, under its own name; else empty."""
        return self.marker / "aside"

    @property
    def scratch(self) -> Path:
        """Where files are while they are being written; else empty."""
        return self.marker / "tmp"

    def ledger(self) -> Ledger:
        """What the course ever put here, read now."""
        return Ledger(self.marker / "shipped.jsonl")

    def path_of(self, lesson: Lesson) -> Path:
        """Where the learner's copy of a lesson is."""
        return self.folder / PurePosixPath(lesson.name)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make the folders, wait for other processes, and clear up after killed ones."""
        for folder in (self.kept, self.aside, self.scratch):
            folder.mkdir(parents=True, exist_ok=True)
        with locked(self.marker / "lock") as held:
            if held:
                self._clear_up()
            yield

    def is_in_disorder(self) -> bool:
        """Whether a process was killed while it was writing, or is writing now."""
        return any(any(folder.iterdir()) for folder in (self.aside, self.scratch) if folder.is_dir())

    def add(self, target: Path, data: bytes) -> None:
        """Put a new file in place; see `atomic.add`."""
        atomic.add(target, data, self.scratch)

    def exchange(self, target: Path, data: bytes, replaceable: Callable[[Path], bool]) -> Path | None:
        """Put a file in the place of another; see `atomic.exchange`.

        Returns:
          Where the other is kept; `None` if it was not to be replaced, and is back where it was.
        """
        aside = self.aside / quote(target.relative_to(self.folder).as_posix(), safe="")
        if atomic.exchange(target, data, self.scratch, aside, replaceable):
            return self._keep(aside)
        return None

    def _clear_up(self) -> None:
        for half in self.scratch.iterdir():
            half.unlink()
        for aside in self.aside.iterdir():
            if aside.stat().st_size == 0:  # only the name was taken
                aside.unlink()
                continue
            try:
                atomic.move(aside, self.folder / unquote(aside.name))
            except (FileExistsError, FileNotFoundError):  # its place is taken, or its folder is gone
                self._keep(aside)

    def _keep(self, aside: Path) -> Path:
        was = PurePosixPath(unquote(aside.name))
        return atomic.file_away(
            aside, self.kept, f"{was.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{was.suffix}"
        )
