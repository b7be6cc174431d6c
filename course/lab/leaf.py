"""A leaf certificate with its key and the certificates above it."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from course.pki import Pin, name_of


@dataclass(frozen=True, repr=False)
class Leaf:
    """What a server needs to show who it is.

    Attributes:
      certificate: the leaf itself.
      key: its private key.
      issuers: the certificates between leaf and root; the root is not sent.
      hosts: whom it is for.
      number: the how-manieth certificate for these hosts this is.
      key_number: the how-manieth key.
    """

    certificate: x509.Certificate
    key: CertificateIssuerPrivateKeyTypes
    issuers: tuple[x509.Certificate, ...]
    hosts: tuple[str, ...]
    number: int = 1
    key_number: int = 1

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """As a server sends it, leaf first."""
        return (self.certificate, *self.issuers)

    @property
    def pin(self) -> Pin:
        """The pin of the leaf's key."""
        return Pin.of(self.certificate)

    def __repr__(self) -> str:
        return f"Leaf({name_of(self.certificate)}, certificate {self.number}, key {self.key_number})"


def private_pem(key: CertificateIssuerPrivateKeyTypes) -> bytes:
    """A private key in PEM, not encrypted."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def chain_pem(chain: tuple[x509.Certificate, ...]) -> bytes:
    """Certificates in PEM, one after the other."""
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in chain)
