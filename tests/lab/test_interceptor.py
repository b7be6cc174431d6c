"""Somebody in the middle."""

from __future__ import annotations

import socket
import ssl

import pytest

from course.lab import Lab, attempt
from course.pki import Pin

LOGIN = "https://api.bank.test/login"
URL = "https://api.bank.test/balance"
SECRET = {"user": "ada", "password": "correct horse"}


def test_it_reads_and_forwards_what_a_trusting_app_sends(lab: Lab) -> None:
    """The app gets the bank's own answer and notices nothing."""
    mallory = lab.interceptor()
    lab.phone.trust(mallory.authority)
    mallory.intercept("api.bank.test")
    with lab.app() as app:
        response = app.post(LOGIN, json=SECRET, headers={"X-Trace": "7"})
    assert (response.status_code, response.json()) == (200, {"welcome": "ada"})
    assert response.headers["Content-Type"] == "application/json"
    (request,) = mallory.read
    assert (request.method, request.path) == ("POST", "/login")
    assert request.headers["x-trace"] == "7"
    assert request.body == '{"user": "ada", "password": "correct horse"}'
    assert (mallory.handshakes, mallory.requests, lab.bank.requests) == (1, 1, 1)


def test_it_is_refused_by_an_app_that_does_not_trust_it(lab: Lab) -> None:
    """Validation alone stops it, as long as nobody installs its root."""
    mallory = lab.interceptor()
    mallory.intercept("api.bank.test")
    refusal = attempt(lab.app(), LOGIN, "POST", json=SECRET)
    assert (refusal.accepted, refusal.step) == (False, "validate")
    assert mallory.read == []
    assert (mallory.handshakes, mallory.failed_handshakes) == (0, 1)


def test_a_pinned_app_sends_it_nothing(lab: Lab) -> None:
    """One line of pinning: the handshake happens, and nothing is read, here or at the bank."""
    mallory = lab.interceptor()
    lab.phone.trust(mallory.authority)
    mallory.intercept("api.bank.test")
    pinned = lab.app(pins={"api.bank.test": [lab.bank.pin]})
    assert attempt(pinned, LOGIN, "POST", json=SECRET).step == "compare"
    assert (mallory.handshakes, mallory.requests, mallory.bytes_received) == (1, 0, 0)
    assert lab.bank.handshakes == 0


def test_nothing_is_diverted_before_it_intercepts(lab: Lab) -> None:
    """It is only there."""
    mallory = lab.interceptor()
    assert attempt(lab.app(), URL).accepted
    assert mallory.handshakes == 0
    assert repr(mallory) == "Interceptor(mallory, intercepts nobody)"


def test_open_connections_do_not_escape_it(lab: Lab) -> None:
    """When the route changes, the connection to the bank ends."""
    mallory = lab.interceptor()
    lab.phone.trust(mallory.authority)
    with lab.app() as app:
        app.get(URL)
        mallory.intercept("api.bank.test")
        app.get(URL)
        assert len(mallory.read) == 1
        mallory.stop()
        app.get(URL)
        assert len(mallory.read) == 1
    assert lab.bank.requests == 3


def test_it_stops_at_the_end_of_a_with_block(lab: Lab) -> None:
    """And can be used again."""
    with lab.interceptor() as mallory:
        mallory.intercept("api.bank.test")
        mallory.intercept("api.bank.test")
        assert repr(mallory) == "Interceptor(mallory, intercepts api.bank.test)"
        assert not attempt(lab.app(), URL).accepted
    assert attempt(lab.app(), URL).accepted
    with mallory:
        mallory.intercept("API.bank.test.")
        assert not attempt(lab.app(), URL).accepted
    assert attempt(lab.app(), URL).accepted


def test_the_last_interceptor_wins_and_gives_back(lab: Lab) -> None:
    """Two at once; each forwards to the real bank, whichever way they leave."""
    mallory, eve = lab.interceptor(), lab.interceptor("eve", issuer="CleanPipe CA")
    for each in (mallory, eve):
        lab.phone.trust(each.authority)
        each.intercept("api.bank.test")
    assert attempt(lab.app(), URL).accepted
    assert (len(mallory.read), len(eve.read)) == (0, 1)
    mallory.stop()
    assert attempt(lab.app(), URL).accepted
    eve.stop()
    assert attempt(lab.app(), URL).accepted
    assert (len(mallory.read), len(eve.read)) == (0, 2)
    assert mallory.authority.pin != eve.authority.pin


def chain_for(address: tuple[str, int], host: str | None) -> bytes | None:
    """The leaf that a server shows for a name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection(address) as raw,
        context.wrap_socket(raw, server_hostname=host) as tls,
    ):
        return tls.getpeercert(binary_form=True)


def test_it_has_a_certificate_for_any_host(lab: Lab) -> None:
    """Made when it is asked for, and then kept."""
    mallory = lab.interceptor()
    for host in ("www.example.com", "a" * 60 + ".long-name.test"):
        first = chain_for(mallory.address, host)
        assert first is not None
        assert first == chain_for(mallory.address, host)
        assert mallory._mint(host) is mallory._mint(host)


def test_it_does_not_answer_without_a_name(lab: Lab) -> None:
    """There is nobody to pretend to be."""
    mallory = lab.interceptor()
    with pytest.raises(ssl.SSLError):
        chain_for(mallory.address, None)
    assert mallory.failed_handshakes == 1


def test_its_own_connection_to_the_bank_is_validated(lab: Lab) -> None:
    """It is careful with its loot: it answers 502 rather than talk to an impostor of the bank."""
    mallory = lab.interceptor()
    lab.phone.trust(mallory.authority)
    mallory.intercept("api.bank.test")
    impostor = mallory.authority.issue("api.bank.test")
    lab.bank.present(impostor.chain, impostor.key)
    assert attempt(lab.app(), URL).status == 502
    assert lab.bank.requests == 0


def test_its_key_for_a_host_is_the_same_every_time(lab: Lab) -> None:
    """Deterministic, and never the bank's."""
    with Lab() as other:
        leaves = [each.interceptor().authority.issue("api.bank.test") for each in (lab, other)]
    assert leaves[0].chain == leaves[1].chain
    assert Pin.of(leaves[0].certificate) != lab.bank.pin
