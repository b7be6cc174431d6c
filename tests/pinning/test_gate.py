"""The check of one connection, without a connection."""

from __future__ import annotations

from datetime import datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from course.pinning import PinningError, Policy, Refused, TrustError
from course.pinning.adapter.gate import Gate
from course.pki import Anchors, Reason

from .test_policy import AT, HOST, LEAF, OTHER, ROOT

CHAIN = [certificate.public_bytes(Encoding.DER) for certificate in LEAF.chain]


def gate(policy: Policy, at: datetime = AT) -> Gate:
    """A gate that trusts the bank's root."""
    return Gate(policy, Anchors([ROOT.certificate]), lambda: at)


def test_a_pinned_chain_passes() -> None:
    """The honest client gets in."""
    gate(Policy({HOST: [LEAF.pin]})).judge(CHAIN, HOST, resumed=False)


def test_a_resumed_session_is_refused() -> None:
    """Even with the right chain beside it: a resumed session proves nothing about a chain."""
    with pytest.raises(Refused, match="resumed") as caught:
        gate(Policy({HOST: [LEAF.pin]})).judge(CHAIN, HOST, resumed=True)
    assert caught.value.step == "get the chain"


def test_no_chain_is_refused() -> None:
    """Also for a host without pins."""
    with pytest.raises(Refused, match="sent no certificate") as caught:
        gate(Policy({})).judge([], HOST, resumed=False)
    assert caught.value.step == "get the chain"


def test_an_unreadable_certificate_is_refused() -> None:
    """What cannot be read cannot be validated."""
    with pytest.raises(TrustError, match="cannot be read"):
        gate(Policy({})).judge([b"not a certificate"], HOST, resumed=False)


def test_trust_comes_before_pins() -> None:
    """A chain that is pinned and not valid is refused for not being valid."""
    with pytest.raises(TrustError) as caught:
        gate(Policy({"other.test": [LEAF.pin]})).judge(CHAIN, "other.test", resumed=False)
    assert caught.value.untrusted is not None
    assert caught.value.untrusted.reason is Reason.HOST


def test_a_wrong_pin_is_refused() -> None:
    """The error carries the verdict."""
    with pytest.raises(PinningError) as caught:
        gate(Policy({HOST: [OTHER]})).judge(CHAIN, HOST, resumed=False)
    assert caught.value.wanted == (OTHER,)
    assert caught.value.seen[0].pin == LEAF.pin
    assert caught.value.host == HOST
    assert caught.value.step == "compare"


def test_openssl_is_explained_in_our_words_where_we_agree() -> None:
    """So that a lesson reads the same with every OpenSSL."""
    refusal = gate(Policy({})).explain(CHAIN, "other.test", "Hostname mismatch")
    assert isinstance(refusal, TrustError)
    assert refusal.untrusted is not None
    assert refusal.untrusted.reason is Reason.HOST
    assert refusal.explanation == str(refusal.untrusted)


@pytest.mark.parametrize("chain", [CHAIN, []])
def test_openssl_speaks_for_itself_where_it_is_alone(chain: list[bytes]) -> None:
    """Where our own evaluation accepts, or there is no chain to evaluate, its message is the reason."""
    refusal = gate(Policy({})).explain(chain, HOST, "certificate signature failure")
    assert isinstance(refusal, TrustError)
    assert refusal.untrusted is None
    assert refusal.explanation == "OpenSSL does not accept the chain: certificate signature failure."
