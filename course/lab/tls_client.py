"""A TLS client without pins: what a phone validates by itself."""

from __future__ import annotations

import ssl
from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.lab.tls import NO_CHECK_TIME
from course.pinning.adapter.chain import chain_as_sent


def client_context(roots: Iterable[x509.Certificate]) -> ssl.SSLContext:
    """A client context that trusts these roots and nobody else, and has no pins.

    OpenSSL looks at chain and host. It does not look at dates: it reads the machine's clock, and the lab has its own.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= NO_CHECK_TIME
    context.load_verify_locations(cadata=b"".join(root.public_bytes(Encoding.DER) for root in roots))
    return context


def chain_shown(tls: ssl.SSLSocket | ssl.SSLObject) -> tuple[x509.Certificate, ...]:
    """The certificates that the server showed in a handshake, leaf first; none where a session was resumed."""
    return tuple(map(x509.load_der_x509_certificate, chain_as_sent(tls)))
