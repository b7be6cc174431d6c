"""A certification authority whose work is the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import (
    CertificateIssuerPrivateKeyTypes,
    CertificatePublicKeyTypes,
)
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from course.lab.certify import Purpose, certify, may_connect, may_serve, may_sign
from course.lab.dates import Validities, Validity
from course.lab.keys import derive_key
from course.lab.leaf import Leaf, private_pem
from course.pki import Pin, name_of


class Authority:
    """A CA of the lab: a key and a certificate, and what can be done with them.

    trustme makes a new key for every certificate. Renewing with the same key, and dates of one's own,
    are therefore done here.

    Attributes:
      name: its common name.
      organization: its organization, part of its subject.
      certificate: what clients trust, or what its parent has signed.
      parent: the CA above it; None for a root.
      key_number: the how-manieth key of this name it has.
    """

    def __init__(
        self,
        name: str,
        organization: str,
        validities: Validities,
        parent: Authority | None = None,
        validity: Validity | None = None,
        key_number: int = 1,
    ) -> None:
        self.name = name
        self.organization = organization
        self.parent = parent
        self.key_number = key_number
        self._validities = validities
        self._key = derive_key(f"{organization}/{name}" + (f"/{key_number}" if key_number > 1 else ""))
        self.certificate: x509.Certificate = certify(
            subject=_subject(name, organization),
            public_key=self._key.public_key(),
            issuer=parent.certificate.subject if parent else _subject(name, organization),
            issuer_key=parent._key if parent else self._key,
            validity=validity or (validities.intermediate() if parent else validities.root()),
            number=1,
            purpose=may_sign(0 if parent else None),
        )

    def intermediate(self, name: str, *, validity: Validity | None = None, key_number: int = 1) -> Authority:
        """A CA below this one, which issues leaves only.

        The same name and number have the same key, whoever of the same organization is above.

        Args:
          name: its common name.
          validity: its first and last moment; None: as usual in the lab.
          key_number: the how-manieth key of this name.
        """
        return Authority(name, self.organization, self._validities, self, validity, key_number)

    def cross_sign(self, other: Authority) -> x509.Certificate:
        """A second certificate for another CA: its subject and its key, signed by this CA.

        Whoever trusts this CA can then trust the other, if the server sends this certificate.
        """
        return certify(
            subject=other.certificate.subject,
            public_key=other.certificate.public_key(),
            issuer=self.certificate.subject,
            issuer_key=self._key,
            validity=self._validities.intermediate(),
            number=1,
            purpose=may_sign(0 if other.parent else None),
        )

    @property
    def pin(self) -> Pin:
        """The pin of this CA's key."""
        return Pin.of(self.certificate)

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        """What a server sends above a leaf of this CA: down to here, without the root."""
        return (self.certificate, *self.parent.issuers) if self.parent else ()

    @cached_property
    def trustme(self) -> trustme.CA:
        """The same CA as a `trustme.CA`, for everything that trustme can do."""
        wrapped = trustme.CA.from_pem(self.certificate.public_bytes(Encoding.PEM), private_pem(self._key))
        wrapped.parent_cert = self.parent.trustme if self.parent else None
        return wrapped

    def issue(
        self,
        *hosts: str,
        key: CertificateIssuerPrivateKeyTypes | None = None,
        not_before: datetime | None = None,
        days: float | None = None,
        number: int = 1,
        key_number: int = 1,
    ) -> Leaf:
        """Issue a leaf. The same arguments at the same date give the same certificate.

        Args:
          hosts: DNS names or IP addresses; the first becomes the common name too.
          key: the server's private key; None: the key that belongs to this CA, host and `key_number`.
          not_before: timezone-aware; None: now.
          days: how long it lives; None: as long as a public CA may issue at that date.
          number: the how-manieth certificate for these hosts; it changes the serial number.
          key_number: the how-manieth key.
        """
        key = key or derive_key(f"{self.organization}/{self.name}/{','.join(hosts)}/{key_number}")
        certificate = self._sign(key.public_key(), hosts, not_before, days, number, may_serve(hosts))
        return Leaf(certificate, key, self.issuers, hosts, number, key_number)

    def issue_client(self, name: str) -> Leaf:
        """Issue a certificate with which a client, and no server, can show who it is.

        Args:
          name: whose, such as "ada's phone".
        """
        key = derive_key(f"{self.organization}/{self.name}/client {name}")
        return Leaf(
            self._sign(key.public_key(), [name], None, None, 1, may_connect()), key, self.issuers, (name,)
        )

    def renew(self, leaf: Leaf, *, days: float | None = None) -> Leaf:
        """A new certificate for the same hosts and the same key, from now on."""
        return self.issue(
            *leaf.hosts, key=leaf.key, days=days, number=leaf.number + 1, key_number=leaf.key_number
        )

    def rekey(
        self, leaf: Leaf, key: CertificateIssuerPrivateKeyTypes | None = None, *, days: float | None = None
    ) -> Leaf:
        """A new certificate for the same hosts and another key: the one given, or a new one."""
        return self.issue(
            *leaf.hosts, key=key, days=days, number=leaf.number + 1, key_number=leaf.key_number + 1
        )

    def sign(
        self,
        request: x509.CertificateSigningRequest,
        *,
        not_before: datetime | None = None,
        days: float | None = None,
        number: int = 1,
    ) -> x509.Certificate:
        """Sign a certificate for the key and the hosts of a request, as a real CA does.

        Raises:
          ValueError: the request is not signed by its own key, or names no host.
        """
        if not request.is_signature_valid:
            raise ValueError("The request is not signed by the key that it carries. Make it again.")
        hosts = _hosts_of(request)
        if not hosts:
            raise ValueError("The request names no host. Put one into its subject alternative name.")
        return self._sign(request.public_key(), hosts, not_before, days, number, may_serve(hosts))

    def _sign(
        self,
        public_key: CertificatePublicKeyTypes,
        hosts: Sequence[str],
        not_before: datetime | None,
        days: float | None,
        number: int,
        purpose: Purpose,
    ) -> x509.Certificate:
        return certify(
            subject=_leaf_subject(hosts[0]),
            public_key=public_key,
            issuer=self.certificate.subject,
            issuer_key=self._key,
            validity=self._validities.leaf(not_before, days),
            number=number,
            purpose=purpose,
        )

    def __repr__(self) -> str:
        return f"Authority({name_of(self.certificate)})"


def _subject(name: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _leaf_subject(host: str) -> x509.Name:
    # A common name has at most 64 characters, a host name up to 253 (RFC 5280, appendix A.1).
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)] if len(host) <= 64 else [])


def _hosts_of(request: x509.CertificateSigningRequest) -> list[str]:
    try:
        names = request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [str(name.value) for name in names if isinstance(name, x509.DNSName | x509.IPAddress)]
