"""The verdicts of `evaluate_trust` and of OpenSSL, on chains with every fault alone and every two together."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from course.pki import Strictness, Untrusted, evaluate_trust, load_certificates
from course.pki.facts import facts_of
from tests.conformance import CONFORMANCE, needs_conformance

from .certificates import CLIENT, HOST, NOW, SERVER, Issued, authority, key_of, name, server
from .openssl import needs_openssl, openssl_accepts

pytestmark = needs_openssl

PAST = NOW - timedelta(days=1)
FUTURE = NOW + timedelta(days=1)
P192 = ec.SECP192R1()
ANY_USE = x509.ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE

# What is changed: the arguments of the root, of the intermediate, of the leaf, and the circumstances.
Fault = Mapping[str, Mapping[str, Any]]
FAULTS: dict[str, Fault] = {
    "leaf expired": {"leaf": {"not_after": PAST}},
    "leaf not yet valid": {"leaf": {"not_before": FUTURE}},
    "leaf for another host": {"leaf": {"dns": ("other.test",)}},
    "leaf for a wildcard": {"leaf": {"dns": ("*.bank.test",)}},
    "leaf for a wildcard two labels up": {"leaf": {"dns": ("*.test",)}},
    "leaf for an address only": {"leaf": {"dns": (), "addresses": ("127.0.0.1",)}},
    "leaf for clients": {"leaf": {"extended": (CLIENT,)}},
    "leaf for any use": {"leaf": {"extended": (ANY_USE,)}},
    "leaf without extended usage": {"leaf": {"extended": None}},
    "leaf usage without a handshake": {"leaf": {"usage": ("crl_sign",)}},
    "leaf usage key agreement": {"leaf": {"usage": ("key_agreement",)}},
    "leaf signs certificates": {"leaf": {"usage": ("digital_signature", "key_cert_sign")}},
    "leaf is a CA": {"leaf": {"ca": True}},
    "leaf without basic constraints": {"leaf": {"ca": None}},
    "leaf with an unknown critical extension": {"leaf": {"unknown_critical": True}},
    "leaf altered": {"leaf": {"signer": key_of("somebody else")}},
    "leaf signed with SHA-224": {"leaf": {"hashing": hashes.SHA224()}},
    "leaf key too small": {"leaf": {"key": key_of("small leaf", P192)}},
    "leaf without key identifiers": {"leaf": {"key_ids": False}},
    "leaf without a subject": {"leaf": {"subject": name("")}},
    "leaf with the issuer's name in other letters": {"leaf": {"issuer_name": name("ISSUING  ca ", "bank")}},
    "intermediate missing": {"chain": {"send": False}},
    "intermediate sent twice, with the root": {"chain": {"send": "all"}},
    "intermediate expired": {"intermediate": {"not_after": PAST}},
    "intermediate not yet valid": {"intermediate": {"not_before": FUTURE}},
    "intermediate not a CA": {"intermediate": {"ca": False, "path_length": None}},
    "intermediate without basic constraints": {"intermediate": {"ca": None}},
    "intermediate with lax constraints": {"intermediate": {"constraints_critical": False}},
    "intermediate may not sign": {"intermediate": {"usage": ("digital_signature", "crl_sign")}},
    "intermediate without key usage": {"intermediate": {"usage": None}},
    "intermediate for clients": {"intermediate": {"extended": (CLIENT,)}},
    "intermediate for servers": {"intermediate": {"extended": (SERVER,)}},
    "intermediate altered": {"intermediate": {"signer": key_of("somebody else")}},
    "intermediate key too small": {"intermediate": {"key": key_of("small CA", P192)}},
    "intermediate without key identifiers": {"intermediate": {"key_ids": False}},
    "intermediate with an unknown critical extension": {"intermediate": {"unknown_critical": True}},
    "intermediate permits the name": {"intermediate": {"permitted": [x509.DNSName("bank.test")]}},
    "intermediate permits another name": {"intermediate": {"permitted": [x509.DNSName("shop.test")]}},
    "intermediate permits subdomains": {"intermediate": {"permitted": [x509.DNSName(".bank.test")]}},
    "intermediate excludes the name": {"intermediate": {"excluded": [x509.DNSName("test")]}},
    "intermediate permits an address": {
        "intermediate": {"permitted": [x509.IPAddress(ip_network("127.0.0.0/8"))]}
    },
    "intermediate permits other addresses": {
        "intermediate": {"permitted": [x509.IPAddress(ip_network("10.0.0.0/8"))]}
    },
    "intermediate permits the subject": {
        "intermediate": {
            "permitted": [
                x509.DirectoryName(x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "BANK")]))
            ]
        }
    },
    "intermediate permits another subject": {
        "intermediate": {"permitted": [x509.DirectoryName(name("Other", "Shop"))]}
    },
    "intermediate is an anchor": {"chain": {"store": "intermediate"}},
    "root expired": {"root": {"not_after": PAST}},
    "root not yet valid": {"root": {"not_before": FUTURE}},
    "root not a CA": {"root": {"ca": False}},
    "root without basic constraints": {"root": {"ca": None}},
    "root without constraints and usage": {"root": {"ca": None, "usage": None}},
    "root may not sign": {"root": {"usage": ("digital_signature",)}},
    "root path length 0": {"root": {"path_length": 0}},
    "root path length 1": {"root": {"path_length": 1}},
    "root for clients": {"root": {"extended": (CLIENT,)}},
    "root excludes the name": {"root": {"excluded": [x509.DNSName("bank.test")]}},
    "root key too small": {"root": {"key": key_of("small root", P192)}},
    "root altered": {"root": {"signer": key_of("somebody else")}},
    "root without key identifiers": {"root": {"key_ids": False}},
    "root with an unknown critical extension": {"root": {"unknown_critical": True}},
    "another root in the store": {"chain": {"store": "other"}},
    "leaf in the store": {"chain": {"store": "leaf"}},
    "leaf self-signed": {"chain": {"self_signed": True}},
    "leaf self-signed, in the store": {"chain": {"self_signed": True, "store": "leaf"}},
}


def verdicts(folder: Path, fault: Fault, strictness: Strictness) -> tuple[str, str]:
    """What we say and what OpenSSL says about a chain with these changes."""
    circumstances = dict(fault.get("chain", {}))
    root = authority("Root", **fault.get("root", {}))
    intermediate = authority(
        "Issuing CA",
        root,
        **{
            "path_length": 0 if fault.get("intermediate", {}).get("ca", True) else None,
            **fault.get("intermediate", {}),
        },
    )
    parts = dict(fault.get("leaf", {}))
    leaf = server(
        None if circumstances.get("self_signed") else intermediate, parts.pop("subject", HOST), **parts
    )
    send = circumstances.get("send", True)
    chain = [leaf.certificate, *([intermediate.certificate] if send else [])]
    if send == "all":
        chain += [intermediate.certificate, root.certificate]
    stores = {"root": root, "other": authority("Other Root"), "leaf": leaf, "intermediate": intermediate}
    anchors = [stores[circumstances.get("store", "root")].certificate]
    return both(folder, chain, HOST, anchors, NOW, strictness)


def both(
    folder: Path,
    chain: Sequence[x509.Certificate],
    host: str,
    anchors: Sequence[x509.Certificate],
    at: datetime,
    strictness: Strictness,
    *,
    partial: bool = True,
) -> tuple[str, str]:
    """Our verdict and OpenSSL's, each with its words where it refuses."""
    try:
        evaluate_trust(chain, host, anchors, at, strictness=strictness)
        ours = "accepted"
    except Untrusted as refusal:
        ours = f"refused: {refusal}"
    accepted, words = openssl_accepts(folder, chain, host, anchors, at, strictness, partial=partial)
    return ours, "accepted" if accepted else f"refused: {words}"


