"""The adapter on direct connections: what it accepts, what it refuses, and that nothing was sent then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import requests

from course.lab import Lab
from course.pinning import PinningAdapter, PinningError, Refused, TrustError
from course.pki import Anchors, Reason

from .clients import URL, WRONG, adapter_for, pins_of, session_for, wrong_pins


def nothing_was_sent(lab: Lab) -> bool:
    """Whether the bank never read a byte of a request. Closes the lab, so that nothing is under way."""
    lab.close()
    return lab.bank.requests == 0 and lab.bank.bytes_received == 0


@pytest.mark.parametrize("which", ["leaf", "intermediate", "root"])
def test_a_pinned_server_answers(lab: Lab, which: str) -> None:
    """Each key of the path will do, the root's too, although the root is not sent."""
    pin = {"leaf": lab.bank.pin, "intermediate": lab.issuing.pin, "root": lab.root.pin}[which]
    with lab.app(pins={"api.bank.test": [pin]}) as session:
        assert session.get(URL).json() == {"balance": "1024.00 EUR"}
    assert (lab.bank.handshakes, lab.bank.requests) == (1, 1)


def test_a_wrong_pin_is_refused_before_a_byte_is_sent(lab: Lab) -> None:
    """The handshake is complete, and the server reads nothing: neither request nor byte."""
    with lab.app(pins=wrong_pins()) as session, pytest.raises(PinningError) as caught:
        session.post("https://api.bank.test/login", json={"password": "correct horse"})
    assert lab.bank.handshakes == 1
    assert nothing_was_sent(lab)
    error = caught.value
    assert (error.host, error.step, error.wanted) == ("api.bank.test", "compare", (WRONG,))
    assert [seen.name for seen in error.seen] == ["api.bank.test", "Harbour Issuing CA", "Harbour Root CA"]


def test_an_error_says_what_was_seen_and_wanted(lab: Lab) -> None:
    """The whole sentence, as a learner reads it."""
    with (
        lab.app(pins={"api.bank.test": {"leaf key": WRONG}}) as session,
        pytest.raises(PinningError) as caught,
    ):
        session.get(URL)
    assert str(caught.value) == (
        "api.bank.test was refused at step 'compare': no certificate of the validated path has a pinned key. "
        f"Seen: {lab.bank.pin} (api.bank.test), {lab.issuing.pin} (Harbour Issuing CA), "
        f"{lab.root.pin} (Harbour Root CA). Wanted: {WRONG} (leaf key)."
    )


def test_an_error_is_an_ssl_error_with_its_request(lab: Lab) -> None:
    """So that code which handles the errors of requests handles these."""
    with lab.app(pins=wrong_pins()) as session, pytest.raises(requests.exceptions.SSLError) as caught:
        session.get(URL)
    assert isinstance(caught.value, Refused)
    assert caught.value.request is not None
    assert caught.value.request.url == URL
    assert caught.value.__cause__ is None


def test_a_host_without_pins_is_validated_all_the_same(lab: Lab) -> None:
    """Not pinned is not unprotected."""
    with lab.app() as session:
        assert session.get(URL).ok
        lab.phone.distrust(lab.root)
        with pytest.raises(TrustError):
            session.get(URL)


@pytest.mark.parametrize("spelling", ["https://API.bank.test/balance", "https://api.bank.test./balance"])
def test_another_spelling_of_the_host_does_not_get_around_the_pin(lab: Lab, spelling: str) -> None:
    """Nor does KELVIN SIGN: requests writes it as a plain k before it connects."""
    with lab.app(pins=wrong_pins()) as session:
        for url in (spelling, "https://api.ban\u212a.test/balance"):
            with pytest.raises(PinningError):
                session.get(url)


def test_the_host_header_does_not_choose_the_pins(lab: Lab) -> None:
    """Pins belong to the host of the connection."""
    with lab.app(pins=wrong_pins()) as session, pytest.raises(PinningError):
        session.get(URL, headers={"Host": "other.test"})


def test_an_unknown_authority_is_refused_during_the_handshake(lab: Lab) -> None:
    """OpenSSL ends the handshake, so the server knows; the reason is in our own words."""
    lab.phone.distrust(lab.root)
    with lab.app() as session, pytest.raises(TrustError) as caught:
        session.get(URL)
    assert caught.value.untrusted is not None
    assert caught.value.untrusted.reason is Reason.UNKNOWN_AUTHORITY
    assert "_ssl.c" not in str(caught.value)
    assert (lab.bank.handshakes, lab.bank.failed_handshakes) == (0, 1)
    assert nothing_was_sent(lab)


def test_a_certificate_for_another_host_is_refused(lab: Lab) -> None:
    """A pin says nothing about the host; trust evaluation does, before it."""
    leaf = lab.issuing.issue("other.test")
    lab.bank.present(leaf.chain, leaf.key)
    with lab.app(pins={"api.bank.test": [leaf.pin]}) as session, pytest.raises(TrustError) as caught:
        session.get(URL)
    assert caught.value.untrusted is not None
    assert caught.value.untrusted.reason is Reason.HOST


