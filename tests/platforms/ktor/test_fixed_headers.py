"""The SubjectPublicKeyInfo that the Darwin engine puts together, and where it is not the certificate's."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding

from course.lab import rsa_key, rsa_key_of_exponent_3
from course.pki import load_certificates
from course.pki.der import public_key_info
from course.platforms.ktor.fixed_headers import ECDSA_HEADERS, RSA_HEADERS, public_key_bytes
from tests.conformance import CONFORMANCE, needs_conformance
from tests.conformance_cases import Case, cases_of
from tests.platforms.connections import HOST, bank, issuing

MakeKey = Callable[[], CertificateIssuerPrivateKeyTypes]
USUAL: dict[str, MakeKey] = {
    "RSA-1024": lambda: rsa.generate_private_key(65537, 1024),
    "RSA-2048": rsa_key,
    "RSA-3072": lambda: rsa.generate_private_key(65537, 3072),
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
}
OTHERS: dict[str, MakeKey] = {
    "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "brainpool": lambda: ec.generate_private_key(ec.BrainpoolP256R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate,
    "RSA-1536": lambda: rsa.generate_private_key(65537, 1536),
}


def leaf_with(key: CertificateIssuerPrivateKeyTypes) -> x509.Certificate:
    """A leaf for this key."""
    return issuing().issue(HOST, key=key).certificate


@pytest.mark.parametrize("kind", USUAL)
def test_the_usual_keys_come_out_as_they_stand_in_the_certificate(kind: str) -> None:
    """So that the pin is everybody's."""
    leaf = leaf_with(USUAL[kind]())
    assert public_key_bytes(leaf) == public_key_info(leaf)


@pytest.mark.parametrize("kind", OTHERS)
def test_other_keys_are_passed_over(kind: str) -> None:
    """They cannot be pinned at all."""
    assert public_key_bytes(leaf_with(OTHERS[kind]())) is None


def test_a_key_that_cannot_be_read_is_passed_over() -> None:
    """Of an algorithm that nobody knows."""
    der = bank().certificate.public_bytes(Encoding.DER)
    # id-ecPublicKey 1.2.840.10045.2.1, with another last number.
    unknown = x509.load_der_x509_certificate(
        der.replace(bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a8648ce3d0277"))
    )
    assert public_key_bytes(unknown) is None


def test_an_exponent_of_3_gives_bytes_that_no_certificate_has() -> None:
    """The header holds the length of a key whose exponent takes three bytes."""
    leaf = leaf_with(rsa_key_of_exponent_3())
    rebuilt = public_key_bytes(leaf)
    assert rebuilt is not None
    assert rebuilt != public_key_info(leaf)
    # The key itself is there, behind a header that says two bytes more than follow.
    assert rebuilt[24:] == public_key_info(leaf)[24:]


@needs_conformance
@pytest.mark.parametrize("case", cases_of("asn1", kind="spki_header"), ids=str)
def test_conformance_of_headers(case: Case) -> None:
    """The headers of the sizes that Ktor knows."""
    name, header = case.input["key"], bytes.fromhex(case.expected["header_hex"])
    known = {f"RSA-{size}": each for size, each in RSA_HEADERS.items()}
    known |= {f"EC secp{size}r1": each for size, each in ECDSA_HEADERS.items()}
    assert known.get(name, header) == header
    assert len(header) == case.expected["bytes"]


@needs_conformance
@pytest.mark.parametrize("case", cases_of("common-mistake", kind="fixed_header_pin"), ids=str)
def test_conformance_of_a_real_root(case: Case) -> None:
    """Go Daddy Class 2 has the exponent 3."""
    assert CONFORMANCE is not None
    (root,) = load_certificates((CONFORMANCE / case.input["cert"]).read_bytes())
    rebuilt = public_key_bytes(root)
    assert rebuilt is not None
    assert _base64(rebuilt) == case.expected["pin_with_fixed_rsa2048_header"]
    assert _base64(public_key_info(root)) == case.expected["pin"]


def _base64(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()
