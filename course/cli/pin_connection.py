"""One TLS handshake with a server, to see the chain that it sends. Nothing is asked of it, and nothing trusted."""

from __future__ import annotations

import re
import socket
import ssl
import time
from threading import Thread
from typing import Any

from course.cli.pin_words import Server
from course.pinning.adapter.chain import chain_as_sent

# OpenSSL's words for an answer that is no TLS; they differ by version and by what came.
_NOT_TLS = {
    "WRONG_VERSION_NUMBER",
    "RECORD_LAYER_FAILURE",
    "UNKNOWN_PROTOCOL",
    "HTTP_REQUEST",
    "HTTPS_PROXY_REQUEST",
    "PACKET_LENGTH_TOO_LONG",
    "NOT_SSL_RECORD_LAYER",
}


class NoChain(Exception):
    """The server showed no chain.

    Attributes:
      reason: in a word or two, for programs. The message is a sentence for people.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def chain_of(server: Server, *, at: Server | None, seconds: float) -> tuple[list[bytes], Server]:
    """Shake hands once.

    The chain is looked at afterwards: here nothing is verified, so that what was sent can always be shown.

    Args:
      server: who is asked for, also by SNI.
      at: where to connect instead, as with curl's --connect-to.
      seconds: for everything together, the look-up of the name included.

    Returns:
      The chain as sent, in DER, and the address that answered.

    Raises:
      NoChain: the server can't be reached, or the handshake does not come to its end.
    """
    deadline = time.monotonic() + seconds
    connection = _connected(server, at or server, deadline, seconds)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with connection:
        try:
            ip, port = connection.getpeername()[:2]
            connection.settimeout(_left(deadline))
            with context.wrap_socket(connection, server_hostname=server.host) as tls:
                chain = chain_as_sent(tls)
        except TimeoutError:
            raise NoChain(
                "timeout",
                f"{server} took the connection and did not finish a TLS handshake within {seconds:g} s. "
                "It may speak something else than TLS on this port.",
            ) from None
        except OSError as error:
            raise _broken(server, error) from error
    if not chain:
        raise NoChain("handshake", f"{server} showed no certificate.")
    return chain, Server(ip, port)


def _connected(server: Server, target: Server, deadline: float, seconds: float) -> socket.socket:
    late = NoChain("timeout", f"{_at(server, target)} did not answer within {seconds:g} s.")
    failure: OSError | None = None
    for family, kind, protocol, _, address in _addresses(server, target, deadline, late):
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(_left(deadline))
            connection.connect(address)
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    if isinstance(failure, TimeoutError):
        raise late from None
    if isinstance(failure, ConnectionRefusedError):
        raise NoChain(
            "refused",
            f"{_at(server, target)} refused the connection: nothing listens on that port, or a firewall is in "
            "between. Check the port.",
        ) from failure
    words = failure.strerror or str(failure) if failure else "it has no address"
    raise NoChain("unreachable", f"{_at(server, target)} can't be reached: {words}.") from failure


def _addresses(server: Server, target: Server, deadline: float, late: NoChain) -> list[Any]:
    """Look the name up in a thread: no timeout of a socket ends a resolver that is silent."""
    found: list[Any] = []
    trouble: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except OSError as error:
            trouble.append(error)

    thread = Thread(target=ask, name="look-up", daemon=True)
    thread.start()
    thread.join(_left(deadline))
    if thread.is_alive():
        raise late
    if trouble:
        raise NoChain(
            "unknown host",
            f"{_at(server, target)} can't be reached: this machine's resolver knows no {target.host}. "
            "Check the spelling, and whether you are connected.",
        ) from trouble[0]
    return found


def _broken(server: Server, error: OSError) -> NoChain:
    word = getattr(error, "reason", None) or ""
    if word in _NOT_TLS:
        return NoChain(
            "not TLS",
            f"{server} answered, and not in TLS: perhaps it speaks plain HTTP on this port. Name its https port.",
        )
    if word in ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION"):
        return NoChain(
            "handshake", f"{server} speaks only versions of TLS before 1.2, which no client of today uses."
        )
    if isinstance(error, ssl.SSLEOFError | ConnectionError) or not word:
        return NoChain(
            "handshake",
            f"{server} ended the connection in the middle of the TLS handshake. "
            "It may want a client certificate, know no such host, or speak something else than TLS.",
        )
    said = re.sub(r"^(sslv3|tlsv1|tlsv13) (alert )?", "", word.lower().replace("_", " "))
    if "_ALERT_" in word or said == "unrecognized name":
        return NoChain(
            "handshake",
            f"{server} ended the TLS handshake with the alert '{said}'. "
            "It may want a client certificate, know no such host, or share no cipher with this machine.",
        )
    return NoChain("handshake", f"OpenSSL ended the TLS handshake with {server}: {said}.")


def _at(server: Server, target: Server) -> str:
    return str(server) if server == target else f"{server} (at {target})"


def _left(deadline: float) -> float:
    # Never 0, which would mean "do not wait" instead of "time is over".
    return max(deadline - time.monotonic(), 0.001)
