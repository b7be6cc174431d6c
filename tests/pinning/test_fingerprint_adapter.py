"""Beside requests-toolbelt's FingerprintAdapter: what it misses, seen on real handshakes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.serialization import Encoding
from requests_toolbelt.adapters.fingerprint import FingerprintAdapter

from course.lab import Lab, Leaf
from course.lab.leaf import chain_pem
from course.pinning import PinningAdapter, PinningError, Policy, Refused

from .proxies import Proxy


@pytest.fixture
def stock() -> Lab:
    """Certificates for the machine's clock, on a server that is reached by its address."""
    return Lab(dates="stock")


def serve_by_address(lab: Lab) -> Leaf:
    """Let the bank show a certificate for 127.0.0.1, which needs no name resolution."""
    leaf = lab.issuing.issue("127.0.0.1")
    lab.bank.present(leaf.chain, leaf.key)
    return leaf


def url_of(lab: Lab) -> str:
    """The bank's address."""
    return f"https://127.0.0.1:{lab.bank.address[1]}/balance"


def fingerprint_of(leaf: Leaf) -> str:
    """The hash of the whole certificate."""
    return hashlib.sha256(leaf.certificate.public_bytes(Encoding.DER)).hexdigest()


def fingerprint_session(lab: Lab, fingerprint: str, folder: Path) -> requests.Session:
    """A session with the toolbelt's adapter that trusts the bank's root."""
    root = folder / "root.pem"
    root.write_bytes(chain_pem((lab.root.certificate,)))
    session = requests.Session()
    session.trust_env = False
    session.verify = str(root)
    session.mount("https://", FingerprintAdapter(fingerprint))
    return session


def pinning_session(lab: Lab, policy: Policy) -> requests.Session:
    """The same with ours."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", PinningAdapter(policy, anchors=[lab.root.certificate]))
    return session


def test_a_renewal_with_the_same_key_breaks_a_fingerprint_and_not_a_pin(stock: Lab, tmp_path: Path) -> None:
    """It compares the whole certificate."""
    with stock as lab:
        leaf = serve_by_address(lab)
        theirs = fingerprint_session(lab, fingerprint_of(leaf), tmp_path)
        ours = pinning_session(lab, Policy({"127.0.0.1": [leaf.pin]}))
        with theirs, ours:
            assert theirs.get(url_of(lab)).ok
            assert ours.get(url_of(lab)).ok
            renewed = lab.issuing.renew(leaf)
            lab.bank.present(renewed.chain, renewed.key)
            with pytest.raises(requests.exceptions.SSLError, match="Fingerprints did not match"):
                theirs.get(url_of(lab))
            assert ours.get(url_of(lab)).ok


def test_a_proxy_takes_a_fingerprint_away_and_not_a_pin(stock: Lab, tmp_path: Path) -> None:
    """It does not override `proxy_manager_for`: with a wrong fingerprint the request is answered."""
    with stock as lab:
        serve_by_address(lab)
        with Proxy(lab.bank.address) as proxy:
            through = {"https": proxy.url}
            theirs = fingerprint_session(lab, "00" * 32, tmp_path)
            ours = pinning_session(lab, Policy({"127.0.0.1": ["00" * 31 + "01"]}))
            with theirs, ours:
                with pytest.raises(requests.exceptions.SSLError):
                    theirs.get(url_of(lab))
                assert theirs.get(url_of(lab), proxies=through).ok
                with pytest.raises(PinningError):
                    ours.get(url_of(lab), proxies=through)


def test_a_fingerprint_switches_host_names_off_and_a_pin_does_not(stock: Lab, tmp_path: Path) -> None:
    """urllib3 compares fingerprints instead of host names."""
    with stock as lab:
        leaf = lab.issuing.issue("other.test")
        lab.bank.present(leaf.chain, leaf.key)
        theirs = fingerprint_session(lab, fingerprint_of(leaf), tmp_path)
        ours = pinning_session(lab, Policy({"127.0.0.1": [leaf.pin]}))
        with theirs, ours:
            assert theirs.get(url_of(lab)).ok
            with pytest.raises(Refused, match="127"):
                ours.get(url_of(lab))


def test_verify_false_leaves_only_the_fingerprint_and_ours_refuses(stock: Lab, tmp_path: Path) -> None:
    """A chain from nowhere is accepted if its leaf has the fingerprint."""
    with stock as lab:
        leaf = lab.interceptor().authority.issue("127.0.0.1")
        lab.bank.present(leaf.chain, leaf.key)
        theirs = fingerprint_session(lab, fingerprint_of(leaf), tmp_path)
        ours = pinning_session(lab, Policy({"127.0.0.1": [leaf.pin]}))
        with theirs, ours:
            assert theirs.get(url_of(lab), verify=False).ok
            with pytest.raises(Refused, match="verify=False"):
                ours.get(url_of(lab), verify=False)
