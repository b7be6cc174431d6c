"""Why trust was refused, for programs and for people."""

from __future__ import annotations

from enum import StrEnum

from cryptography import x509


class Reason(StrEnum):
    """Why a chain is not trusted. Programs read this; the sentence is for people."""

    EMPTY_CHAIN = "empty chain"
    UNKNOWN_AUTHORITY = "unknown authority"
    BAD_SIGNATURE = "bad signature"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    NOT_A_CA = "not a CA"
    PATH_LENGTH = "path length"
    NAME_CONSTRAINT = "name constraint"
    WRONG_USE = "wrong use"
    WEAK = "weak key or signature"
    CRITICAL_EXTENSION = "unknown critical extension"
    MALFORMED = "malformed"
    NOT_STRICT = "against RFC 5280"
    HOST = "host"
    TOO_COMPLEX = "too complex"


class Untrusted(Exception):
    """No path from the leaf to a trust anchor is valid.

    Attributes:
      reason: the first fault of the path that comes closest to a valid one.
      certificate: the certificate at fault, or None where there is none.
    """

    def __init__(self, reason: Reason, sentence: str, certificate: x509.Certificate | None = None) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.certificate = certificate
