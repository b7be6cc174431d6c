"""The little DER that the course reads by hand: one element, and the way to a certificate's public key."""

from __future__ import annotations

from typing import NamedTuple

from cryptography import x509

SEQUENCE = 0x30
OBJECT_IDENTIFIER = 0x06
_EXPLICIT_VERSION = 0xA0


class NotDer(ValueError):
    """These bytes are not one DER element; the sentence says what is the matter."""


class Truncated(NotDer):
    """The element says that it is longer than the data."""

    def __init__(self, wanted: int, got: int) -> None:
        super().__init__(
            f"The DER element says that it is {wanted} bytes long, and only {got} bytes are there."
        )
        self.wanted = wanted
        self.got = got


class Element(NamedTuple):
    """One DER element: where it starts, where its content starts, where it ends."""

    tag: int
    start: int
    content: int
    end: int


def element_at(data: bytes, start: int = 0) -> Element:
    """Read the tag and the length of the element at an offset.

    Args:
      data: the bytes around it.
      start: where its tag stands.

    Raises:
      Truncated: the data ends before the element does.
      NotDer: the length is not written as DER wants it.

    Source: ITU-T X.690 sections 8.1 and 10.1.
    """
    if len(data) < start + 2:
        raise Truncated(2, max(0, len(data) - start))
    tag, length, content = data[start], data[start + 1], start + 2
    if length == 0x80:
        raise NotDer("The length is of the indefinite form, which DER forbids.")
    if length > 0x80:
        digits = length & 0x7F
        if digits > 8:
            raise NotDer(f"The length is written with {digits} bytes, which no certificate needs.")
        if len(data) < content + digits:
            raise Truncated(2 + digits, len(data) - start)
        length = int.from_bytes(data[content : content + digits], "big")
        content += digits
    end = content + length
    if end > len(data):
        raise Truncated(end - start, len(data) - start)
    return Element(tag, start, content, end)


def signed_fields(certificate: x509.Certificate) -> list[bytes]:
    """The first six fields of what a certificate's issuer signed, byte for byte, without the version.

    They are: serial number, signature algorithm, issuer, validity, subject, SubjectPublicKeyInfo.

    Source: RFC 5280 section 4.1.
    """
    tbs = certificate.tbs_certificate_bytes
    here = element_at(tbs, element_at(tbs).content)
    if here.tag == _EXPLICIT_VERSION:
        here = element_at(tbs, here.end)
    fields = [here]
    while len(fields) < 6:
        fields.append(element_at(tbs, fields[-1].end))
    return [tbs[field.start : field.end] for field in fields]


def public_key_info(certificate: x509.Certificate) -> bytes:
    """The SubjectPublicKeyInfo of a certificate, byte for byte as it stands there.

    The bytes are cut out, not encoded again from a key object: a key that `cryptography` cannot load still
    has a pin, and a key that can be written in two ways (an elliptic curve by its name or by its
    parameters) keeps the way that every other client hashes.

    Source: RFC 5280 section 4.1; RFC 7469 section 2.4.
    """
    return signed_fields(certificate)[5]