@pytest.mark.parametrize(("days", "reason"), [(400, Reason.EXPIRED), (-200, Reason.NOT_YET_VALID)])
def test_dates_are_judged_at_the_clients_now(lab: Lab, days: int, reason: Reason) -> None:
    """OpenSSL's clock is off, so that only `now` counts."""
    moment = lab.clock.now + timedelta(days=days)
    session = session_for(adapter_for(lab, pins_of(lab), now=lambda: moment))
    with session, pytest.raises(TrustError) as caught:
        session.get(URL)
    assert caught.value.untrusted is not None
    assert caught.value.untrusted.reason is reason
    assert nothing_was_sent(lab)


def test_an_expired_intermediate_does_not_hide_a_valid_one(lab: Lab) -> None:
    """Both are sent, the expired one first: the path search finds the valid path, at the client's date."""
    expired = lab.root.intermediate(
        "Harbour Issuing CA",
        validity=(lab.clock.now - timedelta(days=900), lab.clock.now - timedelta(days=1)),
    )
    assert expired.pin == lab.issuing.pin
    leaf = lab.bank.leaf
    lab.bank.present([leaf.certificate, expired.certificate, *leaf.issuers], leaf.key)
    with lab.app(pins=pins_of(lab)) as session:
        assert session.get(URL).ok


def test_appended_genuine_certificates_do_not_satisfy_a_pin(lab: Lab) -> None:
    """The pins are compared with the validated path, not with whatever a server sends."""
    mallory = lab.interceptor()
    lab.phone.trust(mallory.authority)
    forged = mallory.authority.issue("api.bank.test")
    lab.bank.present([*forged.chain, *lab.bank.chain, lab.root.certificate], forged.key)
    pins = [lab.issuing.pin, lab.root.pin, lab.issuing.issue("api.bank.test").pin]
    with lab.app(pins={"api.bank.test": pins}) as session, pytest.raises(PinningError) as caught:
        session.get(URL)
    assert [seen.name for seen in caught.value.seen] == ["api.bank.test", "SafeSurf Root CA"]
    assert nothing_was_sent(lab)


def test_certifi_and_the_machines_clock_are_the_defaults(lab: Lab) -> None:
    """The lab's root is in no public store, so a default adapter refuses it."""
    session = session_for(PinningAdapter(pins_of(lab), addresses=lab.network.address))
    with session, pytest.raises(TrustError, match="Harbour"):
        session.get(URL)


def test_anchors_may_be_certificates(lab: Lab) -> None:
    """As a learner has them at hand."""
    adapter = adapter_for(lab, pins_of(lab), anchors=[lab.root.certificate])
    with session_for(adapter) as session:
        assert session.get(URL).ok


def test_an_intermediate_may_be_the_anchor(lab: Lab) -> None:
    """On every Python: the flag is set, not left to the version's default."""
    with session_for(adapter_for(lab, pins_of(lab), anchors=[lab.issuing.certificate])) as session:
        assert session.get(URL).ok


def test_no_anchors_trust_nobody(lab: Lab) -> None:
    """An empty store does not mean the system's."""
    with session_for(adapter_for(lab, pins_of(lab), anchors=[])) as session, pytest.raises(TrustError):
        session.get(URL)


@pytest.mark.parametrize("verify", [False, None, "", 0])
def test_no_verification_is_refused(lab: Lab, verify: Any) -> None:
    """Everything that requests takes for 'do not verify', by argument and by session."""
    with session_for(adapter_for(lab, pins_of(lab))) as session:
        session.trust_env = False
        session.verify = verify
        with pytest.raises(Refused, match="asks not to validate") as caught:
            session.get(URL)
        assert caught.value.step == "request"
    assert lab.bank.handshakes == 0


def test_verify_false_by_argument_is_refused(lab: Lab) -> None:
    """The usual way in which people write it."""
    with lab.app(pins=pins_of(lab)) as session, pytest.raises(Refused, match="verify=False"):
        session.get(URL, verify=False)
    assert lab.bank.handshakes == 0


def test_plain_http_is_refused(lab: Lab) -> None:
    """Where nobody shows a certificate, nothing can be compared."""
    with lab.app() as session, pytest.raises(Refused, match=r"http:// has no TLS") as caught:
        session.get("http://api.bank.test/balance")
    assert (caught.value.step, caught.value.host) == ("request", "api.bank.test")


def test_an_unreachable_server_is_a_connection_error(lab: Lab) -> None:
    """What has nothing to do with trust looks as always in requests."""
    lab.bank.close()
    with lab.app() as session, pytest.raises(requests.exceptions.ConnectionError) as caught:
        session.get(URL)
    assert not isinstance(caught.value, Refused)


def test_connections_cannot_be_taken_around_the_adapter(lab: Lab) -> None:
    """The pools inside make no connection without the check."""
    adapter = adapter_for(lab, pins_of(lab))
    with pytest.raises(TypeError, match="PinningAdapter is mounted"):
        adapter.poolmanager.request("GET", URL)


def test_prepared_anchors_are_taken_as_they_are(lab: Lab) -> None:
    """Many adapters may share one index."""
    with session_for(adapter_for(lab, pins_of(lab), anchors=Anchors([lab.root.certificate]))) as session:
        assert session.get(URL).ok


def test_a_name_that_leads_nowhere_is_a_connection_error(lab: Lab) -> None:
    """As an unknown name is in requests; the system is not asked."""
    with lab.app() as session, pytest.raises(requests.exceptions.ConnectionError, match=r"other\.test"):
        session.get("https://other.test/")
