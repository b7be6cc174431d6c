"""Who takes part in the exercises of lesson 01: servers to shake hands with, and chains to look at."""

from __future__ import annotations

import functools
import ssl
from datetime import UTC, datetime

import trustme
from cryptography import x509

from course.exercises.certificates import bank
from course.lab import Authority, Clock, handshake
from course.lab.certify import certify, may_serve, may_sign
from course.lab.dates import Validities
from course.lab.keys import derive_key

LESSON = "01_trust"
HOST = "api.bank.test"
Chain = tuple[x509.Certificate, ...]

_FIRST, _LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)


@functools.cache
def authority() -> trustme.CA:
    """The authority that a test trusts."""
    return trustme.CA()


@functools.cache
def _servers() -> dict[str, ssl.SSLContext]:
    expired = datetime(2020, 1, 1, tzinfo=UTC)
    return {
        "the bank of the test": _serving(authority().issue_cert(HOST)),
        "a stranger with the bank's name": _serving(trustme.CA().issue_cert(HOST)),
        "another host of the same authority": _serving(authority().issue_cert("www.bank.test")),
        "a bank whose certificate expired": _serving(authority().issue_cert(HOST, not_after=expired)),
    }


def _serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def servers() -> tuple[str, ...]:
    """The names of the servers that `shake` knows, the honest one first."""
    return tuple(_servers())


def shake(client: object, server: str) -> object:
    """How a handshake between a learner's client and one of the servers ends; what is no client is handed back."""
    if client is None:
        return "no client, but None"
    if not isinstance(client, ssl.SSLContext):
        return client
    if client.protocol is ssl.PROTOCOL_TLS and not (client.check_hostname and client.verify_mode):
        return "a client of the kind PROTOCOL_TLS, which leaves out checks"
    try:
        return handshake(client, _servers()[server], HOST)
    except (ssl.SSLError, ValueError):
        return "no client that can shake hands"


@functools.cache
def _harbour() -> Authority:
    return Authority("Harbour Root CA", "Harbour Bank", Validities(Clock()))


def harbour_issuing() -> x509.Certificate:
    """The CA that issues the bank's certificates."""
    return _harbour().intermediate("Harbour Issuing CA").certificate


def harbour_root() -> x509.Certificate:
    """The bank's root, which a phone stores."""
    return _harbour().certificate


@functools.cache
def other_root() -> x509.Certificate:
    """A root that has nothing to do with the bank."""
    return Authority("Market Root CA", "Market", Validities(Clock())).certificate


def bank_chain() -> Chain:
    """What the bank sends."""
    return (bank(), harbour_issuing())


@functools.cache
def long_chain() -> Chain:
    """A leaf, the two CAs above it and their root: a path with one certificate more than usual."""
    names = ["Quay Root CA", "Quay Policy CA", "Quay Issuing CA"]
    keys = [derive_key(name) for name in names]
    chain = []
    for level, (name, key) in enumerate(zip(names, keys, strict=True)):
        above = max(level - 1, 0)
        chain.append(
            certify(
                subject=_called(name),
                public_key=key.public_key(),
                issuer=_called(names[above]),
                issuer_key=keys[above],
                validity=(_FIRST, _LAST),
                number=1,
                purpose=may_sign(2 - level),
            )
        )
    leaf = certify(
        subject=_called("pay.quay.test"),
        public_key=derive_key("pay.quay.test").public_key(),
        issuer=_called(names[-1]),
        issuer_key=keys[-1],
        validity=(_FIRST, _LAST),
        number=1,
        purpose=may_serve(["pay.quay.test"]),
    )
    return (leaf, *reversed(chain))


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
