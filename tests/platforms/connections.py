"""Connections to judge, as values: no port is opened."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.lab import Authority, Clock, Leaf
from course.lab.clock import START
from course.lab.dates import Validities
from course.pki import Anchors
from course.platforms.urlsession import (
    AuthenticationMethod,
    SecTrust,
    URLAuthenticationChallenge,
    URLProtectionSpace,
)

HOST = "api.bank.test"


@functools.cache
def root() -> Authority:
    """The one that the phone trusts."""
    return Authority("Harbour Root CA", "Harbour Bank", Validities(Clock()))


@functools.cache
def issuing() -> Authority:
    """Its intermediate."""
    return root().intermediate("Harbour Issuing CA")


@functools.cache
def bank() -> Leaf:
    """The bank's leaf, in order."""
    return issuing().issue(HOST)


@functools.cache
def by_nobody() -> Leaf:
    """A leaf for the bank from a CA that no phone knows."""
    return Authority("Somebody's CA", "Somebody", Validities(Clock())).issue(HOST)


@dataclass(frozen=True)
class Seen:
    """What a session is told of a handshake; the honest bank unless told otherwise."""

    host: str = HOST
    chain: tuple[x509.Certificate, ...] = field(default_factory=lambda: bank().chain)
    asks_client: bool = False
    resumed: bool = False
    anchors: Anchors = field(default_factory=lambda: Anchors([root().certificate]))
    at: datetime = START


EXPIRED = Seen(at=START + timedelta(days=400))
BY_NOBODY = Seen(chain=by_nobody().chain)
OTHER_NAME = Seen(chain=issuing().issue("old.bank.test").chain)


def cer(leaf: Leaf | Seen) -> dict[str, bytes]:
    """The files of an app that carries this leaf."""
    return {"server.cer": leaf.chain[0].public_bytes(Encoding.DER)}


def trust_challenge(seen: Seen) -> URLAuthenticationChallenge:
    """The question whether to trust this server."""
    trust = SecTrust(seen.chain, seen.host, seen.anchors, seen.at)
    return URLAuthenticationChallenge(URLProtectionSpace(seen.host, AuthenticationMethod.SERVER_TRUST, trust))


def other_challenge(method: AuthenticationMethod, host: str = HOST) -> URLAuthenticationChallenge:
    """A question of another kind."""
    return URLAuthenticationChallenge(URLProtectionSpace(host, method))
