"""Grades one submission: every answer runs elsewhere, and every mark is made here."""

from __future__ import annotations

import signal
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from course.classroom.binding import left_unset
from course.classroom.choices import judge_choice
from course.classroom.first_step import first_step
from course.classroom.grading import answering
from course.classroom.grading.cells import Code, answer_cells, code_cells
from course.classroom.grading.executing import MOST_PRINTED
from course.classroom.grading.flags import names_solutions, text_flags
from course.classroom.grading.marks import Graded, Mark
from course.classroom.grading.peer import TOO_LONG
from course.classroom.grading.runner import Run, Runner
from course.classroom.grading.submissions import Found, NotASubmission, notebooks_of
from course.classroom.judging import judge
from course.classroom.replies import Reply, State
from course.classroom.shipped import lessons
from course.classroom.stopping import ended, stopped_as_shown
from course.classroom.verification import Progress
from course.classroom.verify_copy import CannotVerify, lesson_of
from course.exercises import Exercise
from course.exercises.lending import LENDABLE

# For the cells of one answer, and for trying it on all cases.
CELL_SECONDS = 10.0
JUDGE_SECONDS = 5.0
# After this time no further answer of the submission is begun.
WHOLE_SECONDS = 120.0
_ORDER = [Progress.CORRECT, Progress.NOT_YET, Progress.NOT_REACHED, Progress.NOT_ATTEMPTED]


class Grader:
    """Grades submissions, one after the other.

    Args:
      exercises: all records by name.
      wanted: the stems of the lessons that are graded; all if empty.
      cell_seconds: how long the cells of one answer may run.
      judge_seconds: how long an answer may take for all cases together.
      whole_seconds: after this time no further answer of a submission is begun.
    """

    def __init__(
        self,
        exercises: Mapping[str, Exercise],
        wanted: Collection[str] = (),
        *,
        cell_seconds: float = CELL_SECONDS,
        judge_seconds: float = JUDGE_SECONDS,
        whole_seconds: float = WHOLE_SECONDS,
    ) -> None:
        self._exercises = exercises
        self._wanted = wanted
        self._cell_seconds = cell_seconds
        self._judge_seconds = judge_seconds
        self._whole_seconds = whole_seconds
        self._shipped = {lesson.stem: lesson for lesson in lessons()}
        self._cells: dict[str, list[Code]] = {}

    def grade(self, path: Path, runner: Runner) -> Graded:
        """Grade one submission.

        Args:
          path: what was handed in.
          runner: runs the answers.
        """
        started = time.monotonic()
        try:
            found, faults = notebooks_of(path)
        except NotASubmission as error:
            return Graded(path.name, faults=(str(error),))
        best: dict[str, Mark] = {}
        flags: list[str] = []
        unknown: list[str] = []
        for one in found:
            stem = self._lesson(one)
            if stem is None:
                unknown.append(one.path.name)
            elif not self._wanted or stem in self._wanted:
                cells = self._learners(stem, code_cells(one.notebook))
                end = started + self._whole_seconds
                for mark in self._marks(stem, cells, runner, end):
                    _keep_better(best, mark)
                flags += text_flags(cells)
        if not best:
            faults += self._nothing(found, unknown)
        order = {name: place for place, name in enumerate(self._exercises)}
        marks = sorted(best.values(), key=lambda mark: order[mark.exercise])
        seconds = time.monotonic() - started
        return Graded(path.name, tuple(marks), tuple(faults), tuple(dict.fromkeys(flags)), seconds)

    def _lesson(self, found: Found) -> str | None:
        known = sorted({*self._shipped, *(each.lesson for each in self._exercises.values())})
        try:
            return lesson_of(found.notebook, found.path, self._exercises, known)
        except CannotVerify:
            return None

    def _nothing(self, found: Sequence[Found], unknown: Sequence[str]) -> list[str]:
        if unknown:
            return [f"Nothing in {', '.join(unknown[:3])} says which lesson it is a copy of."]
        if found:
            return ["None of its notebooks is a copy of a lesson that is graded."]
        return []

    def _marks(self, stem: str, cells: Sequence[Code], runner: Runner, end: float) -> list[Mark]:
        stubs = {cell.exercise: cell.source for cell in self._cells_as_shipped(stem) if cell.exercise}
        marks = []
        for exercise in self._exercises.values():
            if exercise.lesson == stem:
                started = time.monotonic()
                mark = self._mark(exercise, cells, stubs.get(exercise.name), runner, end)
                marks.append(replace(mark, seconds=time.monotonic() - started))
        return marks

    def _learners(self, stem: str, cells: Sequence[Code]) -> list[Code]:
        """The cells without those as shipped that show something from the exercises: no learner wrote them."""
        shipped = {cell.source for cell in self._cells_as_shipped(stem)}
        return [cell for cell in cells if cell.source not in shipped or not names_solutions(cell)]

    def _cells_as_shipped(self, stem: str) -> list[Code]:
        if stem not in self._cells:
            lesson = self._shipped.get(stem)
            self._cells[stem] = [] if lesson is None else code_cells(lesson.notebook)
        return self._cells[stem]

    def _mark(
        self, exercise: Exercise, cells: Sequence[Code], stub: str | None, runner: Runner, end: float
    ) -> Mark:
        mark = Mark(exercise.lesson, exercise.name, exercise.title, Progress.NOT_ATTEMPTED, "")
        setting = [cell for cell in cells if any(exercise.answer_name in part.sets for part in cell.parts)]
        if not setting:
            return replace(mark, reply=f"No cell sets `{exercise.answer_name}`.")
        if all(cell.exercise == exercise.name and cell.source == stub for cell in setting):
            return replace(mark, reply=f"{first_step(exercise)}.")
        if time.monotonic() > end:
            return replace(
                mark, state=Progress.NOT_REACHED, reply="The submission had taken all its time before."
            )
        run_cells = answer_cells(cells, exercise)
        seconds = self._cell_seconds + 2 * self._judge_seconds
        with runner.run(
            run_cells,
            exercise.answer_name,
            cell_seconds=self._cell_seconds,
            seconds=seconds,
            lendable=LENDABLE,
        ) as run:
            reply = _judged(exercise, run.answer, self._judge_seconds) if run.there else None
        state, words = _verdict(exercise, run, reply, dict(run_cells))
        trouble = run.in_trouble and state is not Progress.CORRECT
        return replace(mark, state=state, reply=words, trouble=trouble, flags=tuple(run.flags))


