"""The first day of trouble."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.operations.rotation import (
    Adoption,
    Devices,
    Plan,
    Reason,
    Release,
    evaluate,
    first_trouble,
    timeline,
)

from .plans import SECOND, START, certificate, day, plan, plans, release

EARLY = (certificate("leaf 1", 0, 90), certificate("leaf 2", 20, 110))


def cause(one: Plan) -> str:
    """The sentences about the first trouble."""
    trouble = first_trouble(one)
    assert trouble is not None
    assert str(trouble) == trouble.cause
    return trouble.cause


def test_a_good_plan_has_no_trouble() -> None:
    """The last user leaves version 1.0 at the second in which the new key is presented."""
    assert first_trouble(plan()) is None
    later = (plan().releases[0], replace(plan().releases[1], released=day(10) + SECOND))
    trouble = first_trouble(plan(releases=later))
    assert trouble is not None
    assert (trouble.at, trouble.reason, trouble.versions) == (day(70), Reason.NO_MATCH, ("1.0",))


def test_a_key_that_comes_too_early() -> None:
    """The sentences name version, key, missing pin, and what would have prevented it."""
    trouble = first_trouble(plan(certificates=EARLY))
    assert trouble is not None
    assert (trouble.at, trouble.versions, trouble.devices) == (day(20), ("1.0",), ("all phones",))
    assert (trouble.key, trouble.share, trouble.users) == ("leaf 2", pytest.approx(0.4), 400_000)
    assert (trouble.worst, trouble.worst_at) == (pytest.approx(0.4), day(20))
    assert trouble.cause == (
        "2027-06-21 09:00 UTC: version 1.0 refuses the server: it presents the key 'leaf 2' below 'issuing CA' and "
        "'root', and it pins only 'leaf 1'. The pin of 'leaf 2' is missing. 40 % of all users (400,000) cannot "
        "connect. Each of these would have prevented it: a pin of 'leaf 2' in version 1.0; renewing with the key "
        "'leaf 1'; presenting 'leaf 2' from 2027-08-10 09:00 UTC on, when nobody uses version 1.0."
    )


def test_the_worst_comes_later() -> None:
    """A third key that nobody pins makes it worse than the second."""
    certificates = (*EARLY, certificate("leaf 3", 30, 100))
    trouble = first_trouble(plan(certificates=certificates))
    assert trouble is not None
    assert (trouble.at, trouble.worst, trouble.worst_at) == (day(20), 1, day(30))


def test_the_worst_is_just_before_the_pins_expire() -> None:
    """More and more people get a version without the pin, until it stops asking."""
    wrong = release("2.0", 10, "leaf 2", pins_expire=day(15))
    trouble = first_trouble(plan(releases=(plan().releases[0], wrong)))
    assert trouble is not None
    assert (trouble.worst, trouble.worst_at) == (pytest.approx(0.3), day(15))


def test_the_worst_can_be_the_last_second_of_the_plan() -> None:
    """While more and more people get a version without the pin."""
    wrong = release("2.0", 10, "leaf 2")
    trouble = first_trouble(plan(releases=(plan().releases[0], wrong), until=day(15)))
    assert trouble is not None
    assert trouble.worst_at == day(15) - SECOND


def test_waiting_is_offered_only_while_the_old_certificate_lives() -> None:
    """A date on which the certificate before it has expired prevents nothing."""
    short = (certificate("leaf 1", 0, 65), certificate("leaf 2", 20, 110))
    assert "from 2027-08-10" not in cause(plan(certificates=short))
    lasting = (certificate("leaf 1", 0, 70, ends=day(70)), certificate("leaf 2", 20, 110))
    assert "from 2027-08-10" in cause(plan(certificates=lasting))


def test_waiting_is_not_offered_where_users_never_update() -> None:
    """Nobody could wait so long."""
    text = cause(plan(certificates=EARLY, adoption=Adoption(((10, 0.4),))))
    assert "on, when" not in text
    assert "renewing with the key 'leaf 1'" in text


def test_the_old_key_is_offered_only_where_everybody_pins_it() -> None:
    """A version that pins another key, and is no part of this trouble, would refuse the old one."""
    releases = (
        release("1.0", 0, "leaf 1"),
        release("2.0", 5, "leaf 1", "leaf 2"),
        release("3.0", 9, "leaf 2"),
    )
    certificates = (certificate("leaf 1", 0, 90), certificate("leaf 2", 9, 99))
    text = cause(plan(certificates=certificates, releases=releases[:2]))
    assert "renewing with the key 'leaf 1'" in text
    text = cause(plan(certificates=certificates, releases=releases))
    assert "version 1.0 refuses" in text
    assert "renewing" not in text


def test_a_version_that_does_not_pin_is_content_with_the_old_key() -> None:
    """It is content with any."""
    releases = (Release("0.9", START, None), release("1.0", 5, "leaf 1"))
    assert "renewing with the key 'leaf 1'" in cause(plan(certificates=EARLY, releases=releases))


def test_a_version_that_has_just_left_is_not_asked() -> None:
    """Version 1.0, which pins the CA alone, is gone in the second in which the new key comes."""
    releases = (release("1.0", 0, "issuing CA"), release("2.0", 10, "leaf 1"))
    moved = certificate("leaf 2", 70, 160, above=("other CA", "root"))
    assert "renewing with the key 'leaf 1'" in cause(plan(certificates=(EARLY[0], moved), releases=releases))


def test_a_new_version_that_lacks_the_pin_is_at_fault_alone() -> None:
    """The key was presented already, so it is not the server that came too early."""
    releases = (release("1.0", 0, "leaf 1", "leaf 2"), release("2.0", 75, "leaf 1"))
    assert cause(plan(releases=releases)).endswith(
        "The first users cannot connect. A pin of 'leaf 2' in version 2.0 would have prevented it."
    )


def test_pins_on_a_ca() -> None:
    """Where the pinned CA key is left, going back to it is offered, and not the leaf's key."""
    moved = certificate("leaf 2", 20, 110, above=("other CA", "root"))
    text = cause(plan(certificates=(EARLY[0], moved), releases=(release("1.0", 0, "issuing CA"),)))
    assert "it presents the key 'leaf 2' below 'other CA' and 'root', and it pins only 'issuing CA'" in text
    assert "a certificate below 'issuing CA' again" in text
    assert "renewing" not in text


