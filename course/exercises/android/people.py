"""Who answers for the hosts of the bank's app, and who would like to: certificates, made once."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.x509.oid import NameOID

from course.lab import Authority, derive_key
from course.lab.cast import cast
from course.lab.clock import START
from course.pki import Pin

Path = tuple[x509.Certificate, ...]

OWN_HOSTS = ("api.bank.test", "login.bank.test", "bank.test", "eu.api.bank.test")
CDN_HOST = "img.bank.test"
OTHER_HOST = "weather.test"
SHOP_HOST = "pay.shop.example"
ALL_HOSTS = (*OWN_HOSTS, CDN_HOST, OTHER_HOST)


Keys = tuple[EllipticCurvePrivateKey, EllipticCurvePrivateKey, EllipticCurvePrivateKey]


@dataclass(frozen=True)
class Pins:
    """The pins that an app can ship, as text."""

    bank: str
    backup: str
    cdn: str


def keys(*, other: bool = False) -> Keys:
    """The bank's key, its backup key, and that of the CDN which serves its pictures.

    Args:
      other: whether those of another bank, for answers that must not know the keys of the notebook.
    """
    if other:
        return tuple(derive_key(f"another bank's {name}") for name in ("key", "backup", "CDN"))  # type: ignore[return-value]  # three names
    people = cast()
    assert isinstance(people.leaf.key, EllipticCurvePrivateKey)
    return people.leaf.key, people.backup, derive_key("Fastlane CDN")


@functools.cache
def pins(*, other: bool = False) -> Pins:
    """Of the bank's key, of its backup key, and of the CDN's."""
    return Pins(*(str(Pin.of_public_key(key.public_key())) for key in keys(other=other)))


@functools.cache
def bank_path(host: str, *, backup: bool = False, other: bool = False) -> Path:
    """The validated path where the bank answers for a host, with its key or with the backup key."""
    return _path(cast().issuing, host, keys(other=other)[int(backup)])


@functools.cache
def cdn_path(host: str, *, other: bool = False) -> Path:
    """The validated path where the CDN answers, with a certificate from a CA that phones trust."""
    return _path(cast().lighthouse, host, keys(other=other)[2])


@functools.cache
def mallory_path(host: str) -> Path:
    """The validated path where Mallory answers, with a certificate from a CA that phones trust."""
    people = cast()
    return _path(people.lighthouse, host, people.mallory)


@functools.cache
def weather_path() -> Path:
    """The validated path of a host that is nobody's here."""
    return _path(cast().lighthouse, OTHER_HOST, derive_key(OTHER_HOST))


@functools.cache
def shop_path() -> Path:
    """The path of a shop whose certificate names no host in its subject, only an organization."""
    key = derive_key("Corner Shop")
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Corner Shop")]))
        .issuer_name(cast().lighthouse.certificate.subject)
        .public_key(key.public_key())
        .serial_number(11)
        .not_valid_before(START)
        .not_valid_after(START + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(SHOP_HOST)]), critical=False)
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )
    return made, cast().lighthouse.certificate


def _path(authority: Authority, host: str, key: CertificateIssuerPrivateKeyTypes) -> Path:
    leaf = authority.issue(host, key=key)
    root = authority.parent or authority
    return leaf.certificate, *(() if authority is root else (authority.certificate,)), root.certificate
