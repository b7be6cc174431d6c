"""Small certificates to draw."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID


def issue(
    *, serial: int = 1000, day: int = 0, key: int = 5, subject: str = "api.bank.test"
) -> x509.Certificate:
    """A self-signed certificate whose parts are told by the arguments."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    private = ec.derive_private_key(key, ec.SECP256R1())
    start = datetime(2027, 1, 4) + timedelta(days=day)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=200))
        .sign(private, SHA256(), ecdsa_deterministic=True)
    )


def rsa_certificate(*, serial: int = 1000) -> x509.Certificate:
    """A certificate for an RSA key; its modulus is made of a few digits, since nobody signs with it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.test")])
    start = datetime(2027, 1, 4)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(rsa.RSAPublicNumbers(65537, (1 << 2047) + 1).public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=200))
        .sign(ec.derive_private_key(5, ec.SECP256R1()), SHA256(), ecdsa_deterministic=True)
    )
