"""Handshakes in memory."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime

import pytest
import trustme

from course.lab import handshake

HOST = "api.bank.test"
CA = trustme.CA()


def client(authority: trustme.CA = CA) -> ssl.SSLContext:
    """A client that trusts this authority and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    return context


def server(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """A server that shows this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def test_a_good_certificate_is_accepted() -> None:
    """Over TLS 1.3, and over TLS 1.2, where the server has the last word."""
    old = client()
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    for context in (client(), old):
        assert handshake(context, server(CA.issue_cert(HOST)), HOST) == "accepted"


@pytest.mark.parametrize(
    ("certificate", "told"),
    [
        (trustme.CA().issue_cert(HOST), "unable to get local issuer certificate"),
        (
            CA.issue_cert("www.bank.test"),
            "Hostname mismatch, certificate is not valid for 'api.bank.test'.",
        ),
        (CA.issue_cert(HOST, not_after=datetime(2020, 1, 1, tzinfo=UTC)), "certificate has expired"),
        (CA.issue_cert(HOST, not_before=datetime(2099, 1, 1, tzinfo=UTC)), "certificate is not yet valid"),
    ],
    ids=["authority", "host", "end", "beginning"],
)
def test_a_refusal_is_in_the_words_of_openssl(certificate: trustme.LeafCert, told: str) -> None:
    """The same on every Python, without a line of `_ssl.c`."""
    assert handshake(client(), server(certificate), HOST) == f"refused: {told}"


def test_a_client_that_checks_nothing_accepts_everybody() -> None:
    """It is the client's context that judges."""
    careless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    careless.check_hostname = False
    careless.verify_mode = ssl.CERT_NONE
    assert handshake(careless, server(trustme.CA().issue_cert("elsewhere.test")), HOST) == "accepted"


def test_what_is_no_matter_of_certificates_is_raised() -> None:
    """Without a version in common there is nothing to refuse."""
    old, new = client(), server(CA.issue_cert(HOST))
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    new.minimum_version = ssl.TLSVersion.TLSv1_3
    with pytest.raises(ssl.SSLError):
        handshake(old, new, HOST)
