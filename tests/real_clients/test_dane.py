"""openssl's DANE as a witness: it compares the same hashes of the same keys, and finds its own paths.

DANE keeps pins in the DNS. `3 1 1` is the SHA-256 of the leaf's SubjectPublicKeyInfo, `3 0 1` of the whole leaf; both
replace trust. `2 1 1` names a CA that was sent, and makes it the anchor. `1 1 1` and `0 1 1` come in addition to trust:
the leaf's key, the key of a CA on the validated path. Source: RFC 6698 section 2.1, RFC 7671.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.pki import Pin, Untrusted, evaluate_trust
from tests.programs import need
from tests.real_clients.chains import AT, HOST, Chains, Served

pytestmark = pytest.mark.programs

LEAF_KEY, LEAF, SENT_CA, TRUSTED_LEAF, TRUSTED_CA = "3 1 1", "3 0 1", "2 1 1", "1 1 1", "0 1 1"


@pytest.fixture(scope="module")
def trusted(chains: Chains, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The phone's roots."""
    need("openssl")
    return chains.write_trusted(tmp_path_factory.mktemp("trusted"))


def openssl(served: Served, trusted: Path, record: str) -> str | None:
    """Connect with one TLSA record: None, or what went wrong."""
    line = ["openssl", "s_client", "-connect", f"127.0.0.1:{served.port}", "-servername", HOST, "-brief"]
    line += ["-CAfile", str(trusted), "-no-CApath", "-verify_return_error"]
    line += ["-dane_tlsa_domain", HOST, "-dane_tlsa_rrdata", record]
    run = subprocess.run(line, input="", capture_output=True, text=True, check=False)
    return None if run.returncode == 0 else run.stderr


def path_to(anchors: Iterable[x509.Certificate], served: Served) -> tuple[x509.Certificate, ...]:
    """Our own path; empty if there is none."""
    try:
        return evaluate_trust(served.chain, HOST, anchors, AT)
    except Untrusted:
        return ()


def expected(chains: Chains, served: Served, usage: str, pin: Pin) -> bool:
    """What a record means, by our pins and paths."""
    path = path_to(chains.trusted, served)
    if usage == LEAF_KEY:
        return Pin.of(served.chain[0]) == pin
    if usage == TRUSTED_LEAF:
        return bool(path) and Pin.of(path[0]) == pin
    if usage == TRUSTED_CA:
        return pin in map(Pin.of, path[1:])
    anchors = [certificate for certificate in served.chain[1:] if Pin.of(certificate) == pin]
    return bool(path_to(anchors, served))


@pytest.mark.parametrize(
    ("usage", "pins"),
    [
        (LEAF_KEY, ["leaf"]),
        (SENT_CA, ["intermediate", "root"]),
        (TRUSTED_LEAF, ["leaf"]),
        (TRUSTED_CA, ["intermediate", "root", "rogue"]),
    ],
)
def test_openssl_agrees_on_every_chain(chains: Chains, trusted: Path, usage: str, pins: list[str]) -> None:
    """On the hash, and on the path where one is asked for: a root counts for `2 1 1` only if it was sent."""
    asked = [(served, pin) for served in chains.served.values() for pin in pins]
    wanted = {(served.name, pin): expected(chains, served, usage, chains.pins[pin]) for served, pin in asked}
    seen = {
        (served.name, pin): openssl(served, trusted, f"{usage} {chains.pins[pin].hex}") is None
        for served, pin in asked
    }
    assert seen == wanted
    assert {True, False} == {*seen.values()}


def test_a_whole_certificate_is_not_its_renewal(chains: Chains, trusted: Path) -> None:
    """`3 0 1` breaks where `3 1 1` holds."""
    record = (
        f"{LEAF} {hashlib.sha256(chains['intermediate'].chain[0].public_bytes(Encoding.DER)).hexdigest()}"
    )
    assert openssl(chains["intermediate"], trusted, record) is None
    assert openssl(chains["renewed"], trusted, record) is not None


def test_openssl_says_that_no_record_matches(chains: Chains, trusted: Path) -> None:
    """The number that people search for."""
    refusal = openssl(chains["rekeyed"], trusted, f"{LEAF_KEY} {chains.pins['leaf'].hex}")
    assert refusal is not None
    assert "verify error:num=65:no matching DANE TLSA records" in refusal
