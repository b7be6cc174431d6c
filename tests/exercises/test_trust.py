"""The exercises of lesson 01, against the lab, OpenSSL and the course's own judge."""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
import trustme
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from course.classroom import check, judging
from course.exercises.certificates import bank
from course.exercises.trust.cast import (
    authority,
    bank_chain,
    harbour_root,
    long_chain,
    other_root,
    servers,
    shake,
)
from course.exercises.trust.client import careful_client
from course.exercises.trust.dates import dates_hold, zone_of_the_machine
from course.exercises.trust.links import missing_link
from course.exercises.trust.questions import PATH_IN_ORDER
from course.lab import Lab
from course.pki import Untrusted, evaluate_trust, issuer_name_of, name_of


def test_the_bank_is_the_one_of_the_lesson() -> None:
    """And the lesson's example, a leaf alone, gives what the text says."""
    with Lab() as lab:
        assert lab.bank.chain == bank_chain()
        assert lab.phone.trusted == (harbour_root(),)
    assert missing_link(bank_chain()[:1], [harbour_root()]) == "Harbour Issuing CA"


@pytest.mark.parametrize("stored", [True, False])
@pytest.mark.parametrize("kept", [(1, 2), (1,), (2,), (2, 1), (), (1, 2, 3), (3, 2, 1), (3,)])
def test_nothing_is_missing_exactly_where_the_course_finds_a_path(
    kept: tuple[int, ...], stored: bool
) -> None:
    """In a chain of three, whatever was left out and in any order, the root sent or not, stored or not."""
    certificates = long_chain()
    root = certificates[-1] if stored else other_root()
    sent = [certificates[0], *(certificates[place] for place in kept)]
    try:
        evaluate_trust(sent, "pay.quay.test", [root], datetime(2027, 1, 4, tzinfo=UTC))
        trusted = True
    except Untrusted:
        trusted = False
    assert (missing_link(sent, [root]) == "nothing") == trusted


def test_a_walk_that_does_not_stop_at_a_root_is_told_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commonest fault: a root that was sent is its own issuer, for ever."""
    monkeypatch.setattr(judging, "SECONDS", 0.5)

    def no_stop(chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> str:
        stored = [anchor.subject for anchor in anchors]
        sent = {each.subject: each for each in chain}
        certificate = chain[0]
        while certificate.issuer not in stored:
            if certificate.issuer not in sent:
                return issuer_name_of(certificate)
            certificate = sent[certificate.issuer]
        return "nothing"

    reply = check("missing-link", no_stop).reply
    assert reply.startswith(
        "For a root that is sent and not stored `missing_link` was still running after 0.5"
    )


def test_a_root_that_nobody_stores_is_what_is_missing() -> None:
    """By its name, and the loop ends."""
    assert missing_link(long_chain(), [other_root()]) == "Quay Root CA"


@pytest.mark.parametrize("names", [["shop.test", "Market TSL CA"], ("shop test",)])
def test_a_misspelt_name_is_named(names: Sequence[str]) -> None:
    """Rather than the shape of the list."""
    assert f"{names[-1]!r} is not among those" in check("path-in-order", names).reply


@pytest.mark.parametrize("answer", [["Market Root CA"], [1, 2], "shop.test", 42])
def test_a_wrong_path_of_names_that_exist_is_no_spelling(answer: object) -> None:
    """And neither is what holds no names."""
    reply = check("path-in-order", answer)
    assert reply.state == "not yet"
    assert "among those" not in reply.reply


def test_the_path_of_the_question_is_the_one_that_the_course_finds() -> None:
    """The same names as in the lesson's cell."""
    with Lab() as lab:
        market = lab.authority("Market Root CA", "Market")
        tls, mail = market.intermediate("Market TLS CA"), market.intermediate("Market Mail CA")
        leaf = tls.issue("shop.test").certificate
        sent = [leaf, mail.certificate, tls.certificate]
        path = evaluate_trust(sent, "shop.test", [market.certificate], lab.clock.now)
    assert PATH_IN_ORDER.reference == [name_of(certificate) for certificate in path]


