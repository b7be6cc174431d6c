"""A certificate and its key in one text: c0231, c0233 and the rest of upstream's HeldCertificateTest."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from course.lab.rsa_keys import rsa_key
from course.platforms.okhttp import HeldCertificate
from tests.pki.certificates import AFTER, BEFORE, key_of, name, server

OWN = key_of("held")
HELD = server(None, key=OWN).certificate
CERTIFICATE = HELD.public_bytes(Encoding.PEM).decode()
KEY = OWN.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
SEC1 = OWN.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


def _self_signed(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> x509.Certificate:
    builder = x509.CertificateBuilder(name("held"), name("held"), key.public_key(), 1, BEFORE, AFTER)
    return builder.sign(key, hashes.SHA256() if isinstance(key, rsa.RSAPrivateKey) else None)


@pytest.mark.parametrize(
    "text", [CERTIFICATE + KEY, KEY + CERTIFICATE, f"Bag\n{CERTIFICATE}\nattributes: {KEY}\n"]
)
def test_one_of_each_is_read(text: str) -> None:
    """In either order, and with text around them."""
    held = HeldCertificate.decode(text)
    assert held.certificate == HELD
    assert held.private_key.private_numbers() == OWN.private_numbers()


def test_an_rsa_key_is_read() -> None:
    """The certificate says what kind of key to expect."""
    key = rsa_key()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    certificate = _self_signed(key).public_bytes(Encoding.PEM).decode()
    assert isinstance(HeldCertificate.decode(certificate + pem).private_key, rsa.RSAPrivateKey)
    with pytest.raises(ValueError, match="failed to decode private key"):
        HeldCertificate.decode(certificate + KEY)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "string does not include a certificate"),
        (KEY, "string does not include a certificate"),
        (CERTIFICATE, "string does not include a private key"),
        (CERTIFICATE + KEY + KEY, "string includes multiple private keys"),
        (CERTIFICATE + CERTIFICATE + KEY, "string includes multiple certificates"),
        (CERTIFICATE + SEC1, "unexpected type: EC PRIVATE KEY"),
        (
            f"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n{KEY}",
            "failed to decode certificate",
        ),
        (
            f"{CERTIFICATE}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            "failed to decode private key",
        ),
        (
            f"{CERTIFICATE}-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----",
            "failed to decode private key",
        ),
    ],
)
def test_okhttps_words_for_what_it_refuses(text: str, message: str) -> None:
    """The text of its IllegalArgumentException."""
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole text is compared
        HeldCertificate.decode(text)
    assert str(refusal.value) == message


def test_a_key_of_another_kind_is_refused() -> None:
    """OkHttp prints the key as the JDK does; this is its kind. A private key that is no base64 is refused before."""
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
    certificate = _self_signed(key).public_bytes(Encoding.PEM).decode()
    with pytest.raises(ValueError, match="unexpected key type: Ed25519"):
        HeldCertificate.decode(certificate + KEY)
    with pytest.raises(ValueError, match="failed to decode private key"):
        HeldCertificate.decode(f"{certificate}-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----")
