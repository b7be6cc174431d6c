"""How long learners needed, from the times of their checks and hints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from course.classroom.progress import Event
from course.classroom.progress_lines import Line

# Whoever does nothing for so many minutes is having a break, not working.
PAUSE = 20
HOW = (
    "Minutes run from a learner's previous check, hint or solution to the one that solves the exercise, reading "
    f"included; more than {PAUSE} minutes without any count as a break and are left out. The first exercise of all "
    "has no beginning."
)


def minutes_spent(lines: Iterable[Line]) -> dict[str, float]:
    """The minutes that went into each exercise until it was first correct; nothing for those without a beginning.

    Args:
      lines: of one learner, in order of time. Times that are none are passed over.
    """
    spent: dict[str, float] = defaultdict(float)
    done: set[str] = set()
    before: datetime | None = None
    for line in lines:
        at, exercise = _moment(str(line["time"])), str(line["exercise"])
        if at is None:
            continue
        gap = (at - before).total_seconds() / 60 if before else None
        if gap is not None and 0 <= gap <= PAUSE and exercise not in done:
            spent[exercise] += gap
        if line["event"] == Event.CORRECT:
            done.add(exercise)
        before = at
    return dict(spent)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # no time, or one before the first year
        return None
