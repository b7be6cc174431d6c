"""The rules about a lesson's notes for the instructor, each broken once."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from course.classroom.lint_instructor import instructor_rules
from course.classroom.lint_lesson import Lesson
from tests.classroom.test_notebook_lint import NOTES
from tests.notebooks.building import code, text

Notes = dict[str, Any]


def lesson(notes: Notes | None, stem: str = "03_hash_public_keys") -> Lesson:
    """A lesson in two sections, with an exercise in the second."""
    cells = [text("# What is a pin?"), text("## Before you start"), text("## See\n\n```\n## no heading\n```")]
    cells += [text("## Do"), code("x = ...", exercise="spki-pin"), text("## What you can claim now")]
    about = {"lesson": stem} | ({"instructor": notes} if notes is not None else {})
    return Lesson(stem, {"cells": cells, "metadata": {"course": about}})


def test_good_notes_have_no_fault() -> None:
    """Questions from memory and claims need no weight."""
    assert list(instructor_rules(lesson(NOTES))) == []


def test_a_numbered_lesson_needs_notes_and_a_drill_does_not() -> None:
    """A drill's bad notes are seen, too."""
    assert "say nothing to the instructor" in next(instructor_rules(lesson(None)))
    assert list(instructor_rules(lesson(None, "real_acme"))) == []
    assert list(instructor_rules(lesson(NOTES | {"goal": ""}, "real_acme")))


def see(**changes: Any) -> Callable[[Notes], None]:
    """Other notes for the first section."""
    return lambda notes: notes["sections"]["See"].update(changes)


def do(**changes: Any) -> Callable[[Notes], None]:
    """Other notes for the second section."""
    return lambda notes: notes["sections"]["Do"].update(changes)


def shown(**changes: Any) -> Callable[[Notes], None]:
    """Another demonstration."""
    return lambda notes: notes["sections"]["See"]["break_live"].update(changes)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda notes: notes.update(goal=" "), "name no goal"),
        (lambda notes: notes.pop("goal"), "name no goal"),
        (lambda notes: notes["questions"].pop(), "answer 2 questions"),
        (lambda notes: notes.update(questions=[["Why?", ""]] * 3), "not pairs"),
        (lambda notes: notes.update(questions=["Why?"] * 3), "not pairs"),
        (lambda notes: notes["sections"].update(Sea={"weight": 1}), "a section 'Sea', which is not there"),
        (lambda notes: notes["sections"].pop("Do"), "give 'Do' no weight"),
        (see(weight=4), "give 'See' no weight"),
        (do(needs=["Do"]), "need 'Do', which is no earlier section"),
        (see(needs=["Do"]), "need 'Do', which is no earlier section"),
        (do(needs=["04_fragile_cer: Friday"]), "which is no earlier section"),
        (do(exercises={"pin-the-bank": 1}), "a weight to 'pin-the-bank' in 'Do'"),
        (do(exercises={"spki-pin": "always"}), "a weight to 'spki-pin' in 'Do'"),
        (lambda notes: notes["sections"]["See"].pop("break_live"), "nothing to break live"),
        (shown(say=""), "other words"),
        (shown(sya="It was."), "other words"),
        (lambda notes: notes["sections"]["See"]["break_live"].pop("do"), "without saying what to do"),
        (shown(code="1 / 1"), "code and what it shows go together"),
        (shown(shows="1"), "code and what it shows go together"),
        (shown(code="1 /", shows="1"), "code that is no Python"),
    ],
)
def test_each_fault_is_named(change: Callable[[Notes], object], said: str) -> None:
    """And no other rule complains."""
    notes = copy.deepcopy(NOTES)
    change(notes)
    [sentence] = instructor_rules(lesson(notes))
    assert said in sentence


def test_earlier_lessons_may_be_needed() -> None:
    """The plans look there, too."""
    notes = copy.deepcopy(NOTES)
    do(needs=["See", "00_start_here: One line"])(notes)
    assert list(instructor_rules(lesson(notes))) == []
