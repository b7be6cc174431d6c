"""What a certificate is called in a sentence, and when two distinguished names are the same."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.x509.oid import NameOID

from course.pki.quiet import quietly

CanonicalName = tuple[frozenset[tuple[str, str | bytes]], ...]

# string.whitespace and str.lower() reach beyond ASCII; X.509 names are folded in ASCII only, as OpenSSL does.
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_ASCII_SPACE = " \t\n\v\f\r"


def ascii_lower(text: str) -> str:
    """Fold ASCII letters only: `str.lower()` would make KELVIN SIGN (U+212A) a plain k."""
    return text.translate(_ASCII_LOWER)


@lru_cache(maxsize=4096)
def name_of(certificate: x509.Certificate) -> str:
    """A short name for people: the common name, else the first subject alternative name, else more of it.

    Args:
      certificate: any certificate; a broken name or extension never raises.
    """
    try:
        subject = certificate.subject
    except (ValueError, TypeError):
        return f"certificate {serial_of(certificate)}"
    for oid in (NameOID.COMMON_NAME, None, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME):
        values = _alternative_names(certificate) if oid is None else subject.get_attributes_for_oid(oid)
        for value in values:
            text = printable(value if isinstance(value, str) else value.value)
            if text:
                return text
    return f"certificate {serial_of(certificate)}"


def issuer_name_of(certificate: x509.Certificate) -> str:
    """A short name of the issuer, as the certificate writes it."""
    try:
        issuer = certificate.issuer
    except (ValueError, TypeError):
        return "an issuer without a readable name"
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in issuer.get_attributes_for_oid(oid):
            text = printable(attribute.value)
            if text:
                return text
    return printable(issuer.rfc4514_string()) or "an issuer without a name"


def serial_of(certificate: x509.Certificate) -> str:
    """The serial number as tools print it, in hexadecimal."""
    with quietly():
        return f"number {certificate.serial_number:x}"


def date_of(moment: datetime) -> str:
    """A date as messages have it, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def printable(value: str | bytes) -> str:
    """A value on one line, without control characters; text from a certificate may hold anything."""
    text = value.hex() if isinstance(value, bytes) else value
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def canonical_name(name: x509.Name) -> CanonicalName:
    """A name in the form in which two spellings of it are equal.

    Upper and lower case, space around and repeated space do not count, nor does the string type.

    Source: RFC 5280 section 7.1, in the way of OpenSSL (ASCII only).
    """
    return tuple(
        frozenset((attribute.oid.dotted_string, _canonical_value(attribute.value)) for attribute in rdn)
        for rdn in name.rdns
    )


def _canonical_value(value: str | bytes) -> str | bytes:
    if isinstance(value, bytes):
        return value
    words = value.translate({ord(space): " " for space in _ASCII_SPACE}).split(" ")
    return ascii_lower(" ".join(word for word in words if word))


def _alternative_names(certificate: x509.Certificate) -> list[str]:
    try:
        with quietly():
            names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return []
    return [str(name.value) for name in names if isinstance(name, x509.DNSName | x509.IPAddress)]
