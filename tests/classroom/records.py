"""Small exercises to test the classroom with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from course.exercises import Case, Exercise, Mistake, call, question, value

LESSON = "05_small_exercises"


def joined(words: list[str]) -> str:
    return "-".join(words)


def _cases() -> Sequence[Case]:
    return [call("two words", ["one", "two"]), call("three words", ["pins", "keys", "hosts"])]


FUNCTION = Exercise(
    name="joined-words",
    lesson=LESSON,
    title="Words joined by hyphens",
    minutes=2,
    solution=joined,
    cases=_cases,
    hints=("Which method of text joins a list?", "The text between the words comes first: `between.join`."),
    mistakes=(
        Mistake(lambda words: " ".join(words), "Blanks stand between your words. Put hyphens there."),
        Mistake(
            lambda words: "-".join(reversed(words)), "Your words are in the wrong order. Keep the one given."
        ),
        Mistake(lambda words: words[5], "You asked for a sixth word, which is not there. Use them all."),
    ),
    correct="Every list of words came back joined by hyphens.",
    why="A text joins any number of words, and puts itself between them.",
    out_of_scope="Words with blanks in them.",
    instructor="Ask what an empty list of words should give.",
)

VALUE = Exercise(
    name="two-ports",
    lesson=LESSON,
    title="The two ports",
    minutes=1,
    solution="ports = [80, 443]",
    cases=lambda: [value()],
    hints=("Which port belongs to http?", "The other one belongs to https."),
    mistakes=(
        Mistake([443, 80], "Both ports are there, the wrong way round. Put the one of http first."),
        Mistake([80, 8443], "8443 is only a habit. Which port does https use by itself?"),
        Mistake([80], "One port is there. Add the one of https."),
    ),
    correct="Both are ports that nobody has to write into an address.",
    why="An address without a port means these.",
    out_of_scope="Ports of other protocols.",
    instructor="Ask who has seen another port in an address.",
)

CHOICE = question(
    name="renewed-key",
    lesson=LESSON,
    title="After a renewal",
    minutes=1,
    answer_name="prediction",
    right="accepted",
    wrong={
        "refused": "The key is the same, and the pin is the hash of the key. What would change?",
        "no connection": "The server still answers. Nothing about the network changed at the renewal.",
    },
    hints=("What does the pin depend on?", "Did that thing change?"),
    correct="The key stayed, so the pin did, and the app still gets in.",
    instructor="Let pairs argue before anybody runs it.",
)


def changed(exercise: Exercise = FUNCTION, **changes: Any) -> Exercise:
    """An exercise with some things changed."""
    return replace(exercise, **changes)


def use(monkeypatch: pytest.MonkeyPatch, *exercises: Exercise) -> None:
    """Let the classroom know these exercises and no others."""
    named = {exercise.name: exercise for exercise in exercises}
    monkeypatch.setattr("course.classroom.asking.all_exercises", lambda: named)
    monkeypatch.setattr("course.classroom.standing.all_exercises", lambda: named)
