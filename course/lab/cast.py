"""Who takes part in the survival matrix: the bank's CAs, the phones, and what an app can pin."""

from __future__ import annotations

import functools
import ssl
from dataclasses import dataclass
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from course.lab.authority import Authority
from course.lab.clock import START, Clock
from course.lab.dates import Validities
from course.lab.keys import derive_key
from course.lab.leaf import Leaf
from course.lab.tls_client import client_context
from course.pki import Pin

HOST = "api.bank.test"
NOW = START
_AGE = timedelta(days=63)


@dataclass(frozen=True)
class Cast:
    """Everybody's certificates and keys, as of the day on which the pins were taken.

    Attributes:
      root: the CA that issues for the bank, known to every phone.
      root_2: the new root of the same company, known to new phones only.
      issuing: the CA below `root` that issued the bank's leaf.
      lighthouse: another company's CA, known to every phone.
      leaf: what the bank shows.
      backup: the key that the bank keeps in a safe.
      mallory: the attacker's own key.
    """

    root: Authority
    root_2: Authority
    issuing: Authority
    lighthouse: Authority
    leaf: Leaf
    backup: EllipticCurvePrivateKey
    mallory: EllipticCurvePrivateKey


@functools.cache
def cast() -> Cast:
    """The same people as in every `Lab`, and a second root and a second company beside them."""
    validities = Validities(Clock())
    root = Authority("Harbour Root CA", "Harbour Bank", validities)
    issuing = root.intermediate("Harbour Issuing CA")
    return Cast(
        root=root,
        root_2=Authority("Harbour Root CA 2", "Harbour Bank", validities),
        issuing=issuing,
        lighthouse=Authority("Lighthouse Root CA", "Lighthouse Trust", validities),
        leaf=issuing.issue(HOST, not_before=NOW - _AGE),
        backup=derive_key("api.bank.test backup"),
        mallory=derive_key("mallory"),
    )


@dataclass(frozen=True)
class Handset:
    """A kind of phone.

    Attributes:
      name: "old phone" or "new phone".
      roots: its trust store.
      context: its TLS: versions, and ciphers in its order.
    """

    name: str
    roots: tuple[x509.Certificate, ...]
    context: ssl.SSLContext


@functools.cache
def handsets() -> tuple[Handset, ...]:
    """An old phone, which knows the first root and asks for RSA first, and a new one, which knows both roots."""
    people = cast()
    known = people.root.certificate, people.lighthouse.certificate
    old = Handset("old phone", known, client_context(known))
    old.context.maximum_version = ssl.TLSVersion.TLSv1_2
    old.context.set_ciphers("ECDHE+aRSA:ECDHE+aECDSA")
    more = *known, people.root_2.certificate
    return old, Handset("new phone", more, client_context(more))


@dataclass(frozen=True)
class Pinned:
    """What an app carries, and compares with a validated path.

    Attributes:
      name: as a table names it.
      certificates: whole certificates, as in a `.cer` file.
      pins: hashes of public keys.
    """

    name: str
    certificates: frozenset[x509.Certificate] = frozenset()
    pins: frozenset[Pin] = frozenset()

    def matches(self, path: tuple[x509.Certificate, ...]) -> bool:
        """Whether one certificate of the path, or the key of one, is pinned. Nothing pinned: always."""
        if not self.certificates and not self.pins:
            return True
        return any(each in self.certificates or Pin.of(each) in self.pins for each in path)


@functools.cache
def choices() -> tuple[Pinned, ...]:
    """What can be pinned: the columns of the matrix, and first an app without pins."""
    people = cast()
    leaf, backup = people.leaf.pin, Pin.of_public_key(people.backup.public_key())
    return (
        Pinned("nothing"),
        Pinned("leaf .cer", frozenset({people.leaf.certificate})),
        Pinned("CA .cer", frozenset({people.issuing.certificate})),
        Pinned("leaf key", pins=frozenset({leaf})),
        Pinned("intermediate key", pins=frozenset({people.issuing.pin})),
        Pinned("root key", pins=frozenset({people.root.pin})),
        Pinned("leaf key + backup", pins=frozenset({leaf, backup})),
    )