def agree(verdict: tuple[str, str]) -> bool:
    ours, theirs = verdict
    return ours.startswith("accepted") is theirs.startswith("accepted")


# Where OpenSSL's command and we differ on purpose: the fault that shows it, and why. Nothing else may differ.
LISTED = {
    "leaf for an address only": "OpenSSL takes the common name where there is no dNSName; RFC 9525 never does",
    "leaf in the store": "a leaf that is an anchor needs nobody; OpenSSL judges its issuers all the same",
}


def combined(first: Fault, second: Fault) -> Fault | None:
    """Both faults in one chain, or None where they change the same thing."""
    together: dict[str, Mapping[str, Any]] = {}
    for role in {*first, *second}:
        one, other = first.get(role, {}), second.get(role, {})
        if set(one) & set(other):
            return None
        together[role] = {**one, **other}
    return together


@pytest.mark.parametrize("strictness", Strictness)
@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault(tmp_path: Path, fault: str, strictness: Strictness) -> None:
    """The same verdict for each fault alone, at every level, or a listed difference."""
    verdict = verdicts(tmp_path, FAULTS[fault], strictness)
    assert agree(verdict) or fault in LISTED, verdict


# Two thousand calls of the openssl command: the first Python hears its verdicts, the others those on one fault.
@pytest.mark.programs
@pytest.mark.parametrize("first", FAULTS)
def test_two_faults(tmp_path: Path, first: str) -> None:
    """The same verdict for every two faults together, or a listed difference."""
    names = list(FAULTS)
    for second in names[names.index(first) + 1 :]:
        fault = combined(FAULTS[first], FAULTS[second])
        if fault is None or {first, second} in IMPOSSIBLE:
            continue
        verdict = verdicts(tmp_path, fault, Strictness.DEFAULT)
        assert agree(verdict) or first in LISTED or second in LISTED, (second, verdict)