def test_a_client_with_the_machines_authorities_is_right_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many people write `create_default_context`, which reads all of these authorities each time."""
    monkeypatch.setattr(judging, "SECONDS", 20.0)

    def with_defaults(ca: trustme.CA) -> ssl.SSLContext:
        context = ssl.create_default_context()
        ca.configure_trust(context)
        return context

    assert check("careful-client", with_defaults).state == "correct"


@pytest.mark.filterwarnings("ignore:ssl.PROTOCOL_TLS is deprecated")
@pytest.mark.parametrize("looks_at_hosts", [True, False])
def test_the_old_kind_of_context_is_right_where_it_checks_everything(looks_at_hosts: bool) -> None:
    """And gets a reply of its own where it does not."""

    def by_hand(ca: trustme.CA) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS)
        context.verify_mode = ssl.CERT_REQUIRED
        context.check_hostname = looks_at_hosts
        ca.configure_trust(context)
        return context

    reply = check("careful-client", by_hand)
    assert (reply.state, reply.mistake) == (("correct", None) if looks_at_hosts else ("not yet", "old_kind"))


def test_a_client_that_trusts_somebody_else_is_told_so() -> None:
    """It does trust somebody."""

    def another(_: trustme.CA) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trustme.CA().configure_trust(context)
        return context

    assert "it does not trust this authority" in check("careful-client", another).reply


@pytest.mark.parametrize("answer", [42, ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)])
def test_what_cannot_shake_hands_is_handed_back_or_named(answer: object) -> None:
    """No answer makes the cast raise."""
    told = shake(answer, servers()[0])
    assert told == 42 or told == "no client that can shake hands"


def test_only_the_honest_server_gets_in() -> None:
    """Each of the others is refused for a reason of its own."""
    ends = [shake(careful_client(authority()), server) for server in servers()]
    assert ends[0] == "accepted"
    assert len(set(ends)) == len(ends) == 4


@pytest.mark.parametrize("zone", ["UTC0", "<+01>-1", "<-04>4"])
def test_the_machines_own_zone_makes_no_difference(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that asks for it is refused on every machine, and the machine keeps its zone."""

    def asks_the_machine(certificate: x509.Certificate, at: datetime) -> bool:
        begins, ends = (
            certificate.not_valid_before_utc.astimezone().replace(tzinfo=None),
            certificate.not_valid_after_utc.replace(tzinfo=None),
        )
        return begins <= at.astimezone().replace(tzinfo=None) <= ends

    try:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        before = (os.environ["TZ"], time.timezone)
        assert check("dates-hold", dates_hold).state == "correct"
        assert check("dates-hold", zone_of_the_machine).mistake == "zone_of_the_machine"
        assert check("dates-hold", asks_the_machine).state == "not yet"
        assert (os.environ["TZ"], time.timezone) == before
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("side", ["at", "the certificate"])
def test_a_zone_taken_off_on_one_side_is_explained(side: str) -> None:
    """Whichever side it is."""

    def half(certificate: x509.Certificate, at: datetime) -> bool:
        begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        if side == "at":
            at = at.replace(tzinfo=None)
        else:
            begins, ends = begins.replace(tzinfo=None), ends.replace(tzinfo=None)
        return begins <= at <= ends

    assert check("dates-hold", half).mistake == "half_mended"


@given(st.integers(-400, 400), st.integers(-12, 14))
def test_dates_hold_whatever_the_zone(hours: int, zone: int) -> None:
    """As the course's own judge has it, which never reads a wall clock."""
    certificate: x509.Certificate = bank()
    at = (certificate.not_valid_after_utc + timedelta(hours=hours)).astimezone(
        timezone(timedelta(hours=zone))
    )
    try:
        evaluate_trust(bank_chain(), "api.bank.test", [harbour_root()], at)
        trusted = True
    except Untrusted:
        trusted = False
    assert dates_hold(certificate, at) == trusted
