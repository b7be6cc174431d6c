"""From bytes to certificates, whatever file they came in."""

from __future__ import annotations

import re

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from course.pki.der import NotDer, element_at
from course.pki.looks import describe, describe_pem
from course.pki.pem import Block, BrokenBlock, as_utf8, blocks
from course.pki.quiet import quietly

CERTIFICATE_LABELS = (b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE")
PKCS7_LABELS = (b"PKCS7", b"PKCS #7 SIGNED DATA", b"CMS")
_MOST_SHOWN = 80


class NotACertificate(ValueError):
    """These bytes hold no certificate; the sentence says what they look like instead."""


def load_certificates(data: bytes) -> list[x509.Certificate]:
    """Read every certificate of a file, in its order.

    Keys and other PEM blocks beside a certificate are passed over. Bytes after a DER certificate are refused:
    a file that holds more than the certificate is not that certificate.

    Args:
      data: the file's bytes: PEM with or without text around it, DER, or PKCS#7 of either kind.

    Raises:
      NotACertificate: there is none, or one is broken; the sentence says what the bytes look like.

    Source: RFC 7468 (PEM); RFC 5280 section 4.1 (DER); RFC 2315 section 9 (PKCS#7).
    """
    data = as_utf8(data)
    found = list(blocks(data))
    if not found:
        return _from_der(data)
    wanted = [block for block in found if block.label in CERTIFICATE_LABELS + PKCS7_LABELS]
    if not wanted:
        raise NotACertificate(describe_pem([block.label.decode("ascii") for block in found]))
    certificates: list[x509.Certificate] = []
    for number, block in enumerate(wanted, 1):
        which = (
            f"Certificate {number} of the {len(wanted)} in this file"
            if len(wanted) > 1
            else "The certificate"
        )
        certificates += certificates_in(block, which)
    return certificates


def certificates_in(block: Block, which: str) -> list[x509.Certificate]:
    """The certificates of one block.

    Args:
      block: labelled as a certificate or as PKCS#7.
      which: the block in a sentence, such as "The certificate".

    Raises:
      NotACertificate: it is broken.
    """
    try:
        der = block.der()
    except BrokenBlock as error:
        raise NotACertificate(f"{which} {error}") from error
    if block.label in PKCS7_LABELS:
        return _from_pkcs7(der)
    if block.label == b"TRUSTED CERTIFICATE":
        der = _first_element(der)
    return [_certificate(der, which)]


def _from_der(data: bytes) -> list[x509.Certificate]:
    try:
        return [_load(data)]
    except _Broken as error:
        broken = error
    try:
        return _from_pkcs7(data)
    except NotACertificate:
        raise NotACertificate(describe(data, str(broken))) from broken


def _certificate(der: bytes, which: str) -> x509.Certificate:
    try:
        return _load(der)
    except _Broken as error:
        raise NotACertificate(f"{which} is broken. {describe(der, str(error))}") from error


def _from_pkcs7(der: bytes) -> list[x509.Certificate]:
    try:
        with quietly():
            certificates = pkcs7.load_der_pkcs7_certificates(der)
    except Exception as error:  # the reader of PKCS#7 raises several kinds, all for the same cause
        raise NotACertificate("This looks like PKCS#7, and no certificate can be read from it.") from error
    if not certificates:
        raise NotACertificate("This PKCS#7 file holds no certificate.")
    return certificates


def _first_element(der: bytes) -> bytes:
    """OpenSSL's TRUSTED CERTIFICATE has its own notes behind the certificate."""
    try:
        return der[: element_at(der).end]
    except NotDer:
        return der


class _Broken(ValueError):
    pass


def _load(der: bytes) -> x509.Certificate:
    try:
        with quietly():
            return x509.load_der_x509_certificate(der)
    except Exception as error:  # ValueError, InvalidVersion, ...: for the reader all of them say "broken"
        raise _Broken(_complaint(str(error))) from error


def _complaint(text: str) -> str:
    """The parser's words without its own notation: what is wrong, and in which part of the certificate."""
    kind, parts = re.search(r"kind: (\w+)", text), re.findall(r'"\w+::(\w+)"', text)
    if kind is None:
        return " ".join(text.split())[:_MOST_SHOWN]
    return kind[1] + (f" in {' / '.join(parts)}" if parts else "")
