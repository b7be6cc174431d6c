"""A plan over many dates at once: dates x versions x groups of devices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from course.operations.rotation.moments import Moments, aware, date_at, moment_of
from course.operations.rotation.plan import Certificate, Devices, Plan, Release
from course.operations.rotation.reasons import Reason

REASONS = tuple(Reason)
_CODE = {reason: code for code, reason in enumerate(REASONS)}
_CONNECTS = np.array([reason.connects for reason in REASONS])


@dataclass(frozen=True, eq=False)
class Timeline:
    """Who can connect, at each of many dates. Arrays are dates x versions x devices unless told otherwise.

    Attributes:
      plan: what was judged.
      moments: the dates, in microseconds since 1970.
      behind: the share of users still behind each release, dates x versions.
      codes: why, as positions in `REASONS`.
    """

    plan: Plan
    moments: Moments
    behind: NDArray[np.float64]
    codes: NDArray[np.int8]

    @property
    def dates(self) -> list[datetime]:
        """The dates, in UTC."""
        return [date_at(int(moment)) for moment in self.moments]

    @cached_property
    def version_shares(self) -> NDArray[np.float64]:
        """The share of users with each version, dates x versions; all 0 before the first release."""
        return _shares(self.behind)

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """The share of all users in each cell."""
        groups = np.array([group.share for group in self.plan.devices])
        result: NDArray[np.float64] = self.version_shares[:, :, None] * groups
        return result

    @cached_property
    def users(self) -> NDArray[np.int64]:
        """The number of users in each cell. Every group of devices is rounded to whole users once."""
        sizes = np.diff(np.floor(_bounds(self.plan.devices) * self.plan.users + 0.5))
        behind = np.floor(self.behind[:, :, None] * sizes + 0.5)
        counts: NDArray[np.int64] = _shares(behind, sizes).astype(np.int64)
        return counts

    @cached_property
    def refused(self) -> NDArray[np.bool_]:
        """Whether a user in this cell cannot connect, should there be one."""
        result: NDArray[np.bool_] = ~_CONNECTS[self.codes]
        return result

    @cached_property
    def broken(self) -> NDArray[np.float64]:
        """The share of all users who cannot connect, one for each date."""
        result: NDArray[np.float64] = np.where(self.refused, self.shares, 0.0).sum(axis=(1, 2))
        return np.minimum(result, 1.0)  # a sum of many shares can round to a little more

    @cached_property
    def broken_users(self) -> NDArray[np.int64]:
        """The number of users who cannot connect, one for each date."""
        result: NDArray[np.int64] = np.where(self.refused, self.users, 0).sum(axis=(1, 2))
        return result

    def reason(self, date: int, version: int, devices: int) -> Reason:
        """Why, for one cell."""
        return REASONS[int(self.codes[date, version, devices])]


def timeline(plan: Plan, dates: Iterable[datetime]) -> Timeline:
    """Judge a plan at many dates.

    Args:
      plan: what to judge.
      dates: any, timezone-aware, in any order.

    Raises:
      BadPlan: a date without time zone.
    """
    return timeline_at(plan, np.array([moment_of(aware(date, "A date")) for date in dates], dtype=np.int64))


def timeline_at(plan: Plan, moments: Moments) -> Timeline:
    """The same for microseconds since 1970."""
    released = _array(release.released for release in plan.releases)
    behind = plan.adoption.behind(moments[:, None] - released)
    # Whoever uses the app at all has the first version from its release on.
    behind[:, 0] = moments < released[0]
    return Timeline(plan, moments, behind, _codes(plan, moments))


def _shares(behind: NDArray[np.float64], everybody: NDArray[np.float64] | float = 1.0) -> NDArray[np.float64]:
    # Behind the next release and not behind this one: this is the version that they have.
    last = np.broadcast_to(everybody, behind[:, :1].shape)
    result: NDArray[np.float64] = np.concatenate([behind[:, 1:], last], axis=1) - behind
    return result


def _codes(plan: Plan, moments: Moments) -> NDArray[np.int8]:
    presented = _array(one.since for one in plan.certificates)
    which = np.searchsorted(presented, moments, side="right") - 1
    codes = apart_from_dates(plan)[which]
    unpinned = np.isin(codes, [_CODE[Reason.NO_TRUSTED_ROOT], _CODE[Reason.NOT_PINNED]])
    expired = moments[:, None, None] > _pins_expire(plan.releases)[:, None]
    codes[expired & ~unpinned] = _CODE[Reason.PINS_EXPIRED]
    trusted = codes != _CODE[Reason.NO_TRUSTED_ROOT]
    starts, ends = (
        _array(one.starts for one in plan.certificates),
        _array(one.ends for one in plan.certificates),
    )
    codes[(moments < starts[which])[:, None, None] & trusted] = _CODE[Reason.NOT_YET_VALID]
    codes[(moments > ends[which])[:, None, None] & trusted] = _CODE[Reason.EXPIRED]
    until = plan.presented[-1][1]
    codes[(which < 0) | (moments >= _or_never(until))] = _CODE[Reason.NOTHING_PRESENTED]
    return codes


def apart_from_dates(plan: Plan) -> NDArray[np.int8]:
    """Roots and pins alone: certificates x versions x devices, as positions in `REASONS`."""
    paths = [[path_of(certificate, group) for group in plan.devices] for certificate in plan.certificates]
    return np.array(
        [
            [[_CODE[_without_dates(path, release.pins)] for path in shown] for release in plan.releases]
            for shown in paths
        ],
        dtype=np.int8,
    )


def _without_dates(path: tuple[str, ...], pins: frozenset[str] | None) -> Reason:
    if not path:
        return Reason.NO_TRUSTED_ROOT
    if pins is None:
        return Reason.NOT_PINNED
    return Reason.NO_MATCH if pins.isdisjoint(path) else Reason.MATCHED


def path_of(certificate: Certificate, group: Devices) -> tuple[str, ...]:
    """The keys of the validated path, leaf first; empty where these devices trust none of its roots."""
    for length, key in enumerate(certificate.above, start=1):
        if key in group.roots:
            return (certificate.key, *certificate.above[:length])
    return ()


def _pins_expire(releases: Iterable[Release]) -> Moments:
    return np.array([_or_never(release.pins_expire) for release in releases], dtype=np.int64)


def _or_never(date: datetime | None) -> int:
    return np.iinfo(np.int64).max if date is None else moment_of(date)


def _array(dates: Iterable[datetime]) -> Moments:
    return np.array([moment_of(date) for date in dates], dtype=np.int64)


def _bounds(devices: tuple[Devices, ...]) -> NDArray[np.float64]:
    # The last one is exactly 1: shares that sum to 1 but for rounding lose no user.
    return np.array([0.0, *accumulate(group.share for group in devices[:-1]), 1.0])
