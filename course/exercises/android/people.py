"""Who answers for the hosts of the bank's app, and who would like to: certificates, made once."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

from course.lab import Authority, derive_key
from course.lab.cast import cast
from course.pki import Pin

Path = tuple[x509.Certificate, ...]

OWN_HOSTS = ("api.bank.test", "login.bank.test", "bank.test", "eu.api.bank.test")
CDN_HOST = "img.bank.test"
OTHER_HOST = "weather.test"
ALL_HOSTS = (*OWN_HOSTS, CDN_HOST, OTHER_HOST)


@dataclass(frozen=True)
class Pins:
    """The pins that an app can ship, as text."""

    bank: str
    backup: str
    cdn: str


def cdn_key() -> EllipticCurvePrivateKey:
    """The key of the CDN that serves the bank's pictures."""
    return derive_key("Fastlane CDN")


@functools.cache
def pins() -> Pins:
    """Of the bank's key, of its backup key, and of the CDN's."""
    people = cast()
    keys = people.backup, cdn_key()
    return Pins(str(people.leaf.pin), *(str(Pin.of_public_key(key.public_key())) for key in keys))


@functools.cache
def bank_path(host: str, *, backup: bool = False) -> Path:
    """The validated path where the bank answers for a host, with its key or with the backup key."""
    people = cast()
    return _path(people.issuing, host, people.backup if backup else people.leaf.key)


@functools.cache
def cdn_path(host: str) -> Path:
    """The validated path where the CDN answers, with a certificate from a CA that phones trust."""
    return _path(cast().lighthouse, host, cdn_key())


@functools.cache
def mallory_path(host: str) -> Path:
    """The validated path where Mallory answers, with a certificate from a CA that phones trust."""
    people = cast()
    return _path(people.lighthouse, host, people.mallory)


@functools.cache
def weather_path() -> Path:
    """The validated path of a host that is nobody's here."""
    return _path(cast().lighthouse, OTHER_HOST, derive_key(OTHER_HOST))


def _path(authority: Authority, host: str, key: CertificateIssuerPrivateKeyTypes) -> Path:
    leaf = authority.issue(host, key=key)
    root = authority.parent or authority
    return leaf.certificate, *(() if authority is root else (authority.certificate,)), root.certificate
