"""The pins of one host."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest

from course.lab import derive_key
from course.pinning import PinSet
from course.pki import BadPin, Pin

ONE = Pin.of_public_key(derive_key("one").public_key())
TWO = Pin.of_public_key(derive_key("two").public_key())


def test_pins_may_be_text_or_pins() -> None:
    """Both forms give the same set."""
    assert PinSet([str(ONE), TWO.curl]) == PinSet([ONE, TWO])


def test_one_pin_needs_no_list() -> None:
    """A single pin or text is one pin, not a row of letters."""
    assert PinSet(ONE).pins == PinSet(str(ONE)).pins == (ONE,)


def test_labels_say_whose_each_pin_is() -> None:
    """A mapping gives every pin a label, and the text shows it."""
    pins = PinSet({"leaf key": ONE, "backup key": TWO})
    assert pins.pins == (ONE, TWO)
    assert str(pins) == f"{ONE} (leaf key), {TWO} (backup key)"


def test_pins_without_labels_are_shown_alone() -> None:
    """No label, no brackets."""
    assert str(PinSet([ONE, TWO])) == f"{ONE}, {TWO}"


def test_a_pin_given_twice_counts_once() -> None:
    """Two spellings of one pin are one pin."""
    assert PinSet([ONE, ONE.hex]).pins == (ONE,)


@pytest.mark.parametrize("nothing", [[], {}, ()])
def test_an_empty_list_is_refused(nothing: list[Pin]) -> None:
    """It could mean two opposite things, and the sentence says so and what to do."""
    with pytest.raises(ValueError, match=r"'accept nothing' or 'not pinned'.*leave the host out"):
        PinSet(nothing)


def test_a_bad_pin_is_refused_at_once() -> None:
    """A text that can never match raises when the set is made, not at the first connection."""
    with pytest.raises(BadPin):
        PinSet(["sha256/AAAA"])


def test_a_date_without_time_zone_is_refused() -> None:
    """The expiry of pins is a moment."""
    with pytest.raises(ValueError, match="without time zone"):
        PinSet([ONE], expires=datetime(2028, 1, 1))


def test_a_set_is_a_value() -> None:
    """It can be hashed, compared and pickled."""
    pins = PinSet({"leaf key": ONE}, expires=datetime(2028, 1, 1, tzinfo=UTC))
    assert pickle.loads(pickle.dumps(pins)) == pins
    assert {pins: 1}[PinSet({"leaf key": ONE}, expires=datetime(2028, 1, 1, tzinfo=UTC))] == 1
