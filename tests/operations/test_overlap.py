"""The overlap rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from course.operations.rotation import (
    REASONS,
    Adoption,
    Devices,
    Plan,
    Reason,
    Release,
    breaches,
    timeline,
)
from course.operations.rotation.timeline import timeline_at
from course.operations.rotation.trouble import turning_points

from .plans import SECOND, certificate, day, plan, plans, release

EARLY = (certificate("leaf 1", 0, 90), certificate("leaf 2", 20, 110))


def test_a_key_before_everybody_pins_it() -> None:
    """Who meets it too early, and until when: until the last user is gone."""
    (breach,) = breaches(plan(certificates=EARLY))
    assert (breach.version, breach.devices, breach.key) == ("1.0", "all phones", "leaf 2")
    assert (breach.begins, breach.ends) == (day(20), day(70))


def test_a_plan_that_keeps_the_rule() -> None:
    """The new key comes in the second in which the last user has left, and not one before."""
    assert breaches(plan()) == ()
    sooner = replace(plan().certificates[1], starts=day(70) - SECOND)
    (breach,) = breaches(plan(certificates=(plan().certificates[0], sooner)))
    assert (breach.begins, breach.ends) == (day(70) - SECOND, day(70))


def test_it_ends_with_the_pins() -> None:
    """Expired pins refuse nobody; they count until the end of their last second."""
    expiring = release("1.0", 0, "leaf 1", pins_expire=day(30))
    (breach,) = breaches(plan(certificates=EARLY, releases=(expiring,)))
    assert breach.ends == day(30) + SECOND
    earlier = release("1.0", 0, "leaf 1", pins_expire=day(20) - SECOND)
    assert breaches(plan(certificates=EARLY, releases=(earlier,))) == ()


def test_it_ends_with_the_plan() -> None:
    """Where nobody updates, and the server goes on presenting the key: no plan speaks of what comes after it."""
    lazy = plan(certificates=EARLY, adoption=Adoption(((10, 0.4),)))
    assert [(breach.version, breach.ends) for breach in breaches(lazy)] == [("1.0", lazy.ends)]


def test_it_ends_when_another_key_is_presented() -> None:
    """The next certificate can bring the old key back."""
    back = (*EARLY, certificate("leaf 1", 40, 130))
    (breach,) = breaches(plan(certificates=back))
    assert (breach.begins, breach.ends) == (day(20), day(40))


def test_the_earliest_stands_first() -> None:
    """Whichever version it is."""
    releases = (release("1.0", 0, "leaf 1"), release("2.0", 10, "leaf 2"))
    found = breaches(plan(certificates=EARLY, releases=releases))
    assert [(breach.version, breach.begins) for breach in found] == [("2.0", day(10)), ("1.0", day(20))]


def test_who_compares_no_pin_breaks_no_rule() -> None:
    """Versions without pins, phones that find no path, groups without phones, and what is after the plan."""
    unpinned = (Release("1.0", day(0), None),)
    assert breaches(plan(certificates=EARLY, releases=unpinned)) == ()
    assert breaches(plan(certificates=EARLY, devices=(Devices("old phones", 1, frozenset()),))) == ()
    nobody = Devices("no phones", 0, frozenset({"root"}))
    blind = Devices("old phones", 1, frozenset())
    assert breaches(plan(certificates=EARLY, devices=(blind, nobody))) == ()
    assert breaches(plan(certificates=EARLY, until=day(20))) == ()
    assert len(breaches(plan(certificates=EARLY, until=day(20) + SECOND))) == 1


@settings(max_examples=30, deadline=None)
@given(plans())
def test_whoever_misses_a_pin_is_in_a_breach(one: Plan) -> None:
    """Around every date: whom the timeline refuses for the pins, the rule names; and only those, dates aside."""
    line = timeline_at(one, turning_points(one))
    found = breaches(one)
    refused = (line.codes == REASONS.index(Reason.NO_MATCH)) & (line.shares > 0)
    for row, version, group in np.argwhere(refused):
        at = line.dates[row]
        names = one.releases[version].version, one.devices[group].name
        assert any(
            (breach.version, breach.devices) == names and breach.begins <= at and at < breach.ends
            for breach in found
        )
    for breach in found:
        versions = [release.version for release in one.releases]
        reason = timeline(one, [breach.begins]).reason(
            0, versions.index(breach.version), [group.name for group in one.devices].index(breach.devices)
        )
        assert reason in (Reason.NO_MATCH, Reason.EXPIRED, Reason.NOT_YET_VALID)
