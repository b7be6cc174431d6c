"""The world to experiment in: authority, clock, server, client, interceptor."""

from course.lab.attempt import Attempt, attempt
from course.lab.authority import Authority
from course.lab.clock import Clock
from course.lab.handshake import handshake
from course.lab.http import Request
from course.lab.interceptor import Interceptor
from course.lab.judged_app import JudgedApp
from course.lab.keys import derive_key
from course.lab.lab import Lab
from course.lab.leaf import Leaf
from course.lab.network import Network, UnknownHost
from course.lab.office import office_network
from course.lab.phone import Phone
from course.lab.rsa_keys import rsa_key, rsa_key_of_exponent_3
from course.lab.scene import Scene, watch
from course.lab.server import Server
from course.lab.support_desk import support_desk
from course.lab.survival import Cell, Survival, measure_survival
from course.lab.tls_client import chain_shown, client_context
from course.lab.visit import Visit, visit

__all__ = [
    "Attempt",
    "Authority",
    "Cell",
    "Clock",
    "Interceptor",
    "JudgedApp",
    "Lab",
    "Leaf",
    "Network",
    "Phone",
    "Request",
    "Scene",
    "Server",
    "Survival",
    "UnknownHost",
    "Visit",
    "attempt",
    "chain_shown",
    "client_context",
    "derive_key",
    "handshake",
    "measure_survival",
    "office_network",
    "rsa_key",
    "rsa_key_of_exponent_3",
    "support_desk",
    "visit",
    "watch",
]
