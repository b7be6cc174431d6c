"""Keys and numbers that are the same on every machine. For teaching only: whoever reads this has the keys."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric import ec

# The order of the group of P-256 (FIPS 186-4, D.1.2.3): private keys lie between 1 and this, both excluded.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def derive_key(label: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key that belongs to a label.

    Args:
      label: any text, such as "api.bank.test backup"; the same text gives the same key.
    """
    number = int.from_bytes(hashlib.sha256(f"pinning-from-scratch key {label}".encode()).digest())
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def derive_serial(*parts: object) -> int:
    """A serial number of 16 bytes for a certificate with this content.

    Source: RFC 5280 section 4.1.2.2: positive, unique for its issuer, at most 20 bytes.
    """
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).digest()[:16]
    return int.from_bytes(digest) & (1 << 127) - 1 | 1 << 126
