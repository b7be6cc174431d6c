"""Workshops that fit: which sections and exercises, in which order, with which breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from course.classroom.guide.notes import CLAIMS, RETRIEVAL, LessonNotes, Section, by_key
from course.exercises import Exercise

LENGTHS = (60, 120, 180, 360)
OPENING = CLOSING = 5
BREAK = 10
# Of every ten minutes one is for questions, and for those who need longer.
IN_HAND = 0.1


@dataclass(frozen=True)
class Part:
    """A section as a workshop has it.

    Attributes:
      section: the section.
      left: the exercises that are left for afterwards.
    """

    section: Section
    left: tuple[Exercise, ...]

    @property
    def minutes(self) -> float:
        """What is left of the section's minutes."""
        return self.section.minutes - sum(exercise.minutes for exercise in self.left)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Those that are done."""
        return tuple(exercise for exercise in self.section.exercises if exercise not in self.left)


@dataclass(frozen=True)
class Item:
    """A line of a workshop's timetable.

    Attributes:
      starts: minutes after the beginning.
      minutes: how long.
      what: a part of a lesson, or something else in words.
    """

    starts: float
    minutes: float
    what: Part | str


@dataclass(frozen=True)
class Plan:
    """A workshop.

    Attributes:
      length: in minutes, breaks included; a day's lunch is not counted.
      parts: of the lessons, in their order.
      lessons: all that there are.
    """

    length: int
    parts: tuple[Part, ...]
    lessons: tuple[LessonNotes, ...]

    @property
    def taught(self) -> float:
        """The minutes of its parts together."""
        return sum(part.minutes for part in self.parts)

    @property
    def in_hand(self) -> float:
        """The minutes for questions, and for those who need longer."""
        return self.length - OPENING - CLOSING - self.taught - BREAK * self.breaks

    @property
    def breaks(self) -> int:
        """How many: one for each full hour after the first, as long as there is something to break."""
        return min(_breaks(self.length), max(0, len(self.parts) - 1))

    def timetable(self) -> Iterator[Item]:
        """What happens when, from beginning to end, without a gap."""
        at = 0.0
        after = self._sections_before_breaks()
        for number, (what, minutes) in enumerate(self._lines()):
            if number - 1 in after:
                yield Item(at, BREAK, "Break")
                at += BREAK
            yield Item(at, minutes, what)
            at += minutes

    def _sections_before_breaks(self) -> set[int]:
        """After how many sections each break comes: where the parts between breaks are most nearly equal."""
        taught = list(accumulate(part.minutes for part in self.parts))
        free = dict(enumerate(taught[:-1], start=1))
        for number in range(1, self.breaks + 1):
            due = number * self.taught / (self.breaks + 1)
            del free[min(free, key=lambda place: abs(free[place] - due))]
        return set(range(1, len(self.parts))) - set(free)

    def _lines(self) -> Iterator[tuple[Part | str, float]]:
        yield "Welcome: everybody has lesson 00 open, and its first cell runs", OPENING
        for part in self.parts:
            yield part, part.minutes
        if self.in_hand > 0:
            yield "Questions, and time for those who need longer", self.in_hand
        yield "What you can claim now; what to do next", CLOSING

    def is_jump(self, part: Part) -> bool:
        """Whether the section before a part, in its lesson, is left for afterwards."""
        taken = {one.section.key for one in self.parts}
        [lesson] = [one for one in self.lessons if one.stem == part.section.lesson]
        place = lesson.sections.index(part.section)
        return place > 0 and lesson.sections[place - 1].key not in taken

    def skipped(self, lesson: LessonNotes) -> list[Section]:
        """The sections of a lesson that are left for afterwards."""
        taken = {part.section.key for part in self.parts}
        return [section for section in lesson.sections if section.key not in taken and section.minutes]


def make_plan(length: int, lessons: Sequence[LessonNotes]) -> Plan:
    """The workshop of this length.

    First come the sections of weight 3 and their exercises, then those of weight 2, and so on, in the order of the
    course: whatever still fits, and never without what it needs. An exercise of a section that is in already comes
    before more sections of the same weight. Questions about earlier lessons come in where those
    lessons were taught, a lesson's list of claims where all of it was.

    Args:
      length: in minutes.
      lessons: in the order of the course; drills are left out.
    """
    lessons = [lesson for lesson in lessons if not lesson.is_drill]
    choice = _Choice(lessons, length)
    for weight in (3, 2, 1, 0):
        if weight == 0:
            choice.take_frames()
        choice.take(weight)
    return Plan(length, tuple(choice.parts()), tuple(lessons))


class _Choice:
    def __init__(self, lessons: Sequence[LessonNotes], length: int) -> None:
        self._lessons = lessons
        self._sections = by_key(lessons)
        around = OPENING + CLOSING + BREAK * _breaks(length)
        self._left = length - around - IN_HAND * length
        self._taken: dict[tuple[str, str], set[str]] = {}

    def take(self, weight: int) -> None:
        """Take what has this weight and fits."""
        self._take_exercises(weight)
        for section in self._sections.values():
            if section.weight == weight and section.heading not in (RETRIEVAL, CLAIMS):
                self._take_sections(self._with_needs(section))
        self._take_exercises(weight)

    def take_frames(self) -> None:
        """Take the questions about lessons that were taught, and the claims of lessons that were shown whole."""
        taught: list[bool] = []
        for lesson in self._lessons:
            plain = [one for one in lesson.sections if one.heading not in (RETRIEVAL, CLAIMS) and one.minutes]
            here = [one.key in self._taken for one in plain]
            for section in lesson.sections:
                asks = section.heading == RETRIEVAL and any(here) and all(taught)
                claims = section.heading == CLAIMS and here and all(here)
                if (asks or claims) and all(need in self._taken for need in section.needs):
                    self._take_sections([section])
            taught.append(any(here))

    def parts(self) -> Iterator[Part]:
        """What was taken, in the order of the course."""
        for key, section in self._sections.items():
            if key in self._taken and section.minutes:
                left = (one for one in section.optional if one.name not in self._taken[key])
                yield Part(section, tuple(left))

    def _take_exercises(self, weight: int) -> None:
        for key, names in self._taken.items():
            for exercise in self._sections[key].optional:
                new = exercise.name not in names and self._sections[key].weights[exercise.name] == weight
                if new and exercise.minutes <= self._left:
                    names.add(exercise.name)
                    self._left -= exercise.minutes

    def _take_sections(self, sections: Iterable[Section]) -> None:
        new = [section for section in sections if section.key not in self._taken]
        minutes = sum(Part(section, section.optional).minutes for section in new)
        if minutes <= self._left:
            self._left -= minutes
            self._taken |= {section.key: set() for section in new}

    def _with_needs(self, section: Section) -> list[Section]:
        """A section after everything that it needs. A circle of needs is an author's mistake, and ends."""
        found: dict[tuple[str, str], Section] = {}

        def visit(one: Section) -> None:
            if one.key not in found:
                found[one.key] = one
                for need in one.needs:
                    if need in self._sections:
                        visit(self._sections[need])

        visit(section)
        return list(found.values())


def _breaks(length: int) -> int:
    return max(0, length // 60 - 1)
