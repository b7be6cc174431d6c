"""Keeps the kernels that check notebooks on this machine: nothing but loopback.

A copy of this file is the startup file of those kernels' IPython, so it imports nothing of the course. It sees what
Python does, in every thread; programs that a cell starts (curl, openssl) it does not see. Of those the guards look at
what is still running, and where it listens, when the notebook ends.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys

LOG = "COURSE_GUARD_LOG"

_WATCHED = {
    "socket.connect": "connect to",
    "socket.bind": "listen on",
    "socket.sendto": "send to",
    "socket.sendmsg": "send to",
    "socket.getaddrinfo": "look up",
    "socket.gethostbyname": "look up",
    "socket.gethostbyaddr": "look up",
}


def is_loopback(host: object) -> bool:
    """Whether a host, as Python's socket functions take it, is this machine's loopback."""
    name = bytes(host).decode(errors="replace") if isinstance(host, bytes | bytearray) else str(host)
    name = name.partition("%")[0].rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def refused_host(event: str, arguments: tuple[object, ...]) -> str | None:
    """The host beyond loopback that an audited call reaches for.

    Args:
      event: the audit event's name.
      arguments: the event's arguments.

    Returns:
      The host as it was given, or None where the call stays on this machine.
    """
    if event not in _WATCHED:
        return None
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        connection, address = arguments[0], arguments[1]
        family = getattr(connection, "family", None)
        if family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
            return None
        host = address[0]
    else:
        host = arguments[0]
        # A look-up of "every address" reaches nothing; binding to the result is seen by itself.
        if host is None or host in ("", b""):
            return None
    return None if is_loopback(host) else str(host)


def refuse(event: str, arguments: tuple[object, ...], log: str | None) -> None:
    """Stop an audited call that reaches beyond loopback.

    Args:
      event: the audit event's name.
      arguments: the event's arguments.
      log: the file that takes the sentence too, so that a cell which swallows the error is found out nevertheless.

    Raises:
      PermissionError: it does reach beyond.
    """
    host = refused_host(event, arguments)
    if host is None:
        return
    sentence = (
        f"A cell tried to {_WATCHED[event]} {host!r}. "
        "Lessons use this machine's loopback only: 127.0.0.1, ::1 or localhost."
    )
    if log:
        with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123 (this file stands alone)
            file.write(sentence + "\n")
    raise PermissionError(sentence)


def install() -> None:
    """Refuse, from now on and for good, every socket call of this process beyond loopback.

    The environment variable COURSE_GUARD_LOG names the log.
    """
    log = os.environ.get(LOG)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        # Coverage can't see into a hook, and every import passes through it.
        if event.startswith("socket."):
            refuse(event, arguments, log)

    sys.addaudithook(hook)
