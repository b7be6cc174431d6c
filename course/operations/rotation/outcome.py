"""A plan at one date, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from course.operations.rotation.moments import told
from course.operations.rotation.plan import Plan
from course.operations.rotation.reasons import Reason
from course.operations.rotation.timeline import timeline


@dataclass(frozen=True)
class Group:
    """The users with one version of the app on one kind of phone.

    Attributes:
      version: theirs.
      devices: what they have it on.
      share: their share of all users.
      users: their number.
      reason: why they can connect, or cannot.
    """

    version: str
    devices: str
    share: float
    users: int
    reason: Reason

    def __str__(self) -> str:
        verb = "connect" if self.reason.connects else "cannot connect"
        return f"version {self.version} on {self.devices}: {percent(self.share)} {verb} ({self.reason})"


@dataclass(frozen=True)
class Outcome:
    """Who can connect at a date, and who cannot.

    Attributes:
      at: the date, in UTC.
      groups: everybody who uses the app then, the oldest version first; groups without users are left out.
    """

    at: datetime
    groups: tuple[Group, ...]

    @property
    def broken(self) -> float:
        """The share of all users who cannot connect."""
        return sum(group.share for group in self.groups if not group.reason.connects)

    @property
    def broken_users(self) -> int:
        """Their number."""
        return sum(group.users for group in self.groups if not group.reason.connects)

    @property
    def unprotected(self) -> float:
        """The share of all users who connect although no pin is asked for."""
        return sum(
            group.share for group in self.groups if group.reason.connects and not group.reason.protected
        )

    def __str__(self) -> str:
        if not self.groups:
            return f"{told(self.at)}: nobody uses the app yet."
        return "\n".join([f"{told(self.at)}: {percent(self.broken)} cannot connect.", *map(str, self.groups)])


def evaluate(plan: Plan, at: datetime) -> Outcome:
    """Say who can connect at a date, and who cannot and why.

    Args:
      plan: what to judge.
      at: timezone-aware.

    Raises:
      BadPlan: the date has no time zone.
    """
    line = timeline(plan, [at])
    return Outcome(
        line.dates[0],
        tuple(
            Group(
                release.version,
                group.name,
                float(line.shares[0, row, column]),
                int(line.users[0, row, column]),
                line.reason(0, row, column),
            )
            for row, release in enumerate(plan.releases)
            for column, group in enumerate(plan.devices)
            if line.shares[0, row, column] > 0
        ),
    )


def percent(share: float) -> str:
    """A share as sentences have it; a small one is not written as nothing, nor a large one as everything."""
    if 0 < share < 0.001:
        return "less than 0.1 %"
    if 0.999 < share < 1:
        return "more than 99.9 %"
    return f"{share * 100:.1f} %".replace(".0 %", " %")
