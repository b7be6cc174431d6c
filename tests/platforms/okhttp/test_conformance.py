"""What OkHttp's and okio's own tests and sources say, case by case."""

from __future__ import annotations

import base64
import json
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
from tests.pki.certificates import Issued, authority, key_of
from tests.platforms.okhttp.der_certificates import alternative_names, certificate, tlv

pytestmark = needs_conformance


@cache
def _all_cases() -> list[Any]:
    found: list[Any] = json.loads((CONFORMANCE / "cases.json").read_text())["cases"] if CONFORMANCE else []
    return found


def cases(kind: str) -> list[Any]:
    """The cases of a kind, each named by its number."""
    return [
        pytest.param(case["input"], case["expected"], id=case["id"])
        for case in _all_cases()
        if case["kind"] == kind and case["system"] in ("okhttp", "okio")
    ]


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


@pytest.mark.parametrize(("given", "expected"), cases("host_match"))
def test_which_hosts_a_pattern_covers(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """A pattern and a host."""
    assert Pin(given["pattern"], "sha256/AAAA").matches_hostname(given["hostname"]) is expected["match"]


@pytest.mark.parametrize(("given", "expected"), [*cases("pattern_parse"), *cases("pin_parse")])
def test_what_a_pin_is_read_from(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """A pattern and the text of a pin, and OkHttp's words where it refuses them."""
    if expected["ok"]:
        Pin(given["pattern"], given["pin"])
        return
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole text is compared
        Pin(given["pattern"], given["pin"])
    assert str(refusal.value) == expected["message"]


@pytest.mark.parametrize(("given", "expected"), cases("base64_decode"))
def test_what_okio_decodes(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """A text and its bytes."""
    decoded = decode_base64(given["text"])
    assert (None if decoded is None else decoded.hex()) == expected["hex"]


@pytest.mark.parametrize(("given", "expected"), cases("is_ip_address"))
def test_what_is_an_address(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """A text that looks like an address, or does not."""
    assert is_ip_address(given["text"]) is expected["ip"]


@pytest.mark.parametrize(("given", "expected"), cases("hostname_verify"))
def test_whom_a_certificate_is_for(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """OkHttp's own certificates, and names that no builder would take."""
    if "cert" in given:
        leaf = _load(given["cert"])
    else:
        leaf = certificate(alternative_names(*(tlv(0x82, name.encode()) for name in given["san"])))
    assert verify_hostname(given["hostname"], leaf) is expected["match"]


@pytest.mark.parametrize(("given", "expected"), cases("spki_sha256_pin"))
def test_published_pins(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Pins of OkHttp's documentation whose certificates are at hand."""
    assert pin(_load(given["cert"])) == f"sha256/{expected['pin']}"


@pytest.mark.parametrize(("given", "expected"), cases("pin_check"))
def test_checks(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Pins, a host and a chain."""
    chain = [_certificate(name) for name in given["chain"]]
    if expected["ok"]:
        _pinner(given["pins"]).check(given["hostname"], chain)
        return
    with pytest.raises(PinningError) as refusal:
        _pinner(given["pins"]).check(given["hostname"], chain)
    assert str(refusal.value).startswith(expected["message_prefix"])


@pytest.mark.parametrize(("given", "expected"), cases("find_matching_pins"))
def test_matching_pins(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The pins of all patterns that cover a host, in their order."""
    pinner = CertificatePinner([(pattern, _text(name)) for pattern, name in given["pins"]])
    wanted = [Pin(pattern, _text(name)) for pattern, name in expected["pins"]]
    assert pinner.find_matching_pins(given["hostname"]) == wanted


@pytest.mark.parametrize(("given", "expected"), cases("pin_identity"))
def test_one_key_and_many_certificates(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Certificates with these serial numbers, of one key or of several."""
    made = [
        authority(
            "CA", key=key_of("one" if given["same_keypair"] else str(serial)), serial=serial
        ).certificate
        for serial in given["serials"]
    ]
    pins = {Pin("example.com", pin(each)) for each in made}
    assert (len(pins) == 1) is expected["same_pin"]


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


@pytest.mark.parametrize(("given", "expected"), cases("chain_clean"))
def test_cleaned_chains(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Who issued whom, what is trusted, and what the server sent."""
    made = _made(given)
    sent = given["chain"] if isinstance(given["chain"], list) else [*made]
    chain, trusted = [made[name] for name in sent], [made[name] for name in given["trust"]]
    if "chain" in expected:
        wanted = expected["chain"] if isinstance(expected["chain"], list) else [*made]
        assert clean_chain(chain, trusted) == [made[name] for name in wanted]
        return
    with pytest.raises(ChainError) as refusal:
        clean_chain(chain, trusted)
    assert str(refusal.value).startswith(expected["message_prefix"])