def _judged(exercise: Exercise, answer: Any, seconds: float) -> Reply:
    if exercise.options:
        return judge_choice(exercise, answer)
    return judge(exercise, answer, seconds)


def _verdict(
    exercise: Exercise, run: Run, reply: Reply | None, sources: Mapping[int, str]
) -> tuple[Progress, str]:
    name, broken = exercise.answer_name, run.peer.broken
    if reply is not None and reply.state is State.CORRECT:
        return Progress.CORRECT, reply.reply
    state = Progress.NOT_REACHED if reply is None else Progress.NOT_YET
    if run.printed_too_much:
        return state, f"`{name}` printed more than {MOST_PRINTED:,} characters and was stopped."
    if broken:
        return state, _ended(exercise, run.ended, broken)
    for number, error, message, line in run.stopped:
        if reply is None or name in left_unset(sources.get(number, ""), line):
            return Progress.NOT_REACHED, _stopped(exercise, error, message, line)
    if reply is None:
        return state, f"The cells ended without setting `{name}`."
    if reply.state is State.NOT_ATTEMPTED:
        return Progress.NOT_ATTEMPTED, f"{first_step(exercise)}."
    return Progress.NOT_YET, reply.reply


def _stopped(exercise: Exercise, name: str, message: str, line: int) -> str:
    shown = (
        f"{message} (cell, line {line})"
        if name.endswith(("SyntaxError", "IndentationError", "TabError"))
        else message
    )
    return f"The cell that sets `{exercise.answer_name}` {ended(stopped_as_shown(name, shown))}"


def _ended(exercise: Exercise, code: int | None, broken: str) -> str:
    what = f"The process of `{exercise.answer_name}`"
    if code == answering.LATE or broken == TOO_LONG:
        return (
            f"`{exercise.answer_name}` was still running when its time was over, and was stopped. "
            "Is there a loop that never ends?"
        )
    if code == answering.FAILED:
        return f"{what} ended itself, as `os._exit` does."
    if code is not None and 0 < code < answering.LATE:
        return f"{what} was ended by the signal {_signal_name(code)}."
    return f"{what} {broken}."


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _keep_better(best: dict[str, Mark], mark: Mark) -> None:
    other = best.get(mark.exercise)
    if other is None or _ORDER.index(mark.state) < _ORDER.index(other.state):
        best[mark.exercise] = mark
