"""The certificates that exercises try answers on: made without a server, the same on every machine."""

from __future__ import annotations

import functools
import hashlib
from datetime import timedelta
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from course.lab import Authority, Clock, Leaf, derive_key
from course.lab.clock import START
from course.lab.dates import Validities
from course.pki import load_certificates, name_of


@functools.cache
def bank() -> x509.Certificate:
    """The certificate of the lab's bank when a lesson begins, for an elliptic curve key."""
    return _bank().certificate


@functools.cache
def renewed_bank() -> x509.Certificate:
    """What the bank's `renew()` makes of it: other dates and serial number, the same key."""
    return _harbour().renew(_bank()).certificate


def _bank() -> Leaf:
    return _harbour().issue("api.bank.test", not_before=START - timedelta(days=63))


def _harbour() -> Authority:
    root = Authority("Harbour Root CA", "Harbour Bank", Validities(Clock()))
    return root.intermediate("Harbour Issuing CA")


@functools.cache
def rsa_shop() -> x509.Certificate:
    """A shop's certificate, for an RSA key.

    Only its public half exists: a modulus that nobody can factor is enough for a certificate.
    """
    digits = b"".join(hashlib.sha512(b"shop" + bytes([block])).digest() for block in range(4))
    modulus = int.from_bytes(digits, "big") | (1 << 2047) | 1
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.test")]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Market CA")]))
        .public_key(rsa.RSAPublicNumbers(65537, modulus).public_key())
        .serial_number(3)
        .not_valid_before(START)
        .not_valid_after(START + timedelta(days=200))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.test")]), critical=False)
        .sign(derive_key("Market CA"), hashes.SHA256(), ecdsa_deterministic=True)
    )


@functools.cache
def isrg_root_x1() -> x509.Certificate:
    """The root of Let's Encrypt, as certifi carries it."""
    roots = load_certificates(Path(certifi.where()).read_bytes())
    return next(root for root in roots if name_of(root) == "ISRG Root X1")
