"""Everything that a pin can be taken from: a certificate, a request, a public key, a private key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509.oid import NameOID

from course.pki.der import NotDer, element_at
from course.pki.facts import Unreadable, facts_of
from course.pki.faults import acts_as_ca
from course.pki.keys import EncryptedKey, UnreadableKey, kind_of_key, public_half
from course.pki.load import (
    CERTIFICATE_LABELS,
    PKCS7_LABELS,
    NotACertificate,
    certificates_in,
    load_certificates,
)
from course.pki.looks import describe_pem
from course.pki.names import name_of, printable
from course.pki.pem import Block, BrokenBlock, as_utf8, blocks
from course.pki.pins import Pin
from course.pki.quiet import quietly


class SourceKind(StrEnum):
    """What a pin was taken from."""

    CERTIFICATE = "certificate"
    REQUEST = "certificate request"
    PUBLIC_KEY = "public key"
    PRIVATE_KEY = "private key"


@dataclass(frozen=True, slots=True)
class PinSource:
    """One thing with a public key.

    Attributes:
      kind: what it is.
      pin: of its public key.
      key: the kind of that key, such as "RSA 2048".
      subject: a short name; empty for a key alone.
      expires: the last moment at which a certificate is valid; None for anything else.
      ca: whether a certificate may issue others; None for anything else.
    """

    kind: SourceKind
    pin: Pin
    key: str
    subject: str = ""
    expires: datetime | None = None
    ca: bool | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds.

    Attributes:
      sources: everything with a pin, in the file's order.
      problems: a sentence for each part that could not be read. At least one where there is no source.
    """

    sources: tuple[PinSource, ...]
    problems: tuple[str, ...] = ()


def read_pin_sources(data: bytes) -> Contents:
    """Find everything in a file that has a pin.

    PEM blocks without a public key (parameters, revocation lists) are passed over beside others.

    Args:
      data: the file's bytes: PEM with or without text around it, or DER. Certificates also as PKCS#7; keys in
        PKCS#8, PKCS#1, SEC 1 or as SubjectPublicKeyInfo; requests in PKCS#10.

    Returns:
      What was found; it never raises, and repeats nothing of a private key.

    Source: RFC 7468 (PEM); RFC 5280 section 4.1 (certificates); RFC 2986 (requests); RFC 5958, RFC 8017
    appendix A.1 and RFC 5915 (keys).
    """
    data = as_utf8(data)
    found = list(blocks(data))
    if not found:
        return _from_der(data)
    sources: list[PinSource] = []
    problems: list[str] = []
    for number, block in enumerate(found, 1):
        which = (
            f"Block {number} of the {len(found)} in this file" if len(found) > 1 else "The block in this file"
        )
        try:
            sources += _from_block(block, which)
        except (NotACertificate, _Unusable) as error:
            problems.append(str(error))
    if not sources and not problems:
        problems.append(describe_pem([block.label.decode("ascii") for block in found]))
    return Contents(tuple(sources), tuple(problems))


def source_of(certificate: x509.Certificate) -> PinSource:
    """The pin of a certificate, and what one wants to know beside it."""
    try:
        facts = facts_of(certificate)
    except Unreadable:
        expires, ca = None, False
    else:
        expires, ca = facts.not_after, acts_as_ca(facts, is_last=True)
    try:
        with quietly():
            key = kind_of_key(certificate.public_key())
    except (ValueError, UnsupportedAlgorithm):
        key = "unknown"
    return PinSource(
        SourceKind.CERTIFICATE, Pin.of(certificate), key, name_of(certificate), expires=expires, ca=ca
    )


class _Unusable(ValueError):
    """A part of a file that should have a pin and has none; the sentence says why."""


