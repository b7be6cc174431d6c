"""How strict trust evaluation is."""

from __future__ import annotations

from enum import Enum


class Strictness(Enum):
    """Three levels, each one that a real client has.

    LENIENT checks what OpenSSL checks at security level 0: every key and signature that can be computed counts,
    SHA-1 and short RSA too. For the test certificates of old projects, and for history.
    DEFAULT is security level 2, that of Python's `ssl` and of Debian: 112 bits, so no SHA-1, no RSA below 2048.
    STRICT adds the rules of RFC 5280 that `VERIFY_X509_STRICT` stands for, which Python 3.13 switches on.
    """

    LENIENT = 0
    DEFAULT = 1
    STRICT = 2

    @property
    def security_bits(self) -> int:
        """How many bits of security a key and a signature need."""
        return 0 if self is Strictness.LENIENT else 112
