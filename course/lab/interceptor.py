"""Somebody in the middle: ends the client's TLS, reads, and forwards to the real server."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from threading import Lock
from types import TracebackType
from typing import Self

import requests

from course.lab.authority import Authority
from course.lab.http import CONNECTION_HEADERS, Reply, Request, json_reply
from course.lab.listener import Listener
from course.lab.network import Network
from course.lab.tls import ServerContext, presenting, server_context
from course.pinning import PinningAdapter


class Interceptor(Listener):
    """A server that shows a fresh certificate for whatever host the client asks for.

    Args:
      name: what it is called.
      authority: signs those certificates. Clients that do not trust it notice.
      network: where it takes names over.
      upstream: how it reaches the real servers.
    """

    def __init__(self, name: str, authority: Authority, network: Network, upstream: PinningAdapter) -> None:
        self.name = name
        self.authority = authority
        self.read: list[Request] = []
        self._network = network
        self._upstream = upstream
        self._intercepted: list[str] = []
        self._minted: dict[str, ServerContext] = {}
        self._minting = Lock()
        self._base = server_context()
        self._base.sni_callback = self._choose
        super().__init__(lambda: self._base, self._read_and_forward)

    def intercept(self, host: str) -> None:
        """Take a name over: from now on the network leads it here."""
        if host not in self._intercepted:
            self._intercepted.append(host)
            self._network.connect(host, self)

    def stop(self) -> None:
        """Give all names back."""
        while self._intercepted:
            self._network.disconnect(self._intercepted.pop(), self)

    def close(self) -> None:
        """Stop, and stop listening."""
        self.stop()
        super().close()
        self._upstream.close()

    def _choose(self, tls: ssl.SSLObject, host: str | None, _: ssl.SSLContext) -> int | None:
        if host is None:
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        tls.context = self._mint(host)
        return None

    def _mint(self, host: str) -> ServerContext:
        with self._minting:
            if host not in self._minted:
                leaf = self.authority.issue(host)
                self._minted[host] = presenting(leaf.chain, leaf.key)
            return self._minted[host]

    def _read_and_forward(self, request: Request) -> Reply:
        self.read.append(request)
        forwarded = requests.Request(
            request.method,
            f"https://{request.host}{request.path}",
            headers=_end_to_end(request.headers),
            data=request.content or None,
        )
        try:
            response = self._upstream.send(forwarded.prepare(), stream=True)
            content = response.raw.read(decode_content=False)
        except requests.RequestException:
            return json_reply(502, {"error": f"{request.host} cannot be reached"})
        return Reply(response.status_code, content, _end_to_end(response.headers))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"Interceptor({self.name}, intercepts {', '.join(self._intercepted) or 'nobody'})"


def _end_to_end(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in CONNECTION_HEADERS}
