"""`HeldCertificate.decode` of okhttp-tls, which OkHttp's users make their test servers with."""

from __future__ import annotations

import re
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from course.pki import NotACertificate, load_certificates
from course.pki.keys import kind_of_key
from course.pki.quiet import quietly
from course.platforms.okhttp.okio_base64 import decode_base64

_PEM = re.compile(r"-----BEGIN ([!-,.-~ ]*)-----([^-]*)-----END \1-----")


class HeldCertificate(NamedTuple):
    """A certificate and its private key.

    Known by: source (HeldCertificate.kt).
    """

    certificate: x509.Certificate
    private_key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @classmethod
    def decode(cls, certificate_and_private_key_pem: str) -> HeldCertificate:
        """Read exactly one certificate and one key in PKCS#8; text around them does not count.

        Raises:
          ValueError: with the text of OkHttp's `IllegalArgumentException`.

        Known by: source (HeldCertificate.kt), upstream test (HeldCertificateTest).
        """
        certificate = key = None
        for block in _PEM.finditer(certificate_and_private_key_pem):
            match block[1]:
                case "CERTIFICATE":
                    _require(certificate is None, "string includes multiple certificates")
                    certificate = block[0]
                case "PRIVATE KEY":
                    _require(key is None, "string includes multiple private keys")
                    key = block[2]
                case label:
                    raise ValueError(f"unexpected type: {label}")
        if certificate is None:
            raise ValueError("string does not include a certificate")
        if key is None:
            raise ValueError("string does not include a private key")
        return _held(certificate, key)


def _require(fulfilled: bool, otherwise: str) -> None:
    if not fulfilled:
        raise ValueError(otherwise)


def _held(certificate_pem: str, key_base64: str) -> HeldCertificate:
    try:
        [certificate] = load_certificates(certificate_pem.encode())
    except NotACertificate:
        raise ValueError("failed to decode certificate") from None
    pkcs8 = decode_base64(key_base64)
    if pkcs8 is None:
        raise ValueError("failed to decode private key")
    public = certificate.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise ValueError(f"unexpected key type: {kind_of_key(public)}")
    try:
        with quietly():
            private = load_der_private_key(pkcs8, None)
    except (ValueError, TypeError):
        raise ValueError("failed to decode private key") from None
    if isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(public, ec.EllipticCurvePublicKey):
        return HeldCertificate(certificate, private)
    if isinstance(private, rsa.RSAPrivateKey) and isinstance(public, rsa.RSAPublicKey):
        return HeldCertificate(certificate, private)
    raise ValueError("failed to decode private key")
