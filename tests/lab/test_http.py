"""Just enough HTTP/1.1."""

from __future__ import annotations

import socket
import struct

from course.lab import Lab, attempt

URL = "https://api.bank.test/login"


def test_a_body_may_come_in_chunks(lab: Lab) -> None:
    """And the connection is good for another request."""
    with lab.app() as app:
        chunks = iter([b'{"user": "ada", ', b'"password": "correct horse"}'])
        assert app.post(URL, data=chunks).json() == {"welcome": "ada"}
        assert app.get("https://api.bank.test/balance").ok
    assert (lab.bank.handshakes, lab.bank.requests) == (1, 2)


def test_a_head_request_has_no_body(lab: Lab) -> None:
    """Only the length that there would be."""
    with lab.app() as app:
        response = app.head("https://api.bank.test/balance")
    assert (response.content, response.headers["Content-Length"]) == (b"", "26")


def test_an_answer_has_no_date_and_no_server_name(lab: Lab) -> None:
    """They would differ from day to day and from Python to Python."""
    with lab.app() as app:
        assert set(app.get("https://api.bank.test/balance").headers) == {"Content-Type", "Content-Length"}


def test_a_client_that_is_gone_at_once_harms_nobody(lab: Lab) -> None:
    """It may leave between the system's accept and ours."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        for _ in range(5):
            client = socket.create_connection(door.getsockname())
            served = door.accept()[0]
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
            lab.bank._start(served)
    assert attempt(lab.app(), "https://api.bank.test/balance").accepted
    assert lab.bank.handshakes == 1
