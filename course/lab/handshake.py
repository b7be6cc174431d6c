"""A TLS handshake in memory: real bytes, no port, no thread."""

from __future__ import annotations

import ssl


def handshake(client: ssl.SSLContext, server: ssl.SSLContext, host: str) -> str:
    """Let a client and a server shake hands, and say how it ended.

    Args:
      client: of the kind `ssl.PROTOCOL_TLS_CLIENT`.
      server: with a certificate.
      host: the name that the client asks for.

    Returns:
      "accepted", or "refused: " and OpenSSL's words, where the client does not accept the certificate.

    Raises:
      ssl.SSLError: the two have no protocol or cipher in common.
    """
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    waiting = [
        client.wrap_bio(to_client, to_server, server_hostname=host),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    while waiting:
        for end in tuple(waiting):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError as error:
                return f"refused: {error.verify_message}"
            waiting.remove(end)
    return "accepted"
