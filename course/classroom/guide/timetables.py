"""The workshops as Markdown tables, and each lesson's part in them in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from course.classroom.counting import counted
from course.classroom.guide.notes import LessonNotes
from course.classroom.guide.plans import IN_HAND, Part, Plan


def timetable(plan: Plan) -> str:
    """A workshop: what happens when, and what is left for afterwards."""
    return "\n".join(_lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    yield f"### {_length(plan.length)}"
    yield ""
    yield _summary(plan)
    yield from (
        "",
        "| at | minutes | notebook | section | do | leave out |",
        "| --- | --- | --- | --- | --- | --- |",
    )
    for item in plan.timetable():
        at = f"{int(item.starts) // 60}:{int(item.starts) % 60:02}"
        if isinstance(item.what, Part):
            yield f"| {at} | {item.minutes:g} {_cells(item.what, jump=plan.is_jump(item.what))}"
        else:
            yield f"| {at} | {item.minutes:g} | | *{item.what}* | | |"
    left = [text for lesson in plan.lessons if not lesson.is_drill and (text := _left(plan, lesson))]
    if left:
        yield from ("", "Left for afterwards:", "", *(f"* {text}" for text in left))


def lesson_in_plan(plan: Plan, lesson: LessonNotes) -> str:
    """What a workshop takes of a lesson, in a sentence; empty if nothing."""
    parts = [part for part in plan.parts if part.section.lesson == lesson.stem]
    if not parts:
        return ""
    minutes = counted(sum(part.minutes for part in parts), "minute")
    out = [exercise.name for part in parts for exercise in part.left]
    without = f"; without {', '.join(f'`{name}`' for name in out)}" if out else ""
    skipped = plan.skipped(lesson)
    if not skipped:
        return f"all of it, {minutes}{without}."
    headings = ", ".join(f"*{part.section.heading}*" for part in parts)
    return f"{headings}; {minutes}{without}."


def _summary(plan: Plan) -> str:
    lessons = len({part.section.lesson for part in plan.parts})
    exercises = sum(len(part.exercises) for part in plan.parts)
    sentence = (
        f"{counted(plan.taught, 'minute')} of {counted(lessons, 'lesson')}, with {counted(exercises, 'exercise')}; "
        f"{counted(plan.in_hand, 'minute')} in hand."
    )
    if plan.breaks and plan.length >= 360:
        sentence += " Lunch comes on top: have it in place of the break in the middle, and longer."
    if plan.in_hand > 2 * IN_HAND * plan.length:
        sentence += (
            " The lessons that there are so far do not fill it: use the rest for *make* exercises in pairs."
        )
    return sentence


def _cells(part: Part, *, jump: bool) -> str:
    section = part.section
    number = section.lesson.partition("_")[0]
    do = ", ".join(f"`{exercise.name}`" for exercise in part.exercises)
    left = ", ".join(f"`{exercise.name}`" for exercise in part.left)
    heading = f"*jump:* {section.heading}" if jump else section.heading
    return f"| [{number}](../notebooks/{section.lesson}.ipynb) | {heading} | {do} | {left} |"


def _left(plan: Plan, lesson: LessonNotes) -> str:
    skipped = plan.skipped(lesson)
    if not skipped:
        return ""
    number = lesson.stem.partition("_")[0]
    if len(skipped) == len([section for section in lesson.sections if section.minutes]):
        return f"{number}: all of it ({counted(lesson.minutes, 'minute')})"
    return f"{number}: " + ", ".join(f"{section.heading} ({section.minutes})" for section in skipped)


def _length(minutes: int) -> str:
    return "One day (360 minutes)" if minutes == 360 else f"{minutes} minutes"
