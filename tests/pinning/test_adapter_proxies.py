"""Through a proxy the server itself shows its chain, and the check is the same."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from course.lab import Lab
from course.lab.tls import presenting
from course.pinning import PinningError, Policy, Refused, TrustError

from .clients import URL, WRONG, adapter_for, pins_of, session_for, wrong_pins
from .proxies import Proxy


@pytest.fixture(params=["http", "https"])
def proxy(lab: Lab, request: pytest.FixtureRequest) -> Any:
    """A proxy over plain TCP, and one over TLS with a certificate of the bank's CA."""
    leaf = lab.issuing.issue("127.0.0.1", key_number=7)
    context = presenting(leaf.chain, leaf.key) if request.param == "https" else None
    with Proxy(lab.bank.address, context) as running:
        yield running


def ask(session: requests.Session, proxy: Proxy) -> requests.Response:
    """One request through a proxy."""
    return session.get(URL, proxies={"https": proxy.url})


def test_a_pinned_server_answers_through_a_proxy(lab: Lab, proxy: Proxy) -> None:
    """Two requests over one tunnel, one handshake with the server."""
    with lab.app(pins=pins_of(lab)) as session:
        assert ask(session, proxy).json() == ask(session, proxy).json() == {"balance": "1024.00 EUR"}
    assert (lab.bank.handshakes, lab.bank.requests) == (1, 2)
    assert len(proxy.asked) == 1


def test_a_wrong_pin_is_refused_through_a_proxy(lab: Lab, proxy: Proxy) -> None:
    """The tunnel stands, and no byte of the request goes into it."""
    with lab.app(pins=wrong_pins()) as session, pytest.raises(PinningError) as caught:
        ask(session, proxy)
    assert caught.value.host == "api.bank.test"
    assert len(proxy.asked) == 1
    lab.close()
    assert (lab.bank.requests, lab.bank.bytes_received) == (0, 0)


def test_an_untrusted_chain_is_refused_through_a_proxy(lab: Lab) -> None:
    """The server's chain is validated, not the proxy's word."""
    session = session_for(adapter_for(lab, pins_of(lab), anchors=[]))
    with Proxy(lab.bank.address) as proxy, session, pytest.raises(TrustError):
        ask(session, proxy)


def test_an_intercepting_proxy_is_refused(lab: Lab) -> None:
    """The tunnel ends at mallory, whose root the phone trusts."""
    mallory = lab.interceptor()
    lab.phone.trust(mallory.authority)
    with Proxy(mallory.address) as proxy, lab.app() as unpinned, lab.app(pins=pins_of(lab)) as pinned:
        assert ask(unpinned, proxy).ok
        assert len(mallory.read) == 1
        with pytest.raises(PinningError):
            ask(pinned, proxy)
        assert len(mallory.read) == 1


def test_the_certificate_of_an_https_proxy_is_validated(lab: Lab) -> None:
    """By the adapter's anchors; the request does not even reach the tunnel."""
    leaf = lab.interceptor().authority.issue("127.0.0.1")
    context = presenting(leaf.chain, leaf.key)
    with Proxy(lab.bank.address, context) as proxy, lab.app(pins=pins_of(lab)) as session:
        with pytest.raises(TrustError) as caught:
            ask(session, proxy)
        assert caught.value.host == "127.0.0.1"
        assert proxy.asked == []
    assert lab.bank.handshakes == 0


def test_an_https_proxy_may_have_pins_of_its_own(lab: Lab) -> None:
    """It is a host like any other."""
    leaf = lab.issuing.issue("127.0.0.1")
    policy = Policy({"127.0.0.1": [WRONG], "api.bank.test": [lab.bank.pin]})
    with Proxy(lab.bank.address, presenting(leaf.chain, leaf.key)) as proxy, lab.app(pins=policy) as session:
        with pytest.raises(PinningError) as caught:
            ask(session, proxy)
        assert caught.value.host == "127.0.0.1"


def test_new_anchors_count_for_a_proxy_too(lab: Lab, proxy: Proxy) -> None:
    """The pools through a proxy do not keep the old ones."""
    with lab.app(pins=pins_of(lab)) as session:
        assert ask(session, proxy).ok
        lab.phone.distrust(lab.root)
        with pytest.raises(TrustError):
            ask(session, proxy)


def test_a_proxy_whose_ca_is_removed_is_refused(lab: Lab) -> None:
    """Its own certificate is judged by the anchors of the moment, too."""
    authority = lab.interceptor().authority
    leaf = authority.issue("127.0.0.1")
    lab.phone.trust(authority)
    with (
        Proxy(lab.bank.address, presenting(leaf.chain, leaf.key)) as proxy,
        lab.app(pins=pins_of(lab)) as session,
    ):
        assert ask(session, proxy).ok
        lab.phone.distrust(authority)
        with pytest.raises(TrustError) as caught:
            ask(session, proxy)
    assert caught.value.host == "127.0.0.1"


def test_a_proxy_is_found_by_the_adapters_addresses(lab: Lab) -> None:
    """As every other name."""
    with Proxy(lab.bank.address) as proxy:
        port = int(proxy.url.rpartition(":")[2])
        where = {("proxy.test", 3128): ("127.0.0.1", port)}
        adapter = adapter_for(lab, pins_of(lab), addresses=lambda host, port: where[host, port])
        with session_for(adapter) as session:
            assert session.get(URL, proxies={"https": "http://proxy.test:3128"}).ok


def test_a_proxy_cannot_be_asked_to_speak_tls_for_us(lab: Lab) -> None:
    """urllib3 can let a proxy forward https requests; then the server shows its chain to the proxy only."""
    adapter = adapter_for(lab, pins_of(lab))
    manager = adapter.proxy_manager_for("https://127.0.0.1:9", use_forwarding_for_https=True)
    assert manager.proxy_config.use_forwarding_for_https is False


def test_a_socks_proxy_is_refused(lab: Lab) -> None:
    """In a clear sentence, and not by going around it."""
    with lab.app(pins=pins_of(lab)) as session, pytest.raises(Refused, match=r"socks5h:// proxy") as caught:
        session.get(URL, proxies={"https": "socks5h://127.0.0.1:1080"})
    assert caught.value.step == "request"
    assert lab.bank.handshakes == 0
