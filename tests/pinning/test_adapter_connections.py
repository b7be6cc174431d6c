"""Keep-alive, redirects, retries, threads: the check happens on every new connection, and once on each."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
from urllib3.util import Retry

from course.lab import Lab, Server
from course.lab.bank import bank_answers
from course.pinning import PinningAdapter, PinningError, Policy, Refused
from course.pinning.adapter.gate import Gate

from .clients import URL, WRONG, adapter_for, pins_of, session_for, wrong_pins


@contextmanager
def another_server(lab: Lab, host: str = "other.test") -> Iterator[Server]:
    """A second server in the lab's network."""
    server = Server(lab.issuing.issue(host), lab.issuing, bank_answers)
    lab.network.connect(host, server)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hosts that were judged, in order; the judging itself is the real one."""
    hosts: list[str] = []
    real = Gate.judge

    def counted(self: Gate, chain: list[bytes], host: str, *, resumed: bool) -> None:
        hosts.append(host)
        real(self, chain, host, resumed=resumed)

    monkeypatch.setattr(Gate, "judge", counted)
    return hosts


def test_a_kept_connection_is_checked_once(lab: Lab, judged: list[str]) -> None:
    """Three requests, one handshake, one check."""
    with lab.app(pins=pins_of(lab)) as session:
        for _ in range(3):
            assert session.get(URL).ok
    assert (lab.bank.handshakes, lab.bank.requests) == (1, 3)
    assert judged == ["api.bank.test"]


def test_every_new_connection_is_checked(lab: Lab, judged: list[str]) -> None:
    """A connection that ended is replaced by one that is checked again."""
    with lab.app(pins=pins_of(lab)) as session:
        for _ in range(3):
            assert session.get(URL, headers={"Connection": "close"}).ok
            lab.bank.drop_connections()
    assert lab.bank.handshakes == 3
    assert judged == ["api.bank.test"] * 3


def test_a_new_key_is_noticed_at_the_next_connection(lab: Lab) -> None:
    """The session and its pools live on; the connection does not."""
    with lab.app(pins=pins_of(lab)) as session:
        assert session.get(URL).ok
        lab.bank.rekey()
        with pytest.raises(PinningError):
            session.get(URL)
    assert lab.bank.requests == 1


def test_a_refusal_leaves_the_session_usable(lab: Lab) -> None:
    """After a refusal the next request to an honest server goes through."""
    with lab.app(pins=pins_of(lab)) as session, lab.interceptor() as mallory:
        lab.phone.trust(mallory.authority)
        mallory.intercept("api.bank.test")
        with pytest.raises(PinningError):
            session.get(URL)
        mallory.stop()
        assert session.get(URL).ok
        assert (mallory.handshakes, mallory.requests) == (1, 0)


def test_new_anchors_count_at_once(lab: Lab) -> None:
    """A connection made under the old anchors is not used under the new ones."""
    with lab.app() as session:
        assert session.get(URL).ok
        lab.phone.trust(lab.interceptor().authority)
        assert session.get(URL).ok
    assert lab.bank.handshakes == 2


def test_a_redirect_to_a_pinned_host_is_checked(lab: Lab) -> None:
    """The first answer may come from a host without pins; the second host keeps its own."""
    with another_server(lab) as other, lab.app(pins=wrong_pins()) as session:
        with pytest.raises(PinningError) as caught:
            session.get("https://other.test/redirect?to=https://api.bank.test/balance")
        assert other.requests == 1
    assert caught.value.host == "api.bank.test"
    assert lab.bank.requests == 0


def test_a_redirect_between_pinned_hosts_works(lab: Lab) -> None:
    """Each with its own key."""
    with another_server(lab) as other:
        pins = {"api.bank.test": [lab.bank.pin], "other.test": [other.pin]}
        with lab.app(pins=pins) as session:
            response = session.get("https://other.test/redirect?to=https://api.bank.test/balance")
        assert response.json() == {"balance": "1024.00 EUR"}
        assert len(response.history) == 1


@pytest.mark.parametrize(
    "target",
    ["http://api.bank.test/balance", "HTTP://api.bank.test/balance", "http:/balance", " http://other.test/"],
)
@pytest.mark.parametrize("follow", [True, False])
def test_a_redirect_to_http_is_refused(lab: Lab, target: str, follow: bool) -> None:
    """Whichever adapter is mounted for http://, and also for those who look at redirects themselves."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", adapter_for(lab, pins_of(lab)))
    with session, pytest.raises(Refused, match=r"redirects to http://") as caught:
        session.get("https://api.bank.test/redirect", params={"to": target}, allow_redirects=follow)
    assert caught.value.step == "request"


