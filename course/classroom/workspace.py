"""The learner's folder: lessons are added and refreshed there, and nothing of the learner's is ever lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from course.classroom.folder import Workspace
from course.classroom.ledger import Ledger
from course.classroom.lessons import lessons_folder
from course.classroom.plan import Action, Step, edited, plan
from course.classroom.shipped import State, judge, lessons
from course.classroom.trouble import WorkspaceError, explained

# More names than this on one line nobody reads.
MOST_NAMES = 5


@dataclass
class Report:
    """What a start did, for people.

    Attributes:
      folder: the workspace.
      total: how many lessons the course has.
      added: names of lessons that were not there.
      refreshed: names of untouched lessons that a newer version replaced.
      beside: name of an edited lesson, and of the newer version that was put beside it.
      edited: names of lessons that the learner has changed, where nothing else was to do.
    """

    folder: Path
    total: int
    added: list[str] = field(default_factory=list)
    refreshed: list[str] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if not (self.added or self.refreshed or self.beside):
            return f"The lessons in {self.folder} are up to date ({self.total}).{self._kept}"
        lines = []
        if len(self.added) == self.total:
            lines.append(f"The lessons are in {self.folder} now ({self.total}).")
        elif self.added:
            lines.append(f"Added to {self.folder}: {_enumerated(self.added)}.")
        if self.refreshed:
            lines.append(f"Refreshed, as you had not changed them: {_enumerated(self.refreshed)}.")
        lines += [
            f"You have changed {name}, so it stays as it is. The new version is beside it: {new}."
            for name, new in self.beside
        ]
        return "\n".join(lines)

    @property
    def _kept(self) -> str:
        if not self.edited:
            return ""
        stays = "it stays as it is" if len(self.edited) == 1 else "they stay as they are"
        return f" You have changed {_enumerated(self.edited)}, so {stays}."


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
        if not plan(folder, shipped, workspace.ledger()) and not workspace.is_in_disorder():
            report.edited = edited(folder, shipped, workspace.ledger())
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


def _enumerated(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= MOST_NAMES else f"{len(names)} lessons"
