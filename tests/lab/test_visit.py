"""One connection, step by step, and what is left of it when a session is resumed."""

from __future__ import annotations

import ssl

import pytest

from course.lab import Lab, Phone, Server, chain_shown, client_context, visit
from course.lab.cast import cast
from course.lab.handshake import both_ends, shake_hands
from course.lab.tls import presenting

HOST = "api.bank.test"


def resuming(lab: Lab) -> Server:
    """The bank's second server, which gives out session tickets."""
    return lab.serve(lab.bank.leaf, lab.issuing, resumes=True)


def test_a_visit_shows_the_chain_and_sends() -> None:
    """Leaf and intermediate; the root is not sent."""
    with Lab() as lab:
        seen = visit(client_context(lab.phone.trusted), lab.bank)
        assert seen.shown == lab.bank.chain
        assert repr(seen) == "full handshake, 2 certificates shown, request sent"
        assert lab.bank.requests == 1


def test_a_check_that_says_no_sends_nothing(lab: Lab) -> None:
    """It has seen the chain, and the server has read no byte."""
    seen = visit(client_context(lab.phone.trusted), lab.bank, lambda shown: len(shown) == 1)
    assert repr(seen) == "full handshake, 2 certificates shown, request not sent"
    assert (lab.bank.handshakes, lab.bank.bytes_received) == (1, 0)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_resumed_session_shows_no_certificate(lab: Lab, version: ssl.TLSVersion) -> None:
    """So a check that refuses what it sees has nothing to refuse."""
    server = resuming(lab)
    context = client_context(lab.phone.trusted)
    context.maximum_version = version
    first = visit(context, server)
    again = visit(context, server, session=first.session)
    assert (first.resumed, again.resumed, again.shown) == (False, True, ())
    assert repr(again) == "session resumed, 0 certificates shown, request sent"


def test_the_labs_own_tls_refuses_a_resumed_session(lab: Lab) -> None:
    """Even one of the genuine bank, with the right pin."""
    server = resuming(lab)
    context = lab.tls_context({HOST: [lab.bank.pin]})
    first = visit(context, server)
    again = visit(context, server, session=first.session)
    assert first.sent
    assert repr(again).startswith("refused: the TLS session was resumed, and then no chain is shown.")
    assert (again.sent, server.requests) == (False, 1)


def test_the_labs_tls_compares_pins(lab: Lab) -> None:
    """As an app does, on the phone that is given."""
    refused = visit(lab.tls_context({HOST: [lab.interceptor().authority.pin]}), lab.bank)
    assert "no certificate of the validated path has a pinned key" in refused.refusal
    assert all(len(line) <= 84 for line in repr(refused).splitlines())
    stranger = Phone([lab.interceptor().authority])
    assert "unknown authority" in visit(lab.tls_context(phone=stranger), lab.bank).refusal


def test_a_client_without_pins_still_validates() -> None:
    """Chain and host, by OpenSSL; dates are left to the lab's clock."""
    people = cast()
    server = presenting(people.leaf.chain, people.leaf.key)
    ends = both_ends(client_context([people.root.certificate]), server, HOST)
    shake_hands(*ends)
    assert chain_shown(ends[0]) == people.leaf.chain
    for roots, host in (([people.root_2.certificate], HOST), ([people.root.certificate], "other.test")):
        with pytest.raises(ssl.SSLCertVerificationError):
            shake_hands(*both_ends(client_context(roots), server, host))
