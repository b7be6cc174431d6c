"""The overlap rule: no server may present a key before every app version still in use pins it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from course.operations.rotation.plan import Certificate, Devices, Plan, Release
from course.operations.rotation.timeline import path_of


@dataclass(frozen=True)
class Breach:
    """A version that is in use while the server presents a chain of which it pins no key.

    Attributes:
      version: the version.
      devices: on which phones; their root store decides where the path ends.
      key: the leaf's key that the server presents.
      begins: when the two first meet.
      ends: when they part: the version is gone, its pins expire, the server presents something else, or the plan
        ends.
    """

    version: str
    devices: str
    key: str
    begins: datetime
    ends: datetime


def breaches(plan: Plan) -> tuple[Breach, ...]:
    """Every breach of the overlap rule, by the dates of the plan alone.

    Args:
      plan: roots, pins, presentations and adoption count; the dates within the certificates do not. A phone
        that trusts no root of the chain is no breach: it compares no pin.

    Returns:
      The earliest first; none, where the plan keeps the rule.
    """
    found = [
        breach
        for release, used in zip(plan.releases, plan.in_use, strict=True)
        for certificate, presented in zip(plan.certificates, plan.presented, strict=True)
        for group in plan.devices
        if group.share > 0
        for breach in _breaches(plan, release, used, certificate, presented, group)
    ]
    return tuple(sorted(found, key=lambda breach: breach.begins))


def _breaches(
    plan: Plan,
    release: Release,
    used: tuple[datetime, datetime | None],
    certificate: Certificate,
    presented: tuple[datetime, datetime | None],
    group: Devices,
) -> tuple[Breach, ...]:
    path = path_of(certificate, group)
    if not path or release.pins is None or not release.pins.isdisjoint(path):
        return ()
    begins = max(used[0], presented[0])
    # Pins count until the end of their last second.
    expired = None if release.pins_expire is None else release.pins_expire + timedelta(seconds=1)
    ends = min(end for end in (used[1], presented[1], expired, plan.ends) if end is not None)
    if ends <= begins:
        return ()
    return (Breach(release.version, group.name, certificate.key, begins, ends),)
