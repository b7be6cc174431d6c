"""Just enough HTTP/1.1 for the lab: requests as values, replies as values, connections kept alive."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from requests.structures import CaseInsensitiveDict

# Headers about one connection, or made anew for each reply.
CONNECTION_HEADERS = frozenset(
    {"connection", "keep-alive", "content-length", "transfer-encoding", "proxy-connection", "te", "upgrade"}
)


@dataclass(frozen=True)
class Request:
    """One HTTP request.

    Attributes:
      body: as text; bytes that are not UTF-8 are replaced.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    content: bytes = field(default=b"", repr=False)

    @property
    def body(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def host(self) -> str:
        """Whom the request is for, without the port."""
        return self.headers.get("Host", "").partition(":")[0]


@dataclass(frozen=True)
class Reply:
    """One HTTP reply."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(status: int, value: object, **headers: str) -> Reply:
    """A reply in JSON, always with the same text for the same value."""
    content = json.dumps(value).encode()
    return Reply(status, content, {"Content-Type": "application/json", **headers})


class Conversation(BaseHTTPRequestHandler):
    """Answers the requests of one connection until it ends."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(self, connection: socket.socket, answer: Callable[[Request], Reply]) -> None:
        self._answer = answer
        super().__init__(connection, ("", 0), None)  # type: ignore[arg-type]

    def do_any(self) -> None:
        """Answer one request."""
        request = Request(self.command, self.path, CaseInsensitiveDict(self.headers.items()), self._content())
        reply = self._answer(request)
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.content)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_any  # noqa: N815

    def _content(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(iter(self._chunk, b""))
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _chunk(self) -> bytes:
        size = int(self.rfile.readline().split(b";")[0], 16)
        data = self.rfile.read(size)
        self.rfile.readline()
        return data

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        """Say nothing: the lab's servers count instead."""
