"""Plans for the tests: one that can be read, and any number that hypothesis draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from course.operations.rotation import Adoption, Certificate, Devices, Plan, Release

START = datetime(2027, 6, 1, 9, tzinfo=UTC)
ABOVE = ("issuing CA", "root")
EVERYBODY = (Devices("all phones", 1, frozenset({"root"})),)
SECOND = timedelta(seconds=1)


def day(number: float) -> datetime:
    """So many days after the first release."""
    return START + timedelta(days=number)


def certificate(key: str, start: float, end: float, **more: Any) -> Certificate:
    """A certificate that is valid from one day up to, and without, another one."""
    return Certificate(key, **({"above": ABOVE, "starts": day(start), "ends": day(end) - SECOND} | more))


def release(version: str, start: float, *pins: str, **more: Any) -> Release:
    """A version with these pins."""
    return Release(version, day(start), frozenset(pins), **more)


def plan(**changes: Any) -> Plan:
    """Two keys, the second pinned by the second version only; 60 days after a release nobody is behind it."""
    good = Plan(
        certificates=(certificate("leaf 1", 0, 90), certificate("leaf 2", 70, 160)),
        releases=(release("1.0", 0, "leaf 1"), release("2.0", 10, "leaf 1", "leaf 2")),
        adoption=Adoption(((10, 0.4), (60, 0))),
        devices=EVERYBODY,
    )
    return replace(good, **changes)


CHAINS = (
    ("issuing CA", "root 1"),
    ("issuing CA 2", "root 2"),
    ("issuing CA 2", "root 2", "root 1"),
)
LEAVES = ("leaf 1", "leaf 2", "leaf 3")
STORES = tuple(map(frozenset, (["root 1", "root 2"], ["root 1"], ["root 2"], [])))
PIN_SETS = (
    frozenset({"leaf 1"}),
    frozenset({"leaf 1", "leaf 2"}),
    frozenset({"leaf 2", "leaf 3"}),
    frozenset({"issuing CA"}),
    frozenset({"issuing CA 2", "leaf 3"}),
    frozenset({"root 1"}),
    frozenset({"root 2", "leaf 2"}),
    None,
)
KEYS = (*LEAVES, "issuing CA", "issuing CA 2", "root 1", "root 2")


@st.composite
def certificates(draw: st.DrawFn) -> tuple[Certificate, ...]:
    """One to four, one after the other; some not valid yet, or no more, while they are presented."""
    found: list[Certificate] = []
    presented = day(draw(st.integers(-3, 3)))
    for _ in range(draw(st.integers(1, 4))):
        starts = presented + timedelta(days=draw(st.integers(-5, 3)), seconds=draw(st.integers(0, 9)))
        ends = starts + timedelta(days=draw(st.integers(20, 100)), seconds=-1)
        key, above = draw(st.sampled_from(LEAVES)), draw(st.sampled_from(CHAINS))
        issued = min(starts, presented)
        found.append(Certificate(key, above, starts, ends, presented=presented, issued=issued))
        presented += timedelta(days=draw(st.integers(10, 60)), hours=draw(st.integers(0, 23)))
    if draw(st.booleans()):
        found[-1] = replace(found[-1], until=presented)
    return tuple(found)


@st.composite
def releases(draw: st.DrawFn) -> tuple[Release, ...]:
    """One to four, pinned or not, with pins that expire or not."""
    found: list[Release] = []
    released = START
    for number in range(1, draw(st.integers(1, 4)) + 1):
        pins = draw(st.sampled_from(PIN_SETS))
        expire = None
        if pins and draw(st.booleans()):
            expire = released + timedelta(days=draw(st.integers(0, 120)))
        found.append(Release(f"{number}.0", released, pins, expire))
        released += timedelta(days=draw(st.integers(0, 50)), seconds=draw(st.integers(1, 86_400)))
    return tuple(found)


@st.composite
def adoptions(draw: st.DrawFn) -> Adoption:
    """A falling line with up to three corners; perhaps some users never update."""
    days = sorted(draw(st.lists(st.integers(0, 90), min_size=1, max_size=3, unique=True)))
    shares = draw(st.lists(st.integers(0, 8), min_size=len(days), max_size=len(days)))
    return Adoption(tuple(zip(days, (share / 8 for share in sorted(shares, reverse=True)), strict=True)))


@st.composite
def devices(draw: st.DrawFn) -> tuple[Devices, ...]:
    """One or two groups, each with roots of its own."""
    # Chosen as a whole: drawn key by key, most stores would be empty, and most plans a matter of roots.
    roots = st.sampled_from(STORES)
    share = draw(st.integers(1, 10)) / 10
    found = [Devices("some phones", share, draw(roots))]
    if share < 1:
        found.append(Devices("other phones", 1 - share, draw(roots)))
    return tuple(found)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that is not impossible, with few users."""
    until = day(draw(st.integers(60, 300))) if draw(st.booleans()) else None
    parts: dict[str, Any] = {name: draw(part()) for name, part in _PARTS.items()}
    return Plan(**parts, users=draw(st.integers(1, 200)), until=until)


_PARTS = {
    "certificates": certificates,
    "releases": releases,
    "adoption": adoptions,
    "devices": devices,
}
