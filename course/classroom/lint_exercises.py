"""The linter's rules about exercises and their records."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from course.classroom.binding import bound_names
from course.classroom.lint_lesson import CodeCell, Lesson
from course.exercises import Exercise, all_exercises, free_names

_VERBS = ("check", "predict", "quiz")


def exercise_rules(lesson: Lesson) -> Iterator[str]:
    """Every exercise of the lesson has one stub and one check, and nobody's way on depends on an answer."""
    catalogue = all_exercises()
    for cell in lesson.code:
        for name in filter(None, (cell.exercise, cell.check)):
            if name not in catalogue or catalogue[name].lesson != lesson.stem:
                yield f"{cell.where} is marked with {name!r}, which is no exercise of this lesson."
    for exercise in catalogue.values():
        if exercise.lesson == lesson.stem:
            yield from _rules_for(lesson, exercise)
    yield from _program_rules(lesson)


def _rules_for(lesson: Lesson, exercise: Exercise) -> Iterator[str]:
    stubs = [cell for cell in lesson.code if cell.exercise == exercise.name]
    checks = [cell for cell in lesson.code if cell.check == exercise.name]
    for kind, found in (("exercise", stubs), ("check", checks)):
        if len(found) != 1:
            yield f'{len(found)} cells are marked {{"{kind}": "{exercise.name}"}}; there must be one.'
    if len(stubs) != 1 or len(checks) != 1:
        return
    yield from _stub_rules(lesson, exercise, stubs[0])
    yield from _check_rules(exercise, stubs[0], checks[0])
    for cell in lesson.code:
        if cell.number > stubs[0].number and cell is not checks[0] and exercise.answer_name in cell.loads():
            yield (
                f"{cell.where} uses `{exercise.answer_name}`, the learner's own answer. "
                "Somebody who is stuck could not go on: use the course's."
            )


def _stub_rules(lesson: Lesson, exercise: Exercise, stub: CodeCell) -> Iterator[str]:
    binding = [part for part in stub.tree.body if exercise.answer_name in bound_names(ast.unparse(part))]
    if not binding:
        yield f"{stub.where} is the stub of {exercise.name!r} and does not bind `{exercise.answer_name}`."
        return
    if not any(isinstance(part, ast.Constant) and part.value is ... for part in ast.walk(binding[-1])):
        yield f"{stub.where} is the stub of {exercise.name!r} and holds no `...`. Is it solved already?"
    bound = {name for cell in lesson.code if cell.number < stub.number for name in bound_names(cell.python)}
    bound |= bound_names(stub.python)
    if missing := sorted(free_names(exercise.solution_source) - bound):
        yield (
            f"{stub.where}: the solution of {exercise.name!r} uses {', '.join(missing)}, "
            "which no earlier cell binds. Import it before the exercise."
        )


def _check_rules(exercise: Exercise, stub: CodeCell, check: CodeCell) -> Iterator[str]:
    wanted = [f"{verb}({exercise.name!r}, {exercise.answer_name})" for verb in _VERBS]
    if ast.unparse(check.tree) not in wanted:
        yield f"{check.where} must say {wanted[0].replace(chr(39), chr(34))}, or predict or quiz, and nothing else."
    if check.number < stub.number:
        yield f"{check.where} checks {exercise.name!r} before its exercise."
    shown = "".join(str(output.get("data", {}).get("text/plain", "")) for output in check.outputs)
    if not shown.startswith("not attempted"):
        yield f"{check.where} does not store 'not attempted', so the stub of {exercise.name!r} may be solved."


def _program_rules(lesson: Lesson) -> Iterator[str]:
    for maker in lesson.code:
        elsewhere = {
            n
            for cell in lesson.code
            if cell is not maker and not cell.programs
            for n in bound_names(cell.python)
        }
        own = bound_names(maker.python) - elsewhere
        for cell in lesson.code:
            needed = maker.programs - cell.programs
            if cell.number > maker.number and needed and (used := sorted(own & cell.loads())):
                yield (
                    f"{cell.where} uses {', '.join(used)} of {maker.where}, which is skipped where "
                    f"{' or '.join(sorted(needed))} is missing. Name the program here too."
                )
