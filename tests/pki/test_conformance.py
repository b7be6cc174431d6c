"""Facts about real implementations and real certificates."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from course.pki import BadPin, NotACertificate, Pin, all_paths, load_certificates, matches_host, name_of
from course.pki.der import public_key_info
from course.pki.facts import facts_of
from course.pki.hosts import as_address
from course.pki.signatures import is_signed_by
from tests.conformance import CONFORMANCE, needs_conformance
from tests.conformance_cases import cases_of

from .certificates import Issued, authority, server

pytestmark = needs_conformance


@cache
def _certificates() -> list[Any]:
    """Every certificate of the folder, with its pin."""
    if CONFORMANCE is None:
        return []
    found: list[Any] = json.loads((CONFORMANCE / "pins.json").read_text())["certificates"]
    return found


def cases(kind: str) -> list[Any]:
    """The cases of a kind, each named by its number."""
    return [pytest.param(case.input, case.expected, id=case.id) for case in cases_of(kind=kind)]


@cache
def load(file: str) -> list[x509.Certificate]:
    assert CONFORMANCE is not None
    return load_certificates((CONFORMANCE / file).read_bytes())


# OkHttp's own verifier differs from RFC 9525 here; everything else must agree.
OKHTTP_DIFFERS = {
    "0:0:0:0:0:FFFF:C0A8:0101": "OkHttp turns an IPv4-mapped IPv6 address into IPv4 before it compares",
}


@pytest.mark.parametrize(("given", "expected"), cases("hostname_verify"))
def test_hosts_as_okhttp_verifies_them(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The same answer as OkHttp's verifier, or a listed difference."""
    if "cert" in given:
        certificate = load(given["cert"])[0]
    else:
        names = [x509.DNSName._init_without_validation(each) for each in given["san"]]
        certificate = _with_names(names)
    differs = given["hostname"] in OKHTTP_DIFFERS
    assert matches_host(certificate, given["hostname"]) is (expected["match"] != differs)


def _with_names(names: list[x509.DNSName]) -> x509.Certificate:
    """A certificate whose names hold bytes that no builder would take."""
    plain = server(None, dns=["x" * len(each.value.encode()) for each in names]).certificate
    der = plain.public_bytes(Encoding.DER)
    for each in names:
        raw = each.value.encode()
        der = der.replace(b"\x82" + bytes([len(raw)]) + b"x" * len(raw), b"\x82" + bytes([len(raw)]) + raw, 1)
    return x509.load_der_x509_certificate(der)


@pytest.mark.parametrize(("given", "expected"), cases("is_ip_address"))
def test_what_is_an_address(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The same texts are addresses as for OkHttp."""
    assert (as_address(given["text"]) is not None) is expected["ip"]


@pytest.mark.parametrize(("given", "expected"), cases("directly_issued_by"))
def test_who_issued_alamofires_certificates(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Name and signature, judged on real certificates."""
    child, issuer = facts_of(load(given["cert"])[0]), facts_of(load(given["issuer"])[0])
    assert (child.issuer == issuer.subject and is_signed_by(child, issuer)) is expected["ok"]


@pytest.mark.parametrize(("given", "expected"), cases("spki_sha256_pin"))
def test_published_pins(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Pins that others published, from the same certificates."""
    if "cert" not in given:
        pytest.skip("the case has no certificate")
    certificate = load(given["cert"])[0]
    pin = Pin.of(certificate)
    wanted = [value for key, value in expected.items() if key.startswith(("pin", "spki"))]
    assert wanted
    for value in wanted:
        assert Pin.parse(value) == pin
    if "cert_sha256_hex" in expected:
        assert (
            hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest() == expected["cert_sha256_hex"]
        )


def _sha256(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


@pytest.mark.parametrize(("given", "expected"), cases("what_was_hashed"))
def test_the_wrong_hashes_are_told_from_the_right_one(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    """The pin is the hash of the SubjectPublicKeyInfo, and of nothing else that people hash."""
    certificate = load(given["cert"])[0]
    pin = Pin.of(certificate)
    assert pin.base64 == expected["spki_der (CORRECT)"] == _sha256(public_key_info(certificate))
    assert pin.hex == expected["hex_of_correct"]
    assert expected["certificate_der"] == _sha256(certificate.public_bytes(Encoding.DER))
    assert expected["tbs_certificate"] == _sha256(certificate.tbs_certificate_bytes)
    assert expected["certificate_pem_text"] == _sha256(certificate.public_bytes(Encoding.PEM))
    key = certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert expected["public_key_pem_text"] == _sha256(key)
    with pytest.raises(BadPin):
        Pin.parse(expected["base64_of_hex_text"])


@pytest.mark.parametrize(("given", "expected"), cases("bogus_pin"))
def test_bogus_pins_are_refused(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Pins that are copied all over the world and match no key."""
    assert not expected["valid_pin"]
    with pytest.raises(BadPin):
        Pin.parse(given["pin"])


@pytest.mark.parametrize(("given", "expected"), cases("chain_clean"))
def test_chains_as_okhttp_cleans_them(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The longest of our paths is OkHttp's cleaned chain; no path is its refusal."""
    if not isinstance(given["issuer_of"], dict):
        pytest.skip("the case describes its chain in words")
    made: dict[str, Issued] = {}

    def make(name: str) -> Issued:
        if name not in made:
            by = given["issuer_of"].get(name)
            made[name] = authority(name, None if by in (None, name) else make(by))
        return made[name]

    chain = [make(name).certificate for name in given["chain"]]
    paths = all_paths(chain, [make(name).certificate for name in given["trust"]])
    assert [name_of(certificate) for certificate in (paths or [()])[-1]] == expected.get("chain", [])


def _described() -> list[Any]:
    return [
        pytest.param(entry, id=f"{entry['file']}-{entry['index']}")
        for entry in _certificates()
        if entry["kind"] == "certificate"
    ]


@pytest.mark.parametrize("entry", _described())
def test_every_described_certificate(entry: dict[str, Any]) -> None:
    """Its pin, its hash and a name for people."""
    certificate = load(f"certs/{entry['file']}")[entry["index"]]
    assert Pin.of(certificate).base64 == entry["spki_sha256_b64"]
    assert certificate.fingerprint(hashes.SHA256()).hex() == entry["cert_sha256_hex"]
    assert name_of(certificate)


def test_a_public_key_file_is_named() -> None:
    """Chromium's list has keys without certificates."""
    for entry in _certificates():
        if entry["kind"] == "public_key":
            with pytest.raises(NotACertificate, match="a public key without a certificate"):
                load(f"certs/{entry['file']}")


def test_random_bytes_are_refused() -> None:
    """Alamofire's tests keep a file of gibberish with the ending .crt."""
    assert CONFORMANCE is not None
    [file] = CONFORMANCE.rglob("randomGibberish.crt")
    with pytest.raises(NotACertificate, match="4096 bytes hold no certificate; they are binary data"):
        load_certificates(file.read_bytes())
