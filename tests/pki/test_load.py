"""Loading certificates, and saying what bytes are that hold none."""

from __future__ import annotations

import base64
import contextlib
import re
from datetime import timedelta
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs7,
    pkcs12,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from course.pki import NotACertificate, Pin, load_certificates, name_of

from .certificates import NOW, authority, key_of, name, server

ROOT = authority("Root")
LEAF = server(ROOT)
PEM = LEAF.certificate.public_bytes(Encoding.PEM)
DER = LEAF.certificate.public_bytes(Encoding.DER)
BOTH = [LEAF.certificate, ROOT.certificate]
BUNDLE = PEM + ROOT.certificate.public_bytes(Encoding.PEM)
RSA = rsa.generate_private_key(65537, 1024)
KEYS = [key_of("any"), RSA, dsa.generate_private_key(1024)]


@pytest.mark.parametrize(
    "data",
    [
        PEM,
        DER,
        PEM.replace(b"\n", b"\r\n"),
        PEM.replace(b"\n", b"\r"),
        PEM.replace(b"\n", b"\n    "),
        PEM.strip(),
        b"\xef\xbb\xbf" + PEM,
        PEM.decode().encode("utf-16"),
        b"\xfe\xff" + PEM.decode().encode("utf-16-be"),
        b"subject=CN = caf\xe9\nissuer=\n" + PEM + b"more text",
        PEM.replace(b"CERTIFICATE", b"X509 CERTIFICATE"),
        PEM.replace(b"-----\n", b"-----\nComment: from a mail\n\n", 1),
        b"-----BEGIN TRUSTED CERTIFICATE-----\n"
        + base64.b64encode(DER + b"\x30\x03\x0c\x01x")
        + b"\n-----END TRUSTED CERTIFICATE-----\n",
        RSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + PEM,
        b"-----BEGIN PRIVATE KEY-----\nno end\n" + PEM,
        pkcs7.serialize_certificates([LEAF.certificate], Encoding.PEM),
        pkcs7.serialize_certificates([LEAF.certificate], Encoding.DER),
    ],
)
def test_every_usual_file_is_read(data: bytes) -> None:
    """PEM in all its dresses, DER, PKCS#7: the same certificate."""
    assert load_certificates(data) == [LEAF.certificate]


def test_the_order_of_a_bundle_is_kept() -> None:
    """A chain file begins with the leaf, and copies are kept too."""
    assert load_certificates(BUNDLE) == BOTH
    assert load_certificates(BUNDLE + PEM) == [*BOTH, LEAF.certificate]


def test_the_roots_of_certifi_are_read() -> None:
    """One of them has the serial number zero, about which `cryptography` warns; nobody hears of it."""
    data = Path(certifi.where()).read_bytes()
    assert len(load_certificates(data)) == data.count(b"BEGIN CERTIFICATE")


