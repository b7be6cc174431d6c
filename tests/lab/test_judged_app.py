"""An app that stops in the handshake and lets somebody else decide."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest

from course.lab import JudgedApp, Lab, Leaf, Phone
from course.lab.judged_app import Shown
from course.lab.tls import presenting

URL = "https://api.bank.test/balance"


@dataclass(frozen=True)
class Says:
    """A ruling."""

    accepted: bool
    step: str = "compare"
    text: str = "no."
    identity: Leaf | None = None


class Judge:
    """Remembers what it was shown, and always says the same."""

    def __init__(self, ruling: Says) -> None:
        self.ruling = ruling
        self.seen: list[Shown] = []

    def judge(self, connection: Shown) -> Says:
        """Give the fixed ruling."""
        self.seen.append(connection)
        return self.ruling


YES, NO = Says(True), Says(False)


def test_a_refusal_comes_before_the_handshake_ends(lab: Lab) -> None:
    """The server has shown its chain, has not completed the handshake, and has read no byte."""
    judge = Judge(NO)
    app = JudgedApp(lab, judge)
    outcome = app.attempt(URL)
    assert repr(outcome) == "refused (compare): no."
    assert app.ruling is NO
    assert (lab.bank.handshakes, lab.bank.failed_handshakes) == (0, 1)
    assert (lab.bank.requests, lab.bank.bytes_received) == (0, 0)


def test_the_judge_is_shown_what_the_server_sent(lab: Lab) -> None:
    """The chain, the host as asked for, the phone's anchors and its date; whether it is trusted or not."""
    judge = Judge(YES)
    other = Phone([lab.authority("Other Root CA", "Other")])
    lab.clock.advance(days=3)
    for phone in (None, other):
        assert JudgedApp(lab, judge, phone=phone).attempt(URL).accepted
    first, second = judge.seen
    assert first == Shown("api.bank.test", lab.bank.chain, False, False, lab.phone.anchors(), lab.clock.now)
    assert second.anchors is other.anchors()


def test_an_accepted_request_is_answered(lab: Lab) -> None:
    """With its method, its body and its headers, and each on a connection of its own."""
    app = JudgedApp(lab, Judge(YES))
    ada = {"user": "ada", "password": "correct horse"}
    assert repr(app.attempt(URL)) == 'accepted: 200, {"balance": "1024.00 EUR"}'
    assert app.attempt("https://api.bank.test/login", "POST", json=ada).text == '{"welcome": "ada"}'
    assert app.attempt("https://api.bank.test/login", "POST", json={}).status == 400
    assert app.attempt(URL, "HEAD").text == ""
    assert app.attempt("https://api.bank.test").status == 404
    assert lab.bank.handshakes == lab.bank.requests == 5


def test_headers_and_queries_arrive(lab: Lab) -> None:
    """As the server reads them."""
    mallory = lab.interceptor()
    mallory.intercept("api.bank.test")
    JudgedApp(lab, Judge(YES)).attempt(f"{URL}?day=1", headers={"Authorization": "Bearer x"})
    (read,) = mallory.read
    assert (read.path, read.host, read.headers["authorization"]) == (
        "/balance?day=1",
        "api.bank.test",
        "Bearer x",
    )


def test_a_server_that_asks_for_a_client_certificate_is_told_apart(lab: Lab) -> None:
    """The judge hears of it; without an identity the server ends it, with one the request is answered."""
    partners = lab.authority("Harbour Partners CA", "Harbour Bank")
    server = lab.serve(lab.bank.leaf, lab.issuing, clients=partners)
    judge = Judge(YES)
    assert repr(JudgedApp(lab, judge).attempt(URL)) == (
        "refused (handshake): the server ended the TLS handshake."
    )
    assert judge.seen[0].asks_client
    assert server.requests == 0
    ada = Says(True, identity=partners.issue_client("ada's phone"))
    assert JudgedApp(lab, Judge(ada)).attempt(URL).accepted
    stranger = Says(True, identity=lab.issuing.issue_client("ada's phone"))
    assert JudgedApp(lab, Judge(stranger)).attempt(URL).step == "handshake"
    assert server.requests == 1


