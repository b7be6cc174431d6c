"""What must hold whatever the plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from course.operations.rotation import REASONS, Adoption, Plan, Reason
from course.operations.rotation.timeline import timeline_at
from course.operations.rotation.trouble import turning_points

from .plans import KEYS, LEAVES, adoptions, plans

LAW = settings(max_examples=25, deadline=None)


@LAW
@given(plans(), st.sampled_from(KEYS))
def test_one_more_pin_breaks_nobody(one: Plan, key: str) -> None:
    """Whoever could connect still can."""
    more = tuple(replace(r, pins=r.pins and r.pins | {key}) for r in one.releases)
    at = turning_points(one)
    before, after = timeline_at(one, at), timeline_at(replace(one, releases=more), at)
    assert not (after.refused & ~before.refused).any()


@LAW
@given(plans(), st.sampled_from(["root 1", "root 2"]))
def test_one_more_root_takes_no_path_away(one: Plan, root: str) -> None:
    """Trust only grows, and who pins the leaf or nothing stays. A pinned root, though, can drop out of the path."""
    devices = tuple(replace(group, roots=group.roots | {root}) for group in one.devices)
    at = turning_points(one)
    before, after = timeline_at(one, at), timeline_at(replace(one, devices=devices), at)
    no_root = REASONS.index(Reason.NO_TRUSTED_ROOT)
    assert not ((after.codes == no_root) & (before.codes != no_root)).any()
    careless = [release.pins is None or release.pins <= set(LEAVES) for release in one.releases]
    assert not (after.refused & ~before.refused)[:, careless].any()


@LAW
@given(plans(), adoptions(), st.floats(0, 1))
def test_faster_updates_break_fewer_where_pins_only_grow(one: Plan, slow: Adoption, factor: float) -> None:
    """If each release pins all that the one before pinned, then the sooner people update, the fewer are broken."""
    grown: frozenset[str] = frozenset()
    releases = []
    for release in one.releases:
        grown |= release.pins or frozenset()
        releases.append(replace(release, pins=grown or None, pins_expire=None))
        if not grown:
            return
    fast = Adoption(tuple((days, share * factor if days else share) for days, share in slow.points))
    at = turning_points(replace(one, adoption=slow))
    broken = [
        timeline_at(replace(one, releases=tuple(releases), adoption=each), at).broken for each in (fast, slow)
    ]
    assert (broken[0] <= broken[1] + 1e-9).all()


@LAW
@given(plans())
def test_where_everybody_updates_at_once_only_the_newest_counts(one: Plan) -> None:
    """The broken share is that of the phones on which the newest version is refused."""
    at = turning_points(one)
    line = timeline_at(replace(one, adoption=Adoption(((0, 0),))), at)
    released = np.array([[r.released <= date for r in one.releases] for date in line.dates])
    newest = released.sum(axis=1) - 1
    shares = np.array([group.share for group in one.devices])
    assert np.allclose(line.broken, (line.refused[np.arange(len(at)), newest] * shares).sum(axis=1))


@LAW
@given(plans(), st.integers(1, 10**9))
def test_shares_do_not_depend_on_the_number_of_users(one: Plan, users: int) -> None:
    """Nor do reasons; only the counts do."""
    at = turning_points(one)
    before, after = timeline_at(one, at), timeline_at(replace(one, users=users), at)
    assert (before.shares == after.shares).all()
    assert (before.codes == after.codes).all()
    assert (after.users.sum(axis=(1, 2)) == users).all()
    assert np.abs(after.users - after.shares * users).max() <= 2


@LAW
@given(plans())
def test_a_key_that_nobody_pins_connects_nobody_more(one: Plan) -> None:
    """A server that renews with a key outside every pin set connects only those who pin a CA, or nothing."""
    strange = tuple(replace(certificate, key="strange") for certificate in one.certificates)
    at = turning_points(one)
    before, after = timeline_at(one, at), timeline_at(replace(one, certificates=strange), at)
    assert not (before.refused & ~after.refused).any()
