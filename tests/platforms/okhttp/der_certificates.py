"""Certificates whose bytes no builder would take: names and extensions are given as DER."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.pki.certificates import key_of

_ECDSA_WITH_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
_SUBJECT_ALTERNATIVE_NAME = "0603551d11"
_BASIC_CONSTRAINTS = "0603551d13"
EMPTY_NAME = b"\x30\x00"


def tlv(tag: int, *contents: bytes) -> bytes:
    """One DER element."""
    content = b"".join(contents)
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(digits)]) + digits + content


def attribute(oid: str, value: str | bytes, tag: int = 0x0C) -> bytes:
    """An attribute of a distinguished name; a text is UTF-8."""
    encoded = value.encode() if isinstance(value, str) else value
    return tlv(0x30, object_identifier(oid), tlv(tag, encoded))


def object_identifier(dotted: str) -> bytes:
    """An object identifier from its numbers."""
    first, second, *rest = map(int, dotted.split("."))
    return tlv(0x06, b"".join(map(_base_128, [first * 40 + second, *rest])))


def _base_128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.insert(0, 0x80 | number & 0x7F)
    return bytes(digits)


def distinguished_name(*relative: bytes | tuple[bytes, ...]) -> bytes:
    """A name of attributes; a tuple stands for several in one group."""
    groups = [each if isinstance(each, tuple) else (each,) for each in relative]
    return tlv(0x30, *(tlv(0x31, *group) for group in groups))


def alternative_names(*names: bytes, critical: bool = False) -> bytes:
    """The extension with these names, each as DER, such as `tlv(0x82, b"a.test")`."""
    return extension(_SUBJECT_ALTERNATIVE_NAME, tlv(0x30, *names), critical=critical)


def basic_constraints(*fields: bytes) -> bytes:
    """The extension with these fields."""
    return extension(_BASIC_CONSTRAINTS, tlv(0x30, *fields))


def extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
    """An extension."""
    flag = [tlv(0x01, b"\xff")] if critical else []
    return tlv(0x30, bytes.fromhex(oid), *flag, tlv(0x04, value))


def certificate(
    *extensions: bytes,
    subject: bytes = EMPTY_NAME,
    issuer: bytes | None = None,
    key: ec.EllipticCurvePrivateKey | None = None,
    signer: ec.EllipticCurvePrivateKey | None = None,
) -> x509.Certificate:
    """A certificate with these names and extensions, signed by its own key unless told otherwise."""
    own = key or key_of("okhttp")
    info = own.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    parts = [
        tlv(0xA0, tlv(0x02, b"\x02")),
        tlv(0x02, b"\x07"),
        _ECDSA_WITH_SHA256,
        issuer or distinguished_name(attribute("2.5.4.3", "issuer")),
        tlv(0x30, tlv(0x17, b"260101000000Z"), tlv(0x17, b"280101000000Z")),
        subject,
        info,
    ]
    if extensions:
        parts.append(tlv(0xA3, tlv(0x30, *extensions)))
    signed = tlv(0x30, *parts)
    signature = (signer or own).sign(signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    return x509.load_der_x509_certificate(tlv(0x30, signed, _ECDSA_WITH_SHA256, tlv(0x03, b"\0" + signature)))
