"""Which name leads where. Whoever controls this can intercept: a hotel's Wi-Fi, a company, a poisoned resolver."""

from __future__ import annotations

import ipaddress
import socket

from course.lab.listener import Listener
from course.pinning.hosts import host_key


class UnknownHost(socket.gaierror):
    """The lab's network does not know this name, and no name is ever looked up outside."""

    def __init__(self, host: str, known: list[str]) -> None:
        super().__init__(
            socket.EAI_NONAME,
            f"The lab's network knows no host named {host}. It knows: {', '.join(known) or 'none'}.",
        )


class Network:
    """Names and the servers they lead to."""

    def __init__(self) -> None:
        self._routes: dict[str, list[Listener]] = {}

    def connect(self, host: str, server: Listener) -> None:
        """Let a name lead to a server, whatever it led to before. Open connections of that name end."""
        route = self._routes.setdefault(host_key(host), [])
        if route:
            route[-1].drop_connections()
        route.append(server)

    def disconnect(self, host: str, server: Listener) -> None:
        """Undo `connect`: the name leads again where it led before."""
        self._routes[host_key(host)].remove(server)
        server.drop_connections()

    def address(self, host: str, port: int) -> tuple[str, int]:
        """Where a client that asks for a host ends up now.

        Args:
          host: a name of this network, or a loopback address.
          port: kept for a loopback address only; a name leads to one server.

        Raises:
          UnknownHost: the name is unknown here.
        """
        return self._lead(host, port, -1)

    def genuine(self, host: str, port: int) -> tuple[str, int]:
        """Where the host really is, as those who intercept it know."""
        return self._lead(host, port, 0)

    def _lead(self, host: str, port: int, position: int) -> tuple[str, int]:
        route = self._routes.get(host_key(host))
        if route:
            return route[position].address
        if _is_loopback(host):
            return host, port
        raise UnknownHost(host, sorted(self._routes))

    def __repr__(self) -> str:
        return f"Network({', '.join(sorted(self._routes))})"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
