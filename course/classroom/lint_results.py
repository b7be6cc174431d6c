"""Whether the answers of a record can be told apart by what they give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from course.classroom.judging import SECONDS
from course.classroom.reasons import first_difference, never_written
from course.classroom.results import NOTHING
from course.classroom.trial import Outcome, Raised, try_answer
from course.exercises import Exercise

Outcomes = tuple[Outcome, ...]


def faults_of_results(exercise: Exercise) -> Iterator[str]:
    """What is wrong with the results of a record's answers, one sentence each."""
    labels = [case.label for case in exercise.cases()]
    if not labels or len(set(labels)) < len(labels):
        yield "it needs cases, each with a label of its own."
        return
    wanted = _outcomes(exercise, exercise.reference)
    if _outcomes(exercise, exercise.reference) != wanted:
        yield "the solution gives something else each time it runs."
        return
    if never_written(wanted):
        yield "the stub is the answer: the solution gives `...` for every case."
    yield from _faults_of_mistakes(exercise, wanted)


def _faults_of_mistakes(exercise: Exercise, wanted: Outcomes) -> Iterator[str]:
    given: list[tuple[str, Outcomes]] = []
    for mistake in exercise.mistakes:
        outcomes = _outcomes(exercise, mistake.answer)
        if len(outcomes) < len(wanted):
            yield f"the mistake {mistake.name!r} was stopped: it takes too long or prints too much."
            continue
        if first_difference(wanted, outcomes) is None:
            yield f"the mistake {mistake.name!r} is right."
        if never_written(outcomes):
            yield f"the mistake {mistake.name!r} gives what the stub gives."
        if all(not isinstance(one, Raised) and one.result.kind == NOTHING for one in outcomes):
            yield f"the mistake {mistake.name!r} always gives None, which has a reply of its own."
        for other, earlier in given:
            if earlier == outcomes:
                yield f"the mistakes {other!r} and {mistake.name!r} give the same results."
        given.append((mistake.name, outcomes))
    yield from (
        f"{count} mistakes are called {name!r}."
        for name, count in Counter(mistake.name for mistake in exercise.mistakes).items()
        if count > 1
    )


def _outcomes(exercise: Exercise, answer: Any) -> Outcomes:
    return try_answer(answer, exercise.cases(), SECONDS).outcomes
