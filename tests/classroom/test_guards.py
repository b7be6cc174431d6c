"""What the guard in the kernels refuses."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from course.classroom.kernel_guard import LOG, is_loopback, refuse, refused_host

INSTALLED = "from course.classroom.kernel_guard import install; install(); import socket; "


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.9.10",
        "::1",
        "::1%lo",
        "::ffff:127.0.0.1",
        "localhost",
        "LocalHost.",
        "a.localhost",
        b"::1",
    ],
)
def test_loopback_is_known(host: object) -> None:
    """In every spelling that Python's socket functions take."""
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "192.0.2.1", "::ffff:192.0.2.1", "api.bank.test", "localhost.example"]
)
def test_everything_else_is_not(host: str) -> None:
    """Names are never looked up to find out; an empty host means every address."""
    assert not is_loopback(host)


@pytest.mark.parametrize("event", ["socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"])
def test_addresses_of_internet_sockets_are_judged(event: str) -> None:
    """IPv4 and IPv6, by the host alone."""
    with socket.socket() as four, socket.socket(socket.AF_INET6) as six:
        assert refused_host(event, (four, ("192.0.2.1", 80))) == "192.0.2.1"
        assert refused_host(event, (four, ("127.0.0.1", 80))) is None
        assert refused_host(event, (six, ("2001:db8::1", 80, 0, 0))) == "2001:db8::1"
        assert refused_host(event, (six, ("::1", 80, 0, 0))) is None


def test_local_sockets_and_connected_ones_are_free() -> None:
    """A Unix socket's address is a path; sendmsg on a connected socket has none."""
    with socket.socket(socket.AF_UNIX) as local, socket.socket() as connected:
        assert refused_host("socket.connect", (local, "/run/thing")) is None
        assert refused_host("socket.sendmsg", (connected, None)) is None


@pytest.mark.parametrize("event", ["socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"])
def test_look_ups_are_judged(event: str) -> None:
    """A look-up of another name would leave the machine; one of "every address" does not."""
    assert refused_host(event, ("example.org", 443)) == "example.org"
    assert refused_host(event, ("localhost", 443)) is None
    assert refused_host(event, (None, 443)) is None


def test_other_events_are_free() -> None:
    """Nothing but sockets is looked at."""
    assert refused_host("open", ("/etc/passwd", "r", 0)) is None


def test_refusal_is_a_sentence_and_is_remembered(tmp_path: Path) -> None:
    """It says what was tried, and what is allowed; the log takes every refusal."""
    log = tmp_path / "refused"
    refuse("socket.getaddrinfo", ("localhost", 443), str(log))
    for _ in range(2):
        with pytest.raises(PermissionError, match=r"tried to look up 'example\.org'.*loopback only"):
            refuse("socket.getaddrinfo", ("example.org", 443), str(log))
    assert log.read_text().count("example.org") == 2
    with pytest.raises(PermissionError, match="tried to look up"):
        refuse("socket.getaddrinfo", ("example.org", 443), None)


def test_installed_guard_refuses_and_remembers(tmp_path: Path) -> None:
    """The call fails with the sentence, which also goes into the log; loopback works."""
    log = tmp_path / "refused"
    code = (
        INSTALLED
        + "s = socket.create_server(('127.0.0.1', 0)); s.close(); socket.getaddrinfo('example.org', 443)"
    )
    environment = os.environ | {LOG: str(log)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    sentence = "A cell tried to look up 'example.org'."
    assert f"PermissionError: {sentence}" in done.stderr
    assert log.read_text().startswith(sentence)


def test_installed_guard_works_without_a_log() -> None:
    """A kernel that nobody watches is guarded too."""
    environment = {key: value for key, value in os.environ.items() if key != LOG}
    code = INSTALLED + "socket.socket().connect(('192.0.2.1', 80))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert "PermissionError: A cell tried to connect to '192.0.2.1'." in done.stderr
