"""Predictions and quizzes."""

from __future__ import annotations

from typing import Any

import pytest

from course.classroom import predict
from course.exercises import question
from tests.classroom.records import CHOICE, use


@pytest.fixture(autouse=True)
def _one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, CHOICE)


@pytest.mark.parametrize("answer", ["accepted", " Accepted ", "ACCEPTED\n"])
def test_the_right_option_is_correct_whatever_its_case_and_blanks(answer: str) -> None:
    """Nobody fails for a capital letter."""
    reply = predict("renewed-key", answer)
    assert (reply.state, reply.reply) == ("correct", CHOICE.correct)


@pytest.mark.parametrize("mistake", CHOICE.mistakes)
def test_each_wrong_option_has_its_reply(mistake: Any) -> None:
    """Also with other blanks in it."""
    for answer in (mistake.answer, mistake.answer.upper().replace(" ", "  ")):
        reply = predict("renewed-key", answer)
        assert (reply.state, reply.reply, reply.mistake) == ("not yet", mistake.reply, mistake.answer)


def test_the_dots_are_not_attempted() -> None:
    """And are told the options."""
    reply = predict("renewed-key", ...)
    assert reply.state == "not attempted"
    assert reply.reply == (
        'Set `prediction` to "accepted", "no connection" or "refused" (in quotes) and run its cell, '
        'then run this one again. Stuck? `hint("renewed-key")`.'
    )


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ("maybe", "'maybe'"),
        (None, "None"),
        (5, "5"),
        (True, "True"),
        (["accepted"], "['accepted']"),
        (len, "a builtin_function_or_method object"),
    ],
)
def test_anything_else_is_told_the_options(answer: Any, seen: str) -> None:
    """Without giving the right one away."""
    reply = predict("renewed-key", answer)
    assert reply.state == "not yet"
    assert (
        reply.reply == f'`prediction` is {seen}. The options are "accepted", "no connection" and "refused".'
    )


def test_options_may_be_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written with or without quotes."""
    count = question(
        name="how-many",
        lesson=CHOICE.lesson,
        title="How many",
        minutes=1,
        answer_name="count",
        right="2",
        wrong={"1": "One is the leaf. Count the intermediate too."},
        hints=("Count again.", "Count the intermediate too."),
        correct="The leaf and the intermediate.",
        instructor="Ask where the root is.",
    )
    use(monkeypatch, count)
    assert predict("how-many", 2).state == predict("how-many", "2").state == "correct"
    assert predict("how-many", 1).state == "not yet"
    assert predict("how-many", ...).reply.startswith('Set `count` to "1" or "2" and run its cell')