def test_a_release_that_lacks_the_pin_in_use() -> None:
    """The new version is at fault, one second after its release, when its first users have it."""
    releases = (release("1.0", 0, "leaf 1"), release("2.0", 10, "leaf 2"))
    trouble = first_trouble(plan(releases=releases))
    assert trouble is not None
    assert (trouble.at, trouble.versions) == (day(10) + SECOND, ("2.0",))
    assert trouble.cause == (
        "2027-06-11 09:00:01 UTC: version 2.0 refuses the server: it presents the key 'leaf 1' below 'issuing CA' "
        "and 'root', and it pins only 'leaf 2'. The pin of 'leaf 1' is missing. The first users cannot connect. "
        "A pin of 'leaf 1' in version 2.0 would have prevented it."
    )


def test_the_first_version_lacks_the_pin() -> None:
    """Nothing came before it, so nothing else is offered."""
    text = cause(plan(releases=(release("1.0", 0, "leaf 9"),)))
    assert text.endswith(
        "(1,000,000) cannot connect. A pin of 'leaf 1' in version 1.0 would have prevented it."
    )


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ((1,), "version 1.0 refuses"),
        ((1, 2), "versions 1.0 and 2.0 refuse"),
        ((1, 2, 3), "versions 1.0, 2.0 and 3.0 refuse"),
        ((1, 2, 3, 4), "versions 1.0 to 4.0 refuse"),
        ((1, 2, 4, 5), "versions 1.0, 2.0, 4.0 and 5.0 refuse"),
    ],
)
def test_versions_are_named(lacking: tuple[int, ...], told: str) -> None:
    """Each of them, or the first and the last where none is left out between."""
    releases = tuple(
        release(f"{n}.0", n, "leaf 1", "leaf 1" if n in lacking else "leaf 2") for n in range(1, 6)
    )
    certificates = (certificate("leaf 1", 0, 90), certificate("leaf 2", 20, 110))
    text = cause(plan(certificates=certificates, releases=releases))
    assert told in text
    assert ("and they pin only" if len(lacking) > 1 else "and it pins only") in text


