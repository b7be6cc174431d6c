"""What trust evaluation needs to know of one certificate, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from .der import public_key_info
from .names import CanonicalName, canonical_name
from .quiet import quietly

_Value = TypeVar("_Value", bound=x509.ExtensionType)


# eq=False: facts_of gives one object per certificate, so that comparing and hashing go by identity.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """The parts of a certificate that decide about trust."""

    certificate: x509.Certificate
    subject: CanonicalName
    issuer: CanonicalName
    public_key_info: bytes
    not_before: datetime
    not_after: datetime
    is_ca: bool
    path_length: int | None
    may_sign_certificates: bool
    may_serve: bool
    dns_names: tuple[str, ...]
    ip_names: tuple[IPv4Address | IPv6Address, ...]

    @property
    def self_issued(self) -> bool:
        """Whether subject and issuer are the same name."""
        return self.subject == self.issuer


@lru_cache(maxsize=4096)
def facts_of(certificate: x509.Certificate) -> Facts:
    """Read a certificate once; the second time costs a look-up."""
    constraints = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    extended = _extension(certificate, x509.ExtendedKeyUsage)
    names = _extension(certificate, x509.SubjectAlternativeName)
    return Facts(
        certificate=certificate,
        subject=canonical_name(certificate.subject),
        issuer=canonical_name(certificate.issuer),
        public_key_info=public_key_info(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        is_ca=constraints.ca if constraints else certificate.version is x509.Version.v1,
        path_length=constraints.path_length if constraints else None,
        may_sign_certificates=usage is None or usage.key_cert_sign,
        may_serve=extended is None
        or ExtendedKeyUsageOID.SERVER_AUTH in extended
        or ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE in extended,
        dns_names=tuple(names.get_values_for_type(x509.DNSName)) if names else (),
        ip_names=tuple(
            n for n in names.get_values_for_type(x509.IPAddress) if isinstance(n, IPv4Address | IPv6Address)
        )
        if names
        else (),
    )


def _extension(certificate: x509.Certificate, kind: type[_Value]) -> _Value | None:
    try:
        with quietly():
            return certificate.extensions.get_extension_for_class(kind).value
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension):
        return None
