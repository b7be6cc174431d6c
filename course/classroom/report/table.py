"""A class as text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from course.classroom.counting import counted
from course.classroom.report.figures import ClassFigures, Learner
from course.classroom.report.minutes import HOW

# More than these nobody reads on a terminal; the page has them all.
MOST = 5
_LONGEST_NAME = 28


def table_text(figures: ClassFigures) -> str:
    """Who is where, then what stops people and which mistakes they make.

    Args:
      figures: of the class.
    """
    return "\n".join(_lines(figures))


def _lines(figures: ClassFigures) -> Iterator[str]:
    yield headline(figures)
    yield ""
    heads = ("learner", "solved", "minutes", "last at", "", "left unsolved")
    yield from _aligned([heads, *(_row(learner) for learner in figures.learners)])
    stopping = [one for one in figures.hurdles if one.stopped or one.left][:MOST]
    if stopping:
        yield from ("", "What stops people:")
        for one in stopping:
            yield (
                f"  {one.exercise.name}: stops {len(one.stopped)} now, {len(one.left)} went on without it, "
                f"{one.solved} of {one.tried} solved it"
            )
    if figures.slips:
        yield from ("", "Mistakes made by most:")
        for slip in figures.slips[:MOST]:
            yield f"  {slip.exercise.name}, {slip.name}: {counted(slip.learners, 'learner')}"
    yield from ("", HOW)


def headline(figures: ClassFigures) -> str:
    """The class in a sentence."""
    count = len(figures.learners[0].standings) if figures.learners else 0
    solved = sorted(len(learner.solved) for learner in figures.learners)
    range_ = (
        f"{solved[0]} to {solved[-1]}"
        if solved and solved[0] != solved[-1]
        else f"{solved[0] if solved else 0}"
    )
    until = f", the last thing done at {figures.last}" if figures.last else ""
    return f"{counted(len(figures.learners), 'learner')}; {range_} of {counted(count, 'exercise')} solved{until}."


def _row(learner: Learner) -> tuple[str, ...]:
    stopped = learner.stopped_at
    left = [exercise.name for exercise in learner.unsolved if exercise is not stopped]
    shown = ", ".join(left[:3]) + (f" and {len(left) - 3} more" if len(left) > 3 else "")
    return (
        learner.name if len(learner.name) <= _LONGEST_NAME else f"{learner.name[: _LONGEST_NAME - 1]}…",
        str(len(learner.solved)),
        f"{sum(learner.minutes.values()):.0f}" if learner.minutes else "-",
        learner.at.name if learner.at else "not begun",
        "stopped" if stopped else "",
        shown,
    )


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: some characters take two, accents none."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