def test_only_some_phones() -> None:
    """Where the path ends at another root, the phones are named."""
    crossed = certificate("leaf 1", 0, 90, above=("issuing CA", "root 2", "root 1"))
    old, new = (
        Devices("old phones", 0.5, frozenset({"root 1"})),
        Devices("new phones", 0.5, frozenset({"root 2"})),
    )
    one = plan(certificates=(crossed,), releases=(release("1.0", 0, "root 1"),), devices=(old, new))
    trouble = first_trouble(one)
    assert trouble is not None
    assert trouble.devices == ("new phones",)
    assert (
        "version 1.0 on new phones refuses the server: it presents the key 'leaf 1' below 'issuing CA' and 'root 2',"
        in trouble.cause
    )


def test_a_certificate_that_expires_before_the_next() -> None:
    """At the second after its last one; the next one is named."""
    late = plan(certificates=(certificate("leaf 1", 0, 60), certificate("leaf 2", 70, 160)))
    trouble = first_trouble(late)
    assert trouble is not None
    assert (trouble.at, trouble.reason, trouble.worst) == (day(60), Reason.EXPIRED, 1)
    assert trouble.cause == (
        "2027-07-31 09:00 UTC: the server presents the certificate of key 'leaf 1', which expired on "
        "2027-07-31 08:59:59 UTC. 100 % of all users (1,000,000) cannot connect. Presenting the next one, of key "
        "'leaf 2', before that and not on 2027-08-10 09:00 UTC would have prevented it."
    )


def test_a_certificate_that_nobody_renews() -> None:
    """Where the plan has to hold longer than its last certificate."""
    assert cause(plan(until=day(200))).endswith("Renewing it before that would have prevented it.")


def test_a_certificate_that_has_expired_when_it_is_presented() -> None:
    """Presenting it earlier would be no help to those who see it now."""
    certificates = (certificate("leaf 1", 0, 60), certificate("leaf 1", 0, 10, presented=day(50)))
    assert cause(plan(certificates=certificates, until=day(80))).endswith(
        "Presenting a certificate that is valid would have prevented it."
    )


def test_a_certificate_that_is_not_valid_yet() -> None:
    """Presented before its first second."""
    future = certificate("leaf 1", 1, 90, presented=START, issued=START)
    text = cause(plan(certificates=(future,)))
    assert (
        "2027-06-01 09:00 UTC: the server presents the certificate of key 'leaf 1', which is not valid before"
        in text
    )
    assert text.endswith("Presenting it from then on would have prevented it.")


def test_phones_that_do_not_know_the_root() -> None:
    """Which root they know, and that a chain to it would help."""
    groups = (
        Devices("new phones", 0.9, frozenset({"root"})),
        Devices("old phones", 0.1, frozenset({"older root"})),
    )
    trouble = first_trouble(plan(devices=groups))
    assert trouble is not None
    assert (trouble.devices, trouble.versions) == (("old phones",), ("1.0",))
    assert trouble.cause == (
        "2027-06-01 09:00 UTC: on old phones no trusted root is found. The server presents the key 'leaf 1' below "
        "'issuing CA' and 'root', and only 'older root' is trusted there. 10 % of all users (100,000) cannot "
        "connect. A chain up to 'older root', by a cross-signed certificate, would have prevented it."
    )


def test_phones_that_know_several_roots_or_none() -> None:
    """In the plural, and without a chain that could help."""
    two = (Devices("old phones", 1, frozenset({"a", "b"})),)
    assert "and only 'a' and 'b' are trusted there" in cause(plan(devices=two))
    assert "A chain up to 'a' or 'b', by" in cause(plan(devices=two))
    none = cause(plan(devices=(Devices("bare phones", 1, frozenset()),)))
    assert "and no root is trusted there" in none
    assert none.endswith("A root on these devices would have prevented it.")


