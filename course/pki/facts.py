"""What trust evaluation needs to know of one certificate, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

from course.pki.der import public_key_info
from course.pki.names import CanonicalName, canonical_name
from course.pki.quiet import quietly

_Value = TypeVar("_Value", bound=x509.ExtensionType)
# NIST SP 800-57 part 1, table 2, as OpenSSL's BN_security_bits has it.
_RSA_STRENGTH = ((15360, 256), (7680, 192), (3072, 128), (2048, 112), (1024, 80))
# OpenSSL counts SHA-1 and MD5 below half their length, since collisions are known.
_BROKEN_HASHES = {"sha1": 63, "md5": 39}


class Unreadable(ValueError):
    """The certificate's names or dates cannot be read."""


# eq=False: facts_of gives one object per certificate, so that comparing and hashing go by identity.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """The parts of a certificate that decide about trust.

    Attributes:
      malformed: what is wrong with its extensions; they count as absent then, and it is never trusted.
      key_strength, signature_strength: in bits, as OpenSSL's security levels count them.
    """

    certificate: x509.Certificate
    subject: CanonicalName
    issuer: CanonicalName
    public_key_info: bytes
    not_before: datetime
    not_after: datetime
    extensions: x509.Extensions
    malformed: str
    constraints: x509.BasicConstraints | None
    usage: x509.KeyUsage | None
    extended_usage: x509.ExtendedKeyUsage | None
    alternative_names: tuple[x509.GeneralName, ...]
    name_constraints: x509.NameConstraints | None
    key: str
    key_strength: int
    signature_hash: str
    signature_strength: int

    @property
    def self_issued(self) -> bool:
        """Whether subject and issuer are the same name."""
        return self.subject == self.issuer

    @property
    def identity(self) -> tuple[CanonicalName, bytes]:
        """Name and key: what a trust anchor is, and what may stand only once in a path."""
        return self.subject, self.public_key_info


@lru_cache(maxsize=4096)
def facts_of(certificate: x509.Certificate) -> Facts:
    """Read a certificate once; the second time costs a look-up.

    Raises:
      Unreadable: a name or a date cannot be read.
    """
    with quietly():
        try:
            subject, issuer = canonical_name(certificate.subject), canonical_name(certificate.issuer)
            dates = certificate.not_valid_before_utc, certificate.not_valid_after_utc
            key_info = public_key_info(certificate)
        except (ValueError, TypeError) as error:
            raise Unreadable(f"its names or dates cannot be read: {error}") from error
        try:
            extensions, malformed = certificate.extensions, ""
        except (ValueError, TypeError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
            extensions, malformed = x509.Extensions([]), str(error)
        key, key_strength = _key(certificate)
        signature_hash, signature_strength = _signature(certificate)
    names = extension(extensions, x509.SubjectAlternativeName)
    return Facts(
        certificate=certificate,
        subject=subject,
        issuer=issuer,
        public_key_info=key_info,
        not_before=dates[0],
        not_after=dates[1],
        extensions=extensions,
        malformed=malformed,
        constraints=extension(extensions, x509.BasicConstraints),
        usage=extension(extensions, x509.KeyUsage),
        extended_usage=extension(extensions, x509.ExtendedKeyUsage),
        alternative_names=tuple(names) if names else (),
        name_constraints=extension(extensions, x509.NameConstraints),
        key=key,
        key_strength=key_strength,
        signature_hash=signature_hash,
        signature_strength=signature_strength,
    )


def extension(extensions: x509.Extensions, kind: type[_Value]) -> _Value | None:
    """An extension's value, or None where it is absent."""
    try:
        return extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _key(certificate: x509.Certificate) -> tuple[str, int]:
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return "a key of a kind that cannot be read", 0
    if isinstance(key, rsa.RSAPublicKey):
        strength = next((bits for size, bits in _RSA_STRENGTH if key.key_size >= size), 0)
        return f"an RSA key of {key.key_size} bits", strength
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"a key on {key.curve.name}", key.curve.key_size // 2
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        return "an Edwards-curve key", 128
    return "a key of a kind that TLS does not use", 0


def _signature(certificate: x509.Certificate) -> tuple[str, int]:
    try:
        algorithm = certificate.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm):
        return "an unknown hash", 0
    if algorithm is None:
        return "no separate hash", 128
    return algorithm.name.upper(), _BROKEN_HASHES.get(algorithm.name, algorithm.digest_size * 4)
