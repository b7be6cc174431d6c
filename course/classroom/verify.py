"""Which exercises in a learner's own notebook are solved: the pass behind `course verify`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from course.classroom import nbval_run
from course.classroom.binding import bound_names
from course.classroom.lessons import exercise_of
from course.classroom.shipped import lessons
from course.classroom.verification import Finding, Progress, Verification
from course.classroom.verify_copy import (
    CannotVerify,
    code_sources,
    lesson_of,
    read_learners,
    runnable_copy,
)
from course.classroom.verify_names import PROPERTY, STARTUP, WHOLE_LIMIT
from course.classroom.verify_notes import note_of_errors, notes_of_ends
from course.exercises import Exercise, all_exercises

CELL_SECONDS = 20.0
WHOLE_SECONDS = 120.0
MOST_LEFT_OUT = 3
LOST = "The run ended without a report. Did a cell end the process that runs the notebook?"


def verify(
    path: str | os.PathLike[str],
    *,
    lesson: str | None = None,
    cell_seconds: float = CELL_SECONDS,
    whole_seconds: float = WHOLE_SECONDS,
) -> Verification:
    """Run a copy of a learner's notebook from the top, and check every exercise of its lesson afterwards.

    The notebook itself is only read. Edited, moved, split, merged or deleted cells change nothing, as long as the
    answers come to be set.

    Args:
      path: the notebook.
      lesson: the lesson that it is a copy of, where neither its name nor its cells say so.
      cell_seconds: how long one cell may run before it is interrupted.
      whole_seconds: after this time no further cell of the learner's is begun.

    Raises:
      CannotVerify: the file holds no notebook, or nobody knows of which lesson.
    """
    file = Path(path)
    notebook = read_learners(file)
    catalogue = all_exercises()
    known = sorted({each.stem for each in lessons()} | {each.lesson for each in catalogue.values()})
    if lesson is not None and lesson not in known:
        raise CannotVerify(f"There is no lesson {lesson!r}; the lessons are: {', '.join(known)}.")
    stem = lesson or lesson_of(notebook, file, catalogue, known)
    exercises = [exercise for exercise in catalogue.values() if exercise.lesson == stem]
    if not exercises:
        return Verification(file, stem, ())
    left_out: dict[int, str] = {}
    while True:
        with runnable_copy(notebook, file.absolute(), exercises, left_out) as copy:
            ends = _run(copy, cell_seconds, whole_seconds)
        guilty = _guilty(ends[: -len(exercises)])
        if guilty is None or len(left_out) == MOST_LEFT_OUT:
            return _read(file, stem, notebook, exercises, ends, left_out)
        # One cell that ends the kernel must not hide what is right in all the others.
        left_out[guilty] = ends[guilty]["end"]


def _guilty(ends: Sequence[dict[str, str]]) -> int | None:
    return next((place for place, end in enumerate(ends) if end.get("end") in ("died", "stuck")), None)


def _run(copy: Path, cell_seconds: float, whole_seconds: float) -> list[dict[str, str]]:
    """How each code cell of the copy ended; a cell that never began is an empty dictionary."""
    with nbval_run.kernel_environment(STARTUP) as environment:
        environment[WHOLE_LIMIT] = str(whole_seconds)
        report = Path(environment["TMPDIR"]) / "report.xml"
        nbval_run.run(
            [copy],
            plugin="course.classroom.verify_guards",
            options=["--nbval-lax", f"--nbval-cell-timeout={cell_seconds}", f"--junitxml={report}"],
            folder=copy.parent,
            environment=environment,
            report=report.with_suffix(".txt"),
        )
        if not report.is_file():
            return []
        # pytest has just written it.
        cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314
    return [_end_of(case) for case in cases]


def _end_of(case: ElementTree.Element) -> dict[str, str]:
    end: dict[str, str] = {}
    for noted in case.iter("property"):
        if noted.get("name") == PROPERTY:
            end = json.loads(noted.get("value", "{}"))
    # nbval's verdict is the one that counts.
    if end.get("state") == Progress.CORRECT and (
        case.find("failure") is not None or case.find("error") is not None
    ):
        end["state"] = Progress.NOT_YET
    return end


def _read(
    path: Path,
    lesson: str,
    notebook: Any,
    exercises: Sequence[Exercise],
    ends: list[dict[str, str]],
    left_out: Mapping[int, str],
) -> Verification:
    sources = code_sources(notebook)
    lost = [] if ends else [LOST]
    ends = ends or [{} for _ in [*sources, *exercises]]
    for number in left_out:
        ends[number] = {}
    learners = ends[: len(sources)]
    never_run = {
        name
        for source, end in zip(sources, learners, strict=False)
        if not end
        for name in bound_names(source)
    }
    cells = {exercise_of(cell) for cell in notebook["cells"] if cell.get("cell_type") == "code"}
    findings = tuple(
        _finding(exercise, end, reached=exercise.answer_name not in never_run, there=exercise.name in cells)
        for exercise, end in zip(exercises, ends[len(sources) :], strict=True)
    )
    missing = {
        each.answer_name
        for each, finding in zip(exercises, findings, strict=True)
        if finding.state is not Progress.CORRECT
    }
    shipped = next((each.notebook for each in lessons() if each.stem == lesson), None)
    notes = [
        *lost,
        *notes_of_ends(notebook, learners, left_out),
        *note_of_errors(notebook, learners, shipped, missing),
    ]
    if never_run and not notes:
        notes.append("Not all cells were run: together they took too long.")
    return Verification(path, lesson, findings, tuple(notes))


def _finding(exercise: Exercise, end: dict[str, str], *, reached: bool, there: bool) -> Finding:
    state, reply = _judged(exercise, end, reached=reached)
    if state is Progress.NOT_ATTEMPTED and not reply:
        reply = _without_answer(exercise, there=there)
    return Finding(exercise.name, exercise.title, exercise.minutes, state, reply)


def _judged(exercise: Exercise, end: dict[str, str], *, reached: bool) -> tuple[Progress, str]:
    if end.get("end") == "died":
        return Progress.NOT_YET, f"The kernel ended while `{exercise.answer_name}` was being tried."
    if end.get("end") == "stuck":
        return (
            Progress.NOT_YET,
            f"`{exercise.answer_name}` ran too long and could not be interrupted. Is there a loop?",
        )
    if "state" not in end:
        return Progress.NOT_REACHED, "The run ended before this exercise could be checked."
    if end["state"] == Progress.NOT_ATTEMPTED and not reached:
        return Progress.NOT_REACHED, f"The cell that sets `{exercise.answer_name}` was not run."
    return Progress(end["state"]), end["reply"]


def _without_answer(exercise: Exercise, *, there: bool) -> str:
    name = exercise.answer_name
    if there:
        return (
            f"The cell of this exercise does not set `{name}`. Has the name been changed? "
            "Give it back, save, and verify again."
        )
    return f"The cell with `{name}` is missing; `course reset {exercise.name}` brings it back."