# Certificates that no builder makes: valid from tomorrow until yesterday, or no CA with a path length.
IMPOSSIBLE = [
    {"leaf expired", "leaf not yet valid"},
    {"intermediate expired", "intermediate not yet valid"},
    {"root expired", "root not yet valid"},
    {"root not a CA", "root path length 0"},
    {"root not a CA", "root path length 1"},
]

ROOT = authority("Root")
ISSUING = authority("Issuing CA", ROOT, path_length=0)


def _sent(*issued: Issued) -> list[x509.Certificate]:
    return [one.certificate for one in issued]


@dataclass(frozen=True)
class Difference:
    """A chain on which OpenSSL and we differ on purpose.

    Attributes:
      reason: why.
      accepted: whether we accept; OpenSSL does the opposite.
    """

    reason: str
    chain: Sequence[x509.Certificate]
    accepted: bool
    host: str = HOST
    anchors: Sequence[x509.Certificate] = (ROOT.certificate,)
    at: datetime = NOW
    partial: bool = True


DIFFERENCES = [
    Difference(
        "the common name never counts (RFC 9525 section 2)", _sent(server(ISSUING, dns=()), ISSUING), False
    ),
    Difference(
        "a star stands for a whole label (RFC 9525 section 6.3)",
        _sent(server(ISSUING, dns=("a*.bank.test",)), ISSUING),
        False,
    ),
    Difference(
        "one dot at the end only says that a name is complete",
        _sent(server(ISSUING), ISSUING),
        True,
        host=f"{HOST}.",
    ),
    Difference(
        "real hosts have underscores, and a star may stand for them",
        _sent(server(ISSUING, dns=("*.bank.test",)), ISSUING),
        True,
        host="a_b.bank.test",
    ),
    Difference(
        "a host that begins with a dot is no host; OpenSSL takes it for every name below",
        _sent(server(ISSUING), ISSUING),
        False,
        host=".bank.test",
    ),
    Difference(
        "the last second of the validity belongs to it (RFC 5280 section 4.1.2.5)",
        _sent(server(ISSUING, not_after=NOW), ISSUING),
        True,
    ),
    Difference(
        "key identifiers help to find a path and do not forbid one (RFC 5280 section 4.2.1.1)",
        _sent(server(ISSUING, authority_id=b"another key"), ISSUING),
        True,
    ),
    Difference(
        "an anchor is a name and a key, whoever issued it (RFC 5280 section 6.1.1); OpenSSL wants -partial_chain",
        _sent(server(ISSUING)),
        True,
        anchors=_sent(ISSUING),
        partial=False,
    ),
    Difference(
        "a leaf that is an anchor needs nobody; OpenSSL judges its issuers all the same, if they were sent",
        _sent(server(ISSUING), authority("Issuing CA", ROOT, not_after=PAST)),
        True,
        anchors=_sent(server(ISSUING)),
    ),
    Difference(
        "a CA that was made anew vouches for itself with the key of the anchor",
        _sent(authority("Own", dns=(HOST,), usage=("key_cert_sign", "digital_signature"), serial=1)),
        True,
        anchors=_sent(authority("Own", dns=(HOST,), usage=("key_cert_sign", "digital_signature"), serial=2)),
    ),
    Difference(
        "every path is looked at; OpenSSL does not come back from the first issuer that fits",
        _sent(
            server(ISSUING),
            authority("Issuing CA", ROOT, extended=(CLIENT,), serial=1),
            authority("Issuing CA", ROOT, serial=2),
        ),
        True,
    ),
]


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.reason)
def test_a_listed_difference(tmp_path: Path, difference: Difference) -> None:
    """Each difference has a witness; if OpenSSL changes its mind, the table is to be changed."""
    given = difference
    ours, theirs = both(
        tmp_path, given.chain, given.host, given.anchors, given.at, Strictness.DEFAULT, partial=given.partial
    )
    assert ours.startswith("accepted") is given.accepted, ours
    assert theirs.startswith("accepted") is not given.accepted, theirs


