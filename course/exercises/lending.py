"""What an answer that runs in another process may use of a case's laboratory: what lessons do with it, no more."""

from __future__ import annotations

import requests

from course.lab import Authority, Clock, Interceptor, Lab, Phone, Server

LENDABLE: dict[type, frozenset[str]] = {
    Lab: frozenset({"app", "bank", "clock", "interceptor", "issuing", "phone", "root"}),
    Server: frozenset({"chain", "handshakes", "host", "pin", "rekey", "renew", "requests"}),
    Interceptor: frozenset({"authority", "intercept", "read", "stop"}),
    Phone: frozenset({"distrust", "trust", "trusted"}),
    Authority: frozenset({"certificate", "pin"}),
    Clock: frozenset({"advance", "now", "set"}),
    # An app is only handed back: the check itself puts it to use.
    requests.Session: frozenset(),
}
