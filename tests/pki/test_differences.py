"""Two certificates, byte by byte."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from course.exercises.certificates import bank, isrg_root_x1, old_router, renewed_bank
from course.pki.differences import FRAME, Pair, differences

CERTIFICATES = [bank, renewed_bank, isrg_root_x1, old_router]


def test_a_renewal_differs_in_few_parts() -> None:
    """Serial number, dates and signature, and the frame where the signature has another length."""
    changed = [pair.name for pair in differences(bank(), renewed_bank()) if pair.places]
    assert changed == [FRAME, "serial number", "validity", "signature"]


def test_equal_certificates_differ_nowhere() -> None:
    """In no part."""
    assert not any(pair.places for pair in differences(bank(), bank()))


@given(st.sampled_from(CERTIFICATES), st.sampled_from(CERTIFICATES))
@settings(max_examples=16, deadline=None)
def test_no_byte_is_lost(before: object, after: object) -> None:
    """The parts of each side are its DER, in their order, also where the other one has fewer."""
    old, new = before(), after()  # type: ignore[operator]
    pairs = differences(old, new)
    named = {pair.name: pair for pair in pairs}
    assert len(named) == len(pairs)
    assert sum(len(pair.before) for pair in pairs) == len(old.public_bytes(Encoding.DER))
    assert sum(len(pair.after) for pair in pairs) == len(new.public_bytes(Encoding.DER))


@given(st.binary(max_size=6), st.binary(max_size=6))
def test_what_is_in_no_place_is_the_same(before: bytes, after: bytes) -> None:
    """And what only one of them has differs."""
    places = Pair("part", before, after).places
    for place in range(max(len(before), len(after))):
        assert (place in places) == (before[place : place + 1] != after[place : place + 1])


def test_a_part_that_only_one_has_differs_throughout() -> None:
    """An old certificate has no version and no extensions."""
    named = {pair.name: pair for pair in differences(old_router(), bank())}
    assert named["extensions"].before == b""
    assert named["extensions"].places == list(range(len(named["extensions"].after)))