def _key_files() -> list[bytes]:
    files = []
    for key in KEYS:
        for form in (PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL):
            files += [key.private_bytes(kind, form, NoEncryption()) for kind in (Encoding.PEM, Encoding.DER)]
        files += [
            key.private_bytes(kind, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
            for kind in (Encoding.PEM, Encoding.DER)
        ]
    files.append(KEYS[0].private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    return files


@pytest.mark.parametrize("data", _key_files())
def test_a_private_key_is_named_and_never_repeated(data: bytes) -> None:
    """Of any kind, encrypted or not; no piece of it appears in the sentence."""
    with pytest.raises(NotACertificate, match="a private key") as caught:
        load_certificates(data)
    encoded = data if b"-----" in data else base64.b64encode(data)
    for piece in re.findall(rb"[A-Za-z0-9+/]{12,}", encoded):
        assert piece.decode() not in str(caught.value)


def _public(key: object, kind: Encoding, form: PublicFormat) -> bytes:
    return key.public_key().public_bytes(kind, form)  # type: ignore[attr-defined, no-any-return]


REQUEST = x509.CertificateSigningRequestBuilder().subject_name(name("x")).sign(key_of("x"), hashes.SHA256())
CRL = (
    x509.CertificateRevocationListBuilder()
    .issuer_name(name("x"))
    .last_update(NOW)
    .next_update(NOW + timedelta(days=1))
    .sign(key_of("x"), hashes.SHA256())
)
PKCS12 = pkcs12.serialize_key_and_certificates(b"x", LEAF.key, LEAF.certificate, None, NoEncryption())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "are empty"),
        (b" \r\n", "are empty"),
        *(
            (_public(key, kind, PublicFormat.SubjectPublicKeyInfo), "a public key")
            for key in KEYS
            for kind in (Encoding.PEM, Encoding.DER)
        ),
        (_public(RSA, Encoding.DER, PublicFormat.PKCS1), "a public key"),
        (_public(KEYS[0], Encoding.OpenSSH, PublicFormat.OpenSSH), "an SSH public key"),
        (_public(RSA, Encoding.OpenSSH, PublicFormat.OpenSSH), "an SSH public key"),
        (REQUEST.public_bytes(Encoding.PEM), "a certificate request"),
        (REQUEST.public_bytes(Encoding.DER), "a certificate request"),
        (CRL.public_bytes(Encoding.PEM), "a revocation list"),
        (CRL.public_bytes(Encoding.DER), "a revocation list"),
        (PKCS12, "a PKCS#12 file"),
        (b"<!DOCTYPE html>\n<html><body>Log in</body></html>", "an HTML or XML page"),
        (b'{"certificate": null}', "JSON"),
        (b"Certificate:\n    Data:\n        Version: 3 (0x2)", "openssl x509 -text"),
        (b"PK\x03\x04.....", "a zip archive"),
        (b"\x1f\x8b\x08....", "a gzip file"),
        (b"\xfe\xed\xfe\xed\0\0", "a Java key store"),
        (str(Pin.of(LEAF.certificate)).encode(), "a pin"),
        (base64.b64encode(DER), "base64 without its BEGIN and END lines. Put -----BEGIN CERTIFICATE-----"),
        (base64.encodebytes(DER), "base64 without its BEGIN and END lines"),
        (base64.b64encode(REQUEST.public_bytes(Encoding.DER)), "lines, of a certificate request"),
        (PEM.replace(b"-----BEGIN", b"----BEGIN"), "BEGIN line is damaged"),
        (PEM[:200], "The certificate is cut off: it has a BEGIN line, and the END line is missing"),
        (BUNDLE[:-40], "Certificate 2 of the 2 in this file is cut off"),
        (PEM[:300] + PEM, "Certificate 1 of the 2 in this file is cut off"),
        (PEM.replace(b"MII", b"M<br>II"), "is not base64"),
        (PEM.replace(b"MII", b"MIM", 1), "The certificate is broken. These bytes"),
        (
            b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
            "The certificate is broken. These bytes are empty",
        ),
        (
            DER[:-1],
            f"cut off: they begin like a certificate of {len(DER)} bytes, and only {len(DER) - 1} are there",
        ),
        (DER[:3], "bytes hold no certificate"),
        (DER + b"\n", f"begin with a certificate of {len(DER)} bytes, and 1 more stand behind it"),
        (DER + DER, "put several certificates into one file as PEM"),
        (DER[:50] + b"\x7f" + DER[51:], "laid out in DER, but not as a certificate"),
        (bytes([0x30, 0x80, 0, 0]), "binary data"),
        (b"\x30\x89" + b"\x01" * 20, "binary data"),
        (b"\x30", "bytes hold no certificate"),
        (b"hello", "These 5 bytes hold no certificate; they are text of another kind"),
        (bytes(range(128, 200)), "binary data of another kind"),
        (b"MIIBsomething==" + b"A" * 20, "text of another kind"),
        (base64.b64encode(b"no DER, but long enough"), "text of another kind"),
        (b"-----BEGIN DH PARAMETERS-----\nMA==\n-----END DH PARAMETERS-----", "labelled 'DH PARAMETERS'"),
        (b"-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----", "PKCS#7"),
    ],
)
def test_what_holds_no_certificate_is_named(data: bytes, sentence: str) -> None:
    """The sentence says what was seen; most say what to do."""
    with pytest.raises(NotACertificate) as caught:
        load_certificates(data)
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")


@given(st.binary())
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    """Law: certificates or NotACertificate."""
    with contextlib.suppress(NotACertificate):
        assert load_certificates(data)


@given(
    st.sampled_from(
        [DER, PEM, BUNDLE, pkcs7.serialize_certificates(BOTH, Encoding.DER), PKCS12, *_key_files()]
    ),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=4),
    st.integers(0, 4000),
)
@settings(max_examples=500, deadline=None)
def test_no_damage_raises_anything_else(data: bytes, changes: list[tuple[int, int]], length: int) -> None:
    """Law: a file with bytes changed or cut off is read, or refused in words; what is read has a name and a pin."""
    damaged = bytearray(data)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    try:
        certificates = load_certificates(bytes(damaged[: len(damaged) - length if length < 200 else None]))
    except NotACertificate:
        return
    for certificate in certificates:
        assert name_of(certificate)
        assert Pin.of(certificate)


@pytest.mark.parametrize("serial", ["02020000", "020203e8", "02028fe8"])
def test_old_habits_are_read_without_a_warning(serial: str) -> None:
    """A serial number that is not positive is against the standard and in real roots; warnings are errors here."""
    issued = server(ROOT, "", dns=()).certificate.public_bytes(Encoding.DER)
    data = issued.replace(bytes.fromhex("020203e8"), bytes.fromhex(serial), 1)
    if serial == "02020000":
        with pytest.raises(NotACertificate, match="laid out in DER, but not as a certificate is"):
            load_certificates(data)
    else:
        [certificate] = load_certificates(data)
        assert name_of(certificate).startswith("certificate number")