def test_nothing_presented_yet_or_any_more() -> None:
    """An app before its server, and a server that is taken down before the plan ends."""
    trouble = first_trouble(plan(certificates=(certificate("leaf 1", 5, 90),)))
    assert trouble is not None
    assert (trouble.at, trouble.key, trouble.reason) == (START, None, Reason.NOTHING_PRESENTED)
    assert "presents no certificate before 2027-06-06 09:00 UTC, and version 1.0 is in use." in trouble.cause
    assert trouble.cause.endswith("of key 'leaf 1' from the first release on would have prevented it.")
    gone = plan(certificates=(certificate("leaf 1", 0, 90, until=day(50)),), until=day(60))
    assert "2027-07-21 09:00 UTC: the server presents no certificate after that of key 'leaf 1'." in cause(
        gone
    )
    assert cause(gone).endswith("A certificate after it would have prevented it.")


def test_the_larger_trouble_of_two_is_told() -> None:
    """At one moment the reason that concerns most users is named, and only its versions and phones."""
    groups = (Devices("old phones", 0.1, frozenset()), Devices("new phones", 0.9, frozenset({"root"})))
    trouble = first_trouble(plan(devices=groups, releases=(release("1.0", 0, "leaf 9"),)))
    assert trouble is not None
    assert (trouble.reason, trouble.devices, trouble.share) == (Reason.NO_MATCH, ("new phones",), 1)


@settings(max_examples=30, deadline=None)
@given(plans(), st.data())
def test_nothing_happens_before_the_first_trouble(one: Plan, data: st.DataObject) -> None:
    """At that second somebody cannot connect, in every second before it everybody can."""
    trouble = first_trouble(one)
    end = one.ends if trouble is None else trouble.at
    if trouble is not None:
        outcome = evaluate(one, trouble.at)
        assert outcome.broken == pytest.approx(trouble.share)
        assert any(
            group.reason is trouble.reason and group.version in trouble.versions for group in outcome.groups
        )
    seconds = int((end - one.starts).total_seconds())
    if seconds:
        chosen = data.draw(st.lists(st.integers(0, seconds - 1), min_size=8, max_size=8))
        dates = [one.starts + timedelta(seconds=second) for second in {*chosen, seconds - 1}]
        assert not timeline(one, dates).broken.any()


@settings(max_examples=20, deadline=None)
@given(plans(), st.data())
def test_no_moment_is_worse_than_the_worst(one: Plan, data: st.DataObject) -> None:
    """The worst share is a maximum over the whole plan."""
    trouble = first_trouble(one)
    seconds = int((one.ends - one.starts).total_seconds())
    chosen = data.draw(st.lists(st.integers(0, seconds - 1), min_size=20, max_size=20))
    broken = timeline(one, [one.starts + timedelta(seconds=second) for second in chosen]).broken
    assert broken.max() <= (trouble.worst if trouble else 0) + 1e-9
    if trouble:
        assert evaluate(one, trouble.worst_at).broken == pytest.approx(trouble.worst)


@settings(max_examples=30, deadline=None)
@given(plans())
def test_what_is_said_to_prevent_it_prevents_it(one: Plan) -> None:
    """The missing pin in the versions named, and the key that everybody has: after each, these are refused no more."""
    trouble = first_trouble(one)
    if trouble is None or trouble.reason is not Reason.NO_MATCH or trouble.key is None:
        return
    more = tuple(
        replace(r, pins=r.pins | {trouble.key}) if r.version in trouble.versions and r.pins else r
        for r in one.releases
    )
    for repaired in (replace(one, releases=more), *_with_the_old_key(one, trouble.cause)):
        groups = evaluate(repaired, trouble.at).groups
        concerned = [g for g in groups if g.version in trouble.versions and g.devices in trouble.devices]
        assert concerned
        assert Reason.NO_MATCH not in {group.reason for group in concerned}


def _with_the_old_key(one: Plan, text: str) -> list[Plan]:
    if "renewing with the key" not in text:
        return []
    key = text.partition("renewing with the key '")[2].partition("'")[0]
    return [replace(one, certificates=tuple(replace(c, key=key) for c in one.certificates))]