def _from_block(block: Block, which: str) -> list[PinSource]:
    if block.label in CERTIFICATE_LABELS + PKCS7_LABELS:
        return [source_of(certificate) for certificate in certificates_in(block, which)]
    label = block.label.decode("ascii")
    if not label.endswith(("CERTIFICATE REQUEST", "PUBLIC KEY", "PRIVATE KEY")):
        return []
    try:
        if block.encrypted:
            raise EncryptedKey
        der = block.der()
        if label.endswith("REQUEST"):
            return [_request(der)]
        if label.endswith("PUBLIC KEY"):
            return [_public_key(der)]
        if label == "OPENSSH PRIVATE KEY":
            raise _Unusable(f"{which} is a private key of OpenSSH, which no TLS server uses.")
        return [_private_key(der)]
    except BrokenBlock as error:
        raise _Unusable(f"{which} {error}") from error
    except EncryptedKey as error:
        raise _Unusable(f"{which} {error}") from error
    except UnreadableKey as error:
        raise _Unusable(
            f"{which} is labelled {label!r}, and cannot be read as one: "
            "it was altered, cut off, or is of a kind that is not known here."
        ) from error


def _from_der(data: bytes) -> Contents:
    for read in (_request, _public_key, _private_key):
        try:
            return Contents((read(data),))
        except UnreadableKey:
            continue
        except EncryptedKey as error:
            return Contents((), (f"This file {error}",))
    try:
        return Contents(tuple(source_of(certificate) for certificate in load_certificates(data)))
    except NotACertificate as error:
        return Contents((), (str(error),))


def _request(der: bytes) -> PinSource:
    try:
        with quietly():
            request = x509.load_der_x509_csr(der)
            info = _request_key_info(request)
            subject = _name_of_request(request)
    except Exception as error:  # the parser has several kinds, all for the same cause
        raise UnreadableKey from error
    return PinSource(SourceKind.REQUEST, _hashed(info), _kind(info), subject)


def _request_key_info(request: x509.CertificateSigningRequest) -> bytes:
    """The SubjectPublicKeyInfo as it stands: behind the version and the subject (RFC 2986 section 4.1)."""
    signed = request.tbs_certrequest_bytes
    version = element_at(signed, element_at(signed).content)
    info = element_at(signed, element_at(signed, version.end).end)
    return signed[info.start : info.end]


def _name_of_request(request: x509.CertificateSigningRequest) -> str:
    values = [attribute.value for attribute in request.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    try:
        names = request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        values += [str(name.value) for name in names if isinstance(name, x509.DNSName | x509.IPAddress)]
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        pass
    return next(filter(None, map(printable, values)), "") or printable(request.subject.rfc4514_string())


def _public_key(der: bytes) -> PinSource:
    """A SubjectPublicKeyInfo, hashed byte for byte as it stands, or the bare RSA key of PKCS#1."""
    if not _is_public_key_info(der):
        der = public_half(der, private=False)
    return PinSource(SourceKind.PUBLIC_KEY, _hashed(der), _kind(der))


def _private_key(der: bytes) -> PinSource:
    info = public_half(der, private=True)
    return PinSource(SourceKind.PRIVATE_KEY, _hashed(info), _kind(info))


def _is_public_key_info(der: bytes) -> bool:
    """Whether these bytes are one AlgorithmIdentifier and one BIT STRING, whatever the algorithm."""
    try:
        outer = element_at(der)
        algorithm = element_at(der, outer.content)
        key = element_at(der, algorithm.end)
    except NotDer:
        return False
    if (outer.tag, algorithm.tag, key.tag) != (0x30, 0x30, 0x03):
        return False
    try:
        with quietly():
            load_der_public_key(der)  # it also sees whether anything stands behind them
    except UnsupportedAlgorithm:  # of a kind that is not known here, and a hash needs no more
        return True
    except ValueError:
        return False
    return True


def _kind(info: bytes) -> str:
    try:
        with quietly():
            return kind_of_key(load_der_public_key(info))
    except (ValueError, UnsupportedAlgorithm):
        return "unknown"


def _hashed(info: bytes) -> Pin:
    return Pin(hashlib.sha256(info).digest())
