"""One certificate, signed so that its bytes are the same every time."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID

from course.lab.dates import Validity
from course.lab.keys import derive_serial
from course.pki import Pin

Purpose = Sequence[tuple[x509.ExtensionType, bool]]


def certify(
    *,
    subject: x509.Name,
    public_key: CertificatePublicKeyTypes,
    issuer: x509.Name,
    issuer_key: EllipticCurvePrivateKey,
    validity: Validity,
    number: int,
    purpose: Purpose,
) -> x509.Certificate:
    """Sign a certificate.

    Args:
      subject: whose certificate.
      public_key: the subject's key.
      issuer: the subject of the issuing CA.
      issuer_key: its private key. Signatures follow RFC 6979, so that they do not vary.
      validity: first and last moment.
      number: distinguishes certificates that are equal otherwise, by their serial number.
      purpose: extensions, each with its critical flag.

    Source: RFC 5280 section 4.2 and OpenSSL's X509_V_FLAG_X509_STRICT, for the key identifiers.
    """
    serial = derive_serial(
        issuer.rfc4514_string(), subject.rfc4514_string(), Pin.of_public_key(public_key), *validity, number
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(serial)
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    for extension, critical in purpose:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, SHA256(), ecdsa_deterministic=True)


def may_sign(path_length: int | None) -> Purpose:
    """The extensions of a CA."""
    return [
        (x509.BasicConstraints(ca=True, path_length=path_length), True),
        (_key_usage(key_cert_sign=True, crl_sign=True), True),
    ]


def may_serve(hosts: Sequence[str]) -> Purpose:
    """The extensions of a TLS server."""
    return [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_key_usage(digital_signature=True), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        # Critical where it stands alone, without a common name (RFC 5280 section 4.2.1.6).
        (x509.SubjectAlternativeName([_general_name(host) for host in hosts]), len(hosts[0]) > 64),
    ]


def may_connect() -> Purpose:
    """The extensions of a TLS client."""
    return [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_key_usage(digital_signature=True), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False),
    ]


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _key_usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
