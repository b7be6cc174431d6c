"""Base64 as android.util.Base64 reads it."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.platforms.network_security_config.pins import Pin, decode_base64

from .files import PIN

_BYTES = base64.b64decode(PIN)


@pytest.mark.parametrize(
    "text",
    [
        PIN,
        PIN.rstrip("="),
        f" {PIN} ",
        f"{PIN[:20]}\n{PIN[20:]}",
        f"!{PIN[:5]}-_é\u200b{PIN[5:]}!",
        f"{PIN}:",
    ],
)
def test_foreign_characters_are_skipped_and_padding_is_optional(text: str) -> None:
    """So that a pin with a typographic accident still counts."""
    assert decode_base64(text) == _BYTES


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("", b""),
        ("!", b""),
        ("AA", b"\0"),
        ("AA==", b"\0"),
        ("AAA", b"\0\0"),
        ("AAA=", b"\0\0"),
        ("AB==", b"\0"),
        ("A", None),
        ("AAAAA", None),
        ("=", None),
        ("A=", None),
        ("AA=", None),
        ("AA===", None),
        ("AAA==", None),
        ("AAAA=", None),
        ("AA==AA", None),
        ("AA=A", None),
        ("AA=!=", b"\0"),
    ],
)
def test_padding_is_right_or_missing(text: str, decoded: bytes | None) -> None:
    """Anything else is "bad base-64"."""
    assert decode_base64(text) == decoded


def test_a_prefix_is_taken_for_base64() -> None:
    """The seven characters of OkHttp's prefix are of the alphabet: the padding is wrong, or the pin too long."""
    assert decode_base64(f"sha256/{PIN}") is None
    assert len(decode_base64(f"sha256/{PIN.rstrip('=')}") or b"") == 37


@given(st.binary(max_size=64), st.text(alphabet="!-_ \n\u00e9,", max_size=5), st.integers(0, 80))
def test_what_was_encoded_comes_back(data: bytes, junk: str, position: int) -> None:
    """With and without padding, junk in it wherever it may stand."""
    text = base64.b64encode(data).decode()
    for written in (text, text.rstrip("=")):
        assert decode_base64(written[:position] + junk + written[position:]) == data


@given(st.text(alphabet="AB+/=!", max_size=12))
def test_a_state_machine_says_the_same(text: str) -> None:
    """The one of AOSP's Base64.Decoder, state by state."""
    assert (decode_base64(text) is not None) is _accepted_by_the_original(text)


def _accepted_by_the_original(text: str) -> bool:
    state = 0
    for character in text:
        if character == "!":
            continue
        steps = {2: 4, 3: 5, 4: 5} if character == "=" else {0: 1, 1: 2, 2: 3, 3: 0}
        state = steps.get(state, 6)
        if state == 6:
            return False
    return state not in (1, 4)


def test_a_pin_shows_itself_as_the_course_writes_pins() -> None:
    """And the file wants the same without the prefix."""
    pin = Pin(_BYTES)
    assert (str(pin), repr(pin), pin.base64) == (f"sha256/{PIN}", f"Pin('sha256/{PIN}')", PIN)
