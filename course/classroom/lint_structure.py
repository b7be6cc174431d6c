"""The linter's rules about a notebook's form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from course.classroom.lesson_rules import cells_out_of_step, unknown_tags
from course.classroom.lessons import about
from course.classroom.lint_lesson import CodeCell, Lesson

MOST_LINES = 25


def structure_rules(lesson: Lesson) -> Iterator[str]:
    """Title, metadata, ids, counts; then every code cell's tags and length."""
    cells = lesson.notebook["cells"]
    if not cells or cells[0]["cell_type"] != "markdown" or not re.match(r"# \S", cells[0]["source"]):
        yield "the first cell is not a title. Begin with a text cell whose first line is '# ...'."
    yield from _metadata(lesson)
    ids = Counter(cell.get("id") for cell in cells)
    if repeated := sorted(str(each) for each, times in ids.items() if times > 1 or each is None):
        yield f"the cell id {', '.join(repeated)} is missing or stands twice. Run `course refresh-outputs`."
    if sentence := cells_out_of_step(cells):
        yield sentence
    for cell in lesson.code:
        yield from _form_of(cell)


def _metadata(lesson: Lesson) -> Iterator[str]:
    metadata = lesson.notebook["metadata"]
    if metadata.get("kernelspec", {}).get("name") != "python3":
        yield "the kernel is not python3, so it would not start elsewhere. Run `course refresh-outputs`."
    if metadata.get("language_info", {"name": "python"}) != {"name": "python"}:
        yield "its metadata names the Python version of the author. Run `course refresh-outputs`."
    if "widgets" in metadata:
        yield "it stores the state of its widgets. Run `course refresh-outputs`."
    if about(lesson.notebook).get("lesson") != lesson.stem:
        yield f'its metadata must say {{"course": {{"lesson": "{lesson.stem}"}}}}, so that renamed copies are known.'


def _form_of(cell: CodeCell) -> Iterator[str]:
    if sentence := unknown_tags(cell.raw):
        yield f"{cell.where}: {sentence}"
    if "nbval-skip" in cell.tags and not about(cell.raw).get("reason"):
        yield f'{cell.where}: nbval-skip needs a reason in its metadata, {{"course": {{"reason": "..."}}}}.'
    if (lines := len(cell.source.splitlines())) > MOST_LINES:
        yield f"{cell.where} has {lines} lines. Split it: at most {MOST_LINES}, 15 as a rule."
