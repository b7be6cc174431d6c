"""Certificates for tests: every part can be chosen, wrong ones too, and the same call gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
AFTER = datetime(2028, 1, 1, tzinfo=UTC)
HOST = "api.bank.test"

SERVER = ExtendedKeyUsageOID.SERVER_AUTH
CLIENT = ExtendedKeyUsageOID.CLIENT_AUTH
_UNKNOWN = x509.ObjectIdentifier("1.3.6.1.4.1.55555.1")
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@cache
def key_of(owner: str, curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    """The private key that belongs to a name, the same one in every run."""
    number = int.from_bytes(hashlib.sha256(owner.encode()).digest()[:23], "big") + 1
    return ec.derive_private_key(number, curve or ec.SECP256R1())


@dataclass(frozen=True)
class Issued:
    """A certificate together with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def name(self) -> x509.Name:
        return self.certificate.subject


def name(common: str, organization: str = "Bank") -> x509.Name:
    """A distinguished name of two parts; an empty text is an empty name."""
    if not common:
        return x509.Name([])
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def issue(
    subject: str | x509.Name,
    issuer: Issued | None = None,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    ca: bool | None = False,
    path_length: int | None = None,
    constraints_critical: bool = True,
    dns: Sequence[str] = (),
    addresses: Sequence[str] = (),
    others: Sequence[str] = (),
    names_critical: bool = False,
    usage: Sequence[str] | None = None,
    extended: Sequence[x509.ObjectIdentifier] | None = None,
    permitted: Sequence[x509.GeneralName] | None = None,
    excluded: Sequence[x509.GeneralName] | None = None,
    not_before: datetime = BEFORE,
    not_after: datetime = AFTER,
    unknown_critical: bool = False,
    hashing: hashes.HashAlgorithm | None = None,
    signer: ec.EllipticCurvePrivateKey | None = None,
    issuer_name: x509.Name | None = None,
    authority_id: bytes | None = None,
    key_ids: bool = True,
    critical_ids: bool = False,
    serial: int = 1000,
) -> Issued:
    """Make a certificate; without an issuer it is self-signed.

    Args:
      key: its own key; by default the one that belongs to its name.
      ca: what basic constraints say, or None for none.
      signer: signs instead of the issuer's key, which makes a signature that does not hold.
      authority_id: another authority key identifier than the issuer's.
      key_ids: whether there are key identifiers at all.
    """
    subject = name(subject) if isinstance(subject, str) else subject
    own = key or key_of(subject.rfc4514_string())
    parent = issuer or Issued(None, own)  # type: ignore[arg-type]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name if issuer_name is not None else (issuer.name if issuer else subject))
        .public_key(own.public_key())
        .serial_number(serial)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
    )
    extensions: list[tuple[x509.ExtensionType, bool]] = []
    if ca is not None:
        extensions.append((x509.BasicConstraints(ca, path_length), constraints_critical))
    if usage is not None:
        extensions.append((x509.KeyUsage(**{word: word in usage for word in _USAGES}), True))
    if extended is not None:
        extensions.append((x509.ExtendedKeyUsage(extended), False))
    alternative: list[x509.GeneralName] = [
        *map(x509.DNSName, dns),
        *(x509.IPAddress(ip_address(address)) for address in addresses),
        *map(x509.UniformResourceIdentifier, others),
    ]
    if alternative:
        extensions.append((x509.SubjectAlternativeName(alternative), names_critical))
    if permitted or excluded:
        extensions.append((x509.NameConstraints(permitted or None, excluded or None), True))
    if unknown_critical:
        extensions.append((x509.UnrecognizedExtension(_UNKNOWN, b"\x05\x00"), True))
    if key_ids:
        extensions.append((x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical_ids))
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(parent.key.public_key())
        if authority_id:
            authority = x509.AuthorityKeyIdentifier(authority_id, None, None)
        extensions.append((authority, critical_ids))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return Issued(
        builder.sign(signer or parent.key, hashing or hashes.SHA256(), ecdsa_deterministic=True), own
    )


def authority(subject: str | x509.Name, issuer: Issued | None = None, **changes: object) -> Issued:
    """A CA as a real one is made; any argument of `issue` can be changed."""
    parts: dict[str, object] = {"ca": True, "usage": ("key_cert_sign", "crl_sign"), **changes}
    return issue(subject, issuer, **parts)  # type: ignore[arg-type]


def server(issuer: Issued | None, subject: str | x509.Name = HOST, **changes: object) -> Issued:
    """A server's certificate as a real one is made; any argument of `issue` can be changed."""
    parts: dict[str, object] = {
        "dns": (HOST,),
        "usage": ("digital_signature",),
        "extended": (SERVER,),
        "key_ids": True,
        **changes,
    }
    return issue(subject, issuer, **parts)  # type: ignore[arg-type]


def _tlv(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    length = len(content)
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    size = bytes([length]) if length < 128 else bytes([0x80 + len(digits)]) + digits
    return bytes([tag]) + size + content


def ec_parameters_certificate() -> tuple[x509.Certificate, bytes]:
    """A certificate whose key spells out the parameters of P-256 instead of naming the curve; and that key's DER."""
    prime = (1 << 256) - (1 << 224) + (1 << 192) + (1 << 96) - 1
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    b = bytes.fromhex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b")
    base = key_point(ec.derive_private_key(1, ec.SECP256R1()))
    parameters = _tlv(
        0x30,
        _tlv(0x02, b"\x01"),
        _tlv(0x30, bytes.fromhex("06072a8648ce3d0101"), _tlv(0x02, b"\0", prime.to_bytes(32, "big"))),
        _tlv(0x30, _tlv(0x04, (prime - 3).to_bytes(32, "big")), _tlv(0x04, b)),
        _tlv(0x04, base),
        _tlv(0x02, b"\0", order.to_bytes(32, "big")),
        _tlv(0x02, b"\x01"),
    )
    own = key_of("parameters")
    algorithm = _tlv(0x30, bytes.fromhex("06072a8648ce3d0201"), parameters)
    info = _tlv(0x30, algorithm, _tlv(0x03, b"\0", key_point(own)))
    named = _tlv(0x30, bytes.fromhex("06082a8648ce3d040302"))
    subject = name("parameters").public_bytes()
    validity = _tlv(0x30, _tlv(0x17, b"260101000000Z"), _tlv(0x17, b"280101000000Z"))
    signed = _tlv(
        0x30, _tlv(0xA0, _tlv(0x02, b"\x02")), _tlv(0x02, b"\x07"), named, subject, validity, subject, info
    )
    signature = own.sign(signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    return x509.load_der_x509_certificate(_tlv(0x30, signed, named, _tlv(0x03, b"\0", signature))), info


def key_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The uncompressed point of a key."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def corrupted(issued: Issued, old: bytes, new: bytes) -> x509.Certificate:
    """A certificate with some of its bytes replaced; its signature holds no more."""
    der = issued.certificate.public_bytes(Encoding.DER)
    assert old in der
    return x509.load_der_x509_certificate(der.replace(old, new, 1))
