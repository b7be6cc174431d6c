"""A connection from trust to pins; upstream's chain tests by their names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from cryptography import x509

from course.pki import Anchors, Reason, Untrusted
from course.platforms.okhttp import (
    CertificatePinner,
    HostnameError,
    Pin,
    PinningError,
    evaluate,
    is_eligible,
    older,
    pin,
)
from tests.pki.certificates import AFTER, HOST, NOW, Issued, authority, issue, key_of, server

ROOT = authority("root")
ISSUING = authority("issuing", ROOT)
LEAF = server(ISSUING)
ROGUE_ROOT = authority("compromised root")
ROGUE_ISSUING = authority("compromised intermediate", ROGUE_ROOT)
ROGUE = server(ROGUE_ISSUING, key=key_of("rogue"))


def _connect(
    sent: Sequence[Issued],
    pinned: Sequence[Issued] = (),
    trusted: Sequence[Issued] = (ROOT,),
    host: str = HOST,
) -> list[x509.Certificate]:
    pinner = CertificatePinner([(HOST, pin(each.certificate)) for each in pinned])
    anchors = [each.certificate for each in trusted]
    return evaluate(host, [each.certificate for each in sent], anchors, NOW, pinner)


@pytest.mark.parametrize("pinned", [ROOT, ISSUING, LEAF])
def test_any_key_of_the_cleaned_chain_is_enough(pinned: Issued) -> None:
    """c0106 pinRootNotPresentInChain, c0107 pinIntermediatePresentInChain, c0113 matchingPinnedCertificate."""
    for _ in range(2):
        path = _connect([LEAF, ISSUING], [pinned])
        assert path == [each.certificate for each in (LEAF, ISSUING, ROOT)]


@pytest.mark.parametrize("pinned", [LEAF, ISSUING, ROOT])
def test_appended_certificates_match_no_pin(pinned: Issued) -> None:
    """c0108 unrelatedPinnedLeafInChain, and unrelatedPinnedIntermediateInChain: CVE-2016-2402."""
    sent = [ROGUE, ROGUE_ISSUING, LEAF, ISSUING, ROOT]
    with pytest.raises(PinningError, match="Certificate pinning failure!\n") as failure:
        _connect(sent, [pinned], [ROOT, ROGUE_ROOT])
    assert pin(ROGUE_ROOT.certificate) in str(failure.value)
    # The pinner alone, given the chain as sent, falls for it.
    CertificatePinner([(HOST, pin(pinned.certificate))]).check(HOST, [each.certificate for each in sent])


def test_the_phony_leaf_of_a_leaf() -> None:
    """c0110 signersMustHaveCaBitSet: the trust manager refuses it, and the cleaner would too."""
    phony = server(LEAF, key=key_of("phony"))
    with pytest.raises(Untrusted) as refusal:
        _connect([phony, LEAF, ISSUING], [ISSUING])
    assert refusal.value.reason is Reason.NOT_A_CA


def test_an_intermediate_with_too_many_below_it() -> None:
    """c0111 intermediateMustNotHaveMoreIntermediatesThanSigner."""
    narrow = authority("narrow", ROOT, path_length=0)
    below = authority("below", narrow)
    with pytest.raises(Untrusted) as refusal:
        _connect([server(below), below, narrow], [narrow])
    assert refusal.value.reason is Reason.PATH_LENGTH


def test_a_lone_certificate() -> None:
    """c0112 lonePinnedCertificate: self-signed, trusted and pinned."""
    alone = server(None)
    assert _connect([alone], [alone], [alone]) == [alone.certificate]


def test_another_host_has_no_pins() -> None:
    """A wrong pin for one name leaves the others alone."""
    leaf = server(ISSUING, dns=("other.bank.test",))
    assert _connect([leaf, ISSUING], [ROGUE], host="other.bank.test")


def test_trust_comes_before_the_host_and_the_host_before_the_pins() -> None:
    """The first of several faults is reported, whatever is pinned."""
    elsewhere = server(ISSUING, dns=("other.test",), addresses=("192.0.2.1",))
    rogue_elsewhere = server(ROGUE_ISSUING, dns=("other.test",))
    with pytest.raises(Untrusted) as unknown:
        _connect([rogue_elsewhere, ROGUE_ISSUING], [LEAF])
    assert unknown.value.reason is Reason.UNKNOWN_AUTHORITY
    with pytest.raises(HostnameError) as mismatch:
        _connect([elsewhere, ISSUING], [ROGUE])
    assert str(mismatch.value) == (
        "Hostname api.bank.test not verified:\n"
        f"    certificate: {pin(elsewhere.certificate)}\n"
        "    DN: CN=api.bank.test, O=Bank\n"
        "    subjectAltNames: [192.0.2.1, other.test]"
    )


def test_an_expired_certificate_with_a_matching_pin() -> None:
    """Pins do not replace validation."""
    pinner = CertificatePinner([(HOST, pin(LEAF.certificate))])
    chain = [LEAF.certificate, ISSUING.certificate]
    with pytest.raises(Untrusted) as refusal:
        evaluate(HOST, chain, Anchors([ROOT.certificate]), AFTER + timedelta(days=1), pinner)
    assert refusal.value.reason is Reason.EXPIRED


def test_okhttps_own_rule_decides_about_the_host() -> None:
    """It takes a wildcard of a top-level domain, which the course's trust evaluation does not."""
    leaf = server(ISSUING, dns=("*.test",))
    assert _connect([leaf, ISSUING], host="bank.test")


def test_a_chain_that_cannot_be_cleaned_counts_as_empty() -> None:
    """The signer that was sent first leads nowhere. Without pins nobody notices, with pins nothing matches."""
    unknown = authority("unknown")
    cross = authority("issuing", unknown, key=ISSUING.key)
    sent = [LEAF, cross, ISSUING]
    assert _connect(sent) == []
    with pytest.raises(PinningError, match="chain:\n  Pinned certificates for"):
        _connect(sent, [LEAF])


def test_an_open_connection_is_used_for_another_host_if_its_pins_match() -> None:
    """c0115 and its counterparts: HTTP/2 coalescing asks name and pins again."""
    chain = [server(ISSUING, dns=(HOST, "www.bank.test")).certificate, ISSUING.certificate, ROOT.certificate]
    assert is_eligible("www.bank.test", chain, CertificatePinner())
    assert is_eligible("www.bank.test", chain, CertificatePinner([("www.bank.test", pin(chain[1]))]))
    assert not is_eligible("www.bank.test", chain, CertificatePinner([Pin("*.bank.test", "sha256/AAAA")]))
    assert not is_eligible("other.test", chain, CertificatePinner())
    assert not is_eligible("www.bank.test", [], CertificatePinner())


def test_a_root_without_basic_constraints_cannot_be_pinned() -> None:
    """Trust evaluation takes such an anchor; the cleaner of OkHttp 5 finds no end of its chain, 3.13.1's does."""
    old = issue("old root", ca=None, usage=("key_cert_sign",))
    leaf = server(old)
    assert _connect([leaf], trusted=[old]) == []
    with pytest.raises(PinningError):
        _connect([leaf], [leaf, old], [old])
    pinner = older.CertificatePinner([(HOST, pin(old.certificate))])
    assert older.evaluate(HOST, [leaf.certificate], [old.certificate], NOW, pinner) == [leaf.certificate]
