"""The certificates that exercises try answers on: made without a server, the same on every machine."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from course.lab import Authority, Clock, Leaf, derive_key, rsa_key
from course.lab.clock import START
from course.lab.dates import Validities
from course.pki import load_certificates, name_of
from course.pki.parts import parts_of


@functools.cache
def bank() -> x509.Certificate:
    """The certificate of the lab's bank when a lesson begins, for an elliptic curve key."""
    return _bank().certificate


@functools.cache
def renewed_bank() -> x509.Certificate:
    """What the bank's `renew()` makes of it: other dates and serial number, the same key."""
    return _harbour().renew(_bank()).certificate


@functools.cache
def rekeyed_bank() -> x509.Certificate:
    """What the bank's `rekey()` makes of it: another key."""
    return _harbour().rekey(_bank()).certificate


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
def mozilla_roots() -> tuple[x509.Certificate, ...]:
    """The roots that Mozilla trusts, as certifi carries them."""
    return tuple(load_certificates(Path(certifi.where()).read_bytes()))


@functools.cache
def isrg_root_x1() -> x509.Certificate:
    """The root of Let's Encrypt, as certifi carries it."""
    return next(root for root in mozilla_roots() if name_of(root) == "ISRG Root X1")


@functools.cache
def issuing_ca() -> x509.Certificate:
    """The certificate of the authority that issued the bank's."""
    return _harbour().certificate


@functools.cache
def old_router() -> x509.Certificate:
    """A certificate of version 1 for an elliptic curve key, as many devices carry."""
    key = derive_key("Old router")
    return _version_1(
        "router.test",
        key,
        lambda signed: key.sign(signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)),
    )


@functools.cache
def old_printer() -> x509.Certificate:
    """A certificate of version 1 for an RSA key, and signed with it."""
    key = rsa_key()
    return _version_1(
        "printer.test", key, lambda signed: key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    )


def _version_1(
    called: str, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, sign: Callable[[bytes], bytes]
) -> x509.Certificate:
    """A certificate without a version field and without extensions, signed by its own key.

    `cryptography` makes only version 3, so two fields are cut out and the rest is signed again.
    """
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called)])
    modern = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(START - timedelta(days=3650))
        .not_valid_after(START + timedelta(days=3650))
        .sign(key, hashes.SHA256(), ecdsa_deterministic=isinstance(key, ec.EllipticCurvePrivateKey) or None)
    )
    parts = {part.name: part.data for part in parts_of(modern)}
    algorithm = parts.pop("signature algorithm")
    del parts["version"], parts["signature"]
    signed = _element(0x30, b"".join(parts.values()))
    bits = _element(0x03, b"\x00" + sign(signed))
    return x509.load_der_x509_certificate(_element(0x30, signed + algorithm + bits))


def _element(tag: int, content: bytes) -> bytes:
    """An element in DER, of less than 65,536 bytes."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    digits = size.to_bytes(1 if size < 0x100 else 2, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content
