"""The linter of the records: every rule fires on a record that breaks it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from course.classroom.exercise_lint import faults
from course.exercises import Case, Exercise, Mistake, call
from tests.classroom.records import CHOICE, LESSON, VALUE, changed


def upper(text: str) -> str:
    return "-".join(part.upper() for part in text.split())


def lower(text: str) -> str:
    return text.lower()


def unchanged(text: str) -> str:
    return text


def title(text: str) -> str:
    return text.title()


def dots(text: str) -> Any:  # noqa: ARG001
    return ...


def nothing(text: str) -> None:  # noqa: ARG001
    return None


def slow(text: str) -> str:
    time.sleep(60)
    return text


def unsteady(text: str) -> str:
    return text + str(random.random())


def uses_a_helper(text: str) -> str:
    return lower(text)


short = lambda text: text.upper()  # noqa: E731


def decorator(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


@decorator
def decorated(text: str) -> str:
    return text.upper()


def inner_function() -> Callable[..., Any]:
    def inner(text: str) -> str:
        return text.upper()

    return inner


GOOD = Exercise(
    name="upper-case",
    lesson=LESSON,
    title="Text in capitals",
    minutes=1,
    solution=upper,
    cases=lambda: [call("two words", "one Two")],
    hints=(
        "Which method of text makes capitals?",
        "Split the text first, then join what you made of its parts.",
    ),
    mistakes=(
        Mistake(lower, "You made small letters of all. Which method makes capitals?"),
        Mistake(unchanged, "Your text came back as it was. Change its letters."),
        Mistake(title, "Only the first letter of each word is a capital. All are wanted."),
    ),
    correct="Every letter came back as a capital.",
    why="Capitals have a method of their own.",
    out_of_scope="Letters of other scripts.",
    instructor="Ask what the capital of a sharp s is.",
)


def found(*exercises: Exercise) -> list[str]:
    """What the linter says."""
    return faults(exercises, [LESSON])


def with_mistake(answer: Any) -> Exercise:
    """The good exercise with another third mistake."""
    return changed(GOOD, mistakes=(*GOOD.mistakes[:2], Mistake(answer, GOOD.mistakes[2].reply)))


def test_good_records_have_no_faults() -> None:
    """A function, a question."""
    assert found(GOOD, CHOICE) == []


BAD: dict[str, tuple[Exercise, str]] = {
    "name with a number": (changed(GOOD, name="pin-3"), "the name must be small words"),
    "name in capitals": (changed(GOOD, name="Pin"), "the name must be small words"),
    "unknown lesson": (changed(GOOD, lesson="99_none"), "there is no lesson '99_none'."),
    "no minutes": (changed(GOOD, minutes=0), "the minutes must be more than 0."),
    "one hint": (changed(GOOD, hints=GOOD.hints[:1]), "it needs at least two hints."),
    "two mistakes": (changed(GOOD, mistakes=GOOD.mistakes[:2]), "it needs at least 3 mistakes."),
    "no wrong option": (changed(CHOICE, mistakes=()), "it needs at least 1 mistake."),
    "option without a reply": (
        changed(CHOICE, options=(*CHOICE.options, "perhaps")),
        "its options are not the right one and one mistake for each wrong one.",
    ),
    "options alike": (
        changed(CHOICE, options=("Accepted ", *CHOICE.options)),
        "two options are the same but for",
    ),
    "short reply": (changed(GOOD, correct="Yes."), "the text 'Yes.' has 4 characters; between 20 and 400"),
    "long reply": (changed(GOOD, why="A word. " * 60 + "End."), "characters; between 20 and 400"),
    "no capital": (changed(GOOD, correct="every letter is a capital."), "is not made of whole sentences"),
    "no full stop": (changed(GOOD, correct="Every letter is a capital"), "is not made of whole sentences"),
    "two blanks": (
        changed(GOOD, correct="Every letter  is a capital."),
        "has two blanks or a line end in it.",
    ),
    "no instructor's note": (changed(GOOD, instructor=""), "the text '' has 0 characters"),
    "nothing out of scope": (changed(GOOD, out_of_scope=""), "the text '' has 0 characters"),
    "same hints": (changed(GOOD, hints=GOOD.hints[:1] * 2), "two hints are the same."),
    "same replies": (
        changed(GOOD, mistakes=tuple(Mistake(one.answer, GOOD.mistakes[0].reply) for one in GOOD.mistakes)),
        "two replies to mistakes are the same.",
    ),
    "title with a full stop": (changed(GOOD, title="Capitals."), "the title must be some words"),
    "correct twice": (
        changed(GOOD, correct="Correct. Every letter is one."),
        "must not begin with that word",
    ),
    "long solution": (
        changed(VALUE, solution="\n".join(f"part = {number}" for number in range(26))),
        "the solution has more than 25 lines.",
    ),
    "unbound name": (
        changed(VALUE, solution="ports = other"),
        "the solution uses other, which neither it nor",
    ),
    "helper": (changed(GOOD, solution=uses_a_helper), "the solution uses lower, which neither it nor"),
    "no Python": (
        changed(VALUE, solution="ports = ("),
        "the source of its solution can't be used alone: SyntaxError",
    ),
    "no binding": (changed(VALUE, solution="print(80, 443)"), "can't be used alone: ValueError"),
    "no source": (changed(GOOD, solution=len), "the source of its solution can't be used alone: TypeError"),
    "lambda": (changed(GOOD, solution=short), "the solution must be a function of a module"),
    "decorated": (changed(GOOD, solution=decorated), "the solution must be a function of a module"),
    "inner function": (
        changed(GOOD, solution=inner_function()),
        "the solution must be a function of a module",
    ),
    "hint with a line of it": (
        changed(
            GOOD, hints=('Write `return "-".join(part.upper() for part in text.split())`.', GOOD.hints[1])
        ),
        "hint 1 gives the solution away.",
    ),
    "last hint with all of it": (
        changed(
            GOOD, hints=(GOOD.hints[0], 'Write `return "-".join(part.upper() for part in text.split())`.')
        ),
        "hint 2 gives the solution away.",
    ),
    "no cases": (changed(GOOD, cases=list), "it needs cases, each with a label of its own."),
    "same labels": (changed(GOOD, cases=lambda: [*GOOD.cases(), *GOOD.cases()]), "it needs cases, each with"),
    "unsteady": (changed(GOOD, solution=unsteady), "the solution gives something else each time it runs."),
    "stub is the answer": (changed(GOOD, solution=dots), "the stub is the answer"),
    "mistake is right": (with_mistake(upper), "the mistake 'upper' is right."),
    "mistake is the stub": (with_mistake(dots), "the mistake 'dots' gives what the stub gives."),
    "mistake gives None": (with_mistake(nothing), "the mistake 'nothing' always gives None"),
    "mistake is slow": (with_mistake(slow), "the mistake 'slow' was stopped"),
    "mistakes alike": (
        with_mistake(lambda text: text.lower()),
        "the mistakes 'lower' and '<lambda>' give the same results.",
    ),
    "mistakes with one name": (
        changed(
            GOOD, mistakes=tuple(Mistake(answer, "A reply.") for answer in (lambda _: 1, lambda _: 2, lower))
        ),
        "2 mistakes are called '<lambda>'.",
    ),
}


@pytest.mark.parametrize("bad", BAD)
def test_every_rule_fires(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a record that breaks it, naming the exercise."""
    monkeypatch.setattr("course.classroom.lint_results.SECONDS", 0.2)
    exercise, told = BAD[bad]
    messages = [message for message in found(exercise) if told in message]
    assert messages
    assert messages[0].startswith(f"{exercise.name}: ")


def test_two_exercises_of_a_lesson_need_two_answer_names() -> None:
    """The later answer would overwrite the earlier one."""
    assert found(GOOD, changed(GOOD, name="capitals")) == [
        f"{LESSON}: 2 exercises bind `upper`. Each needs an answer name of its own."
    ]


def test_the_last_hint_may_show_a_part() -> None:
    """A fragment helps where words alone mislead."""
    exercise = changed(
        VALUE,
        solution="http = port_of_http = 80\nports = [http, 443] + []",
        hints=("Which port belongs to http?", "Begin with `http = port_of_http = 80`, then make a list."),
        cases=lambda: [Case("your answer", lambda answer: answer)],
    )
    assert not [fault for fault in found(exercise) if "gives the solution away" in fault]


def test_a_function_that_is_in_no_module_has_no_imports() -> None:
    """Such as one that a test has made."""
    namespace: dict[str, Any] = {}
    # A file name of its own: Python 3.13 takes "<string>" for the words behind `python -c`, as xdist starts it.
    exec(compile("def made(text):\n    return text.upper()", "<made by a test>", "exec"), namespace)
    assert any("can't be used alone" in fault for fault in found(changed(GOOD, solution=namespace["made"])))
