"""A forward proxy that tunnels, written with the standard library, over plain TCP or over TLS."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self


class Proxy:
    """Answers CONNECT and copies bytes. Every name leads to one address.

    Args:
      target: where all tunnels end.
      context: for TLS between client and proxy; None: plain TCP.
    """

    def __init__(self, target: tuple[str, int], context: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        self._target = target
        self._context = context
        self._open: list[socket.socket] = []
        self._threads: list[Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if context else "http"
        self.url = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"
        self._run(self._accept)

    def _run(self, target: object, *arguments: object) -> None:
        thread = Thread(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._open.append(client)
                self._run(self._tunnel, client)

    def _tunnel(self, client: socket.socket) -> None:
        with suppress(OSError):
            if self._context:
                client = self._context.wrap_socket(client, server_side=True)
                self._open.append(client)
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                byte = client.recv(1)
                if not byte:
                    return
                head += byte
            self.asked.append(head.decode().splitlines()[0])
            server = socket.create_connection(self._target)
            self._open.append(server)
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._run(self._copy, client, server)
            self._copy(server, client)

    @staticmethod
    def _copy(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        with suppress(OSError):
            socket.socket.shutdown(sink, socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in [self._listener, *self._open]:
            with suppress(OSError):
                socket.socket.shutdown(each, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for each in [self._listener, *self._open]:
            each.close()
