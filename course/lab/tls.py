"""Server-side TLS: contexts from values, and sockets that count what they read."""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

from course.lab.leaf import chain_pem, private_pem


class CountingSocket(ssl.SSLSocket):
    """A TLS socket that knows how many bytes of the application it has read."""

    received = 0

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002
        """As `ssl.SSLSocket.read`."""
        result: Any = super().read(len, buffer)
        # A count where there is a buffer to fill, else the bytes.
        self.received += result if isinstance(result, int) else result.__len__()
        return result


class ServerContext(ssl.SSLContext):
    """A context that makes counting sockets."""

    sslsocket_class = CountingSocket


def server_context() -> ServerContext:
    """A server context without a certificate. It gives no session tickets: a resumed session shows no chain."""
    context = ServerContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_TICKET
    context.num_tickets = 0
    context.set_alpn_protocols(["http/1.1"])
    return context


def presenting(chain: Sequence[x509.Certificate], key: CertificateIssuerPrivateKeyTypes) -> ServerContext:
    """A server context that shows this chain.

    Raises:
      ValueError: the key is not the leaf's.
    """
    if key.public_key() != chain[0].public_key():
        raise ValueError("This private key does not belong to the first certificate of the chain.")
    context = server_context()
    # ssl reads keys from files only. mkstemp makes one that nobody else can read, and it is gone at once.
    handle, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(chain_pem(tuple(chain)) + private_pem(key))
        context.load_cert_chain(path)
    finally:
        Path(path).unlink()
    return context
