"""A TLS server on 127.0.0.1: connections, threads and counters."""

from __future__ import annotations

import selectors
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread, current_thread

from course.lab.http import Conversation, Reply, Request
from course.lab.tls import CountingSocket

# Ends a client that connects and then says nothing.
_HANDSHAKE_SECONDS = 10.0
# How long a reader of `handshakes` waits for handshakes that are under way.
_SETTLE_SECONDS = 5.0


class Listener:
    """Accepts TLS connections on a port that the system chooses, each in a thread of its own.

    Args:
      context: gives the context for the next connection.
      answer: gives the reply to a request; called from many threads.
    """

    def __init__(self, context: Callable[[], ssl.SSLContext], answer: Callable[[Request], Reply]) -> None:
        self._context = context
        self._answer = answer
        self._changed = Condition()
        self._connections: dict[Thread, CountingSocket] = {}
        self._shaking = 0
        self._closed = False
        self._handshakes = self._failed = self._requests = self._received = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._address: tuple[str, int] = self._socket.getsockname()
        self._waker, self._woken = socket.socketpair()
        self._acceptor = Thread(target=self._accept, name="lab listener", daemon=True)
        self._acceptor.start()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens: 127.0.0.1 and a port that the system chose."""
        return self._address

    @property
    def handshakes(self) -> int:
        """How many handshakes were completed, whatever the client did afterwards."""
        self._settle()
        return self._handshakes

    @property
    def failed_handshakes(self) -> int:
        """How many handshakes did not complete, because the client did not trust the chain, for instance."""
        self._settle()
        return self._failed

    @property
    def requests(self) -> int:
        """How many HTTP requests came in."""
        return self._requests

    @property
    def bytes_received(self) -> int:
        """How many bytes clients have sent inside TLS, after the handshake."""
        with self._changed:
            return self._received + sum(tls.received for tls in self._connections.values())

    def drop_connections(self) -> None:
        """End all open connections, as a restart of the server or a change of route does."""
        with self._changed:
            connections = list(self._connections.values())
        for tls in connections:
            _shut(tls)

    def close(self) -> None:
        """Stop listening, end all connections, and wait until nothing is left."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
        self._waker.close()
        _join(self._acceptor)
        self.drop_connections()
        with self._changed:
            threads = list(self._connections)
        for thread in threads:
            _join(thread)

    def _settle(self) -> None:
        # A client can be done with a handshake before the server has counted it.
        with self._changed:
            self._changed.wait_for(lambda: not self._shaking, _SETTLE_SECONDS)

    def _accept(self) -> None:
        with self._socket, self._woken, selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self._closed:
                if any(key.fileobj is self._socket for key, _ in selector.select()) and not self._closed:
                    self._start(self._socket.accept()[0])

    def _start(self, connection: socket.socket) -> None:
        try:
            # ssl would leave the descriptor of a client that is gone already to the garbage collector.
            connection.getpeername()
            tls = self._context().wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        except OSError:
            connection.close()
            return
        assert isinstance(tls, CountingSocket)
        thread = Thread(target=self._serve, args=(tls,), name="lab connection", daemon=True)
        with self._changed:
            self._connections[thread] = tls
            self._shaking += 1
        thread.start()

    def _serve(self, tls: CountingSocket) -> None:
        with tls:
            if self._shake_hands(tls):
                # The client may go away, or send what is not HTTP.
                with suppress(OSError, ValueError):
                    Conversation(tls, self._count_and_answer)
        with self._changed:
            self._received += tls.received
            del self._connections[current_thread()]

    def _shake_hands(self, tls: CountingSocket) -> bool:
        try:
            tls.settimeout(_HANDSHAKE_SECONDS)
            tls.do_handshake()
            tls.settimeout(None)
            completed = True
        except (OSError, ValueError):
            completed = False
        with self._changed:
            self._handshakes += completed
            self._failed += not completed
            self._shaking -= 1
            self._changed.notify_all()
        return completed

    def _count_and_answer(self, request: Request) -> Reply:
        with self._changed:
            self._requests += 1
        return self._answer(request)


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        # Not SSLSocket.shutdown, which takes the TLS state away from the thread that reads.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _join(thread: Thread) -> None:
    # A garbage collector may close a lab from one of its own threads.
    if thread is not current_thread():
        thread.join()
