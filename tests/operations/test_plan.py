"""What a plan can be, and what it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from course.operations.rotation import Adoption, BadPlan, Certificate, Devices, Release, evaluate, timeline

from .plans import ABOVE, SECOND, START, certificate, day, plan, release

NAIVE = datetime(2027, 6, 1, 9)


def test_parts_are_put_in_order() -> None:
    """By their dates, however they were written."""
    good = plan()
    turned = replace(good, certificates=good.certificates[::-1], releases=good.releases[::-1])
    assert turned == good
    assert [one.key for one in turned.certificates] == ["leaf 1", "leaf 2"]
    assert [one.version for one in turned.releases] == ["1.0", "2.0"]


def test_when_each_certificate_is_presented() -> None:
    """Until the next one; the last for ever, unless it is told otherwise."""
    assert plan().presented == ((day(0), day(70)), (day(70), None))
    last = certificate("leaf 2", 70, 160, until=day(150))
    assert plan(certificates=(certificate("leaf 1", 0, 90), last)).presented[1] == (day(70), day(150))


def test_when_each_version_is_in_use() -> None:
    """From its release until nobody is behind the next one any more."""
    assert plan().in_use == ((day(0), day(70)), (day(10), None))


def test_who_never_updates_keeps_the_first_version() -> None:
    """The versions between are left all the same."""
    three = (*plan().releases, release("3.0", 20, "leaf 2"))
    lazy = plan(releases=three, adoption=Adoption(((60, 0.1),)))
    assert lazy.in_use == ((day(0), None), (day(10), day(80)), (day(20), None))
    alone = plan(releases=three[:1], adoption=Adoption(((60, 0.1),)))
    assert alone.in_use == ((day(0), None),)


def test_when_a_plan_ends() -> None:
    """When it says so; else with the last certificate, after its last second."""
    assert plan().ends == day(160)
    assert plan(until=day(30)).ends == day(30)
    last = certificate("leaf 2", 70, 160, until=day(150))
    assert plan(certificates=(certificate("leaf 1", 0, 90), last)).ends == day(150)
    assert plan().starts == START


def test_other_time_zones_mean_the_same_moment() -> None:
    """A date is kept in UTC."""
    berlin = START.astimezone(timezone(timedelta(hours=2)))
    assert release("1.0", 0, "leaf 1") == Release("1.0", berlin, frozenset({"leaf 1"}))
    assert Release("1.0", berlin, frozenset({"leaf 1"})).released.tzinfo is UTC
    assert evaluate(plan(), berlin) == evaluate(plan(), START)


def test_the_longest_life_is_by_the_day_of_issuance() -> None:
    """100 whole days in June 2027; one second more is a day too many. Issued before 15 March, 200 days."""
    certificate("leaf", 0, 100)
    with pytest.raises(BadPlan, match=r"lives 100 days.*at most 100 on 2027-06-01 09:00 UTC"):
        Certificate("leaf", ABOVE, START, day(100))
    issued = datetime(2027, 3, 14, tzinfo=UTC)
    certificate("leaf", 0, 200, issued=issued)
    with pytest.raises(BadPlan, match="at most 100"):
        certificate("leaf", 0, 200, issued=issued + timedelta(days=1))


def test_a_certificate_of_one_second() -> None:
    """Both ends count, so it may start and end in one second."""
    Certificate("leaf", ABOVE, START, START)
    with pytest.raises(BadPlan, match="before it starts"):
        Certificate("leaf", ABOVE, START, START - SECOND)


IMPOSSIBLE: dict[str, tuple[Callable[[], object], str]] = {
    "no root": (lambda: certificate("leaf", 0, 90, above=()), "no root above it"),
    "a key above itself": (
        lambda: certificate("leaf", 0, 90, above=("root", "leaf")),
        "same key twice in its chain: leaf, root, leaf",
    ),
    "presented before issued": (
        lambda: certificate("leaf", 0, 90, issued=day(2), presented=day(1)),
        "presented on 2027-06-02 09:00 UTC and issued on 2027-06-03 09:00 UTC",
    ),
    "presented backwards": (
        lambda: certificate("leaf", 0, 90, presented=day(2), until=day(2)),
        "before it is presented at all",
    ),
    "starts without zone": (
        lambda: Certificate("leaf", ABOVE, NAIVE, day(2)),
        "leaf', starts: .* no time zone",
    ),
    "ends without zone": (lambda: Certificate("leaf", ABOVE, START, NAIVE), "leaf', ends: .* no time zone"),
    "within a second": (
        lambda: certificate("leaf", 0, 90, presented=START + timedelta(microseconds=1)),
        "presented: .* within a second",
    ),
    "until without zone": (lambda: certificate("leaf", 0, 90, until=NAIVE), "until: .* no time zone"),
    "a date only": (lambda: Release("1.0", START.date(), None), "1.0, released: 2027-06-01 has no time"),  # type: ignore[arg-type]
    "no pin": (lambda: release("1.0", 0), "1.0 has an empty pin set"),
    "no pin that expires": (lambda: Release("1.0", START, None, START), "has no pins, and yet they expire"),
    "expired at release": (
        lambda: release("1.0", 1, "leaf", pins_expire=START),
        "released after its pins have expired",
    ),
    "pins expire without zone": (
        lambda: release("1.0", 0, "leaf", pins_expire=NAIVE),
        "pins_expire: .* no time zone",
    ),
    "less than nobody": (lambda: Devices("old", -0.1, frozenset()), "'old' are -0.1 of all users"),
    "more than everybody": (lambda: Devices("old", 1.1, frozenset()), "'old' are 1.1 of all users"),
    "no certificate": (lambda: plan(certificates=()), "without certificates"),
    "no release": (lambda: plan(releases=()), "without releases"),
    "no devices": (lambda: plan(devices=()), "without devices"),
    "no users": (lambda: plan(users=0), "for 0 users"),
    "two at once": (
        lambda: plan(certificates=(certificate("leaf 1", 0, 90), certificate("leaf 2", 0, 90))),
        "'leaf 1' and the next one, of key 'leaf 2', both from 2027-06-01 09:00 UTC",
    ),
    "a gap": (
        lambda: plan(
            certificates=(certificate("leaf 1", 0, 90, until=day(60)), certificate("leaf 2", 70, 90))
        ),
        "presents nothing from 2027-07-31 09:00 UTC to 2027-08-10 09:00 UTC",
    ),
    "an overlap": (
        lambda: plan(
            certificates=(certificate("leaf 1", 0, 90, until=day(71)), certificate("leaf 2", 70, 90))
        ),
        "at once from 2027-08-10 09:00 UTC to 2027-08-11 09:00 UTC",
    ),
    "one version twice": (
        lambda: plan(releases=(release("1.0", 0, "leaf 1"), release("1.0", 5, "leaf 2"))),
        "Version 1.0 is released twice",
    ),
    "two versions at once": (
        lambda: plan(releases=(release("1.0", 0, "leaf 1"), release("2.0", 0, "leaf 2"))),
        "Versions 1.0 and 2.0 are both released on 2027-06-01 09:00 UTC",
    ),
    "half of the phones": (
        lambda: plan(devices=(Devices("old", 0.2, frozenset()), Devices("new", 0.3, frozenset()))),
        "sum to 0.5",
    ),
    "one name for two groups": (
        lambda: plan(devices=(Devices("old", 0.5, frozenset()), Devices("old", 0.5, frozenset()))),
        "one name: old, old",
    ),
    "an end without zone": (lambda: plan(until=NAIVE), "The plan, until: .* no time zone"),
    "an end before the start": (lambda: plan(until=START), "nothing to judge"),
    "nothing left to present": (
        lambda: plan(releases=(release("1.0", 160, "leaf 2"),)),
        "ends on 2027-11-08 09:00 UTC, and its first release is on 2027-11-08 09:00 UTC",
    ),
    "asked without zone": (lambda: evaluate(plan(), NAIVE), "A date: .* no time zone"),
    "one date without zone": (lambda: timeline(plan(), [START, NAIVE]), "A date: .* no time zone"),
}


@pytest.mark.parametrize(("make", "told"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_no_plan_can_be(make: Callable[[], object], told: str) -> None:
    """Refused with a sentence that says what was seen."""
    with pytest.raises(BadPlan, match=told):
        make()


def test_presenting_right_after_the_one_before() -> None:
    """An end that is the next one's beginning is neither gap nor overlap."""
    first = certificate("leaf 1", 0, 90, until=day(70))
    assert plan(certificates=(first, certificate("leaf 2", 70, 160))).presented[0] == (day(0), day(70))


def test_shares_may_sum_to_one_but_for_rounding() -> None:
    """Three times a third, or ten times a tenth."""
    plan(devices=tuple(Devices(str(number), 0.1, frozenset()) for number in range(10)))
