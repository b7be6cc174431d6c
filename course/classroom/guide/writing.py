"""The guide and the notes as files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from course.classroom.counting import counted
from course.classroom.guide.notes import LessonNotes, lesson_notes
from course.classroom.guide.pages import WRITTEN, lesson_page
from course.classroom.guide.plans import LENGTHS, Plan, make_plan
from course.classroom.guide.timetables import lesson_in_plan, timetable
from course.classroom.shipped import Lesson
from course.classroom.trouble import CannotDo, explained
from course.exercises import Exercise

GUIDE, NOTES = "instructor-guide.md", "instructor"
# What is needed on these systems only; pip leaves it out when it downloads on another one.
WINDOWS, MAC = "colorama pywin32 pywinpty", "appnope"
TEMPLATE = Path(__file__).with_name("template.md")


def guide_pages(lessons: Sequence[Lesson], exercises: Mapping[str, Exercise]) -> dict[str, str]:
    """All pages, by their paths inside `docs/`.

    Args:
      lessons: as shipped, in the order of the course.
      exercises: the records by name.
    """
    notes = [lesson_notes(lesson, exercises) for lesson in lessons]
    plans = [make_plan(length, notes) for length in LENGTHS]
    pages = {GUIDE: _guide(notes, plans)}
    for lesson in notes:
        taken = {plan.length: text for plan in plans if (text := lesson_in_plan(plan, lesson))}
        pages[f"{NOTES}/{lesson.stem}.md"] = lesson_page(lesson, taken)
    return pages


def write_guide(folder: Path, pages: Mapping[str, str]) -> list[str]:
    """Write the pages, and remove notes of lessons that are no more.

    Args:
      folder: `docs/`, or another one.
      pages: from `guide_pages`.

    Returns:
      The paths of what was changed.

    Raises:
      CannotDo: a page is there that the course has not written, or the folder can't be written to.
    """
    with explained(folder):
        (folder / NOTES).mkdir(parents=True, exist_ok=True)
        there = {path: path.read_text(encoding="utf-8") for path in _written_before(folder)}
        wanted = {folder / name: text for name, text in pages.items()}
        for path in wanted:
            if path.exists() and path not in there:
                raise CannotDo(
                    f"{path} was not written by this command: move it away, or name another folder."
                )
        for path in there.keys() - wanted.keys():
            path.unlink()
        changed = [path for path, text in wanted.items() if there.get(path) != text]
        for path in changed:
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
    return sorted(path.relative_to(folder).as_posix() for path in {*changed, *(there.keys() - wanted.keys())})


def _written_before(folder: Path) -> list[Path]:
    pages = [folder / GUIDE, *(folder / NOTES).glob("*.md")]
    return [path for path in pages if path.is_file() and WRITTEN in path.read_text(encoding="utf-8")]


def _guide(lessons: Sequence[LessonNotes], plans: Sequence[Plan]) -> str:
    values = {
        "written": WRITTEN,
        "lessons": _table(lessons),
        "total": counted(sum(lesson.minutes for lesson in lessons if not lesson.is_drill), "minute"),
        "programs": _programs(lessons),
        "windows": WINDOWS,
        "mac": MAC,
        "plans": "\n\n".join(timetable(plan) for plan in plans),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], TEMPLATE.read_text(encoding="utf-8"))


def _table(lessons: Sequence[LessonNotes]) -> str:
    lines = ["| lesson | minutes | exercises | goal |", "| --- | --- | --- | --- |"]
    for lesson in lessons:
        count = sum(len(section.exercises) for section in lesson.sections)
        link = f"[{lesson.heading}]({NOTES}/{lesson.stem}.md)"
        lines.append(f"| {link} | {lesson.minutes} | {count} | {lesson.goal} |")
    return "\n".join(lines)


def _programs(lessons: Sequence[LessonNotes]) -> str:
    programs = sorted({name for lesson in lessons for name in lesson.programs})
    used = {name: [one.stem for one in lessons if name in one.programs] for name in programs}
    return "; ".join(f"`{name}` ({', '.join(map(_short, stems))})" for name, stems in used.items()) or "none"


def _short(stem: str) -> str:
    number = stem.partition("_")[0]
    return number if number.isdecimal() else stem
