"""What a lesson says of itself: its text, its sections with their exercises, and its notes for the instructor.

The notes stand in the notebook's metadata, as `{"course": {"instructor": NOTES}}`:

    {"goal": TEXT,
     "sections": {HEADING: {"weight": 0 to 3, "needs": [HEADING, "01_trust: HEADING", ...],
                            "exercises": {NAME: 0 to 3},
                            "break_live": {"do": TEXT, "code": PYTHON, "shows": TEXT, "say": TEXT}}},
     "questions": [[QUESTION, ANSWER], ...]}

A weight says how much a workshop loses without a section or an exercise: 3, its story falls apart; 0, nothing, it is
for afterwards. An exercise has the weight of its section if none is given. Questions with options are part of their
section; so are other exercises where these fill more than half of it. A lesson without notes can be planned with, too:
its weights are 1, and each section needs the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from course.classroom.lessons import EXTRA, about, exercise_of, required_programs
from course.classroom.shipped import Lesson, source_of
from course.exercises import Exercise

RETRIEVAL, CLAIMS = "Before you start", "What you can claim now"
USUAL_WEIGHT = 1


@dataclass(frozen=True)
class Demonstration:
    """Something to break in front of everybody.

    Attributes:
      do: what to do, in words.
      code: what to type at the end of the section; may be empty.
      shows: a part of what is printed then.
      say: what it means.
    """

    do: str
    say: str
    code: str = ""
    shows: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a lesson, from one heading to the next.

    Attributes:
      lesson: the stem of its notebook.
      heading: its heading.
      minutes: as its text says; 0 if it says none.
      exercises: in their order.
      weight: what a workshop loses without it, from 3 to 0.
      needs: what must have been shown before, each as a lesson's stem and a heading.
      weights: those of its exercises that can be left out.
      demonstration: what to break live.
    """

    lesson: str
    heading: str
    minutes: int
    exercises: tuple[Exercise, ...]
    weight: int = USUAL_WEIGHT
    needs: tuple[tuple[str, str], ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    demonstration: Demonstration | None = None

    @property
    def key(self) -> tuple[str, str]:
        """By which other sections name it."""
        return self.lesson, self.heading

    @property
    def optional(self) -> tuple[Exercise, ...]:
        """The exercises that a workshop can leave for afterwards."""
        return tuple(exercise for exercise in self.exercises if exercise.name in self.weights)


@dataclass(frozen=True)
class LessonNotes:
    """A lesson as an instructor sees it.

    Attributes:
      name: its path in a workspace.
      title: its question.
      minutes: as its first cell says.
      able: what learners will be able to do.
      sections: in their order.
      goal: what a workshop wants of it; empty if nobody has written it.
      questions: what people ask, with answers.
      programs: what some of its cells need.
    """

    name: str
    title: str
    minutes: int
    able: tuple[str, ...]
    sections: tuple[Section, ...]
    goal: str
    questions: tuple[tuple[str, str], ...]
    programs: tuple[str, ...]

    @property
    def stem(self) -> str:
        """Its name without folder and suffix."""
        return self.name.rpartition("/")[2].removesuffix(".ipynb")

    @property
    def is_drill(self) -> bool:
        """Whether it is one of the drills, which no lesson builds on."""
        return self.name.startswith(f"{EXTRA}/")

    @property
    def heading(self) -> str:
        """Its number and question."""
        number = self.stem.partition("_")[0]
        return f"{number} · {self.title}" if number.isdecimal() else f"Extra · {self.title}"


def lesson_notes(lesson: Lesson, exercises: Mapping[str, Exercise]) -> LessonNotes:
    """Read what a lesson says of itself.

    Args:
      lesson: as shipped.
      exercises: the records by name.
    """
    cells = lesson.notebook["cells"]
    first = source_of(cells[0])
    title = re.search(r"^# (?:\S+ · )?(.+)", first, re.M)
    minutes = re.search(r"\*\*(\d+) minutes\.\*\*", first)
    written = written_notes(lesson.notebook)
    return LessonNotes(
        lesson.name,
        title[1] if title else lesson.stem,
        int(minutes[1]) if minutes else 0,
        tuple(re.findall(r"^\* (.+?)[;.]?$", first, re.M)),
        tuple(_sections(lesson, exercises, written.get("sections", {}))),
        str(written.get("goal", "")),
        tuple((str(asked), str(answer)) for asked, answer in written.get("questions", [])),
        tuple(sorted({name for part in (lesson.notebook, *cells) for name in required_programs(part)})),
    )


def written_notes(notebook: Mapping[str, Any]) -> Mapping[str, Any]:
    """The notes in a notebook's metadata; empty where there are none."""
    written = about(notebook).get("instructor", {})
    return written if isinstance(written, dict) else {}


def parts(cells: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, list[str], list[str]]]:
    """A lesson's parts: each heading of the second level with the lines of text and the exercises below it."""
    heading, lines, names = "", list[str](), list[str]()
    for cell in cells:
        if cell.get("cell_type") != "markdown":
            names += filter(None, [exercise_of(cell)])
            continue
        fenced = False
        for line in source_of(cell).splitlines():
            fenced ^= line.startswith("```")
            if line.startswith("## ") and not fenced:
                if heading:
                    yield heading, lines, names
                heading, lines, names = line.removeprefix("## ").strip(), [], []
            else:
                lines.append(line)
    if heading:
        yield heading, lines, names


def _sections(
    lesson: Lesson, exercises: Mapping[str, Exercise], written: Mapping[str, Any]
) -> Iterator[Section]:
    before: list[str] = []
    for heading, lines, names in parts(lesson.notebook["cells"]):
        minutes = re.search(r"^\*(\d+) minutes?\.\*", "\n".join(lines), re.M)
        notes = written.get(heading, {})
        weight = notes.get("weight", USUAL_WEIGHT)
        found = tuple(exercises[name] for name in names if name in exercises)
        given = notes.get("exercises", {})
        optional = [exercise for exercise in found if not exercise.options]
        whole = int(minutes[1]) if minutes else 0
        if sum(exercise.minutes for exercise in optional) > whole / 2:
            optional = []
        yield Section(
            lesson.stem,
            heading,
            whole,
            found,
            weight,
            tuple(key_of(need, lesson.stem) for need in notes.get("needs", [] if written else before)),
            {exercise.name: given.get(exercise.name, weight) for exercise in optional},
            Demonstration(**notes["break_live"]) if "break_live" in notes else None,
        )
        before = [heading]


def key_of(need: str, lesson: str) -> tuple[str, str]:
    """A lesson's stem and a heading, from `01_trust: HEADING` or from the heading alone."""
    named = re.fullmatch(r"(\w+): (.+)", need)
    return (named[1], named[2]) if named else (lesson, need)


def by_key(lessons: Sequence[LessonNotes]) -> dict[tuple[str, str], Section]:
    """All sections of these lessons by their keys, in order."""
    return {section.key: section for lesson in lessons for section in lesson.sections}
