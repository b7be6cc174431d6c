"""The certificates as the server sent them, on every supported Python."""

from __future__ import annotations

import ssl
import sys


def chain_as_sent(tls: ssl.SSLSocket | ssl.SSLObject) -> list[bytes]:
    """The chain of a handshake in DER, leaf first; empty where no certificate came.

    Args:
      tls: after its handshake, or after a handshake that failed at the server's certificate.
    """
    if sys.version_info >= (3, 13):
        return list(tls.get_unverified_chain())
    # Public from 3.13 on. `_ssl` has had it since 3.10, as certificates of a type of its own.
    import _ssl

    certificates = tls._sslobj.get_unverified_chain() or []  # type: ignore[union-attr]
    return [certificate.public_bytes(_ssl.ENCODING_DER) for certificate in certificates]
