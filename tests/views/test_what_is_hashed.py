"""The widget that hashes different bytes of the same certificates."""

from __future__ import annotations

import ipywidgets
import pytest

from course.pki import Pin
from course.views import Live, what_is_hashed
from course.views.what_is_hashed import HASHED
from tests.views.certificates import issue


@pytest.fixture
def live() -> Live:
    return what_is_hashed({"before": issue(), "renewed": issue(serial=2), "new key": issue(key=6)})


def choice_and_table(live: Live) -> tuple[ipywidgets.Dropdown, ipywidgets.HTML]:
    choice, table = live.widget.children
    return choice, table


def test_words_compare_with_the_first(live: Live) -> None:
    """At first the right bytes are hashed: the renewal keeps the hash, the new key does not."""
    assert repr(live) == (
        "Hash its SubjectPublicKeyInfo. Compared with before, renewed: the same hash; new key: another hash."
    )


def test_the_first_hash_is_the_pin(live: Live) -> None:
    """What the table shows for the SubjectPublicKeyInfo is the pin that everybody else computes."""
    assert Pin.of(issue()).base64 in live.still


@pytest.mark.parametrize("what", list(HASHED)[1:])
def test_another_choice_changes_the_table(live: Live, what: str) -> None:
    """Choosing other bytes redraws the table with their hashes."""
    choice, table = choice_and_table(live)
    before = table.value
    choice.value = what
    assert table.value != before
    assert what.split()[0] in table.value


def test_the_whole_certificate_changes_at_renewal(live: Live) -> None:
    """Hashing the whole certificate, the renewed one has another hash."""
    choice, table = choice_and_table(live)
    choice.value = "the whole certificate"
    assert table.value.count(">another<") == 2
    assert table.value.count(">the same<") == 1


def test_readers_without_a_kernel_get_the_table(live: Live) -> None:
    """Beside the live view stand the sentence and the table, so a page that is only read shows both."""
    bundle = live._repr_mimebundle_()
    assert bundle["text/plain"] == live.words
    assert "<table>" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
