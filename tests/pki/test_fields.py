"""A certificate field by field: places, names, and values in words."""

from __future__ import annotations

from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from course.exercises.certificates import bank, issuing_ca, old_router, rsa_shop
from course.pki import NotACertificate, load_certificates
from course.pki.der import public_key_info
from course.pki.fields import Field, field_at, fields_of
from course.pki.parts import parts_of
from course.pki.quiet import quietly
from tests.conformance import CONFORMANCE, needs_conformance

ROOTS = load_certificates(Path(certifi.where()).read_bytes())
OWN = [bank(), issuing_ca(), rsa_shop(), old_router()]


def field_named(certificate: x509.Certificate, name: str) -> Field:
    """The first field of that name."""
    return next(field for field in fields_of(certificate) if field.name == name)


def values(certificate: x509.Certificate) -> dict[str, str]:
    """What every field says, by its name."""
    return {field.name: field.value for field in fields_of(certificate)}


def test_the_banks_certificate_in_words() -> None:
    """Every field of a leaf says what a person wants to know."""
    said = values(bank())
    assert said["version"] == "3, written as 2"
    assert said["serial number"] == f"{bank().serial_number:x}"
    assert said["algorithm"] == said["signature algorithm"] == "ECDSA with SHA-256"
    assert said["issuer"] == "organization Harbour Bank, common name Harbour Issuing CA"
    assert said["validity"] == "200 days"
    assert said["not before"] == "2026-11-02 09:00:00 UTC"
    assert said["not after"] == "2027-05-21 08:59:59 UTC"
    assert said["SubjectPublicKeyInfo"] == "elliptic curve P-256"
    assert said["basic constraints"] == "not a CA (critical)"
    assert said["key usage"] == "digital signature (critical)"
    assert said["extended key usage"] == "TLS server"
    assert said["subject alternative name"] == "api.bank.test"


def test_a_ca_and_an_rsa_key_in_words() -> None:
    """What a CA may do, and the two numbers of an RSA key."""
    assert values(issuing_ca())["basic constraints"].startswith("a CA")
    assert "sign certificates" in values(issuing_ca())["key usage"]
    shop = values(rsa_shop())
    assert shop["SubjectPublicKeyInfo"] == "RSA, 2048 bits"
    assert (shop["modulus"], shop["exponent"]) == ("a number of 2048 bits", "65537")


def test_a_certificate_of_version_one_has_neither_version_nor_extensions() -> None:
    """What is left out is not in the list."""
    assert not {"version", "extensions"} & set(values(old_router()))
    assert values(old_router())["SubjectPublicKeyInfo"] == "elliptic curve P-256"


def test_the_unique_numbers_that_nobody_uses() -> None:
    """An old certificate may number its issuer and its subject; such a number is shown as it is."""
    parts = parts_of(old_router())
    signed = b"".join(part.data for part in parts[:-2]) + bytes.fromhex("81020007")
    outer = b"".join(part.data for part in parts[-2:])
    version = bytes.fromhex("a003020102")
    numbered = x509.load_der_x509_certificate(sequence(sequence(version + signed) + outer))
    assert values(numbered)["issuer's unique number"] == "0007"
    assert values(numbered)["version"] == "3, written as 2"


def sequence(content: bytes) -> bytes:
    """A SEQUENCE of 256 bytes or more, or of 128 to 255."""
    size = len(content)
    return (b"\x30\x82" + size.to_bytes(2) if size > 255 else bytes([0x30, 0x81, size])) + content


def test_fields_lie_inside_each_other_in_the_order_of_the_bytes() -> None:
    """A field stands inside the last one of less depth, and begins behind the one before."""
    for certificate in OWN + ROOTS:
        assert_nested(certificate)


def assert_nested(certificate: x509.Certificate) -> None:
    """One certificate's fields."""
    fields = fields_of(certificate)
    around: list[Field] = []
    for before, field in zip([None, *fields], fields, strict=False):
        while around and around[-1].depth >= field.depth:
            around.pop()
        assert field.depth == len(around)
        for outer in around:
            assert outer.element.content <= field.element.start < field.element.end <= outer.element.end
        assert before is None or before.element.start < field.element.start
        around.append(field)


def test_the_parts_agree_with_cryptography() -> None:
    """Names, dates, key and extensions are those that a library reads."""
    for certificate in OWN + ROOTS:
        assert_agreement(certificate)


def assert_agreement(certificate: x509.Certificate) -> None:
    """One certificate against the library."""
    der = certificate.public_bytes(Encoding.DER)
    fields = fields_of(certificate)
    key = field_named(certificate, "SubjectPublicKeyInfo")
    assert der[key.element.start : key.element.end] == public_key_info(certificate)
    assert key.value == expected_key(certificate)
    said = values(certificate)
    assert said["not after"] == f"{certificate.not_valid_after_utc:%Y-%m-%d %H:%M:%S} UTC"
    subject = [field.value for field in fields if field.name.startswith("subject: ")]
    assert subject == [" ".join(str(each.value).split()) for each in certificate.subject]
    with quietly():
        extensions = list(certificate.extensions)
    shown = [field for field in fields if field.depth == 3 and field.element.start > key.element.end]
    assert len(shown) == len(extensions)
    assert [field.value.endswith("(critical)") for field in shown] == [each.critical for each in extensions]


def expected_key(certificate: x509.Certificate) -> str:
    """The kind of key in our words, from the library's key object."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA, {key.key_size} bits"
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return f"elliptic curve P-{key.curve.key_size}"


def test_every_byte_belongs_to_the_innermost_field() -> None:
    """The field of a byte contains it, and no field inside that one does."""
    fields = fields_of(bank())
    for offset in range(fields[0].element.end):
        found = field_at(fields, offset)
        smaller = [
            field
            for field in fields
            if field.element.start <= offset < field.element.end and field.depth > found.depth
        ]
        assert found.element.start <= offset < found.element.end
        assert not smaller


def test_the_first_byte_of_a_field_belongs_to_it() -> None:
    """So that choosing a field and choosing its first byte are the same."""
    for certificate in OWN + ROOTS:
        fields = fields_of(certificate)
        assert [field_at(fields, field.element.start) for field in fields] == fields


@given(data=st.data())
def test_damaged_certificates_are_still_shown(data: st.DataObject) -> None:
    """Whatever `cryptography` loads has fields in words, however its inside is damaged."""
    der = bytearray(data.draw(st.sampled_from(OWN + ROOTS)).public_bytes(Encoding.DER))
    for place in data.draw(st.lists(st.integers(0, len(der) - 1), min_size=1, max_size=4)):
        der[place] = data.draw(st.integers(0, 255))
    try:
        [certificate] = load_certificates(bytes(der))
    except NotACertificate:
        return
    fields = fields_of(certificate)
    assert fields[0].element.end == len(certificate.public_bytes(Encoding.DER))
    assert all(isinstance(field.value, str) for field in fields)


@needs_conformance
def test_real_certificates_of_every_kind_are_shown() -> None:
    """Leaves, intermediates and roots of the public web and of test suites."""
    assert CONFORMANCE is not None
    seen = 0
    for path in sorted((CONFORMANCE / "certs").rglob("*")):
        if not path.is_file():
            continue
        try:
            certificates = load_certificates(path.read_bytes())
        except NotACertificate:
            continue
        for certificate in certificates:
            seen += 1
            fields = fields_of(certificate)
            assert [field_at(fields, field.element.start) for field in fields] == fields
    assert seen > 50
