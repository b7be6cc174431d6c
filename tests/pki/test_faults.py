"""What is wrong with a path: constraints, strict rules, signatures, and the names that sentences use."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from course.pki import (
    Reason,
    Strictness,
    Untrusted,
    evaluate_trust,
    load_certificates,
    name_of,
)
from course.pki.facts import Facts, facts_of
from course.pki.faults import faults_of
from course.pki.names import issuer_name_of

from .certificates import AFTER, HOST, NOW, authority, corrupted, key_of, name, server
from .test_trust import ISSUING, LEAF, ROOT, certificates, refusal

EDWARDS = [
    ed25519.Ed25519PrivateKey.from_private_bytes(b"7" * 32),
    ed448.Ed448PrivateKey.from_private_bytes(b"7" * 57),
]
WEB, ADDRESS = "https://shop.test", "10.1.2.3"
NET = x509.IPAddress(ip_network("10.0.0.0/8"))


@pytest.mark.parametrize(
    ("constraints", "leaf", "allowed"),
    [
        ({"permitted": [x509.DNSName("bank.test")]}, {}, True),
        ({"permitted": [x509.DNSName("BANK.test")]}, {}, True),
        ({"permitted": [x509.DNSName("k.test")]}, {}, False),
        ({"permitted": [x509.DNSName(".bank.test")]}, {}, True),
        ({"permitted": [x509.DNSName(HOST)]}, {}, True),
        ({"permitted": [x509.DNSName("pi.bank.test")]}, {}, False),
        ({"excluded": [x509.DNSName("shop.test")]}, {}, True),
        ({"excluded": [x509.DNSName("bank.test")]}, {}, False),
        ({"permitted": [NET]}, {}, True),
        ({"permitted": [NET]}, {"addresses": (ADDRESS,)}, True),
        ({"permitted": [NET]}, {"addresses": ("127.0.0.1",)}, False),
        ({"permitted": [NET]}, {"addresses": ("::1",)}, False),
        ({"excluded": [NET]}, {"addresses": (ADDRESS,)}, False),
        ({"permitted": [x509.DirectoryName(x509.Name(name("x").rdns[:1]))]}, {}, True),
        ({"permitted": [x509.DirectoryName(name("x", "Shop"))]}, {}, False),
        ({"permitted": [x509.UniformResourceIdentifier("shop.test")]}, {}, True),
        ({"permitted": [x509.UniformResourceIdentifier("shop.test")]}, {"others": (WEB,)}, False),
        ({"excluded": [x509.UniformResourceIdentifier("other.test")]}, {"others": (WEB,)}, False),
    ],
)
def test_name_constraints(constraints: dict[str, object], leaf: dict[str, object], allowed: bool) -> None:
    """RFC 5280 section 4.2.1.10; a constraint that nobody here can judge is never passed over."""
    shop = authority("Shop", ROOT, **constraints)
    sent = [server(shop, **leaf), shop]
    if allowed:
        assert evaluate_trust(certificates(*sent), HOST, certificates(ROOT), NOW)
    else:
        assert refusal(sent).reason is Reason.NAME_CONSTRAINT


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"usage": ("crl_sign",), "path_length": 1}, "has a path length, and its key usage does not"),
        ({"constraints_critical": False}, "its basic constraints are not critical"),
        ({"usage": None}, "is a CA without a key usage"),
        ({"key_ids": False}, "has no authority key identifier"),
        ({"critical_ids": True}, "has a critical authority key identifier"),
        ({"critical_ids": True}, "has a critical subject key identifier"),
        ({"key_ids": False}, "is a CA without a subject key identifier"),
    ],
)
def test_strict_rules_for_a_ca(changes: dict[str, object], sentence: str) -> None:
    """What Python 3.13 refuses and older clients take; the sentences name the rule."""
    ca = authority("Shop", ROOT, **changes)
    faults = faults_of(
        (facts_of(server(ca).certificate), *map(facts_of, certificates(ca, ROOT))),
        HOST,
        NOW,
        Strictness.STRICT,
    )
    assert any(sentence in str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"usage": ("digital_signature", "key_cert_sign")}, "may sign certificates, and is not a CA"),
        ({"subject": "", "names_critical": False}, "has no subject"),
        ({"issuer_name": name("")}, "has an issuer without a name"),
        ({"key_ids": False}, "has no authority key identifier"),
    ],
)
def test_strict_rules_for_a_leaf(changes: dict[str, Any], sentence: str) -> None:
    """A leaf has rules of its own, and needs a name."""
    leaf = facts_of(server(ISSUING, **changes).certificate)
    faults = faults_of((leaf, *map(facts_of, certificates(ISSUING, ROOT))), HOST, NOW, Strictness.STRICT)
    assert any(sentence in str(fault) for fault in faults)


@pytest.mark.parametrize("hashing", [hashes.SHA256(), hashes.SHA512()])
@pytest.mark.parametrize("root_key", [rsa.generate_private_key(65537, 2048), *EDWARDS])
def test_signatures_of_every_usual_kind(root_key: Any, hashing: hashes.HashAlgorithm) -> None:
    """RSA and Edwards keys sign certificates too; the wrong key of the same kind does not pass."""
    edwards = type(root_key) in map(type, EDWARDS)
    chosen = None if edwards else hashing
    root = _signed(root_key.public_key(), root_key, name("Root"), name("Root"), chosen, ca=True)
    leaf = _signed(key_of("leaf").public_key(), root_key, name(HOST), name("Root"), chosen, ca=False)
    assert len(evaluate_trust([leaf], HOST, [root], NOW)) == 2
    other = _signed(key_of("other").public_key(), root_key, name("Root"), name("Root"), chosen, ca=True)
    with pytest.raises(Untrusted) as caught:
        evaluate_trust([leaf], HOST, [other], NOW)
    assert caught.value.reason is Reason.BAD_SIGNATURE


def test_a_key_that_nobody_can_load_is_weak() -> None:
    """What cannot be computed cannot be trusted: neither a key nor a signature of an unknown kind."""
    odd_key = corrupted(
        server(None), bytes.fromhex("06072a8648ce3d0201"), bytes.fromhex("06072a8648ce3d0277")
    )
    plain = server(None).certificate.public_bytes(Encoding.DER)
    odd_hash = x509.load_der_x509_certificate(
        plain.replace(bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06082a8648ce3d040377"))
    )
    assert facts_of(odd_key).key_strength == facts_of(odd_hash).signature_strength == 0
    with pytest.raises(Untrusted) as caught:
        evaluate_trust([odd_key], HOST, [odd_key], NOW)
    assert caught.value.reason is Reason.WEAK


def test_the_hash_of_a_signature_counts_except_for_the_anchor() -> None:
    """Old roots signed themselves with SHA-1, which proves nothing either way; anybody else may not."""
    roots = map(facts_of, load_certificates(Path(certifi.where()).read_bytes()))
    old = next(root for root in roots if root.signature_hash == "SHA1" and root.key_strength >= 112)

    def reasons(*path: Facts, strictness: Strictness = Strictness.DEFAULT) -> list[Reason]:
        return [fault.reason for fault in faults_of(path, HOST, NOW, strictness)]

    assert Reason.WEAK not in reasons(facts_of(LEAF.certificate), old)
    assert Reason.WEAK in reasons(old, facts_of(ROOT.certificate))
    assert Reason.WEAK not in reasons(old, facts_of(ROOT.certificate), strictness=Strictness.LENIENT)


def test_a_signature_with_pss_padding() -> None:
    """RSASSA-PSS carries its own parameters."""
    key = rsa.generate_private_key(65537, 2048)
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    root = _signed(
        key.public_key(), key, name("Root"), name("Root"), hashes.SHA256(), ca=True, rsa_padding=pss
    )
    leaf = _signed(
        key_of("x").public_key(), key, name(HOST), name("Root"), hashes.SHA256(), ca=False, rsa_padding=pss
    )
    assert len(evaluate_trust([leaf], HOST, [root], NOW)) == 2


def _signed(
    public: Any,
    key: Any,
    subject: x509.Name,
    issuer: x509.Name,
    hashing: Any,
    *,
    ca: bool,
    rsa_padding: Any = None,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(AFTER)
        .add_extension(x509.BasicConstraints(ca, None), True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), False)
    )
    return builder.sign(key, hashing, rsa_padding=rsa_padding)


def test_names_for_people() -> None:
    """Common name, else the first alternative name, else the organization, else the number; on one line."""
    assert name_of(LEAF.certificate) == HOST
    assert name_of(server(ROOT, "").certificate) == HOST
    only = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "The\nBank")])
    assert name_of(server(ROOT, only, dns=()).certificate) == "The Bank"
    assert name_of(server(ROOT, "", dns=()).certificate) == "certificate number 3e8"
    assert issuer_name_of(server(ROOT, issuer_name=only).certificate) == "The Bank"
    assert issuer_name_of(server(ROOT, issuer_name=name("")).certificate) == "an issuer without a name"
    broken = corrupted(server(None, "caf\u00e9"), "caf\u00e9".encode(), b"caf\xff\xfe")
    assert issuer_name_of(broken)
    twice = corrupted(server(None, "caf\u00e9", issuer_name=ROOT.name), "caf\u00e9".encode(), b"caf\xff\xfe")
    assert name_of(twice) == "certificate number 3e8"
