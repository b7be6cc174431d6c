"""The world to experiment in: authority, clock, server, client, interceptor."""

from .attempt import Attempt, attempt
from .authority import Authority
from .clock import Clock
from .http import Request
from .interceptor import Interceptor
from .keys import derive_key
from .lab import Lab
from .leaf import Leaf
from .network import Network, UnknownHost
from .phone import Phone
from .server import Server

__all__ = [
    "Attempt",
    "Authority",
    "Clock",
    "Interceptor",
    "Lab",
    "Leaf",
    "Network",
    "Phone",
    "Request",
    "Server",
    "UnknownHost",
    "attempt",
    "derive_key",
]
