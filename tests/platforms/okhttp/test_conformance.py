"""What OkHttp's and okio's own tests and sources say, case by case."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

import pytest
from cryptography import x509

from course.pki import load_certificates
from course.platforms.okhttp import (
    CertificatePinner,
    ChainError,
    Pin,
    PinningError,
    clean_chain,
    decode_base64,
    is_ip_address,
    pin,
    verify_hostname,
)
from course.platforms.okhttp.pins import key_hash
from tests.conformance import CONFORMANCE, needs_conformance
from tests.conformance_cases import Case, cases_of
from tests.pki.certificates import Issued, authority, key_of
from tests.platforms.okhttp.der_certificates import alternative_names, certificate, tlv

pytestmark = needs_conformance


# Cases that only describe a situation, and the tests that rebuild them.
REBUILT = {
    "chain_pin": "test_connection.py",
    "e2e": "test_connection.py",
    "pem_decode": "test_held_certificate.py",
}


def of(*kinds: str) -> pytest.MarkDecorator:
    """The cases of these kinds as the parameter `case`."""
    found = [case for kind in kinds for case in cases_of("okhttp", "okio", kind=kind)]
    return pytest.mark.parametrize("case", found, ids=str)


@cache
def _load(file: str) -> x509.Certificate:
    assert CONFORMANCE is not None
    return load_certificates((CONFORMANCE / file).read_bytes())[0]


def _text(name: str) -> str:
    """The pin of the certificate that a case calls by this name."""
    algorithm, colon, owner = name.partition(":")
    if not colon:
        return pin(_certificate(name))
    return f"{algorithm}/{base64.b64encode(key_hash(_certificate(owner), algorithm)).decode()}"


def _certificate(name: str) -> x509.Certificate:
    return authority(name).certificate


def _pinner(pins: dict[str, list[str]]) -> CertificatePinner:
    return CertificatePinner([(pattern, *map(_text, names)) for pattern, names in pins.items()])


@of("host_match")
def test_which_hosts_a_pattern_covers(case: Case) -> None:
    """A pattern and a host."""
    assert (
        Pin(case.input["pattern"], "sha256/AAAA").matches_hostname(case.input["hostname"])
        is case.expected["match"]
    )


@of("pattern_parse", "pin_parse")
def test_what_a_pin_is_read_from(case: Case) -> None:
    """A pattern and the text of a pin, and OkHttp's words where it refuses them."""
    if case.expected["ok"]:
        Pin(case.input["pattern"], case.input["pin"])
        return
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole text is compared
        Pin(case.input["pattern"], case.input["pin"])
    assert str(refusal.value) == case.expected["message"]


@of("base64_decode")
def test_what_okio_decodes(case: Case) -> None:
    """A text and its bytes."""
    decoded = decode_base64(case.input["text"])
    assert (None if decoded is None else decoded.hex()) == case.expected["hex"]


@of("is_ip_address")
def test_what_is_an_address(case: Case) -> None:
    """A text that looks like an address, or does not."""
    assert is_ip_address(case.input["text"]) is case.expected["ip"]


@of("hostname_verify")
def test_whom_a_certificate_is_for(case: Case) -> None:
    """OkHttp's own certificates, and names that no builder would take."""
    if "cert" in case.input:
        leaf = _load(case.input["cert"])
    else:
        leaf = certificate(alternative_names(*(tlv(0x82, name.encode()) for name in case.input["san"])))
    assert verify_hostname(case.input["hostname"], leaf) is case.expected["match"]


@of("spki_sha256_pin")
def test_published_pins(case: Case) -> None:
    """Pins of OkHttp's documentation whose certificates are at hand."""
    assert pin(_load(case.input["cert"])) == f"sha256/{case.expected['pin']}"


@of("pin_check")
def test_checks(case: Case) -> None:
    """Pins, a host and a chain."""
    chain = [_certificate(name) for name in case.input["chain"]]
    if case.expected["ok"]:
        _pinner(case.input["pins"]).check(case.input["hostname"], chain)
        return
    with pytest.raises(PinningError) as refusal:
        _pinner(case.input["pins"]).check(case.input["hostname"], chain)
    assert str(refusal.value).startswith(case.expected["message_prefix"])


@of("find_matching_pins")
def test_matching_pins(case: Case) -> None:
    """The pins of all patterns that cover a host, in their order."""
    pinner = CertificatePinner([(pattern, _text(name)) for pattern, name in case.input["pins"]])
    wanted = [Pin(pattern, _text(name)) for pattern, name in case.expected["pins"]]
    assert pinner.find_matching_pins(case.input["hostname"]) == wanted


@of("pin_identity")
def test_one_key_and_many_certificates(case: Case) -> None:
    """Certificates with these serial numbers, of one key or of several."""
    made = [
        authority(
            "CA", key=key_of("one" if case.input["same_keypair"] else str(serial)), serial=serial
        ).certificate
        for serial in case.input["serials"]
    ]
    pins = {Pin("example.com", pin(each)) for each in made}
    assert (len(pins) == 1) is case.expected["same_pin"]


def _linear_chain(length: int) -> list[Issued]:
    """A leaf first, a root last."""
    made = [authority(f"c{length - 1}")]
    for number in reversed(range(length - 1)):
        made.insert(0, authority(f"c{number}", made[0]))
    return made


def _made(given: dict[str, Any]) -> dict[str, x509.Certificate]:
    if isinstance(given["issuer_of"], str):
        last = int(given["trust"][0].removeprefix("c"))
        return {f"c{number}": each.certificate for number, each in enumerate(_linear_chain(last + 1))}
    made: dict[str, Issued] = {}

    def make(name: str) -> Issued:
        if name not in made:
            by = given["issuer_of"].get(name)
            made[name] = authority(name, None if by in (None, name) else make(by))
        return made[name]

    for name in given["issuer_of"]:
        make(name)
    return {name: each.certificate for name, each in made.items()}


@of("chain_clean")
def test_cleaned_chains(case: Case) -> None:
    """Who issued whom, what is trusted, and what the server sent."""
    made = _made(case.input)
    sent = case.input["chain"] if isinstance(case.input["chain"], list) else [*made]
    chain, trusted = [made[name] for name in sent], [made[name] for name in case.input["trust"]]
    if "chain" in case.expected:
        wanted = case.expected["chain"] if isinstance(case.expected["chain"], list) else [*made]
        assert clean_chain(chain, trusted) == [made[name] for name in wanted]
        return
    with pytest.raises(ChainError) as refusal:
        clean_chain(chain, trusted)
    assert str(refusal.value).startswith(case.expected["message_prefix"])


def test_no_case_is_of_a_kind_that_is_not_asked() -> None:
    """Where new kinds come, they are seen."""
    asked = {
        "base64_decode", "chain_clean", "find_matching_pins", "host_match", "hostname_verify", "is_ip_address",
        "pattern_parse", "pin_check", "pin_identity", "pin_parse", "spki_sha256_pin",
    }  # fmt: skip
    assert {case.kind for case in cases_of("okhttp", "okio")} <= asked | {*REBUILT}
