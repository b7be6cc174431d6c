"""A rotation plan over five years: shares of users against a plain loop over the users, with the same answers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from benchmarks.timing import medians, report
from course.operations.rotation import (
    REASONS,
    Devices,
    Habits,
    Plan,
    Reason,
    Release,
    first_trouble,
    plan_of,
    timeline,
)

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
# The loop would take minutes for the larger ones. It has a date a month instead of one a day.
LOOPED = SIZES[:2]
DAILY, MONTHLY = 1, 30


def one_by_one(plan: Plan, dates: Sequence[datetime]) -> list[Counter[Reason]]:
    """How many users connect, or not, and why, at each date: one user after the other.

    What does not depend on the user is worked out once for each date.
    """
    return [loop_at(plan, date) for date in dates]


def loop_at(plan: Plan, date: datetime) -> Counter[Reason]:
    """The same for one date."""
    counter: Counter[Reason] = Counter()
    seen, total = 0, 0.0
    for number, group in enumerate(plan.devices):
        total = total + group.share if number < len(plan.devices) - 1 else 1.0
        size = int(total * plan.users + 0.5) - seen
        seen += size
        out = [release for release in plan.releases if release.released <= date]
        said = [judge(plan, release, group, date) for release in out]
        # Behind a release are those users whose lag is longer than its age; the newest is the last.
        behind = [size * share_behind(plan, date - release.released) for release in out]
        for user in range(size):
            version = len(out) - 1
            while version > 0 and behind[version] >= user + 0.5:
                version -= 1
            if version >= 0:
                counter[said[version]] += 1
    return counter


def share_behind(plan: Plan, since: timedelta) -> float:
    """The share of the users who have not installed a release so long after it."""
    points = [(timedelta(seconds=round(days * 86_400)), share) for days, share in plan.adoption.points]
    for (start, share), (end, next_share) in pairwise(points):
        if since < end:
            # In microseconds and in this order, so that not even the last bit differs.
            slope = (next_share - share) / micros(end - start)
            return slope * micros(since - start) + share
    return points[-1][1]


def micros(span: timedelta) -> int:
    """A span of time in microseconds."""
    return span // timedelta(microseconds=1)


def judge(plan: Plan, release: Release, group: Devices, date: datetime) -> Reason:
    """What one app on one phone says to the server."""
    shown = None
    for certificate in plan.certificates:
        if certificate.since <= date:
            shown = certificate
    if shown is None or (shown.until is not None and date >= shown.until):
        return Reason.NOTHING_PRESENTED
    path = [shown.key]
    for key in shown.above:
        path.append(key)
        if key in group.roots:
            break
    else:
        return Reason.NO_TRUSTED_ROOT
    if date > shown.ends:
        return Reason.EXPIRED
    if date < shown.starts:
        return Reason.NOT_YET_VALID
    if release.pins is None:
        return Reason.NOT_PINNED
    if release.pins_expire is not None and date > release.pins_expire:
        return Reason.PINS_EXPIRED
    return Reason.MATCHED if any(key in release.pins for key in path) else Reason.NO_MATCH


def counted(plan: Plan, dates: Sequence[datetime]) -> list[Counter[Reason]]:
    """The same by the model."""
    line = timeline(plan, dates)
    return [
        Counter(
            {
                reason: int(users)
                for code, reason in enumerate(REASONS)
                if (users := line.users[row][line.codes[row] == code].sum())
            }
        )
        for row in range(len(dates))
    ]


def five_years(users: int) -> Plan:
    """New keys at each renewal, a backup pin, a release each month, and phones that know an old root only."""
    habits = Habits(lifetime=47, release_every=30, old_share=0.3, gone_after=200, pins_last=300, users=users)
    new, old = plan_of(habits).devices[0], Devices("old phones", 0.15, frozenset({"old root"}))
    return replace(plan_of(habits), devices=(replace(new, share=0.85), old))


def dates_of(plan: Plan, step: int) -> list[datetime]:
    """A date every so many days, over the whole plan."""
    return [plan.starts + timedelta(days=day) for day in range(0, (plan.ends - plan.starts).days, step)]


def main() -> None:
    plans = {f"{size:,} users": five_years(size) for size in SIZES}
    dates = dates_of(plans["10,000 users"], DAILY)
    found = medians(
        {name: lambda plan=plan: timeline(plan, dates).broken_users for name, plan in plans.items()}, 9
    )
    report(f"A plan over five years, {len(dates)} days", found, "10,000 users")
    found = medians({name: lambda plan=plan: first_trouble(plan) for name, plan in plans.items()}, 9)
    report("Its first trouble", found, "10,000 users")
    build = medians({"plan and timeline": lambda: timeline(plan_of(Habits(lifetime=47)), dates).broken}, 9)
    report("A plan from habits, and its timeline", build, "plan and timeline")

    for size in LOOPED:
        compare(five_years(size))


def compare(plan: Plan) -> None:
    """Time the loop over users once, and the model on the same dates."""
    dates = dates_of(plan, MONTHLY)
    start = time.perf_counter()
    wanted = one_by_one(plan, dates)
    loop = time.perf_counter() - start
    if counted(plan, dates) != wanted:
        raise SystemExit("The model and the loop over users disagree, so their times say nothing.")
    model = medians({"model": lambda: counted(plan, dates)}, 9)["model"]
    found = {"shares (this course)": model, "a loop over users": loop}
    report(f"{plan.users:,} users at {len(dates)} dates, equal answers", found, "shares (this course)")


if __name__ == "__main__":
    main()
