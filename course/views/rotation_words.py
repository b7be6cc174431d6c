"""A rotation plan in sentences."""

from __future__ import annotations

from course.operations.rotation import Plan, Timeline, first_trouble
from course.operations.rotation.outcome import percent


def rotation_words(plan: Plan, line: Timeline) -> str:
    """A plan's numbers, then its first trouble and what would have prevented it.

    Args:
      plan: what is told.
      line: the same at every day of it.
    """
    trouble = first_trouble(plan)
    if trouble is None:
        return f"{_numbers(plan)} Nobody is locked out."
    days = {
        (date - plan.starts).days for date, share in zip(line.dates, line.broken, strict=True) if share > 0
    }
    return (
        f"{_numbers(plan)} Somebody is locked out on {_many(len(days), 'day')}, at worst {percent(trouble.worst)} of "
        f"all users, on {trouble.worst_at:%Y-%m-%d}. The first time: {trouble.cause}"
    )


def _numbers(plan: Plan) -> str:
    keys = [
        one.key
        for one, (since, until) in zip(plan.certificates, plan.presented, strict=True)
        if since < plan.ends and (until is None or until > plan.starts)
    ]
    return f"{_many(len(keys), 'certificate')}, {_many(len(set(keys)), 'key')}, {_many(len(plan.releases), 'release')}."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
