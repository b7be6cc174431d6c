"""Servers that do not behave: each accepts connections on 127.0.0.1 until it is closed."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

Behaviour = Callable[[socket.socket], None]


@contextmanager
def serving(behave: Behaviour) -> Iterator[str]:
    """A server that does this with every connection, one after the other.

    Args:
      behave: what it does. The connection is closed behind it.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        over = False

        def accept() -> None:
            while True:
                connection, _ = listener.accept()
                # A client that leaks its connection fails its test and does not hang it.
                connection.settimeout(10)
                with connection, suppress(OSError):
                    if over:
                        return
                    behave(connection)

        thread = Thread(target=accept)
        thread.start()
        ip, port = listener.getsockname()
        try:
            yield f"{ip}:{port}"
        finally:
            over = True
            socket.create_connection((ip, port)).close()
            thread.join()


def plain_http(connection: socket.socket) -> None:
    """What an HTTP server says to a handshake."""
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def greeting(connection: socket.socket) -> None:
    """A mail server speaks first."""
    connection.sendall(b"220 mail.bank.test ESMTP\r\n")
    connection.recv(4096)


def hanging_up(connection: socket.socket) -> None:
    """The connection ends in the middle of the handshake."""
    connection.recv(4096)


def resetting(connection: socket.socket) -> None:
    """The same, the hard way."""
    connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def babbling(connection: socket.socket) -> None:
    """A TLS record with a message that belongs nowhere."""
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\0\4\x63\0\0\0")
    connection.recv(4096)


def silent(connection: socket.socket) -> None:
    """Takes the connection, listens to the end, and says nothing."""
    while connection.recv(4096):
        pass


def shaking_hands(context: ssl.SSLContext) -> Behaviour:
    """A TLS server that answers nothing more."""

    def behave(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as tls:
            tls.recv(1)

    return behave