def test_another_chain_at_the_second_handshake_is_refused(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """An identity needs a second handshake, and nobody has judged what is shown there."""
    partners = lab.authority("Harbour Partners CA", "Harbour Bank")
    server = lab.serve(lab.bank.leaf, lab.issuing, clients=partners)
    judge = Judge(Says(True, identity=partners.issue_client("ada's phone")))

    def judge_and_renew(_: Shown) -> Says:
        server.renew()
        return judge.ruling

    monkeypatch.setattr(judge, "judge", judge_and_renew)
    outcome = JudgedApp(lab, judge).attempt(URL)
    assert (outcome.accepted, outcome.step) == (False, "get the chain")
    assert server.requests == 0


def test_a_session_is_resumed_where_the_server_offers_it(lab: Lab) -> None:
    """The judge hears of it and is shown no certificate; another app begins anew."""
    lab.serve(lab.bank.leaf, lab.issuing, resumes=True)
    judge = Judge(YES)
    app = JudgedApp(lab, judge)
    for each in (app, app, JudgedApp(lab, judge)):
        assert each.attempt(URL).accepted
    assert [shown.resumed for shown in judge.seen] == [False, True, False]
    assert [len(shown.chain) for shown in judge.seen] == [2, 0, 2]


def test_an_unknown_host_is_named(lab: Lab) -> None:
    """And nobody is judged."""
    judge = Judge(YES)
    outcome = JudgedApp(lab, judge).attempt("https://nobody.test/")
    assert (outcome.step, outcome.text.partition(".")[0]) == (
        "connect",
        "The lab's network knows no host named nobody",
    )
    assert judge.seen == []


@pytest.mark.parametrize("url", ["http://api.bank.test/", "https:///balance", "api.bank.test"])
def test_only_https_is_spoken(lab: Lab, url: str) -> None:
    """What is no such address is told so."""
    with pytest.raises(ValueError, match="not an https address"):
        JudgedApp(lab, Judge(YES)).attempt(url)


@contextmanager
def speaking(reply: bytes) -> Iterator[int]:
    """A server that answers whoever connects with these bytes, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with listening.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def test_a_server_may_say_goodbye(lab: Lab) -> None:
    """TLS has a message for that, which the lab's own servers leave out."""
    context = presenting(lab.bank.chain, lab.bank.leaf.key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with context.wrap_socket(listening.accept()[0], server_side=True) as tls:
                tls.recv(65536)
                tls.sendall(b"HTTP/1.1 200 OK\r\n\r\nhello")
                with suppress(OSError):
                    tls.unwrap()

        thread = threading.Thread(target=serve)
        thread.start()
        outcome = JudgedApp(lab, Judge(YES)).attempt(f"https://127.0.0.1:{listening.getsockname()[1]}/")
        thread.join()
    assert repr(outcome) == "accepted: 200, hello"


@pytest.mark.parametrize(("reply", "step"), [(b"HTTP/1.1 400 no\r\n\r\n", "handshake"), (b"", "handshake")])
def test_a_server_that_speaks_no_tls_is_no_error_of_ours(lab: Lab, reply: bytes, step: str) -> None:
    """Nor one that hangs up."""
    with speaking(reply) as port:
        assert JudgedApp(lab, Judge(YES)).attempt(f"https://127.0.0.1:{port}/").step == step


def test_a_port_where_nobody_listens(lab: Lab) -> None:
    """In the words of every machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    outcome = JudgedApp(lab, Judge(YES)).attempt(f"https://127.0.0.1:{port}/")
    assert repr(outcome) == "refused (connect): the connection failed before an answer came."


def test_a_server_that_hangs_up_before_it_answers(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the handshake; the request was sent, and nothing came back."""

    def hang_up(_: object) -> None:
        raise OSError

    monkeypatch.setattr(lab.bank, "_answer", hang_up)
    outcome = JudgedApp(lab, Judge(YES)).attempt(URL)
    assert (outcome.accepted, outcome.step) == (False, "connect")
