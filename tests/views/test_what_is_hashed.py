"""The widget that hashes different bytes of the same certificates."""

from __future__ import annotations

import ipywidgets
import pytest

from course.pki import Pin
from course.views import Live, what_is_hashed
from course.views.what_is_hashed import HASHED
from tests.views.certificates import issue, rsa_certificate


@pytest.fixture
def live() -> Live:
    return what_is_hashed(issue(), issue(serial=2), issue(key=6))


def choice_and_table(live: Live) -> tuple[ipywidgets.Dropdown, ipywidgets.HTML]:
    choice, table = live.widget.children
    return choice, table


def test_words_answer_three_questions_about_every_choice(live: Live) -> None:
    """And only the SubjectPublicKeyInfo earns three times yes."""
    title, *rows = repr(live).splitlines()
    assert title == "What is hashed, and what the hash is good for."
    assert len(rows) == len(HASHED)
    assert [row.count("yes") for row in rows] == [3, 1, 1, 2, 2, 2, 1]
    assert rows[0].startswith("the SubjectPublicKeyInfo: survives the renewal? yes")
    assert rows[1].startswith("the whole certificate: survives the renewal? no, changes with the key? yes")
    assert rows[-1] == (
        "nothing: survives the renewal? yes, changes with the key? no, is what clients compute? no"
    )


def test_the_first_hash_is_the_pin(live: Live) -> None:
    """What the table shows for the SubjectPublicKeyInfo is the pin that everybody else computes."""
    _, table = choice_and_table(live)
    assert Pin.of(issue()).base64 in table.value


@pytest.mark.parametrize("what", list(HASHED)[1:])
def test_another_choice_changes_the_table(live: Live, what: str) -> None:
    """Choosing other bytes redraws the table with their hashes, and marks them in the overview."""
    choice, table = choice_and_table(live)
    before = table.value
    choice.value = what
    assert table.value != before
    assert f"SHA-256 of {what}" in table.value
    assert f"<b>▸ {what}</b>" in table.value


def test_the_first_row_is_compared_with_nobody(live: Live) -> None:
    """It would be the same as itself, whatever is hashed."""
    choice, table = choice_and_table(live)
    assert [table.value.count(f">{fate}<") for fate in ("–", "the same", "another")] == [1, 1, 1]
    choice.value = "the whole certificate"
    assert [table.value.count(f">{fate}<") for fate in ("–", "the same", "another")] == [1, 0, 2]
    choice.value = "nothing"
    assert [table.value.count(f">{fate}<") for fate in ("–", "the same", "another")] == [1, 2, 0]


def test_hex_is_the_right_hash_in_another_spelling(live: Live) -> None:
    """It is shown as people write it."""
    choice, table = choice_and_table(live)
    choice.value = "the SubjectPublicKeyInfo, hash in hex"
    assert Pin.of(issue()).hex in table.value


def test_an_rsa_key_has_a_bare_form_too() -> None:
    """As PKCS #1 has it."""
    live = what_is_hashed(rsa_certificate(), rsa_certificate(serial=2), issue())
    assert "the bare key, without its header: survives the renewal? yes" in repr(live)


def test_readers_without_a_kernel_get_all_choices_as_one_table(live: Live) -> None:
    """Beside the live view stand the sentences, the table, and how to get the menu."""
    bundle = live._repr_mimebundle_()
    assert bundle["text/plain"] == live.words
    assert bundle["text/html"].count("<tr>") == len(HASHED) + 1
    assert "Run the cell to get a menu" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
