"""What is wrong with the records of exercises, as far as a program can tell."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from course.classroom.lint_results import faults_of_results
from course.exercises import Exercise, free_names

SHORTEST, LONGEST = 20, 400
LONGEST_SOLUTION = 25
_SHORTEST_LINE = 15


def faults(exercises: Iterable[Exercise], lessons: Collection[str]) -> list[str]:
    """Everything that is wrong with some records, one sentence each; empty if nothing is.

    Args:
      exercises: all records of the course.
      lessons: the stems of its notebooks.
    """
    found: list[str] = []
    names: Counter[tuple[str, str]] = Counter()
    for exercise in exercises:
        own = faults_of(exercise, lessons)
        found += [f"{exercise.name}: {fault}" for fault in own]
        if not own:
            names[exercise.lesson, exercise.answer_name] += 1
    return found + [
        f"{lesson}: {count} exercises bind `{name}`. Each needs an answer name of its own."
        for (lesson, name), count in names.items()
        if count > 1
    ]


def faults_of(exercise: Exercise, lessons: Collection[str]) -> list[str]:
    """What is wrong with one record, one sentence each."""
    source = list(_faults_of_source(exercise))
    parts = [
        _faults_of_facts(exercise, lessons),
        _faults_of_words(exercise),
        source,
        _faults_of_hints(exercise),
    ]
    if not source:
        parts.append(faults_of_results(exercise))
    return list(chain.from_iterable(parts))


def _faults_of_facts(exercise: Exercise, lessons: Collection[str]) -> Iterator[str]:
    if not all(re.fullmatch("[a-z0-9]*[a-z][a-z0-9]*", word) for word in exercise.name.split("-")):
        yield "the name must be small words joined by hyphens, never a bare number."
    if exercise.lesson not in lessons:
        yield f"there is no lesson {exercise.lesson!r}."
    if exercise.minutes <= 0:
        yield "the minutes must be more than 0."
    if len(exercise.hints) < 2:
        yield "it needs at least two hints."
    least = 1 if exercise.options else 3
    if len(exercise.mistakes) < least:
        yield f"it needs at least {least} mistake{'s' * (least > 1)}."
    if exercise.options and set(exercise.options) != {exercise.reference, *_wrong_options(exercise)}:
        yield "its options are not the right one and one mistake for each wrong one."
    if len({option.casefold().strip() for option in exercise.options}) < len(exercise.options):
        yield "two options are the same but for case and blanks."


def _wrong_options(exercise: Exercise) -> list[object]:
    return [mistake.answer for mistake in exercise.mistakes]


def _faults_of_words(exercise: Exercise) -> Iterator[str]:
    replies = [mistake.reply for mistake in exercise.mistakes]
    texts = [*exercise.hints, *replies, exercise.correct, exercise.why]
    texts += [exercise.instructor] + [exercise.out_of_scope] * (
        not exercise.options or bool(exercise.out_of_scope)
    )
    for text in dict.fromkeys(texts):
        yield from _faults_of_text(text)
    for kind, group in (("hints", list(exercise.hints)), ("replies to mistakes", replies)):
        if len(set(group)) < len(group):
            yield f"two {kind} are the same."
    if not exercise.title.strip() or exercise.title.endswith("."):
        yield "the title must be some words without a full stop."
    if exercise.correct.startswith("Correct"):
        yield "`correct` must not begin with that word: the state says it already."


def _faults_of_text(text: str) -> Iterator[str]:
    shown = f"the text {text[:40]!r}"
    if not SHORTEST <= len(text) <= LONGEST:
        yield f"{shown} has {len(text)} characters; between {SHORTEST} and {LONGEST} are wanted."
    if not re.match(r"[A-Z0-9`'\"]", text) or not text.endswith((".", "?", "!")):
        yield f"{shown} is not made of whole sentences: a capital first, a full stop last."
    if re.search(r"\s\s|\n", text):
        yield f"{shown} has two blanks or a line end in it."


def _faults_of_source(exercise: Exercise) -> Iterator[str]:
    try:
        source = exercise.solution_source
        tree = ast.parse(source)
        free = free_names(source)
        _ = exercise.answer_name
    except (OSError, TypeError, ValueError, SyntaxError) as error:
        yield f"the source of its solution can't be used alone: {type(error).__name__}: {error}."
        return
    if source.count("\n") >= LONGEST_SOLUTION:
        yield f"the solution has more than {LONGEST_SOLUTION} lines."
    if isinstance(exercise.solution, str):
        unbound = free
    else:
        if not _is_plain_function(tree, exercise.solution.__qualname__):
            yield "the solution must be a function of a module, written with `def`, without a decorator."
        unbound = free - _imported_beside(exercise)
    if unbound:
        yield f"the solution uses {', '.join(sorted(unbound))}, which neither it nor an import of its module binds."


def _is_plain_function(tree: ast.Module, qualified_name: str) -> bool:
    first = tree.body[0]
    return isinstance(first, ast.FunctionDef) and not first.decorator_list and qualified_name == first.name


def _imported_beside(exercise: Exercise) -> set[str]:
    module = inspect.getmodule(exercise.solution)
    if module is None:
        return set()
    imports = [
        part
        for part in ast.parse(inspect.getsource(module)).body
        if isinstance(part, ast.Import | ast.ImportFrom)
    ]
    return {(name.asname or name.name).partition(".")[0] for part in imports for name in part.names}


def _faults_of_hints(exercise: Exercise) -> Iterator[str]:
    try:
        lines = [_bare(line) for line in exercise.solution_source.splitlines()]
    except (OSError, TypeError):
        return
    long_lines = [line for line in lines if len(line) >= _SHORTEST_LINE and not line.startswith("def")]
    for number, hint in enumerate(map(_bare, exercise.hints), 1):
        shown = [line for line in long_lines if line in hint]
        if shown and (number < len(exercise.hints) or len(shown) == len(long_lines)):
            yield f"hint {number} gives the solution away."


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
