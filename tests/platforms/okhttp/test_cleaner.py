"""The chain cleaner."""

from __future__ import annotations

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from course.pki import all_paths
from course.platforms.okhttp import ChainError, clean_chain, older
from course.platforms.okhttp.cleaner import path_length
from tests.pki.certificates import Issued, authority, issue, key_of, server

from .der_certificates import attribute, basic_constraints, certificate, distinguished_name, tlv

ROOT = authority("root")
ISSUING = authority("issuing", ROOT)
LEAF = server(ISSUING)
STRANGER = authority("stranger")
SENT = [LEAF.certificate, ISSUING.certificate]
PATH = [*SENT, ROOT.certificate]


def _certificates(*issued: Issued) -> list[x509.Certificate]:
    return [each.certificate for each in issued]


@pytest.mark.parametrize(
    "sent",
    [
        SENT,
        PATH,
        [LEAF.certificate, ROOT.certificate, ISSUING.certificate],
        [LEAF.certificate, STRANGER.certificate, ISSUING.certificate, STRANGER.certificate],
        [LEAF.certificate, LEAF.certificate, ISSUING.certificate, ISSUING.certificate],
    ],
)
def test_the_chain_is_put_in_order(sent: list[x509.Certificate]) -> None:
    """Strangers and copies are dropped, and the root is added where it was not sent."""
    assert clean_chain(sent, _certificates(STRANGER, ROOT)) == PATH


def test_a_missing_intermediate_is_not_found() -> None:
    """The message names the certificate whose signer is missing."""
    with pytest.raises(
        ChainError, match=r"^Failed to find a trusted cert that signed CN=api\.bank\.test, O=Bank$"
    ):
        clean_chain([LEAF.certificate, ROOT.certificate], [ROOT.certificate])


def test_a_signer_needs_the_name_and_the_key_of_the_issuer() -> None:
    """One of the two is not enough."""
    same_name, same_key = (
        authority("issuing", STRANGER, key=key_of("other")),
        authority("other", ROOT, key=ISSUING.key),
    )
    sent = [LEAF.certificate, same_name.certificate, same_key.certificate]
    with pytest.raises(ChainError, match=r"CN=api\.bank\.test"):
        clean_chain(sent, [ROOT.certificate])
    assert clean_chain([*sent, ISSUING.certificate], [ROOT.certificate]) == PATH
    with pytest.raises(ChainError, match=r"CN=api\.bank\.test"):
        clean_chain([LEAF.certificate], [same_name.certificate, same_key.certificate])


def test_an_unknown_root_is_not_trusted_because_it_was_sent() -> None:
    """The whole chain is there, and none of it is an anchor."""
    with pytest.raises(ChainError, match=r"^Failed to find a trusted cert that signed CN=root, O=Bank$"):
        clean_chain(PATH, [STRANGER.certificate])


def test_an_appended_genuine_chain_is_dropped() -> None:
    """What the attack of CVE-2016-2402 appends stands in no path from the rogue leaf."""
    rogue = server(STRANGER, key=key_of("rogue"))
    assert clean_chain([rogue.certificate, *PATH], _certificates(ROOT, STRANGER)) == _certificates(
        rogue, STRANGER
    )


def test_a_trusted_intermediate_ends_the_chain_where_its_issuer_is_unknown() -> None:
    """As upstream's test trustedRootNotSelfSigned."""
    assert clean_chain(SENT, [ISSUING.certificate]) == SENT


def test_the_first_signer_that_fits_is_taken() -> None:
    """There is no way back: a cross-signed issuing CA of an unknown root, sent first, hides the good one."""
    cross = authority("issuing", STRANGER, key=ISSUING.key)
    sent = [LEAF.certificate, cross.certificate, ISSUING.certificate]
    assert len(all_paths(sent, [ROOT.certificate])) == 1
    with pytest.raises(ChainError, match="CN=issuing, O=Bank"):
        clean_chain(sent, [ROOT.certificate])
    assert clean_chain([LEAF.certificate, ISSUING.certificate, cross.certificate], [ROOT.certificate]) == PATH


def test_the_first_of_two_roots_with_one_key_is_taken() -> None:
    """Whatever their dates: those were judged in the handshake."""
    again = authority("root", serial=2)
    assert clean_chain(SENT, _certificates(again, ROOT)) == [*SENT, again.certificate]


def test_a_self_signed_leaf_that_is_trusted_stands_alone() -> None:
    """It need not be a CA."""
    alone = server(None)
    assert clean_chain([alone.certificate], [alone.certificate]) == [alone.certificate]


