"""Why somebody cannot connect, and what would have prevented it, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from course.operations.rotation.moments import told
from course.operations.rotation.outcome import percent
from course.operations.rotation.plan import Certificate, Devices, Plan, Release
from course.operations.rotation.reasons import Reason
from course.operations.rotation.timeline import path_of


@dataclass(frozen=True)
class Case:
    """What is to be explained.

    Attributes:
      at: the moment.
      reason: why.
      certificate: what the server presents; None: nothing.
      releases: the versions concerned.
      devices: the phones concerned.
      share: the share of all users who cannot connect.
      users: their number.
    """

    at: datetime
    reason: Reason
    certificate: Certificate | None
    releases: tuple[Release, ...]
    devices: tuple[Devices, ...]
    share: float
    users: int


def cause_of(plan: Plan, case: Case) -> str:
    """What happens at a moment of a plan, and what would have prevented it."""
    certificate = case.certificate
    if certificate is None:
        what, remedies = _nothing(plan, case)
    elif case.reason is Reason.NO_MATCH:
        what, remedies = _no_match(plan, case, certificate)
    elif case.reason is Reason.NO_TRUSTED_ROOT:
        what, remedies = _no_root(case, certificate)
    elif case.reason is Reason.EXPIRED:
        what, remedies = _expired(plan, certificate)
    else:
        what, remedies = _not_yet_valid(certificate)
    return f"{told(case.at)}: {what} {_who(case)} {_prevented(remedies)}"


def _prevented(remedies: list[str]) -> str:
    if len(remedies) == 1:
        return f"{remedies[0][0].upper()}{remedies[0][1:]} would have prevented it."
    return f"Each of these would have prevented it: {'; '.join(remedies)}."


def _no_match(plan: Plan, case: Case, certificate: Certificate) -> tuple[str, list[str]]:
    several = len(case.releases) > 1
    pinned = set().union(*(release.pins or () for release in case.releases))
    where = f" on {_phones(case)}" if len(case.devices) < len(plan.devices) else ""
    _, *above = path_of(certificate, case.devices[0])
    what = (
        f"{_versions(plan, case)}{where} {'refuse' if several else 'refuses'} the server: it presents the key "
        f"{certificate.key!r} below {quoted(above)}, and {'they pin' if several else 'it pins'} only "
        f"{quoted(sorted(pinned))}. The pin of {certificate.key!r} is missing."
    )
    remedies = [f"a pin of {certificate.key!r} in {_versions(plan, case)}"]
    if case.releases[-1].released < certificate.since:
        remedies += _other_ways(plan, case, certificate)
    return what, remedies


def _other_ways(plan: Plan, case: Case, certificate: Certificate) -> list[str]:
    # There is one: a version that was out before the first certificate met a server that presents nothing.
    before = [one for one in plan.certificates if one.since < certificate.since][-1]
    ways = []
    kept = next((key for key in path_of(before, case.devices[0]) if _all_pin(plan, case.at, key)), None)
    if kept == before.key:
        ways.append(f"renewing with the key {kept!r}")
    elif kept:
        ways.append(f"a certificate below {kept!r} again")
    last = _last_user(plan, case)
    # The certificate before it has to live that long.
    if last and last <= before.ends:
        ways.append(
            f"presenting {certificate.key!r} from {told(last)} on, when nobody uses {_versions(plan, case)}"
        )
    return ways


def _all_pin(plan: Plan, at: datetime, key: str) -> bool:
    """Whether every version in use at a moment would match this key."""
    return all(
        release.pins is None or key in release.pins
        for release, (since, gone) in zip(plan.releases, plan.in_use, strict=True)
        if since <= at and (gone is None or at < gone)
    )


def _last_user(plan: Plan, case: Case) -> datetime | None:
    """When the last user leaves the versions concerned; None: never."""
    used = zip(plan.releases, plan.in_use, strict=True)
    gone = [end for release, (_, end) in used if release in case.releases]
    dates = [end for end in gone if end is not None]
    return max(dates) if len(dates) == len(gone) else None


def _no_root(case: Case, certificate: Certificate) -> tuple[str, list[str]]:
    roots = sorted(set().union(*(group.roots for group in case.devices)))
    trusted = (
        f"only {quoted(roots)} {'are' if len(roots) > 1 else 'is'} trusted there"
        if roots
        else ("no root is trusted there")
    )
    what = (
        f"on {_phones(case)} no trusted root is found. The server presents the key {certificate.key!r} below "
        f"{quoted(certificate.above)}, and {trusted}."
    )
    if not roots:
        return what, ["a root on these devices"]
    return what, [f"a chain up to {quoted(roots, 'or')}, by a cross-signed certificate,"]


def _expired(plan: Plan, certificate: Certificate) -> tuple[str, list[str]]:
    ends, key = told(certificate.ends), certificate.key
    what = f"the server presents the certificate of key {key!r}, which expired on {ends}."
    later = next((one for one in plan.certificates if one.since > certificate.since), None)
    if certificate.since > certificate.ends:
        return what, ["presenting a certificate that is valid"]
    if later is None:
        return what, ["renewing it before that"]
    return what, [
        f"presenting the next one, of key {later.key!r}, before that and not on {told(later.since)}"
    ]


def _not_yet_valid(certificate: Certificate) -> tuple[str, list[str]]:
    starts = told(certificate.starts)
    what = (
        f"the server presents the certificate of key {certificate.key!r}, which is not valid before {starts}."
    )
    return what, ["presenting it from then on"]


def _nothing(plan: Plan, case: Case) -> tuple[str, list[str]]:
    first = plan.certificates[0]
    if case.at < first.since:
        return (
            f"the server presents no certificate before {told(first.since)}, and version "
            f"{plan.releases[0].version} is in use.",
            [f"presenting the certificate of key {first.key!r} from the first release on"],
        )
    last = plan.certificates[-1]
    return f"the server presents no certificate after that of key {last.key!r}.", ["a certificate after it"]


def _who(case: Case) -> str:
    if case.share < 0.001:
        return "The first users cannot connect."
    return f"{percent(case.share)} of all users ({case.users:,}) cannot connect."


def _versions(plan: Plan, case: Case) -> str:
    names = [release.version for release in case.releases]
    if len(names) == 1:
        return f"version {names[0]}"
    first = plan.releases.index(case.releases[0])
    in_a_row = plan.releases[first : first + len(names)] == case.releases
    return (
        f"versions {names[0]} to {names[-1]}" if in_a_row and len(names) > 3 else f"versions {joined(names)}"
    )


def _phones(case: Case) -> str:
    return joined([group.name for group in case.devices])


def quoted(keys: Iterable[str], last: str = "and") -> str:
    """Key names as a list in a sentence."""
    return joined([repr(key) for key in keys], last)


def joined(names: list[str], last: str = "and") -> str:
    """Names as a list in a sentence."""
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]
