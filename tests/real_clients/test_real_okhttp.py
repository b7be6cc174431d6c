"""The driver asks the real OkHttp what it is told to ask."""

from __future__ import annotations

import pytest

from course.lab.real_okhttp import RealOkHttp, questions
from tests.real_clients.chains import HOST, Chains

pytestmark = pytest.mark.programs


def test_a_value_and_an_exception(real: RealOkHttp) -> None:
    """Each in its place, and each as one would print it."""
    good, bad, nothing = real.ask(
        questions.find_matching_pins([("*.Bank.test", "sha256/AAAA")], HOST),
        questions.build([("bank.test", "sha256/!")]),
        {"ask": "something else"},
    )
    assert (good.value, str(good)) == (["sha256/AAAA"], "['sha256/AAAA']")
    assert (bad.error, bad.message) == ("IllegalArgumentException", "pins must be base64: sha256/!")
    assert str(bad) == "IllegalArgumentException: pins must be base64: sha256/!"
    assert nothing.error == "IllegalArgumentException"
    assert repr(real) == "RealOkHttp(3.13.1)"


def test_a_request_over_tls(real: RealOkHttp, chains: Chains) -> None:
    """The server is on this machine whatever the name; the chain is the one that it sent."""
    served = chains["intermediate"]
    pins = [(HOST, str(chains.pins["leaf"]))]
    done = real.get(f"https://{HOST}/balance", pins, chains.trusted, served.port)
    assert (str(done), done.body) == ("accepted: 200", '{"balance": "1024.00 EUR"}')
    assert done.peer_certificates == served.chain


def test_a_refusal_over_tls(real: RealOkHttp, chains: Chains) -> None:
    """The exception's class and text, and no request at the server."""
    served = chains["rekeyed"]
    before = served.server.handshakes, served.server.requests
    pins = [(HOST, str(chains.pins["leaf"]))]
    done = real.get(f"https://{HOST}:{served.port}/balance", pins, chains.trusted)
    assert str(done).startswith("refused: SSLPeerUnverifiedException: Certificate pinning failure!\n")
    assert (done.status, done.peer_certificates) == (None, ())
    assert (served.server.handshakes, served.server.requests) == (before[0] + 1, before[1])


def test_checks_can_be_timed(real: RealOkHttp, chains: Chains) -> None:
    """In whole nanoseconds, inside the Java process; a refusal is an exception there, too."""
    chain = chains["intermediate"].chain
    rows = {name: [(HOST, str(chains.pins[name]))] for name in ("leaf", "backup")}
    taken, refused = real.ask(*(questions.time_check(pins, HOST, chain, 3) for pins in rows.values()))
    assert isinstance(taken.value, int)
    assert taken.value > 0
    assert refused.error == "SSLPeerUnverifiedException"
