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
from cryptography.hazmat.primitives.serialization import Encoding

from course.lab.leaf import Leaf, chain_pem, private_pem

# X509_V_FLAGNO_CHECK_TIME: OpenSSL reads the machine's clock, and the lab has its own.
NO_CHECK_TIME = 0x200000


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


def server_context(*, resumes: bool = False) -> ServerContext:
    """A server context without a certificate.

    Args:
      resumes: whether it gives out session tickets. A resumed session shows no chain.
    """
    context = ServerContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not resumes:
        context.options |= ssl.OP_NO_TICKET
        context.num_tickets = 0
    context.set_alpn_protocols(["http/1.1"])
    return context


def presenting(
    chain: Sequence[x509.Certificate],
    key: CertificateIssuerPrivateKeyTypes,
    *,
    beside: Leaf | None = None,
    clients: x509.Certificate | None = None,
    resumes: bool = False,
) -> ServerContext:
    """A server context that shows this chain.

    Args:
      chain: leaf first.
      key: the private key of the first certificate.
      beside: a second leaf, with a key of another kind. Which of the two a client sees follows from its ciphers.
      clients: a CA; only clients with a certificate of it get in. None: everybody.
      resumes: whether clients can resume a session.

    Raises:
      ValueError: the key is not the leaf's.
    """
    if key.public_key() != chain[0].public_key():
        raise ValueError("This private key does not belong to the first certificate of the chain.")
    context = server_context(resumes=resumes)
    _load(context, chain, key)
    if beside:
        _load(context, beside.chain, beside.key)
        # The client's order of ciphers decides, and not the server's.
        context.options &= ~ssl.OP_CIPHER_SERVER_PREFERENCE
    if clients:
        context.load_verify_locations(cadata=clients.public_bytes(Encoding.DER))
        context.verify_mode = ssl.CERT_REQUIRED
        context.verify_flags |= NO_CHECK_TIME
    return context


def _load(
    context: ServerContext, chain: Sequence[x509.Certificate], key: CertificateIssuerPrivateKeyTypes
) -> None:
    # ssl reads keys from files only. mkstemp makes one that nobody else can read, and it is gone at once.
    handle, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(chain_pem(tuple(chain)) + private_pem(key))
        context.load_cert_chain(path)
    finally:
        Path(path).unlink()
