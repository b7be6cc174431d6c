"""What every model of a client is told of a connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cryptography import x509

from course.pki import Anchors


class Connection(Protocol):
    """A TLS handshake that waits for the client's yes.

    Its properties: the host that was asked for, the certificates as sent, and the phone's anchors and date.

    Known by: handshake (what `course.lab.JudgedApp` sees of one).
    """

    @property
    def host(self) -> str: ...
    @property
    def chain(self) -> Sequence[x509.Certificate]: ...
    @property
    def anchors(self) -> Anchors: ...
    @property
    def at(self) -> datetime: ...
