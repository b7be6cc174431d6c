"""What a start is going to do with each lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from course.classroom.ledger import Ledger
from course.classroom.shipped import Lesson, State, judge


class Action(StrEnum):
    """What a start does with one lesson."""

    ADD = "add"
    REFRESH = "refresh"
    ADD_BESIDE = "add beside"
    REFRESH_BESIDE = "refresh beside"
    NOTE = "note"


@dataclass(frozen=True)
class Step:
    """One thing that a start is going to do.

    Attributes:
      action: what.
      lesson: with which lesson as shipped.
      target: the file that is added or refreshed; for `NOTE`, the one that is there already.
    """

    action: Action
    lesson: Lesson
    target: Path


def plan(folder: Path, shipped: Sequence[Lesson], ledger: Ledger) -> list[Step]:
    """The steps that bring a workspace up to date; none if it is.

    Args:
      folder: the workspace.
      shipped: the lessons as shipped.
      ledger: what the course ever put there.
    """
    steps = (_step(folder / PurePosixPath(lesson.name), lesson, ledger) for lesson in shipped)
    return [step for step in steps if step is not None]


def edited(folder: Path, shipped: Sequence[Lesson], ledger: Ledger) -> list[str]:
    """The names of the lessons that the learner has changed.

    Args:
      folder: the workspace.
      shipped: the lessons as shipped.
      ledger: what the course ever put there.
    """
    return [
        lesson.name
        for lesson in shipped
        if _state(folder / PurePosixPath(lesson.name), lesson, ledger) is State.EDITED
    ]


def _step(target: Path, lesson: Lesson, ledger: Ledger) -> Step | None:
    state = _state(target, lesson, ledger)
    if state is None:
        return Step(Action.ADD, lesson, target)
    if state is State.UNTOUCHED:
        return Step(Action.REFRESH, lesson, target)
    if ledger.has_placed(lesson):
        return None
    if state is State.UP_TO_DATE:
        return Step(Action.NOTE, lesson, target)
    return _step_beside(target, lesson, ledger)


def _step_beside(edited: Path, lesson: Lesson, ledger: Ledger) -> Step:
    number = 1
    while True:
        target = edited.with_name(f"{edited.stem}.new{'' if number == 1 else f'-{number}'}.ipynb")
        state = _state(target, lesson, ledger)
        if state is None:
            return Step(Action.ADD_BESIDE, lesson, target)
        if state is State.UNTOUCHED:
            return Step(Action.REFRESH_BESIDE, lesson, target)
        if state is State.UP_TO_DATE:
            return Step(Action.NOTE, lesson, target)
        number += 1


def _state(path: Path, lesson: Lesson, ledger: Ledger) -> State | None:
    if not (path.exists() or path.is_symlink()):
        return None
    try:
        return judge(path, lesson, ledger.known(lesson))
    except FileNotFoundError:  # where there are no locks, another start may be replacing it
        return None
