"""Who can connect at a date, and over many."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings

from benchmarks.rotation import counted, one_by_one
from course.operations.rotation import REASONS, Devices, Plan, Reason, Release, evaluate, timeline
from course.operations.rotation.moments import date_at
from course.operations.rotation.trouble import turning_points

from .plans import EVERYBODY, SECOND, START, certificate, day, plan, plans, release

ONE = (release("1.0", 0, "leaf 1"),)


def reason_at(one: Plan, at: float, offset: timedelta = timedelta()) -> Reason:
    """Why the first version on the first phones connects, or does not."""
    return timeline(one, [day(at) + offset]).reason(0, 0, 0)


def test_a_certificate_is_valid_through_its_last_second() -> None:
    """Also in the middle of a second, as trust evaluation has it."""
    alone = plan(certificates=(certificate("leaf 1", 1, 90, presented=START, issued=START),), releases=ONE)
    assert reason_at(alone, 1, -SECOND) is Reason.NOT_YET_VALID
    assert reason_at(alone, 1) is Reason.MATCHED
    assert reason_at(alone, 90, -SECOND) is Reason.MATCHED
    assert reason_at(alone, 90, -SECOND + timedelta(microseconds=1)) is Reason.EXPIRED


def test_the_next_certificate_comes_at_its_second() -> None:
    """Before that the one before is presented."""
    moved = plan(releases=ONE)
    assert reason_at(moved, 70, -SECOND) is Reason.MATCHED
    assert reason_at(moved, 70) is Reason.NO_MATCH


def test_nothing_is_presented_before_and_after() -> None:
    """Before the first certificate and from the end of the last."""
    short = plan(certificates=(certificate("leaf 1", 1, 90, until=day(50)),), releases=ONE)
    assert reason_at(short, 1, -SECOND) is Reason.NOTHING_PRESENTED
    assert reason_at(short, 50, -SECOND) is Reason.MATCHED
    assert reason_at(short, 50) is Reason.NOTHING_PRESENTED


def test_a_phone_without_the_root_finds_no_path() -> None:
    """That is said first: dates and pins are judged along a path."""
    old = plan(devices=(Devices("old phones", 1, frozenset({"older root"})),))
    assert {reason_at(old, at) for at in (0, 80, 500)} == {Reason.NO_TRUSTED_ROOT}


@pytest.mark.parametrize("pin", ["leaf 1", "issuing CA", "root"])
def test_every_key_of_the_path_counts(pin: str) -> None:
    """Leaf, issuing CA and root alike."""
    assert reason_at(plan(releases=(release("1.0", 0, pin),)), 0) is Reason.MATCHED


def test_the_path_ends_at_the_first_trusted_key() -> None:
    """A phone that learns the new root no longer sees the old one, which its app pins: adding a root can break."""
    crossed = certificate("leaf 1", 0, 90, above=("issuing CA", "root 2", "root 1"))
    pinned = release("1.0", 0, "root 1")
    old, new = (
        Devices("old", 0.5, frozenset({"root 1"})),
        Devices("new", 0.5, frozenset({"root 1", "root 2"})),
    )
    outcome = evaluate(plan(certificates=(crossed,), releases=(pinned,), devices=(old, new)), START)
    assert [group.reason for group in outcome.groups] == [Reason.MATCHED, Reason.NO_MATCH]


def test_a_version_that_does_not_pin_connects() -> None:
    """Wherever the chain is valid."""
    assert reason_at(plan(releases=(Release("1.0", START, None),)), 80) is Reason.NOT_PINNED


def test_expired_pins_fail_open() -> None:
    """After the last second of the pins, whether they match or not; the path must be valid still."""
    expiring = plan(releases=(release("1.0", 0, "leaf 1", pins_expire=day(75)),))
    assert reason_at(expiring, 75) is Reason.NO_MATCH
    assert reason_at(expiring, 75, SECOND) is Reason.PINS_EXPIRED
    assert reason_at(expiring, 160) is Reason.EXPIRED
    outcome = evaluate(expiring, day(76))
    assert (outcome.broken, outcome.unprotected) == (0, 1)


def test_expired_pins_do_not_matter_where_there_are_none() -> None:
    """Nor where there is no path."""
    both = (Release("0.9", START, None), release("1.0", 1, "leaf 1", pins_expire=day(2)))
    assert timeline(plan(releases=both), [day(3)]).reason(0, 0, 0) is Reason.NOT_PINNED
    nobody = plan(releases=both, devices=(Devices("old phones", 1, frozenset()),))
    assert timeline(nobody, [day(3)]).reason(0, 1, 0) is Reason.NO_TRUSTED_ROOT


def test_who_connects_at_one_date() -> None:
    """Shares, numbers and reasons by version and devices, in figures and in words."""
    new, old = Devices("new phones", 0.75, frozenset({"root"})), Devices("old phones", 0.25, frozenset())
    outcome = evaluate(plan(devices=(new, old), users=1000), day(20))
    assert [(g.version, g.devices, g.users, g.reason) for g in outcome.groups] == [
        ("1.0", "new phones", 300, Reason.MATCHED),
        ("1.0", "old phones", 100, Reason.NO_TRUSTED_ROOT),
        ("2.0", "new phones", 450, Reason.MATCHED),
        ("2.0", "old phones", 150, Reason.NO_TRUSTED_ROOT),
    ]
    assert outcome.broken == pytest.approx(0.25)
    assert (outcome.broken_users, outcome.unprotected) == (250, 0)
    assert str(outcome) == (
        "2027-06-21 09:00 UTC: 25 % cannot connect.\n"
        "version 1.0 on new phones: 30 % connect (a pin matches)\n"
        "version 1.0 on old phones: 10 % cannot connect (no trusted root)\n"
        "version 2.0 on new phones: 45 % connect (a pin matches)\n"
        "version 2.0 on old phones: 15 % cannot connect (no trusted root)"
    )


def test_nobody_uses_the_app_before_its_release() -> None:
    """And that is said."""
    outcome = evaluate(plan(), START - SECOND)
    assert outcome.groups == ()
    assert str(outcome) == "2027-06-01 08:59:59 UTC: nobody uses the app yet."


@pytest.mark.parametrize(
    ("days", "told"),
    [(69.99, "less than 0.1 % connect"), (10.02, "99.9 % connect"), (10.001, "more than 99.9 % connect")],
)
def test_few_are_not_nobody(days: float, told: str) -> None:
    """A share is rounded neither to nothing nor to everybody."""
    assert f"version 1.0 on all phones: {told}" in str(evaluate(plan(), day(days)))


def test_arrays_in_any_order_of_dates() -> None:
    """One row for each date as given; the sums for plotting."""
    dates = [day(75), day(-1), day(35)]
    line = timeline(plan(users=1000), dates)
    assert line.dates == dates
    assert line.shares.shape == line.codes.shape == line.users.shape == (3, 2, 1)
    assert line.version_shares == pytest.approx(np.array([[0, 1], [0, 0], [0.28, 0.72]]))
    assert line.broken.tolist() == [0, 0, 0]
    assert [REASONS[code] for code in line.codes[:, 0, 0]] == [
        Reason.NO_MATCH,
        Reason.NOTHING_PRESENTED,
        Reason.MATCHED,
    ]


def test_the_broken_share_falls_as_users_update() -> None:
    """Half of the way through the second line, half of the users of the first version are left."""
    early = plan(certificates=(certificate("leaf 1", 0, 90), certificate("leaf 2", 20, 110)), users=10)
    line = timeline(early, [day(20), day(45), day(70)])
    assert line.broken == pytest.approx(np.array([0.4, 0.2, 0]))
    assert line.broken_users.tolist() == [4, 2, 0]


def test_no_user_is_lost_in_rounding() -> None:
    """Three users on two kinds of phones, at any time."""
    halves = tuple(half(group) for group in ("old", "new"))
    line = timeline(plan(devices=halves, users=3), [day(number / 2) for number in range(200)])
    assert set(line.users.sum(axis=(1, 2)).tolist()) == {3}
    assert (line.users >= 0).all()


def test_shares_that_sum_to_almost_one_lose_no_user() -> None:
    """Rounding in the shares is no matter of people, however many these are."""
    groups = (half("old"), Devices("new", 0.4999999995, EVERYBODY[0].roots))
    assert timeline(plan(devices=groups, users=10**11), [START]).users.sum() == 10**11


def half(name: str) -> Devices:
    """Half of all phones."""
    return Devices(name, 0.5, EVERYBODY[0].roots)


@settings(max_examples=20, deadline=None)
@given(plans())
def test_shares_give_the_same_as_asking_every_user(one: Plan) -> None:
    """The numbers for each reason are those of a loop over the users, around every date of the plan."""
    dates = [date_at(int(moment)) for moment in turning_points(one)]
    dates = [START - SECOND, *dates[:: max(1, len(dates) // 10)], one.ends]
    assert counted(one, dates) == one_by_one(one, dates)


@settings(max_examples=30, deadline=None)
@given(plans())
def test_everybody_is_somewhere(one: Plan) -> None:
    """From the first release on shares sum to 1 and users to all users, and none is negative."""
    line = timeline(one, [date_at(int(moment)) for moment in turning_points(one)])
    assert line.shares.sum(axis=(1, 2)) == pytest.approx(1)
    assert (line.shares >= 0).all()
    assert (line.users.sum(axis=(1, 2)) == one.users).all()
    assert (line.broken <= 1).all()
