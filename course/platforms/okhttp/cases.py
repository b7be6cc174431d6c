"""One question and its answer, to compare OkHttp's versions with each other and the models with the originals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cryptography import x509


@dataclass(frozen=True)
class Case:
    """A question.

    Attributes:
      ask: what is called: "build", "find_matching_pins", "check", "pin", "clean_chain", "verify_hostname",
        "canonical_host", "is_ip_address", "decode_base64", or "connect" for a whole connection.
      text: a host name, or whatever text the method takes.
      pins: rows of a pattern and its pins.
      chain: certificates, the leaf first.
      trusted: trust anchors.
      at: the date of a connection.

    Known by: real tool (OkHttp 3.13.1).
    """

    ask: str
    text: str = ""
    pins: tuple[tuple[str, ...], ...] = ()
    chain: tuple[x509.Certificate, ...] = ()
    trusted: tuple[x509.Certificate, ...] = ()
    at: datetime | None = None


class Answer(NamedTuple):
    """What came of it: a value, or a Java exception's class and text.

    Known by: real tool (OkHttp 3.13.1).
    """

    value: object = None
    error: str = ""
    message: str = ""
