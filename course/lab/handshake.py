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
    try:
        shake_hands(*both_ends(client, server, host))
    except ssl.SSLCertVerificationError as error:
        return f"refused: {error.verify_message}"
    return "accepted"


def both_ends(
    client: ssl.SSLContext, server: ssl.SSLContext, host: str
) -> tuple[ssl.SSLObject, ssl.SSLObject]:
    """The client's end of a connection in memory and the server's, before their handshake."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    return (
        client.wrap_bio(to_client, to_server, server_hostname=host),
        server.wrap_bio(to_server, to_client, server_side=True),
    )


def shake_hands(*ends: ssl.SSLObject) -> None:
    """Go on until both ends are done.

    Raises:
      ssl.SSLError: one of them is not content with what it sees.
    """
    waiting = list(ends)
    while waiting:
        for end in tuple(waiting):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            waiting.remove(end)
