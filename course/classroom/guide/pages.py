"""The notes for one lesson, as a page in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from course.classroom.counting import counted
from course.classroom.guide.notes import Demonstration, LessonNotes, Section
from course.exercises import Exercise

WRITTEN = (
    "<!-- Written by `course instructor-guide` from the notebook, its metadata and the exercise records: change those, "
    "and run it again. -->"
)
# A reader of notes wants the usual wrong answers, not all that the course can tell apart.
MOST_MISTAKES = 5


def lesson_page(lesson: LessonNotes, plans: dict[int, str]) -> str:
    """The notes for a lesson.

    Args:
      lesson: the lesson.
      plans: what each workshop takes of it, in a sentence.
    """
    return "\n".join(_lines(lesson, plans)) + "\n"


def _lines(lesson: LessonNotes, plans: dict[int, str]) -> Iterator[str]:
    yield f"# {lesson.heading}"
    yield from ("", WRITTEN, "")
    yield f"Notes for the instructor. The lesson: [{lesson.name}](../../notebooks/{lesson.name})."
    yield f"A new learner alone needs {counted(lesson.minutes, 'minute')}." if lesson.minutes else ""
    if lesson.goal:
        yield from ("", f"**Goal.** {lesson.goal}")
    yield from ("", "Learners will be able to:", "", *(f"* {one}" for one in lesson.able))
    yield from ("", "| section | minutes | exercises (minutes) |", "| --- | --- | --- |")
    for section in lesson.sections:
        names = ", ".join(f"{_code(one.name)} ({one.minutes:g})" for one in section.exercises)
        yield f"| {section.heading} | {section.minutes or ''} | {names} |"
    if plans:
        yield from ("", "In the workshops of the [guide](../instructor-guide.md#plans):", "")
        yield from (f"* {length} minutes: {text}" for length, text in plans.items())
    for section in lesson.sections:
        if section.exercises or section.demonstration:
            yield from _section(section)
    if lesson.questions:
        yield from ("", "## What people ask")
        for asked, answer in lesson.questions:
            yield from ("", f"**{asked}** {answer}")


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"## {section.heading}")
    if section.minutes:
        yield from ("", f"*{counted(section.minutes, 'minute')}.*")
    if section.demonstration:
        yield from _demonstration(section.demonstration)
    for exercise in section.exercises:
        yield from _exercise(exercise)


def _demonstration(shown: Demonstration) -> Iterator[str]:
    yield from ("", f"**Break it live.** {shown.do}")
    if shown.code:
        yield from ("", "```python", shown.code, "```", "", "It shows, among other things:", "")
        yield from ("```text", shown.shows, "```")
    yield from ("", f"**Say:** {shown.say}")


def _exercise(exercise: Exercise) -> Iterator[str]:
    yield from ("", f"### {exercise.title} ({_code(exercise.name)}, {counted(exercise.minutes, 'minute')})")
    yield from ("", exercise.instructor)
    if exercise.out_of_scope:
        yield from ("", f"Left out on purpose: {exercise.out_of_scope}")
    yield from ("", f"What people answer, and what the course says to it{_most(exercise)}:", "")
    for mistake in exercise.mistakes[:MOST_MISTAKES]:
        yield f"* {_code(_shown(mistake.name))}: {mistake.reply}"
    yield from ("", "<details><summary>Solution</summary>", "", "```python", exercise.solution_source, "```")
    yield from ("", exercise.why, "", "</details>")


def _most(exercise: Exercise) -> str:
    count = len(exercise.mistakes)
    return f" (the first {MOST_MISTAKES} of {count})" if count > MOST_MISTAKES else ""


def _shown(name: str) -> str:
    text = " ".join(name.split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _code(text: str) -> str:
    """As code, whatever is in it."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"
