"""What requests can do besides, it can do with pins."""

from __future__ import annotations

import copy
import pickle
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import trustme

from course.lab import Lab, attempt
from course.lab.http import Reply, Request, json_reply
from course.lab.listener import Listener
from course.lab.tls import presenting
from course.pinning import PinningAdapter, PinningError, Policy

from .clients import URL, adapter_for, pins_of, session_for, wrong_pins


@pytest.fixture
def echo(lab: Lab) -> Iterator[Listener]:
    """A server that says what it got, and sets a cookie."""
    leaf = lab.issuing.issue("echo.test")
    context = presenting(leaf.chain, leaf.key)

    def answer(request: Request) -> Reply:
        told = {"method": request.method, "body": request.body, "cookie": request.headers.get("Cookie")}
        return json_reply(200, told, **{"Set-Cookie": "taste=dark"})

    server = Listener(lambda: context, answer)
    lab.network.connect("echo.test", server)
    yield server
    server.close()


def test_uploads_cookies_and_methods_work(lab: Lab, echo: Listener) -> None:
    """A body in chunks, a cookie that comes back, HEAD and PUT."""
    with lab.app(pins={"echo.test": [lab.issuing.pin]}) as session:
        first = session.post("https://echo.test/", data=iter([b"correct ", b"horse"])).json()
        second = session.put("https://echo.test/", json={"a": 1}).json()
        assert session.head("https://echo.test/").content == b""
    assert first == {"method": "POST", "body": "correct horse", "cookie": None}
    assert second == {"method": "PUT", "body": '{"a": 1}', "cookie": "taste=dark"}
    assert (echo.handshakes, echo.requests) == (1, 3)


def test_answers_can_be_streamed(lab: Lab) -> None:
    """And the connection goes back to its pool."""
    with lab.app(pins=pins_of(lab)) as session:
        with session.get(URL, stream=True) as response:
            assert b"".join(response.iter_content(4)) == b'{"balance": "1024.00 EUR"}'
        assert session.get(URL).ok
    assert lab.bank.handshakes == 1


def test_timeouts_work(lab: Lab) -> None:
    """A server that never answers the handshake is a timeout, not a refusal."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        adapter = adapter_for(lab, pins_of(lab), addresses=lambda _host, _port: silent.getsockname())
        with session_for(adapter) as session, pytest.raises(requests.exceptions.Timeout):
            session.get(URL, timeout=(0.05, 0.05))


@pytest.fixture
def client_ca() -> trustme.CA:
    """The CA of the client's certificates."""
    return trustme.CA()


@pytest.fixture
def client_certificate(client_ca: trustme.CA, tmp_path: Path) -> tuple[str, str]:
    """Certificate and key in two files."""
    leaf = client_ca.issue_cert("ada@bank.test")
    leaf.cert_chain_pems[0].write_to_path(tmp_path / "ada.pem")
    leaf.private_key_pem.write_to_path(tmp_path / "ada.key")
    return str(tmp_path / "ada.pem"), str(tmp_path / "ada.key")


def demand_client_certificates(lab: Lab, client_ca: trustme.CA) -> None:
    """From now on the bank answers only to clients that show a certificate."""
    context = lab.bank._presented
    context.verify_mode = ssl.CERT_REQUIRED
    client_ca.configure_trust(context)


def test_client_certificates_work(
    lab: Lab, client_ca: trustme.CA, client_certificate: tuple[str, str]
) -> None:
    """Mutual TLS and pins together."""
    demand_client_certificates(lab, client_ca)
    with lab.app(pins=pins_of(lab)) as session:
        assert session.get(URL, cert=client_certificate).ok
        assert lab.bank.requests == 1


def test_a_client_certificate_is_shown_only_where_it_was_asked_for(
    lab: Lab, client_ca: trustme.CA, client_certificate: tuple[str, str]
) -> None:
    """A request without it does not find it in a context that another request has used."""
    demand_client_certificates(lab, client_ca)
    with lab.app(pins=pins_of(lab)) as session:
        assert attempt(session, URL, cert=client_certificate).accepted
        assert not attempt(session, URL).accepted
        assert attempt(session, URL, cert=client_certificate).accepted


def test_a_client_certificate_in_one_file_works(
    lab: Lab, client_ca: trustme.CA, client_certificate: tuple[str, str], tmp_path: Path
) -> None:
    """As requests takes it."""
    both = tmp_path / "both.pem"
    both.write_bytes(b"".join(Path(part).read_bytes() for part in client_certificate))
    demand_client_certificates(lab, client_ca)
    with lab.app(pins=pins_of(lab)) as session:
        assert session.get(URL, cert=str(both)).ok


def addressless(lab: Lab, policy: Policy) -> PinningAdapter:
    """An adapter without functions of a test, which cannot be pickled."""
    return PinningAdapter(policy, anchors=[lab.root.certificate], pool_maxsize=3)


def test_a_session_survives_pickling(lab: Lab) -> None:
    """Policy, anchors and options come back; only connections do not travel."""
    session = pickle.loads(pickle.dumps(session_for(addressless(lab, wrong_pins()))))
    adapter = session.get_adapter("https://api.bank.test")
    assert isinstance(adapter, PinningAdapter)
    assert adapter._policy == wrong_pins()
    assert list(adapter._anchors()) == [lab.root.certificate]
    assert adapter._pool_maxsize == 3


def test_a_session_with_default_anchors_survives_pickling() -> None:
    """certifi's roots are found again, not carried along."""
    data = pickle.dumps(session_for(PinningAdapter(wrong_pins())))
    assert len(data) < 5000
    assert isinstance(pickle.loads(data).get_adapter("https://a.test"), PinningAdapter)


def test_a_copy_of_a_session_pins_too(lab: Lab) -> None:
    """Deep or shallow."""
    adapter = adapter_for(
        lab,
        wrong_pins(),
        anchors=[lab.root.certificate],
        addresses=lambda host, port: lab.network.address(host, port),
    )
    with session_for(adapter) as session:
        for copied in (copy.copy(session), copy.deepcopy(session)):
            with copied, pytest.raises(PinningError):
                copied.get(URL)
    assert lab.bank.requests == 0