def test_a_signer_must_be_a_ca() -> None:
    """A leaf that signs another leaf is passed over (upstream: signersMustHaveCaBitSet); not by 3.13.1."""
    phony = server(LEAF, key=key_of("phony"))
    sent = [phony.certificate, *SENT]
    with pytest.raises(ChainError, match=r"CN=api\.bank\.test"):
        clean_chain(sent, [ROOT.certificate])
    assert older.clean_chain(sent, [ROOT.certificate]) == [phony.certificate, *PATH]


def test_a_signer_must_have_room_for_those_below_it() -> None:
    """Path length (upstream: intermediateMustNotHaveMoreIntermediatesThanSigner)."""
    narrow = authority("narrow", ROOT, path_length=0)
    below = authority("below", narrow)
    leaf = server(below)
    with pytest.raises(ChainError, match="CN=below"):
        clean_chain(_certificates(leaf, below, narrow), [ROOT.certificate])
    direct = server(narrow)
    assert clean_chain(_certificates(direct, narrow), [ROOT.certificate]) == _certificates(
        direct, narrow, ROOT
    )


def test_a_root_without_constraints_is_followed_for_ever() -> None:
    """A root of version 1 never ends the search, so that OkHttp 5 takes the chain for too long."""
    old = issue("old root", ca=None)
    leaf = server(old)
    with pytest.raises(ChainError) as refusal:
        clean_chain([leaf.certificate], [old.certificate])
    names = ", ".join(["CN=api.bank.test, O=Bank", *["CN=old root, O=Bank"] * 9])
    assert str(refusal.value) == f"Certificate chain too long: [{names}]"


@pytest.mark.parametrize(("length", "taken"), [(9, True), (10, True), (11, False)])
def test_nine_signers_are_the_most(length: int, *, taken: bool) -> None:
    """Ten certificates with the leaf."""
    made = [authority("c0")]
    for number in range(1, length):
        made.insert(0, authority(f"c{number}", made[0]))
    chain, anchors = _certificates(*made), [made[-1].certificate]
    if taken:
        assert clean_chain(chain[:-1], anchors) == chain
        return
    with pytest.raises(ChainError, match="Certificate chain too long"):
        clean_chain(chain, anchors)


def test_an_issuer_is_found_by_a_name_in_another_spelling() -> None:
    """Case and space do not count, between the two usual types of string."""
    top = certificate(
        basic_constraints(tlv(0x01, b"\xff")),
        subject=distinguished_name(attribute("2.5.4.10", "HARBOUR  Bank", 0x13)),
        issuer=distinguished_name(attribute("2.5.4.10", "HARBOUR  Bank", 0x13)),
        key=key_of("top"),
    )
    leaf = certificate(
        subject=distinguished_name(attribute("2.5.4.3", "leaf")),
        issuer=distinguished_name(attribute("2.5.4.10", "Harbour Bank")),
        signer=key_of("top"),
    )
    assert clean_chain([leaf], [top]) == [leaf, top]
    assert clean_chain([leaf, top], [top]) == [leaf, top]


def test_a_subject_that_is_no_text_does_not_hide_a_signature() -> None:
    """The JDK reads bytes that are no UTF-8 all the same; the course's own trust evaluation refuses them."""
    subject = distinguished_name(attribute("2.5.4.10", b"B\xfc"))
    leaf = certificate(subject=subject, issuer=ROOT.name.public_bytes(), signer=ROOT.key)
    assert clean_chain([leaf], [ROOT.certificate]) == [leaf, ROOT.certificate]


def test_an_empty_chain_has_no_leaf() -> None:
    """OkHttp throws NoSuchElementException here."""
    with pytest.raises(ValueError, match="The chain is empty"):
        clean_chain([], [ROOT.certificate])


@pytest.mark.parametrize(
    ("fields", "length"),
    [
        ([], -1),
        ([b"\x01\x01\x00"], -1),
        ([b"\x01\x01\xff"], float("inf")),
        ([b"\x01\x01\xff", b"\x02\x01\x00"], 0),
        ([b"\x01\x01\xff", b"\x02\x01\x05"], 5),
        ([b"\x01\x01\xff", b"\x02\x01\xff"], -1),
    ],
)
def test_path_length_as_the_jdk_has_it(fields: list[bytes], length: float) -> None:
    """-1 for what is no CA."""
    assert path_length(certificate(basic_constraints(*fields))) == length


def test_path_length_without_readable_constraints() -> None:
    """No extension or a broken one, no CA."""
    assert path_length(certificate()) == -1
    assert path_length(certificate(basic_constraints(b"\x01\x7f"))) == -1


@given(st.permutations([ISSUING.certificate, ROOT.certificate, STRANGER.certificate, LEAF.certificate]))
def test_the_order_of_what_was_sent_does_not_count(rest: list[x509.Certificate]) -> None:
    """Where every signer has one certificate only."""
    assert clean_chain([LEAF.certificate, *rest], [ROOT.certificate]) == PATH
