"""Keys and numbers that are the same on every machine."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from course.lab import derive_key
from course.lab.keys import derive_serial
from course.pki import Pin


def test_a_label_gives_one_key() -> None:
    """This pin must never change: it stands in notebooks."""
    pin = Pin.of_public_key(derive_key("api.bank.test backup").public_key())
    assert pin == Pin.of_public_key(derive_key("api.bank.test backup").public_key())
    assert str(pin) == "sha256/bAuhk0WVWy0F1qUg089DpXv0IkGIOB+h47gC3TzEE64="


def test_keys_are_p256() -> None:
    """Small and quick, and what most servers use."""
    assert isinstance(derive_key("any").curve, ec.SECP256R1)


@settings(max_examples=30)
@given(st.text(), st.text())
def test_different_labels_give_different_keys(one: str, other: str) -> None:
    """And equal ones equal keys."""
    same = derive_key(one).private_numbers() == derive_key(other).private_numbers()
    assert same is (one == other)


@given(st.lists(st.text()))
def test_serial_numbers_are_positive_and_short_enough(parts: list[str]) -> None:
    """RFC 5280 allows 20 bytes; these have 16, always."""
    assert derive_serial(*parts).bit_length() == 127