# The real certificate on which the verdicts differ, and why.
REAL_LISTED = {
    "okhttp/HostnameVerifierTest_L732.pem": "its names are letters beyond ASCII, which no dNSName may have (RFC 5280)",
}


def _real() -> dict[str, list[tuple[str, x509.Certificate]]]:
    """The conformance folder's certificates, each once, by the project that they come from."""
    groups: dict[str, list[tuple[str, x509.Certificate]]] = {}
    if CONFORMANCE is None:
        return groups
    seen: set[x509.Certificate] = set()
    for entry in json.loads((CONFORMANCE / "pins.json").read_text())["certificates"]:
        if entry["kind"] == "certificate":
            file = entry["file"]
            certificate = load_certificates((CONFORMANCE / "certs" / file).read_bytes())[entry["index"]]
            if certificate not in seen:
                groups.setdefault(file.split("/")[0], []).append((file, certificate))
            seen.add(certificate)
    return groups


@pytest.mark.programs
@needs_conformance
def test_real_certificates(tmp_path: Path) -> None:
    """Chains made of real certificates, with all of their project sent in disorder: the same verdicts."""
    groups = _real()
    everything = [certificate for group in groups.values() for _, certificate in group]
    roots = [certificate for certificate in everything if certificate.subject == certificate.issuer]
    accepted = 0
    for group in groups.values():
        for file, leaf in group:
            names = facts_of(leaf).alternative_names
            hosts = [
                str(name.value).replace("*", "x")
                for name in names
                if isinstance(name, x509.DNSName | x509.IPAddress)
            ]
            if not hosts:
                continue
            # Most have expired; the middle of their life is a date at which they had not.
            half = (leaf.not_valid_after_utc - leaf.not_valid_before_utc) // 2
            at = (leaf.not_valid_before_utc + half).replace(microsecond=0)
            chain = [leaf, *(certificate for _, certificate in group if certificate != leaf)]
            for strictness in (Strictness.LENIENT, Strictness.STRICT):
                verdict = both(tmp_path, chain, hosts[0], roots, at, strictness)
                assert agree(verdict) or file in REAL_LISTED, (file, verdict)
                accepted += verdict == ("accepted", "accepted")
    assert accepted > 40
