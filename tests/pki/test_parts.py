"""The parts of a certificate."""

from __future__ import annotations

from pathlib import Path

import certifi
import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.pki import load_certificates
from course.pki.der import public_key_info
from course.pki.parts import parts_of


@pytest.fixture(scope="module")
def leaf() -> x509.Certificate:
    return x509.load_pem_x509_certificate(trustme.CA().issue_cert("api.bank.test").cert_chain_pems[0].bytes())


def test_parts_are_named_in_the_order_of_the_standard(leaf: x509.Certificate) -> None:
    """A version 3 certificate has ten parts, in the order of RFC 5280."""
    assert [part.name for part in parts_of(leaf)] == [
        "version",
        "serial number",
        "algorithm",
        "issuer",
        "validity",
        "subject",
        "SubjectPublicKeyInfo",
        "extensions",
        "signature algorithm",
        "signature",
    ]


def test_parts_lie_side_by_side_to_the_end(leaf: x509.Certificate) -> None:
    """Each part starts where the one before ends, and the last one ends with the certificate."""
    der = leaf.public_bytes(Encoding.DER)
    parts = parts_of(leaf)
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        assert der[part.start : part.start + len(part.data)] == part.data
        assert part.start + len(part.data) == (following.start if following else len(der))


def test_parts_of_every_root_in_certifi() -> None:
    """Every root that Mozilla ships can be cut up, and the key part is the one that a pin hashes."""
    for root in load_certificates(Path(certifi.where()).read_bytes()):
        keys = [part.data for part in parts_of(root) if part.name == "SubjectPublicKeyInfo"]
        assert keys == [public_key_info(root)]
