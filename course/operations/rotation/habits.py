"""A plan from a few habits of a team, over years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from course.operations.rotation.adoption import Adoption
from course.operations.rotation.moments import BadPlan, whole_second
from course.operations.rotation.plan import Certificate, Devices, Plan, Release
from course.pki import longest_life

ISSUING, ROOT = "issuing CA", "root"
# Let's Encrypt and ACME clients renew when a third of the life is left.
_LEFT = 1 / 3


@dataclass(frozen=True)
class Habits:
    """What a team does again and again.

    Args:
      lifetime: days that a certificate lives; shortened to what a public CA may issue at that date.
      new_key_every: a new key at every so many renewals: 1, at each; 0, never.
      backup: whether a release pins the next key too, beside the one in use.
      release_every: days between releases.
      old_share: the share of users still on an older version `old_after` days after a release.
      old_after: days.
      gone_after: days after which nobody is on an older version; None: `old_share` never update.
      pins_last: days after a release until its pins expire; None: they do not.
      years: how long.
      starts: the first release and the first certificate.
      users: how many.

    Raises:
      BadPlan: days or years that are not above 0, or a share that is none.
    """

    lifetime: int = 200
    new_key_every: int = 1
    backup: bool = True
    release_every: int = 30
    old_share: float = 0.2
    old_after: int = 30
    gone_after: int | None = 180
    pins_last: int | None = None
    years: int = 5
    starts: datetime = datetime(2027, 1, 4, 9, tzinfo=UTC)
    users: int = 1_000_000

    def __post_init__(self) -> None:
        for name in ("lifetime", "release_every", "old_after", "years"):
            if getattr(self, name) < 1:
                raise BadPlan(f"{name} is {getattr(self, name)}. Give a whole number from 1 up.")
        if self.new_key_every < 0:
            raise BadPlan(f"new_key_every is {self.new_key_every}. Give 0 (never) or a number of renewals.")
        if self.pins_last is not None and self.pins_last < 0:
            raise BadPlan(f"pins_last is {self.pins_last}. Give a number of days, or None.")
        object.__setattr__(self, "starts", whole_second(self.starts, "The habits, starts"))

    @property
    def until(self) -> datetime:
        """When the plan ends: after years of 365 days, and one day more for every fourth."""
        return self.starts + timedelta(days=365 * self.years + self.years // 4)


def plan_of(habits: Habits) -> Plan:
    """The plan that comes of a team's habits.

    Returns:
      Keys are called "key 1", "key 2" and so on, and versions "1.0", "2.0". A certificate is renewed when a third
      of its life is left.

    Raises:
      BadPlan: the habits make no plan.
    """
    certificates = _certificates(habits)
    end = () if habits.gone_after is None else ((habits.gone_after, 0.0),)
    return Plan(
        certificates,
        _releases(habits, certificates),
        Adoption(((habits.old_after, habits.old_share), *end)),
        (Devices("all phones", 1, frozenset({ROOT})),),
        habits.users,
        habits.until,
    )


def _certificates(habits: Habits) -> tuple[Certificate, ...]:
    found: list[Certificate] = []
    starts = habits.starts
    while starts < habits.until:
        days = min(habits.lifetime, longest_life(starts))
        key = 1 + (len(found) // habits.new_key_every if habits.new_key_every else 0)
        ends = starts + timedelta(days=days, seconds=-1)
        found.append(Certificate(key_name(key), (ISSUING, ROOT), starts, ends))
        starts += timedelta(seconds=max(1, round(days * 86_400 * (1 - _LEFT))))
    return tuple(found)


def _releases(habits: Habits, certificates: tuple[Certificate, ...]) -> tuple[Release, ...]:
    found: list[Release] = []
    keys = list(dict.fromkeys(certificate.key for certificate in certificates))
    days = range(0, (habits.until - habits.starts).days, habits.release_every)
    for number, day in enumerate(days, start=1):
        released = habits.starts + timedelta(days=day)
        current = max((one for one in certificates if one.since <= released), key=lambda one: one.since).key
        pins = {current}
        if habits.backup:
            pins.add(key_name(keys.index(current) + 2))
        expire = None if habits.pins_last is None else released + timedelta(days=habits.pins_last)
        found.append(Release(f"{number}.0", released, frozenset(pins), expire))
    return tuple(found)


def key_name(number: int) -> str:
    """What the how-manieth key is called."""
    return f"key {number}"
