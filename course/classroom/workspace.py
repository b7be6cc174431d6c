"""The learner's folder: lessons are added and refreshed there, and nothing of the learner's is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from course.classroom import atomic
from course.classroom.ledger import Ledger
from course.classroom.lessons import lessons_folder
from course.classroom.lock import locked
from course.classroom.plan import Action, Step, plan
from course.classroom.progress import MARKER, find_workspace
from course.classroom.shipped import Lesson, State, judge, lessons
from course.classroom.trouble import WorkspaceError, explained


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
    def scratch(self) -> Path:
        """Where files are while they are being written; empty unless a process was killed."""
        return self.marker / "tmp"

    def ledger(self) -> Ledger:
        """What the course ever put here, read now."""
        return Ledger(self.marker / "shipped.jsonl")

    def path_of(self, lesson: Lesson) -> Path:
        """Where the learner's copy of a lesson is."""
        return self.folder / PurePosixPath(lesson.name)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make the folders, wait for other processes, and clear what killed ones left."""
        for folder in (self.kept, self.scratch):
            folder.mkdir(parents=True, exist_ok=True)
        with locked(self.marker / "lock") as held:
            if held:
                for leftover in self.scratch.iterdir():
                    leftover.unlink(missing_ok=True)
            yield

    def has_leftovers(self) -> bool:
        """Whether a process was killed while it was writing, or is writing now."""
        return self.scratch.is_dir() and any(self.scratch.iterdir())

    def add(self, target: Path, data: bytes) -> None:
        """Put a new file in place; see `atomic.add`."""
        atomic.add(target, data, self.scratch)

    def exchange(self, target: Path, data: bytes, replaceable: Callable[[Path], bool]) -> Path | None:
        """Put a file in the place of another, and keep that one; see `atomic.exchange`."""
        aside = (self.kept, f"{target.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        return atomic.exchange(target, data, self.scratch, aside, replaceable)


@dataclass
class Report:
    """What a start did, for people.

    Attributes:
      folder: the workspace.
      total: how many lessons the course has.
      added: names of lessons that were not there.
      refreshed: names of untouched lessons that a newer version replaced.
      beside: name of an edited lesson, and of the newer version that was put beside it.
    """

    folder: Path
    total: int
    added: list[str] = field(default_factory=list)
    refreshed: list[str] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        if not (self.added or self.refreshed or self.beside):
            return f"The lessons in {self.folder} are up to date ({self.total})."
        lines = []
        if self.added:
            lines.append(f"Added to {self.folder}: {', '.join(self.added)}.")
        if self.refreshed:
            lines.append(f"Refreshed, as you had not changed them: {', '.join(self.refreshed)}.")
        lines += [
            f"You have changed {name}, so it stays as it is. The new version is beside it: {new}."
            for name, new in self.beside
        ]
        return "\n".join(lines)


def start(folder: Path) -> Report:
    """Bring the lessons into a folder, and up to date where the learner has not changed them.

    It may be killed at any moment: every edit is then in the workspace or in `.course/kept`, and the next start
    completes it. Untouched lessons follow the installed course, also back to an older version.

    Args:
      folder: the workspace; made if it is not there.

    Raises:
      WorkspaceError: the folder can't be used, or can't be written to.
    """
    workspace = Workspace(folder)
    with explained(folder):
        if folder.resolve().is_relative_to(lessons_folder().resolve()):
            raise WorkspaceError(
                f"{folder} is where the lessons as shipped are; name another folder for your copies, such as work."
            )
        shipped = lessons()
        report = Report(folder, len(shipped))
        if not plan(folder, shipped, workspace.ledger()) and not workspace.has_leftovers():
            return report
        with workspace.alone():
            ledger = workspace.ledger()
            steps = plan(folder, shipped, ledger)
            ledger.placing(step.lesson for step in steps if step.action is not Action.NOTE)
            done = [step for step in steps if _carry_out(step, workspace, ledger)]
            ledger.placed(step.lesson for step in done)
    for step in done:
        _tell(step, report)
    return report


def _carry_out(step: Step, workspace: Workspace, ledger: Ledger) -> bool:
    """Do it, and say whether it was done: not if the learner's own program was faster."""
    lesson, known = step.lesson, ledger.known(step.lesson)
    step.target.parent.mkdir(exist_ok=True)  # extra/
    try:
        match step.action:
            case Action.NOTE:
                return True
            case Action.ADD | Action.ADD_BESIDE:
                workspace.add(step.target, lesson.data)
                return True
            case Action.REFRESH | Action.REFRESH_BESIDE:
                kept = workspace.exchange(
                    step.target, lesson.data, lambda path: judge(path, lesson, known) is not State.EDITED
                )
                return kept is not None
    except (FileNotFoundError, FileExistsError):
        return False  # made or deleted meanwhile: the next start judges anew


def _tell(step: Step, report: Report) -> None:
    match step.action:
        case Action.ADD:
            report.added.append(step.lesson.name)
        case Action.REFRESH:
            report.refreshed.append(step.lesson.name)
        case Action.ADD_BESIDE | Action.REFRESH_BESIDE:
            report.beside.append((step.lesson.name, step.target.name))
        case Action.NOTE:
            pass
