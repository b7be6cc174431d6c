"""`CertificatePinner` and its pins in OkHttp 3.13.1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.platforms.okhttp import pinner, pins
from course.platforms.okhttp.older.url import host_of


@dataclass(frozen=True, init=False)
class Pin(pins.Pin):
    """A pin of OkHttp 3.13.1.

    Attributes:
      pattern: as it was written. Two spellings of one pattern are two pins.
      host: the host of the pattern, without its star.

    Known by: real tool (OkHttp 3.13.1).
    """

    host: str

    def __init__(self, pattern: str, pin: str) -> None:
        host = host_of(pattern.removeprefix("*."))
        algorithm, digest = pins.read_hash(pin, "pins must be base64")
        object.__setattr__(self, "pattern", pattern)
        object.__setattr__(self, "host", host)
        object.__setattr__(self, "hash_algorithm", algorithm)
        object.__setattr__(self, "hash", digest)

    def matches_hostname(self, hostname: str) -> bool:
        """Whether the pattern covers a host: a star stands for what is before the first dot, a host without one too."""
        if not self.pattern.startswith("*."):
            return hostname == self.host
        before, dot, after = hostname.partition(".")
        return (after if dot else before) == self.host


class CertificatePinner(pinner.CertificatePinner):
    """The pinner of OkHttp 3.13.1, made of such pins.

    Known by: real tool (OkHttp 3.13.1).
    """

    pin_class: ClassVar[type[pins.Pin]] = Pin
