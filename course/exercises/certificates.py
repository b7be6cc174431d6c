"""The certificates that exercises try answers on: made without a server, the same on every machine."""

from __future__ import annotations

import functools
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from course.pki import load_certificates


@functools.cache
def bank() -> x509.Certificate:
    """The bank's certificate, for an elliptic curve key."""
    return _issue("api.bank.test", _curve_key("bank").public_key(), serial=1, year=2026)


@functools.cache
def renewed_bank() -> x509.Certificate:
    """The bank's next certificate: other dates and serial number, the same key."""
    return _issue("api.bank.test", _curve_key("bank").public_key(), serial=2, year=2027)


@functools.cache
def rsa_shop() -> x509.Certificate:
    """A shop's certificate, for an RSA key.

    Only its public half exists: a modulus that nobody can factor is enough for a certificate.
    """
    digits = b"".join(hashlib.sha512(b"shop" + bytes([block])).digest() for block in range(4))
    modulus = int.from_bytes(digits, "big") | (1 << 2047) | 1
    return _issue("shop.test", rsa.RSAPublicNumbers(65537, modulus).public_key(), serial=3, year=2026)


@functools.cache
def isrg_root_x1() -> x509.Certificate:
    """The root of Let's Encrypt, as certifi carries it."""
    roots = load_certificates(Path(certifi.where()).read_bytes())
    return next(root for root in roots if root.subject.rfc4514_string().startswith("CN=ISRG Root X1"))


def _curve_key(seed: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(
        int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big") >> 1, ec.SECP256R1()
    )


def _issue(
    host: str, key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, *, serial: int, year: int
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Exercise CA")]))
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(datetime(year, 12, 1, tzinfo=UTC))
        .not_valid_after(datetime(year + 1, 3, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(_curve_key("exercise authority"), hashes.SHA256(), ecdsa_deterministic=True)
    )
