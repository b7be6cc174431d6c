"""One TLS connection, step by step: what the server showed, what the client said to it, and what was sent."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import wrap

from cryptography import x509

from course.lab.attempt import COLUMNS
from course.lab.server import Server
from course.lab.tls_client import chain_shown
from course.pinning.adapter.gate import Stop

Check = Callable[[tuple[x509.Certificate, ...]], bool]


@dataclass(frozen=True, repr=False)
class Visit:
    """How a connection went.

    Attributes:
      resumed: whether it took up an earlier TLS session; False where the client's TLS refused.
      shown: the certificates that the server showed, leaf first.
      sent: whether the request was sent.
      refusal: why the client's TLS refused; empty where it did not.
      session: what a later connection can resume; None where there is nothing.
    """

    resumed: bool
    shown: tuple[x509.Certificate, ...]
    sent: bool
    refusal: str = ""
    session: ssl.SSLSession | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        if self.refusal:
            return "\n".join(wrap(f"refused: {self.refusal}", COLUMNS, subsequent_indent="  "))
        begun = "session resumed" if self.resumed else "full handshake"
        number = len(self.shown)
        certificates = f"{number} certificate{'' if number == 1 else 's'} shown"
        return f"{begun}, {certificates}, request {'sent' if self.sent else 'not sent'}"


def _content(_: tuple[x509.Certificate, ...]) -> bool:
    return True


def visit(
    context: ssl.SSLContext, server: Server, check: Check = _content, session: ssl.SSLSession | None = None
) -> Visit:
    """Connect, let a check look at what the server shows, and send a request if it says yes.

    Args:
      context: the client's TLS.
      server: who answers. Its name is asked for.
      check: is given the certificates shown, and says whether to go on.
      session: of an earlier connection with the same context, to be resumed.
    """
    with socket.create_connection(server.address) as raw:
        tls = context.wrap_socket(
            raw, server_hostname=server.host, session=session, do_handshake_on_connect=False
        )
        with tls:
            try:
                tls.do_handshake()
            except Stop as stop:
                return Visit(False, (), False, stop.refusal.explanation)
            shown, resumed = chain_shown(tls), bool(tls.session_reused)
            if not check(shown):
                return Visit(resumed, shown, False)
            tls.sendall(f"GET /balance HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
            # With TLS 1.3 a session comes with the first answer.
            tls.recv(4096)
            return Visit(resumed, shown, True, session=tls.session)
