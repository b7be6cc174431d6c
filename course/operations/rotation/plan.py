"""What a team intends: certificates, releases, and who uses what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from course.operations.rotation.adoption import Adoption
from course.operations.rotation.moments import BadPlan, told, whole_second
from course.pki import longest_life


@dataclass(frozen=True)
class Certificate:
    """A leaf, the keys above it, and from when the server presents it.

    Args:
      key: the name of the leaf's key. The same name is the same key: renewed, not rekeyed.
      above: the names of the keys above it, the issuing CA's first, the root's last. A phone's path ends at the
        first of them that it trusts, so a cross-signed root is written as two keys: the new root, then the old.
      starts: the first moment at which it is valid.
      ends: the last one.
      presented: from when the server presents it; None: from `starts`.
      until: until when; None: until the next one is presented, and for ever if there is none.
      issued: when the CA signed it; None: at `starts`.

    Raises:
      BadPlan: it lives longer than a public CA may let it, ends before it starts, is presented before it is
        issued, has no root or the same key twice, or has a date without time zone.
    """

    key: str
    above: tuple[str, ...]
    starts: datetime
    ends: datetime
    presented: datetime | None = None
    until: datetime | None = None
    issued: datetime | None = None

    def __post_init__(self) -> None:
        what = f"The certificate of key {self.key!r}"
        for name in ("starts", "ends", "presented", "until", "issued"):
            date = getattr(self, name)
            if date is not None:
                object.__setattr__(self, name, whole_second(date, f"{what}, {name}"))
        object.__setattr__(self, "above", tuple(self.above))
        _check_keys(self, what)
        _check_life(self, what)
        _check_presented(self, what)

    @property
    def since(self) -> datetime:
        """From when the server presents it."""
        return self.presented or self.starts

    @property
    def signed(self) -> datetime:
        """When the CA signed it."""
        return self.issued or self.starts


def _check_keys(certificate: Certificate, what: str) -> None:
    if not certificate.above:
        raise BadPlan(f"{what} has no root above it. Name the keys of its chain, the root's last.")
    keys = (certificate.key, *certificate.above)
    if len(set(keys)) < len(keys):
        raise BadPlan(f"{what} has the same key twice in its chain: {', '.join(keys)}. Name each key once.")


def _check_life(certificate: Certificate, what: str) -> None:
    if certificate.ends < certificate.starts:
        raise BadPlan(f"{what} ends on {told(certificate.ends)}, before it starts. Swap the dates.")
    limit = longest_life(certificate.signed)
    # Both ends count: a life from midnight to one second before midnight is whole days.
    life = certificate.ends - certificate.starts + timedelta(seconds=1)
    if life > timedelta(days=limit):
        raise BadPlan(
            f"{what} lives {life / timedelta(days=1):.6g} days. A public CA may issue at most {limit} on "
            f"{told(certificate.signed)}. Renew more often."
        )


def _check_presented(certificate: Certificate, what: str) -> None:
    if certificate.since < certificate.signed:
        raise BadPlan(
            f"{what} is presented on {told(certificate.since)} and issued on {told(certificate.signed)}. "
            "A server cannot present what does not exist yet: issue it earlier or present it later."
        )
    if certificate.until is not None and certificate.until <= certificate.since:
        raise BadPlan(f"{what} is presented until {told(certificate.until)}, before it is presented at all.")


@dataclass(frozen=True)
class Release:
    """A version of the app.

    Args:
      version: its name.
      released: when users can get it.
      pins: the names of the keys that it pins; one in the validated path is enough. None: it does not pin.
      pins_expire: after this moment the version asks for no pin any more (fails open, as Android and TrustKit
        do). None: never.

    Raises:
      BadPlan: an empty pin set, pins that expire before the release, or a date without time zone.
    """

    version: str
    released: datetime
    pins: frozenset[str] | None
    pins_expire: datetime | None = None

    def __post_init__(self) -> None:
        what = f"Version {self.version}"
        object.__setattr__(self, "released", whole_second(self.released, f"{what}, released"))
        if self.pins is not None:
            object.__setattr__(self, "pins", frozenset(self.pins))
            if not self.pins:
                raise BadPlan(
                    f"{what} has an empty pin set. It could mean 'accept nothing' or 'not pinned': name at least "
                    "one key, or write pins=None for a version that does not pin."
                )
        if self.pins_expire is not None:
            object.__setattr__(self, "pins_expire", whole_second(self.pins_expire, f"{what}, pins_expire"))
            if self.pins is None:
                raise BadPlan(f"{what} has no pins, and yet they expire. Leave out the date.")
            if self.pins_expire < self.released:
                raise BadPlan(
                    f"{what} is released after its pins have expired. Choose a later date for them."
                )


@dataclass(frozen=True)
class Devices:
    """Phones with the same root store.

    Args:
      name: what to call them, such as "old phones".
      share: their share of all users.
      roots: the names of the root keys that they trust.

    Raises:
      BadPlan: the share is not between 0 and 1.
    """

    name: str
    share: float
    roots: frozenset[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "roots", frozenset(self.roots))
        if not 0 <= self.share <= 1:
            raise BadPlan(
                f"The devices {self.name!r} are {self.share} of all users. Give a share from 0 to 1."
            )


@dataclass(frozen=True)
class Plan:
    """A rotation plan. Certificates and releases are kept in the order of their dates.

    Args:
      certificates: what the server presents, one after the other.
      releases: the versions of the app.
      adoption: how long old versions stay in use.
      devices: groups of phones; their shares sum to 1.
      users: how many people use the app.
      until: until when the plan has to hold; None: until the last certificate ends.

    Raises:
      BadPlan: two certificates at once, or a time between two of them without any; two releases at once or of
        the same name; shares that do not sum to 1; nobody who uses the app; nothing to plan.
    """

    certificates: tuple[Certificate, ...]
    releases: tuple[Release, ...]
    adoption: Adoption
    devices: tuple[Devices, ...]
    users: int = 1_000_000
    until: datetime | None = None

    def __post_init__(self) -> None:
        for what in ("certificates", "releases", "devices"):
            if not getattr(self, what):
                raise BadPlan(f"A plan without {what} cannot be judged. Give at least one.")
        put = object.__setattr__
        put(self, "certificates", tuple(sorted(self.certificates, key=lambda one: one.since)))
        put(self, "releases", tuple(sorted(self.releases, key=lambda one: one.released)))
        put(self, "devices", tuple(self.devices))
        if self.until is not None:
            put(self, "until", whole_second(self.until, "The plan, until"))
        _check_presentations(self.certificates)
        _check_releases(self.releases)
        _check_devices(self.devices)
        if self.ends <= self.starts:
            raise BadPlan(
                f"The plan ends on {told(self.ends)}, and its first release is on {told(self.starts)}: there is "
                "nothing to judge. Release earlier, or add the certificates that come after."
            )
        if self.users < 1:
            raise BadPlan(f"A plan for {self.users} users breaks nobody. Give a number above 0.")

    @property
    def starts(self) -> datetime:
        """The first release: nobody uses the app before."""
        return self.releases[0].released

    @property
    def ends(self) -> datetime:
        """The first moment that the plan says nothing about."""
        last = self.certificates[-1]
        return self.until or last.until or last.ends + timedelta(seconds=1)

    @property
    def presented(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """From when until when the server presents each certificate; None: for ever. The end is not included."""
        ends = [later.since for later in self.certificates[1:]] + [self.certificates[-1].until]
        return tuple((one.since, end) for one, end in zip(self.certificates, ends, strict=True))

    @property
    def in_use(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """From when until when each version is used by somebody; None: for ever. The end is not included."""
        settled = timedelta(microseconds=self.adoption.settled)
        gone: list[datetime | None] = [later.released + settled for later in self.releases[1:]]
        if self.adoption.never and gone:
            # Whoever never updates stays with the first version.
            gone[0] = None
        return tuple((one.released, end) for one, end in zip(self.releases, [*gone, None], strict=True))


def _check_presentations(certificates: tuple[Certificate, ...]) -> None:
    for one, later in pairwise(certificates):
        keys = f"the certificate of key {one.key!r} and the next one, of key {later.key!r},"
        if one.since == later.since:
            raise BadPlan(
                f"The server presents {keys} both from {told(one.since)}. It can present one at a time: "
                "give one of them a later date."
            )
        if one.until is not None and one.until < later.since:
            raise BadPlan(
                f"Between {keys} the server presents nothing from {told(one.until)} to {told(later.since)}. "
                "Close the gap: leave out `until`, or present the next one earlier."
            )
        if one.until is not None and one.until > later.since:
            raise BadPlan(
                f"The server presents {keys} at once from {told(later.since)} to {told(one.until)}. "
                "It can present one at a time: leave out `until`, or present the next one later."
            )


def _check_releases(releases: tuple[Release, ...]) -> None:
    versions = [release.version for release in releases]
    twice = next((version for version in versions if versions.count(version) > 1), None)
    if twice is not None:
        raise BadPlan(f"Version {twice} is released twice. Give each release a name of its own.")
    for one, later in pairwise(releases):
        if one.released == later.released:
            raise BadPlan(
                f"Versions {one.version} and {later.version} are both released on {told(one.released)}, "
                "so nobody knows which is newer. Give one of them a later date."
            )


def _check_devices(devices: tuple[Devices, ...]) -> None:
    total = sum(group.share for group in devices)
    if abs(total - 1) > 1e-9:
        raise BadPlan(
            f"The shares of the devices sum to {total:.6g}. Together they are all users: make it 1."
        )
    names = [group.name for group in devices]
    if len(set(names)) < len(names):
        raise BadPlan(f"Two groups of devices have one name: {', '.join(names)}. Name each of them once.")
