"""The linter's rules about a lesson's notes for the instructor; `guide/notes.py` says what they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from course.classroom.guide.notes import CLAIMS, RETRIEVAL, key_of, parts, written_notes
from course.classroom.lint_lesson import Lesson

FEWEST_QUESTIONS = 3
_WEIGHTS = range(4)
_WHERE = 'its metadata, {"course": {"instructor": ...}},'


def instructor_rules(lesson: Lesson) -> Iterator[str]:
    """Every numbered lesson has notes, and whatever notes name is there."""
    notes = written_notes(lesson.notebook)
    if not notes:
        if lesson.stem[:1].isdecimal():
            yield f"{_WHERE} say nothing to the instructor. Write a goal, its sections and what people ask."
        return
    if not _is_text(notes.get("goal")):
        yield f"{_WHERE} name no goal. Say in a sentence what a workshop wants of this lesson."
    yield from _questions(notes.get("questions", []))
    yield from _sections(lesson, notes.get("sections", {}))


def _questions(questions: Any) -> Iterator[str]:
    if not isinstance(questions, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(map(_is_text, pair)) for pair in questions
    ):
        yield f"{_WHERE} have questions that are not pairs of a question and an answer."
    elif len(questions) < FEWEST_QUESTIONS:
        yield f"{_WHERE} answer {len(questions)} questions. Write down at least {FEWEST_QUESTIONS} that people ask."


def _sections(lesson: Lesson, written: Mapping[str, Any]) -> Iterator[str]:
    there = {heading: names for heading, _, names in parts(lesson.notebook["cells"])}
    plain = [heading for heading in there if heading not in (RETRIEVAL, CLAIMS)]
    for heading in written:
        if heading not in there:
            yield f"{_WHERE} speak of a section {heading!r}, which is not there."
    for heading in plain:
        notes = written.get(heading, {})
        if notes.get("weight") not in _WEIGHTS:
            yield f"{_WHERE} give {heading!r} no weight from 0 (for afterwards) to 3 (its story falls apart without)."
        yield from _names(lesson, heading, notes, plain, there[heading])
    shown = [heading for heading in plain if "break_live" in written.get(heading, {})]
    if not shown:
        yield f"{_WHERE} have nothing to break live. Add break_live to a section."
    for heading in shown:
        yield from _demonstration(heading, written[heading]["break_live"])


def _names(
    lesson: Lesson, heading: str, notes: Mapping[str, Any], plain: Sequence[str], names: Sequence[str]
) -> Iterator[str]:
    for need in notes.get("needs", []):
        stem, needed = key_of(need, lesson.stem)
        earlier = plain[: plain.index(heading)] if stem == lesson.stem else None
        if (earlier is not None and needed not in earlier) or stem > lesson.stem:
            yield f"{_WHERE} let {heading!r} need {need!r}, which is no earlier section."
    for name, weight in notes.get("exercises", {}).items():
        if name not in names or weight not in _WEIGHTS:
            yield f"{_WHERE} give a weight to {name!r} in {heading!r}: it must be an exercise there, from 0 to 3."


def _demonstration(heading: str, shown: Mapping[str, Any]) -> Iterator[str]:
    where = f"{_WHERE} break something live in {heading!r}"
    if set(shown) - {"do", "say", "code", "shows"} or not all(_is_text(text) for text in shown.values()):
        yield f"{where} with other words than do, code, shows and say, or with empty ones."
    if not {"do", "say"} <= set(shown):
        yield f"{where} without saying what to do and what to say."
    if ("code" in shown) != ("shows" in shown):
        yield f"{where}: code and what it shows go together."
    try:
        ast.parse(str(shown.get("code", "")))
    except SyntaxError:
        yield f"{where} with code that is no Python."


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
