"""Workshops fit, rest on what they need, and keep the order of the course."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.classroom.guide.notes import CLAIMS, RETRIEVAL, LessonNotes, Section, by_key, lesson_notes
from course.classroom.guide.plans import BREAK, IN_HAND, LENGTHS, Part, Plan, make_plan
from course.classroom.guide.timetables import lesson_in_plan, timetable
from course.classroom.shipped import lessons
from course.exercises import Exercise, all_exercises
from tests.classroom.records import CHOICE, FUNCTION, changed

REAL = [lesson_notes(lesson, all_exercises()) for lesson in lessons()]
# The smallest thing that can be added is rarely larger than this.
CRUMB = 12


def faults(plan: Plan, shipped: list[LessonNotes]) -> list[str]:
    """Everything that is wrong with a plan, found without the code that made it."""
    order = {section.key: place for place, section in enumerate(by_key(shipped).values())}
    keys = [part.section.key for part in plan.parts]
    found = []
    if [order[key] for key in keys] != sorted(order[key] for key in keys):
        found.append("not in the order of the course")
    for part in plan.parts:
        section = part.section
        if missing := [need for need in section.needs if need in order and need not in keys]:
            found.append(f"{section.key} without {missing}")
        if part.minutes <= 0 or {one.name for one in part.left} - section.weights.keys():
            found.append(f"{section.key} leaves out too much")
    items = list(plan.timetable())
    if any(one.starts + one.minutes != next_.starts for one, next_ in pairwise(items)):
        found.append("a gap")
    if items[0].starts != 0 or items[-1].starts + items[-1].minutes != plan.length:
        found.append("it does not fill its time")
    if plan.in_hand < IN_HAND * plan.length:
        found.append("no time in hand")
    if sum(item.what == "Break" for item in items) != plan.breaks:
        found.append("not the breaks that were promised")
    if items[1].what == "Break" or any(one.what == next_.what == "Break" for one, next_ in pairwise(items)):
        found.append("a break too early")
    return found


@pytest.mark.parametrize("length", LENGTHS)
def test_a_real_plan_has_no_fault(length: int) -> None:
    """And uses its time, as long as there is something to use it for."""
    plan = make_plan(length, REAL)
    assert faults(plan, REAL) == []
    unused = plan.in_hand - IN_HAND * length
    whole = all(not plan.skipped(lesson) for lesson in REAL if not lesson.is_drill)
    assert unused <= CRUMB or (whole and not any(part.left for part in plan.parts))


@pytest.mark.parametrize("length", LENGTHS)
def test_a_real_plan_begins_at_the_beginning_and_has_people_do_something(length: int) -> None:
    """Lesson 00 whole, and an exercise for every quarter of an hour at least."""
    plan = make_plan(length, REAL)
    assert not plan.skipped(REAL[0])
    assert sum(len(part.exercises) for part in plan.parts) >= length // 15


def test_longer_plans_teach_more() -> None:
    """Each leaves out less than the one before."""
    taught = [make_plan(length, REAL).taught for length in LENGTHS]
    assert all(short < long for short, long in pairwise(taught))


def section(
    name: str, minutes: int = 10, *, lesson: str = "01_a", weight: int = 1, needs: str = "", do: str = ""
) -> Section:
    """A section; needs are other sections of its lesson, `do` is how long its optional exercise takes."""
    exercises = (changed(name=f"{lesson}-{name}".lower(), minutes=float(do)),) if do else ()
    return Section(
        lesson,
        name,
        minutes,
        exercises,
        weight,
        tuple((lesson, need) for need in needs),
        {one.name: weight for one in exercises},
    )


def notes(*sections: Section, stem: str = "01_a", drill: bool = False) -> LessonNotes:
    """A lesson of these sections."""
    name = f"extra/{stem}.ipynb" if drill else f"{stem}.ipynb"
    return LessonNotes(name, "What?", sum(one.minutes for one in sections), (), sections, "", (), ())


def headings(plan: Plan) -> list[str]:
    """What is taught, and how long."""
    return [f"{part.section.heading} {part.minutes:g}" for part in plan.parts]


def test_heavier_sections_come_in_first() -> None:
    """In the end all stand in the order of the course. Of 60 minutes 44 are for teaching."""
    lesson = notes(
        section("A", 20), section("B", 20, weight=3), section("C", 20, weight=2), section("D", 4, weight=0)
    )
    assert headings(make_plan(60, [lesson])) == ["B 20", "C 20", "D 4"]


def test_what_a_section_needs_comes_with_it_or_neither_does() -> None:
    """Also over two steps."""
    lesson = notes(
        section("A", 20),
        section("B", 20, weight=0, needs="A"),
        section("C", 10, weight=3, needs="B"),
        section("D", 9),
    )
    assert headings(make_plan(60, [lesson])) == ["A 20", "D 9"]
    lesson = notes(
        section("A", 12), section("B", 20, needs="A"), section("C", 10, weight=3, needs="B"), section("D", 9)
    )
    assert headings(make_plan(60, [lesson])) == ["A 12", "B 20", "C 10"]


def test_exercises_of_what_is_in_come_before_more_sections() -> None:
    """A workshop is for doing; one that does not fit is left for afterwards."""
    lesson = notes(section("A", 30, do="10"), section("B", 20, do="9"))
    plan = make_plan(60, [lesson])
    assert headings(plan) == ["A 30", "B 11"]
    assert [[one.name for one in part.left] for part in plan.parts] == [[], ["01_a-b"]]


def test_questions_and_claims_frame_what_was_taught() -> None:
    """Questions where all the lessons before were taught, claims where the lesson was shown whole."""
    first = notes(section("A", 8), section(CLAIMS, 1))
    second = notes(
        section(RETRIEVAL, 2, lesson="02_b"),
        section("B", 8, lesson="02_b"),
        section(CLAIMS, 1, lesson="02_b"),
        stem="02_b",
    )
    third = notes(
        section(RETRIEVAL, 2, lesson="03_c"),
        section("C", 8, lesson="03_c"),
        section("D", 99, lesson="03_c"),
        section(CLAIMS, 1, lesson="03_c"),
        stem="03_c",
    )
    plan = make_plan(60, [first, second, third])
    assert headings(plan) == [
        "A 8",
        f"{CLAIMS} 1",
        f"{RETRIEVAL} 2",
        "B 8",
        f"{CLAIMS} 1",
        f"{RETRIEVAL} 2",
        "C 8",
    ]
    without = make_plan(60, [notes(section("A", 99)), second])
    assert headings(without) == ["B 8", f"{CLAIMS} 1"]


def test_questions_do_not_come_without_what_they_need() -> None:
    """As any other section."""
    first = notes(section(RETRIEVAL, 2, needs="L"), section("A", 8), section("L", 99))
    assert headings(make_plan(60, [first])) == ["A 8"]


def test_drills_are_in_no_plan() -> None:
    """They need programs that a room does not have."""
    assert headings(make_plan(60, [notes(section("A", 5), drill=True)])) == []


def test_breaks_divide_the_day() -> None:
    """One for each full hour after the first, between sections."""
    lesson = notes(*(section(name, 20) for name in "ABCDEF"))
    items = list(make_plan(180, [lesson]).timetable())
    assert [item.starts for item in items if item.what == "Break"] == [45, 95]
    assert sum(item.minutes for item in items if item.what == "Break") == 2 * BREAK


@st.composite
def courses(draw: st.DrawFn) -> list[LessonNotes]:
    """Some lessons; sections need any earlier ones, also of other lessons."""
    made: list[LessonNotes] = []
    keys: list[tuple[str, str]] = []
    for number in range(draw(st.integers(1, 3))):
        stem = f"{number:02}_x"
        sections = []
        for name in "ABCD"[: draw(st.integers(1, 4))]:
            minutes = draw(st.integers(1, 25))
            exercises: tuple[Exercise, ...] = (CHOICE,)
            weights = {}
            if draw(st.booleans()) and minutes > 2:
                exercises += (changed(FUNCTION, name=f"{stem}-{name}".lower(), minutes=minutes // 2),)
                weights = {exercises[1].name: draw(st.integers(0, 3))}
            needs = draw(st.lists(st.sampled_from(keys), max_size=2)) if keys else []
            heading = draw(st.sampled_from([name, name, RETRIEVAL])) if name == "A" else name
            sections.append(
                Section(stem, heading, minutes, exercises, draw(st.integers(0, 3)), tuple(needs), weights)
            )
        keys += [one.key for one in sections if one.heading != RETRIEVAL]
        made.append(notes(*sections, stem=stem))
    return made


@given(courses(), st.sampled_from(LENGTHS))
@settings(max_examples=60, deadline=None)
def test_no_course_makes_a_faulty_plan(course: list[LessonNotes], length: int) -> None:
    """Whatever its lessons, needs and weights are; and the tables can be written."""
    plan = make_plan(length, course)
    assert faults(plan, course) == []
    assert timetable(plan).count("\n| ") == len(list(plan.timetable())) + 2
    for lesson in course:
        taught = any(isinstance(part, Part) and part.section.lesson == lesson.stem for part in plan.parts)
        assert bool(lesson_in_plan(plan, lesson)) is taught


def test_the_table_says_what_to_do_and_what_to_jump_over() -> None:
    """Each line is a section; what was not taken stands below."""
    lesson = notes(section("A", 99), section("B", 30, weight=3, do="15"), section("C", 40))
    text = timetable(make_plan(60, [lesson]))
    assert "| 0:05 | 30 | [01](../notebooks/01_a.ipynb) | *jump:* B | `01_a-b` |  |" in text
    assert "* 01: A (99), C (40)" in text
    assert lesson_in_plan(make_plan(60, [lesson]), lesson) == "*B*; 30 minutes."


def test_whatever_a_section_needs_is_there() -> None:
    """In this lesson or an earlier one, under the heading that it has now."""
    order = {section.key: place for place, section in enumerate(by_key(REAL).values())}
    for place, one in enumerate(by_key(REAL).values()):
        for need in one.needs:
            assert order.get(need, place) < place, f"{one.key} needs {need}"
