"""A real TLS server that counts, changes its chain, and ends without a trace."""

from __future__ import annotations

import socket
import ssl
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from course.lab import Lab, attempt, derive_key
from course.lab.http import Reply, Request
from course.lab.tls import presenting
from course.pki import Pin

URL = "https://api.bank.test/balance"


def test_handshakes_and_requests_are_counted_apart(lab: Lab) -> None:
    """One connection, three requests."""
    with lab.app() as app:
        for _ in range(3):
            assert app.get(URL).json() == {"balance": "1024.00 EUR"}
    assert (lab.bank.handshakes, lab.bank.failed_handshakes, lab.bank.requests) == (1, 0, 3)
    assert lab.bank.bytes_received > 300


def test_a_handshake_without_a_request_is_counted(lab: Lab) -> None:
    """Also right after the client is done, before the server's thread has run."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    for number in range(20):
        with socket.create_connection(lab.bank.address) as raw, context.wrap_socket(raw):
            assert lab.bank.handshakes == number + 1
    assert (lab.bank.requests, lab.bank.bytes_received) == (0, 0)


def test_what_is_not_tls_is_a_failed_handshake(lab: Lab) -> None:
    """And harms nobody."""
    with socket.create_connection(lab.bank.address) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with suppress(ConnectionResetError):
            while raw.recv(100):
                pass
        assert lab.bank.failed_handshakes == 1
    assert attempt(lab.app(), URL).accepted


def test_what_is_not_http_ends_the_connection(lab: Lab) -> None:
    """And is no request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection(lab.bank.address) as raw, context.wrap_socket(raw) as tls:
        tls.sendall(b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n")
        assert tls.recv(100) == b""
    assert lab.bank.requests == 0
    assert attempt(lab.app(), URL).accepted


def test_renewing_keeps_the_pin(lab: Lab) -> None:
    """Same server, same port, same key, another certificate."""
    address, pin, certificate = lab.bank.address, lab.bank.pin, lab.bank.chain[0]
    lab.bank.renew()
    assert (lab.bank.address, lab.bank.pin) == (address, pin)
    assert lab.bank.chain[0] != certificate
    assert attempt(lab.app(pins={"api.bank.test": [pin]}), URL).accepted


def test_rekeying_changes_the_pin(lab: Lab) -> None:
    """Clients with the old pin are locked out."""
    pin = lab.bank.pin
    lab.bank.rekey()
    assert lab.bank.pin != pin
    assert attempt(lab.app(pins={"api.bank.test": [pin]}), URL).step == "compare"


def test_rekeying_to_the_backup_key(lab: Lab) -> None:
    """Clients that carry its pin notice nothing."""
    backup = derive_key("api.bank.test backup")
    pinned = lab.app(pins={"api.bank.test": [lab.bank.pin, Pin.of_public_key(backup.public_key())]})
    assert attempt(pinned, URL).accepted
    lab.bank.rekey(backup)
    assert attempt(pinned, URL).accepted


def test_any_chain_can_be_presented(lab: Lab) -> None:
    """Exactly as given; renewing goes on from there, with the key in use."""
    leaf = lab.root.issue("api.bank.test", key=derive_key("presented"))
    lab.bank.present(leaf.chain, leaf.key)
    assert lab.bank.chain == leaf.chain
    assert lab.bank.leaf.number == 2
    assert attempt(lab.app(), URL).accepted
    lab.bank.renew()
    assert lab.bank.pin == leaf.pin
    assert lab.bank.leaf.number == 3
    assert lab.bank.chain[1:] == (lab.issuing.certificate,)


def test_a_key_that_does_not_belong_to_the_chain_is_refused(lab: Lab) -> None:
    """Before anything changes."""
    before = lab.bank.chain
    with pytest.raises(ValueError, match="does not belong"):
        lab.bank.present(lab.bank.chain, derive_key("another"))
    assert lab.bank.chain == before


def test_a_new_chain_ends_open_connections(lab: Lab) -> None:
    """As a restart does, so that the next request sees it."""
    with lab.app() as app:
        app.get(URL)
        lab.bank.renew()
        app.get(URL)
    assert lab.bank.handshakes == 2


def test_a_move_of_the_clock_ends_open_connections(lab: Lab) -> None:
    """No connection lives for months; the next request judges the dates again."""
    with lab.app() as app:
        app.get(URL)
        lab.clock.advance(days=1)
        app.get(URL)
    assert lab.bank.handshakes == 2


def test_no_key_is_left_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lab: Lab) -> None:
    """It exists for the moment of loading, readable by its owner only."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    modes: list[int] = []
    real = ssl.SSLContext.load_cert_chain

    def looked_at(self: ssl.SSLContext, path: str) -> None:
        modes.append(Path(path).stat().st_mode & 0o777)
        real(self, path)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", looked_at)
    presenting(lab.bank.chain, lab.bank.leaf.key)
    assert modes == [0o600]
    assert list(tmp_path.iterdir()) == []


def test_closing_leaves_no_port_and_no_thread(lab: Lab) -> None:
    """Also with connections open, one idle and one in the middle of its handshake."""
    before = set(threading.enumerate())
    with lab.app() as app:
        app.get(URL)
        with socket.create_connection(lab.bank.address):
            lab.bank.close()
            lab.bank.close()
    left = set(threading.enumerate()) - before
    assert [thread for thread in left if thread.name.startswith("lab")] == []
    assert not any(thread.name.startswith("lab") for thread in threading.enumerate())
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(lab.bank.address)


def test_it_can_be_closed_from_one_of_its_threads(lab: Lab) -> None:
    """As a garbage collector may do; nothing waits for itself."""

    def close_and_fail(_: Request) -> Reply:
        lab.bank.close()
        raise ConnectionError

    lab.bank._answer = close_and_fail
    assert attempt(lab.app(), URL).step == "connect"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_it_gives_no_session_tickets(lab: Lab, version: ssl.TLSVersion) -> None:
    """Whoever resumes a session sees no chain."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = version
    with socket.create_connection(lab.bank.address) as raw, context.wrap_socket(raw) as tls:
        tls.sendall(b"GET /balance HTTP/1.1\r\nConnection: close\r\n\r\n")
        while tls.recv(1000):
            pass
        assert tls.session is not None
        assert not tls.session.has_ticket


def test_it_listens_on_loopback_only(lab: Lab) -> None:
    """Nobody else in the network sees it."""
    assert lab.bank.address[0] == "127.0.0.1"
    assert repr(lab.bank) == "Server(api.bank.test)"


@pytest.mark.parametrize(
    ("method", "path", "json", "status"),
    [
        ("POST", "/login", {"user": "ada", "password": "correct horse"}, 200),
        ("POST", "/login", {"user": "ada", "password": "wrong"}, 401),
        ("POST", "/login", {"user": "eve", "password": "correct horse"}, 401),
        ("POST", "/login", ["ada"], 400),
        ("POST", "/login", None, 400),
        ("GET", "/login", None, 404),
        ("GET", "/nowhere", None, 404),
        ("HEAD", "/balance", None, 200),
        ("GET", "/redirect?to=/balance", None, 200),
        ("GET", "/redirect", None, 200),
    ],
)
def test_what_the_bank_answers(lab: Lab, method: str, path: str, json: object, status: int) -> None:
    """A few pages, with a text that is always the same."""
    with lab.app() as app:
        assert app.request(method, f"https://api.bank.test{path}", json=json).status_code == status