@pytest.mark.parametrize(
    "target", ["/balance", "balance", "//api.bank.test/balance", "https://api.bank.test/balance"]
)
def test_a_redirect_within_https_is_followed(lab: Lab, target: str) -> None:
    """Absolute or relative."""
    with lab.app(pins=pins_of(lab)) as session:
        assert session.get("https://api.bank.test/redirect", params={"to": target}).ok


def test_a_refusal_is_never_retried(lab: Lab) -> None:
    """Not even by a session that retries everything, and it is not wrapped in another error."""
    adapter = adapter_for(lab, wrong_pins(), max_retries=Retry(total=5, other=5, connect=5, backoff_factor=0))
    with session_for(adapter) as session, pytest.raises(PinningError):
        session.get(URL)
    assert lab.bank.handshakes == 1


def test_an_untrusted_chain_is_never_retried(lab: Lab) -> None:
    """The same for OpenSSL's own refusal, during the handshake."""
    adapter = adapter_for(lab, pins_of(lab), anchors=[], max_retries=Retry(total=5, backoff_factor=0))
    with session_for(adapter) as session, pytest.raises(Refused):
        session.get(URL)
    assert lab.bank.failed_handshakes == 1


def test_a_full_pool_is_not_used_up_by_refusals(lab: Lab) -> None:
    """Each refusal gives its place in a blocking pool back."""
    adapter = adapter_for(lab, wrong_pins(), pool_maxsize=1, pool_block=True)
    with session_for(adapter) as session:
        for _ in range(3):
            with pytest.raises(PinningError):
                session.get(URL)


def test_threads_share_a_session(lab: Lab) -> None:
    """Many at once, half of them at a host whose pin is wrong: no answer and no refusal goes astray."""
    with another_server(lab) as other:
        pins = {"api.bank.test": [lab.bank.pin], "other.test": [WRONG]}

        def ask(number: int) -> str:
            host = ("api.bank.test", "other.test")[number % 2]
            try:
                return f"{host} {session.get(f'https://{host}/balance').status_code}"
            except PinningError as error:
                return f"{error.host} refused"

        with lab.app(pins=pins) as session, ThreadPoolExecutor(8) as pool:
            results = list(pool.map(ask, range(40)))
        assert results == ["api.bank.test 200", "other.test refused"] * 20
        assert (other.requests, lab.bank.requests) == (0, 20)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_sessions_are_not_resumed(lab: Lab, version: ssl.TLSVersion) -> None:
    """Against a server that offers tickets, each new connection shows its chain and is checked."""
    context = lab.bank._presented
    context.num_tickets = 2
    context.options &= ~ssl.OP_NO_TICKET
    context.maximum_version = version
    with lab.app(pins=pins_of(lab)) as session:
        for _ in range(3):
            assert session.get(URL).ok
            lab.bank.drop_connections()
    assert context.session_stats()["hits"] == 0
    assert lab.bank.handshakes == 3


def test_a_resumed_session_is_refused(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should anybody hand in a session from before: it shows no chain on 3.13, and is refused on all."""
    context = lab.bank._presented
    context.num_tickets = 2
    context.options &= ~ssl.OP_NO_TICKET
    kept: list[ssl.SSLSession] = []
    real = ssl.SSLContext.wrap_socket

    def with_session(self: ssl.SSLContext, sock: object, **options: object) -> ssl.SSLSocket:
        if options.get("server_side"):
            return real(self, sock, **options)  # type: ignore[arg-type]
        tls = real(self, sock, session=kept[-1] if kept else None, **options)  # type: ignore[arg-type]
        sockets.append(tls)
        return tls

    sockets: list[ssl.SSLSocket] = []
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", with_session)
    with lab.app(pins=pins_of(lab)) as session:
        assert session.get(URL).ok
        session_of_first = sockets[0].session
        assert session_of_first is not None
        kept.append(session_of_first)
        lab.bank.drop_connections()
        with pytest.raises(Refused, match="resumed") as caught:
            session.get(URL)
    assert caught.value.step == "get the chain"
    assert lab.bank.requests == 1


def test_no_tls_session_or_context_is_shared(lab: Lab) -> None:
    """Two adapters have two contexts; an unpinned one beside them has neither."""
    adapters = [adapter_for(lab, pins_of(lab)), adapter_for(lab, Policy({}))]
    for adapter in adapters:
        with session_for(adapter) as session:
            assert session.get(URL).ok
    contexts = {id(context) for adapter in adapters for context in _contexts(adapter)}
    assert len(contexts) == 2


def _contexts(adapter: PinningAdapter) -> list[object]:
    return list(adapter._contexts.values())
