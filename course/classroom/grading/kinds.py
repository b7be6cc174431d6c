"""Certificates, keys, dates and TLS contexts as JSON, and back."""

from __future__ import annotations

import base64
import ssl
import warnings
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

Json = Any

_PRIVATE = (
    ec.EllipticCurvePrivateKey,
    rsa.RSAPrivateKey,
    dsa.DSAPrivateKey,
    ed25519.Ed25519PrivateKey,
    ed448.Ed448PrivateKey,
)
_PUBLIC = (
    ec.EllipticCurvePublicKey,
    rsa.RSAPublicKey,
    dsa.DSAPublicKey,
    ed25519.Ed25519PublicKey,
    ed448.Ed448PublicKey,
)


def written(value: Any) -> Json | None:
    """A value of one of these kinds as JSON, its tag first; None for all others."""
    match value:
        case datetime(tzinfo=ZoneInfo(key=str(key))):
            return ["zoned", datetime.isoformat(value.replace(tzinfo=None)), value.fold, key]
        case datetime():
            return ["datetime", datetime.isoformat(value)]
        case date():
            return ["date", date.isoformat(value)]
        case timedelta():
            return ["timedelta", value.days, value.seconds, value.microseconds]
        case x509.Certificate():
            return ["certificate", text(value.public_bytes(Encoding.DER))]
        case x509.CertificateSigningRequest():
            return ["request", text(value.public_bytes(Encoding.DER))]
        case x509.Name():
            return ["name", value.rfc4514_string()]
        case trustme.CA():
            return ["ca", text(value.cert_pem.bytes()), text(value.private_key_pem.bytes())]
        case ssl.SSLContext():
            return _context(value)
    if isinstance(value, _PRIVATE):
        return ["private", text(value.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))]
    if isinstance(value, _PUBLIC):
        return ["public", text(value.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))]
    return None


def text(data: bytes) -> str:
    """Bytes as text."""
    return base64.b64encode(data).decode()


def data_of(written: str) -> bytes:
    """Bytes from text."""
    return base64.b64decode(written, validate=True)


def _context(context: ssl.SSLContext) -> Json:
    return [
        "ssl",
        int(context.protocol),
        bool(context.check_hostname),
        int(context.verify_mode),
        int(context.verify_flags),
        int(context.minimum_version),
        int(context.maximum_version),
        [text(each) for each in context.get_ca_certs(binary_form=True)],
    ]


def _read_context(
    protocol: int, host: bool, mode: int, flags: int, low: int, high: int, roots: list[str]
) -> ssl.SSLContext:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of old protocols; that is what is to be judged
        context = ssl.SSLContext(protocol)
        context.check_hostname = False
        context.verify_mode = ssl.VerifyMode(mode)
        context.check_hostname = host
        context.verify_flags = ssl.VerifyFlags(flags)
        context.minimum_version, context.maximum_version = ssl.TLSVersion(low), ssl.TLSVersion(high)
    for root in roots:
        context.load_verify_locations(cadata=data_of(root))
    return context


READERS: dict[str, Callable[..., Any]] = {
    "int": lambda written: int(written, 16),
    "float": float,
    "bytes": data_of,
    "datetime": datetime.fromisoformat,
    "zoned": lambda written, fold, key: datetime.fromisoformat(written).replace(
        tzinfo=ZoneInfo(key), fold=fold
    ),
    "date": date.fromisoformat,
    "timedelta": timedelta,
    "certificate": lambda written: x509.load_der_x509_certificate(data_of(written)),
    "request": lambda written: x509.load_der_x509_csr(data_of(written)),
    "name": x509.Name.from_rfc4514_string,
    "ca": lambda certificate, key: trustme.CA.from_pem(data_of(certificate), data_of(key)),
    "private": lambda written: load_der_private_key(data_of(written), None),
    "public": lambda written: load_der_public_key(data_of(written)),
    "ssl": _read_context,
}
