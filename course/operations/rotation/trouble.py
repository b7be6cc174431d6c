"""The first day of trouble, its cause, and what would have prevented it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from course.operations.rotation.cause import Case, cause_of
from course.operations.rotation.moments import SECOND, Moments, date_at, moment_of
from course.operations.rotation.plan import Plan
from course.operations.rotation.reasons import Reason
from course.operations.rotation.timeline import Timeline, timeline_at


@dataclass(frozen=True)
class Trouble:
    """The first moment at which somebody cannot connect.

    Attributes:
      at: that moment, exact to the second, in UTC.
      reason: why.
      versions: which versions are concerned at that moment and for that reason, the oldest first.
      devices: on which phones.
      key: the leaf's key that the server presents; None where it presents nothing.
      share: the share of all users who cannot connect then.
      users: their number.
      worst: the largest such share in the whole plan.
      worst_at: when that is.
      cause: what happens, and what would have prevented it, in sentences.
    """

    at: datetime
    reason: Reason
    versions: tuple[str, ...]
    devices: tuple[str, ...]
    key: str | None
    share: float
    users: int
    worst: float
    worst_at: datetime
    cause: str

    def __str__(self) -> str:
        return self.cause


def first_trouble(plan: Plan) -> Trouble | None:
    """The first moment of a plan at which somebody cannot connect.

    Between two of the plan's own dates shares change in straight lines and reasons not at all, so that looking at
    these dates, and a second to either side of them, misses nothing.

    Args:
      plan: judged from its first release until it ends.

    Returns:
      None, where everybody can connect all the time.
    """
    line = timeline_at(plan, turning_points(plan))
    broken = line.refused & (line.shares > 0)
    hits = np.flatnonzero(broken.any(axis=(1, 2)))
    if not hits.size:
        return None
    case = _case(line, broken, int(hits[0]))
    worst = int(line.broken.argmax())
    certificate = case.certificate
    return Trouble(
        at=case.at,
        reason=case.reason,
        versions=tuple(release.version for release in case.releases),
        devices=tuple(group.name for group in case.devices),
        key=certificate.key if certificate else None,
        share=case.share,
        users=case.users,
        worst=float(line.broken[worst]),
        worst_at=date_at(int(line.moments[worst])),
        cause=cause_of(plan, case),
    )


def turning_points(plan: Plan) -> Moments:
    """The seconds around which a plan's reasons or the slopes of its shares change, from its start to its end."""
    found: set[int] = {moment_of(plan.starts), moment_of(plan.ends)}
    for certificate, (since, until) in zip(plan.certificates, plan.presented, strict=True):
        found |= {moment_of(since), moment_of(certificate.starts), moment_of(certificate.ends)}
        if until is not None:
            found.add(moment_of(until))
    for release in plan.releases:
        found |= {moment_of(release.released) + lag for lag in plan.adoption.lags}
        if release.pins_expire is not None:
            found.add(moment_of(release.pins_expire))
    # A last second, of a certificate or of pins, changes the one after it; a release has its first users after it.
    around = np.array([moment + step for moment in found for step in (-SECOND, 0, SECOND)], dtype=np.int64)
    within = (around >= moment_of(plan.starts)) & (around < moment_of(plan.ends))
    return np.unique(around[within])


def _case(line: Timeline, broken: NDArray[np.bool_], row: int) -> Case:
    plan = line.plan
    shares = np.where(broken[row], line.shares[row], 0.0)
    version, column = np.unravel_index(int(shares.argmax()), shares.shape)
    reason = line.reason(row, int(version), int(column))
    alike = broken[row] & (line.codes[row] == line.codes[row, version, column])
    at = date_at(int(line.moments[row]))
    shown = [
        one
        for one, (since, until) in zip(plan.certificates, plan.presented, strict=True)
        if since <= at and (until is None or at < until)
    ]
    return Case(
        at=at,
        reason=reason,
        certificate=shown[0] if shown else None,
        releases=tuple(r for r, hit in zip(plan.releases, alike.any(axis=1), strict=True) if hit),
        devices=tuple(d for d, hit in zip(plan.devices, alike.any(axis=0), strict=True) if hit),
        share=float(line.broken[row]),
        users=int(line.broken_users[row]),
    )
