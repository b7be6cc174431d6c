"""From bytes to certificates, whatever file they came in."""

from __future__ import annotations

import base64
import binascii
import codecs
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from course.pki.der import NotDer, element_at
from course.pki.looks import describe, describe_pem
from course.pki.quiet import quietly

_BEGIN = re.compile(rb"-----BEGIN ([A-Za-z0-9 .#/+-]{0,60})-----")
_HEADER = re.compile(rb"[A-Za-z0-9-]+: .*")
_CERTIFICATE_LABELS = (b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE")
_PKCS7_LABELS = (b"PKCS7", b"PKCS #7 SIGNED DATA", b"CMS")
_MOST_SHOWN = 80


class NotACertificate(ValueError):
    """These bytes hold no certificate; the sentence says what they look like instead."""


class _Block(NamedTuple):
    label: bytes
    body: bytes
    complete: bool


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
    data = _as_utf8(data)
    blocks = list(_blocks(data))
    if not blocks:
        return _from_der(data)
    wanted = [block for block in blocks if block.label in _CERTIFICATE_LABELS + _PKCS7_LABELS]
    if not wanted:
        raise NotACertificate(describe_pem([block.label.decode("ascii") for block in blocks]))
    certificates: list[x509.Certificate] = []
    for number, block in enumerate(wanted, 1):
        which = (
            f"Certificate {number} of the {len(wanted)} in this file"
            if len(wanted) > 1
            else "The certificate"
        )
        certificates += _from_block(block, which)
    return certificates


def _as_utf8(data: bytes) -> bytes:
    """Undo what Windows tools do to text: PowerShell's `>` writes UTF-16, editors write a byte order mark."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(encoding, "replace").encode("utf-8")
    return data.removeprefix(codecs.BOM_UTF8)


def _blocks(data: bytes) -> Iterator[_Block]:
    """Every PEM block, also one without its END line, which is never taken across the next BEGIN line."""
    begins = list(_BEGIN.finditer(data))
    for begin, following in itertools.zip_longest(begins, begins[1:]):
        limit = following.start() if following else len(data)
        end = data.find(b"-----END " + begin[1] + b"-----", begin.end(), limit)
        yield _Block(begin[1], data[begin.end() : limit if end < 0 else end], complete=end >= 0)


def _from_block(block: _Block, which: str) -> list[x509.Certificate]:
    if not block.complete:
        raise NotACertificate(
            f"{which} is cut off: it has a BEGIN line, and the END line is missing. Copy the whole block again."
        )
    lines = [line.strip() for line in block.body.splitlines()]
    text = b"".join(line for line in lines if not _HEADER.fullmatch(line))
    try:
        der = base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error as error:
        raise NotACertificate(
            f"{which} is broken: what stands between its BEGIN and END lines is not base64. "
            "Copy the whole block again, without anything that a mail or a web page put into it."
        ) from error
    if block.label in _PKCS7_LABELS:
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
