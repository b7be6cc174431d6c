"""An app that checks nothing by itself: it stops in the handshake, and somebody else decides whether it goes on."""

from __future__ import annotations

import io
import json as json_text
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

from course.lab.attempt import Attempt
from course.lab.lab import Lab
from course.lab.leaf import chain_pem, private_pem
from course.lab.network import UnknownHost
from course.lab.phone import Phone
from course.pinning.adapter.chain import chain_as_sent
from course.pki import Anchors, load_certificates

# A lab answers in milliseconds; a notebook must not wait for ever.
_SECONDS = 10
# RFC 8446, section 4: the handshake message by which a server asks for a client certificate.
_CERTIFICATE_REQUEST = 13


@dataclass(frozen=True)
class Shown:
    """What an app has seen when it must decide: before its last message of the handshake.

    Attributes:
      host: whom it asked for.
      chain: as sent, leaf first; empty where a TLS session is resumed.
      asks_client: whether the server asks for a client certificate.
      resumed: whether an earlier TLS session is resumed.
      anchors: the phone's.
      at: the phone's date.
    """

    host: str
    chain: tuple[x509.Certificate, ...]
    asks_client: bool
    resumed: bool
    anchors: Anchors
    at: datetime


class Identity(Protocol):
    """A client certificate with its private key."""

    @property
    def chain(self) -> Sequence[x509.Certificate]: ...
    @property
    def key(self) -> CertificateIssuerPrivateKeyTypes: ...


class Ruling(Protocol):
    """What a judge says."""

    @property
    def accepted(self) -> bool: ...
    @property
    def step(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def identity(self) -> Identity | None: ...


class Judge(Protocol):
    """Decides whether a handshake is completed and the request sent, such as a model of `URLSession`."""

    def judge(self, connection: Shown, /) -> Ruling: ...


class JudgedApp:
    """An app whose checks are the judge's alone. Real handshakes, in which Python verifies nothing.

    TLS sessions are kept and resumed where the server offers that, and the judge hears of it.

    Args:
      lab: whose network and clock it lives in.
      judge: asked once for each handshake.
      phone: whose roots the judge is told; None: the lab's phone.

    Attributes:
      ruling: the judge's last words; None before the first.
    """

    def __init__(self, lab: Lab, judge: Judge, *, phone: Phone | None = None) -> None:
        self.ruling: Ruling | None = None
        self._judge = judge
        self._network, self._clock = lab.network, lab.clock
        self._phone = phone or lab.phone
        self._context = _context()
        self._sessions: dict[str, ssl.SSLSession] = {}

    def attempt(
        self,
        url: str,
        method: str = "GET",
        *,
        json: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Attempt:
        """Try a request on a connection of its own, and say how it ended. A refusal is not raised.

        Args:
          url: whom to ask; https only.
          method: of the request.
          json: sent as the body; None: no body.
          headers: more of them.

        Raises:
          ValueError: the address is not https.
        """
        where = urlsplit(url)
        if where.scheme != "https" or not where.hostname:
            raise ValueError(f"{url} is not an https address with a host. This client speaks TLS only.")
        body = b"" if json is None else json_text.dumps(json).encode()
        target = where._replace(scheme="", netloc="").geturl() or "/"
        request = _request(method, target, where.hostname, dict(headers or {}), body)
        try:
            return self._exchange(where.hostname, where.port or 443, request, method)
        except UnknownHost as unknown:
            return Attempt(False, "connect", str(unknown.strerror))
        except ssl.SSLError:
            return Attempt(False, "handshake", "the server ended the TLS handshake.")
        except OSError:
            return Attempt(False, "connect", "the connection failed before an answer came.")

    def _exchange(self, host: str, port: int, request: bytes, method: str) -> Attempt:
        with _Handshake(self._context, self._network.address(host, port), host, self._sessions) as first:
            ruling = self._ask(host, first)
            if not ruling.accepted:
                return Attempt(False, ruling.step, ruling.text)
            if ruling.identity is None:
                return first.finish(request, method)
        # OpenSSL wants the identity before the handshake begins, so there is a second one, with the answer known.
        context = _context(ruling.identity)
        with _Handshake(context, self._network.address(host, port), host, {}) as second:
            if not second.same_as(first):
                return Attempt(False, "get the chain", "the server showed another chain in between.")
            return second.finish(request, method)

    def _ask(self, host: str, handshake: _Handshake) -> Ruling:
        shown = Shown(
            host,
            tuple(load_certificates(der)[0] for der in handshake.chain),
            handshake.asks_client,
            handshake.resumed,
            self._phone.anchors(),
            self._clock.now,
        )
        self.ruling = ruling = self._judge.judge(shown)
        return ruling


class _Handshake:
    """One TLS handshake that stops before the client's last message."""

    def __init__(
        self,
        context: ssl.SSLContext,
        address: tuple[str, int],
        host: str,
        sessions: dict[str, ssl.SSLSession],
    ) -> None:
        self._host, self._sessions = host, sessions
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.asks_client = False
        # The one way in which Python says that a server asks for a certificate.
        context._msg_callback = self._listen  # type: ignore[attr-defined]
        self._tls = context.wrap_bio(
            self._incoming, self._outgoing, server_hostname=host, session=sessions.get(host)
        )
        self._socket = socket.create_connection(address, _SECONDS)

    def __enter__(self) -> _Handshake:
        try:
            while True:
                try:
                    self._tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    self._flush()
                    self._fill()
        except BaseException:
            self._socket.close()
            raise
        self.resumed = bool(self._tls.session_reused)
        self.chain = chain_as_sent(self._tls)
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def same_as(self, other: _Handshake) -> bool:
        return self.chain == other.chain

    def finish(self, request: bytes, method: str) -> Attempt:
        """Complete the handshake, send the request, and read the reply."""
        self._tls.write(request)
        self._flush()
        reply = io.BytesIO(self._read_all())
        if self._tls.session is not None and self._tls.session.has_ticket:
            self._sessions[self._host] = self._tls.session
        response = HTTPResponse(_Replied(reply), method=method)  # type: ignore[arg-type]
        response.begin()
        return Attempt(True, "accepted", response.read().decode("utf-8", "replace"), response.status)

    def _read_all(self) -> bytes:
        read = bytearray()
        while True:
            try:
                data = self._tls.read(65536)
            except ssl.SSLWantReadError:
                if not self._fill():
                    break
                continue
            if not data:  # the server has said goodbye
                break
            read += data
        if not read:
            raise ConnectionError("The server closed the connection without a reply.")
        return bytes(read)

    def _fill(self) -> int:
        data = self._socket.recv(65536)
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()
        return len(data)

    def _flush(self) -> None:
        self._socket.sendall(self._outgoing.read())

    def _listen(self, _tls: object, direction: str, _v: object, _c: object, message: int, _d: object) -> None:
        self.asks_client = self.asks_client or (direction == "read" and message == _CERTIFICATE_REQUEST)


class _Replied:
    """What `HTTPResponse` wants of a socket."""

    def __init__(self, reply: io.BytesIO) -> None:
        self._reply = reply

    def makefile(self, _mode: str) -> io.BytesIO:
        return self._reply


def _context(identity: Identity | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    # In TLS 1.3 the server has shown everything before the client's last message.
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.set_alpn_protocols(["http/1.1"])
    if identity:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "identity.pem"
            file.write_bytes(chain_pem(tuple(identity.chain)) + private_pem(identity.key))
            context.load_cert_chain(file)
    return context


def _request(method: str, target: str, host: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = {"Host": host, "Connection": "close", **headers}
    if body:
        lines |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {text}\r\n" for name, text in lines.items())
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + body
