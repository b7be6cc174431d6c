"""How an attempt ended, in words that are the same on every machine."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from threading import Thread

import pytest
import requests

from course.lab import Attempt, Lab, attempt, derive_key
from course.lab.leaf import chain_pem
from course.pki import Pin

URL = "https://api.bank.test/balance"


def stable(text: str) -> bool:
    """No port, no object address, no line number."""
    return not re.search(r"127\.0\.0\.1:\d|:\d{4,5}\b|0x[0-9a-f]+|_ssl\.c|port", text)


def test_an_answer_is_accepted(lab: Lab) -> None:
    """Status and text."""
    result = attempt(lab.app(), URL)
    assert repr(result) == 'accepted: 200, {"balance": "1024.00 EUR"}'
    assert result == Attempt(True, "accepted", '{"balance": "1024.00 EUR"}', 200)


def test_every_attempt_is_a_new_connection(lab: Lab) -> None:
    """So that it meets what a new connection meets."""
    app = lab.app()
    for _ in range(3):
        attempt(app, URL)
    assert lab.bank.handshakes == 3


def test_a_wrong_pin_is_a_refusal(lab: Lab) -> None:
    """Step and reason, and the pins one below the other, so that they can be compared by eye."""
    wrong = Pin.of_public_key(derive_key("wrong").public_key())
    result = attempt(lab.app(pins={"api.bank.test": [wrong]}), URL)
    assert repr(result) == (
        "refused (compare): no certificate of the validated path has a pinned key.\n"
        f"  seen   {lab.bank.pin} (api.bank.test)\n"
        f"         {lab.issuing.pin} (Harbour Issuing CA)\n"
        f"         {lab.root.pin} (Harbour Root CA)\n"
        f"  wanted {wrong}"
    )
    assert result.status is None


def test_a_long_refusal_is_broken_between_words(lab: Lab) -> None:
    """A notebook would break it inside a word."""
    lab.phone.distrust(lab.root)
    lines = repr(attempt(lab.app(), URL)).splitlines()
    assert len(lines) > 1
    assert all(len(line) <= 84 for line in lines)
    assert " ".join(line.strip() for line in lines).startswith("refused (validate): ")


def test_options_are_passed_on(lab: Lab) -> None:
    """And a refusal that comes before any connection has its step."""
    result = attempt(lab.app(), URL, verify=False)
    assert result.step == "request"
    login = attempt(lab.app(), "https://api.bank.test/login", "POST", json={"user": "eve", "password": ""})
    assert login.status == 401


def test_an_unknown_name_is_explained(lab: Lab) -> None:
    """By the lab's network, not by urllib3."""
    result = attempt(lab.app(), "https://www.example.com/")
    assert result.step == "connect"
    assert result.text == "The lab's network knows no host named www.example.com. It knows: api.bank.test."


def test_a_server_that_is_gone_is_explained(lab: Lab) -> None:
    """Without its port."""
    app = lab.app()
    lab.bank.close()
    result = attempt(app, URL)
    assert result.step == "connect"
    assert stable(repr(result))


def test_a_server_without_tls_is_explained(lab: Lab) -> None:
    """A handshake that fails for another reason than the chain."""
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer_without_tls() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = Thread(target=answer_without_tls)
        thread.start()
        result = attempt(lab.app(), f"https://127.0.0.1:{other.getsockname()[1]}/")
        thread.join()
    assert repr(result) == "refused (handshake): the TLS handshake failed."


def test_a_plain_session_is_explained_by_its_verify_message(tmp_path: Path) -> None:
    """`requests` without pins, with the second set of certificates."""
    with Lab(dates="stock") as lab, requests.Session() as session:
        leaf = lab.issuing.issue("127.0.0.1")
        lab.bank.present(leaf.chain, leaf.key)
        session.trust_env = False
        url = f"https://127.0.0.1:{lab.bank.address[1]}/balance"
        assert repr(attempt(session, url)) == ("refused (validate): unable to get local issuer certificate.")
        root = tmp_path / "root.pem"
        root.write_bytes(chain_pem((lab.root.certificate,)))
        assert attempt(session, url, verify=str(root)).accepted


def test_other_errors_are_raised(lab: Lab) -> None:
    """A wrong call is not an attempt."""
    with pytest.raises(requests.exceptions.MissingSchema):
        attempt(lab.app(), "api.bank.test")
