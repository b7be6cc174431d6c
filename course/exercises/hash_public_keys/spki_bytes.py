"""Mistakes with `spki-pin`: the wrong bytes are hashed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from course.exercises.certificates import bank
from course.exercises.record import Mistake
from course.pki import Pin


def _pin_of(data: bytes) -> str:
    return "sha256/" + base64.b64encode(hashlib.sha256(data).digest()).decode()


def whole_certificate(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_bytes(Encoding.DER))


def fingerprint_in_hex(certificate: x509.Certificate) -> str:
    return "sha256/" + certificate.fingerprint(hashes.SHA256()).hex()


def to_be_signed_part(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.tbs_certificate_bytes)


def pem_of_certificate(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_bytes(Encoding.PEM))


def signature(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.signature)


def fixed_slice(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_bytes(Encoding.DER)[155 : 155 + 91])


def fixed_slice_too_short(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_bytes(Encoding.DER)[155:245])


def pem_of_key(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def key_without_header(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return pkcs1_key(certificate)
    return point_of_key(certificate)


def point_of_key(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def pkcs1_key(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1))


def nothing(certificate: x509.Certificate) -> str:  # noqa: ARG001  # that it isn't used is the mistake
    return _pin_of(b"")


def always_the_bank(certificate: x509.Certificate) -> str:  # noqa: ARG001  # that it isn't used is the mistake
    return str(Pin.of(bank()))


def key_not_called(certificate: Any) -> str:
    return _pin_of(certificate.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


MISTAKES = (
    Mistake(
        whole_certificate,
        "Your pin changed when the certificate was renewed with the same key. You hashed the whole "
        "certificate; a pin is the hash of its SubjectPublicKeyInfo.",
    ),
    Mistake(
        fingerprint_in_hex,
        "Your result is the certificate's fingerprint, in hex, and it changed at the renewal although the key "
        "did not. Hash the SubjectPublicKeyInfo instead, and write the hash in base64.",
    ),
    Mistake(
        to_be_signed_part,
        "Your pin changed when the certificate was renewed with the same key. You hashed everything that the "
        "authority signs, dates and serial number included. Take out the public key first, then hash that.",
    ),
    Mistake(
        pem_of_certificate,
        "Your pin changed at the renewal, and it matches no certificate viewer either: you hashed the PEM text "
        "of the whole certificate. Take its public key, and hash that in DER.",
    ),
    Mistake(
        signature,
        "Your pin changed at the renewal: you hashed `certificate.signature`, which the authority makes anew for "
        "every certificate. Take the key instead, with `certificate.public_key()`.",
    ),
    Mistake(
        fixed_slice,
        "For the bank your pin is right, also after the renewal. For a shop's certificate you cut other bytes: the "
        "place of the SubjectPublicKeyInfo differs from certificate to certificate. Let `public_key()` find it.",
    ),
    Mistake(
        fixed_slice_too_short,
        "You cut the bytes 155 to 244: the last of the 91 is missing. And the place differs from certificate to "
        "certificate, so no fixed slice fits them all. Let `certificate.public_key()` find the key.",
    ),
    Mistake(
        pem_of_key,
        "Your pin survives the renewal, but nobody else computes it: you hashed the PEM text, with its BEGIN "
        "line and line ends. A pin is the hash of the DER bytes. Which encoding gives those?",
    ),
    Mistake(
        key_without_header,
        "Your pin survives the renewal, but no client will match it: you hashed the bare key, as iOS hands it out "
        "with `SecKeyCopyExternalRepresentation`. The SubjectPublicKeyInfo starts with an ASN.1 header that names "
        "the algorithm, and it is hashed too. Which `PublicFormat` includes it?",
    ),
    Mistake(
        point_of_key,
        "An RSA key is no point on a curve, so your answer stopped there, and for the bank's key the ASN.1 "
        "header is missing. One format fits every kind of key, header included: which `PublicFormat` is it?",
    ),
    Mistake(
        pkcs1_key,
        "PKCS #1 writes RSA keys only, so your answer stopped at the bank's elliptic curve key, and it leaves "
        "out the header that names the algorithm. Which `PublicFormat` fits every kind of key?",
    ),
    Mistake(
        nothing,
        "You returned the same pin for every certificate: `47DEQpj8…` is the hash of nothing at all. No bytes "
        "reached SHA-256. Hand them over, as in `hashlib.sha256(data)`.",
    ),
    Mistake(
        always_the_bank,
        "You returned the bank's pin for every certificate, also for a shop's. Your function uses something from "
        "an earlier cell, such as `before`, `spki` or `digest`. Start from its own parameter, `certificate`.",
    ),
    Mistake(
        key_not_called,
        "`public_key` is a method, and its parentheses are missing: `certificate.public_key` is the method itself, "
        "`certificate.public_key()` calls it and gives the key. The key is what has `public_bytes`.",
    ),
)
