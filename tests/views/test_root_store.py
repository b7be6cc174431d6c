"""The roots of a store, drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import pytest

from course.exercises.certificates import bank, rsa_shop
from course.pki import load_certificates
from course.views import key_kinds, lifetimes, next_to_expire
from tests.views.certificates import issue

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
ROOTS = load_certificates(Path(certifi.where()).read_bytes())


def test_keys_are_counted_by_kind() -> None:
    """The most frequent first."""
    words = key_kinds([issue(), issue(key=7), rsa_shop()]).words
    assert words == "The keys of 3 certificates. elliptic curve P-256: 2, RSA, 2048 bits: 1."


def test_lives_are_measured() -> None:
    """Shortest, middle, longest; how many are valid; and the leaf beside them."""
    words = lifetimes([issue(), issue(day=-300)], bank(), AT).words
    assert words.startswith("The lives of 2 roots: the shortest 1 year,")
    assert "On 4 January 2027 1 of them are valid." in words
    assert "The certificate of api.bank.test lives 200 days: the middle root lives 1 times as long." in words


def test_the_next_to_expire_come_first() -> None:
    """Those that have ended are left out."""
    words = next_to_expire([issue(day=10), issue(day=-300), issue(day=1)], AT).words
    assert words == (
        "Next to expire, seen from 4 January 2027: api.bank.test on 24 July 2027; api.bank.test on 2 August 2027."
    )


@pytest.mark.parametrize("days", [0, 900])
def test_today_is_an_argument(days: int) -> None:
    """Not the machine's clock: another today gives another picture."""
    later = AT + timedelta(days=days)
    same = next_to_expire(ROOTS, AT)
    assert (next_to_expire(ROOTS, later).words == same.words) == (days == 0)
    assert (lifetimes(ROOTS, bank(), later).png == lifetimes(ROOTS, bank(), AT).png) == (days == 0)


def test_all_of_certifi_can_be_drawn() -> None:
    """Whatever letters their names have, no sign is missing from the font."""
    count = len(ROOTS)
    assert key_kinds(ROOTS).words.startswith(f"The keys of {count} certificates.")
    assert f"The lives of {count} roots" in lifetimes(ROOTS, bank(), AT).words
    assert next_to_expire(ROOTS, AT, count).png.startswith(b"\x89PNG")
