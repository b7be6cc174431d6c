"""The certificate explorer: bytes and fields point at each other."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import certifi
import ipywidgets
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.certificates import bank, isrg_root_x1, old_router
from course.pki import load_certificates
from course.pki.fields import field_at, fields_of
from course.views import Live, certificate_explorer
from course.views.hex_view import WIDTH
from tests.views.certificates import issue


@pytest.fixture
def live() -> Live:
    return certificate_explorer(bank())


def controls(live: Live) -> tuple[Any, Any, Any, ipywidgets.HTML]:
    """The slider over the fields, the slider over the bytes, the list of the fields, the view."""
    by_field, by_byte, below = live.widget.children
    shown, tree = below.children
    return by_field, by_byte, tree, shown


def text_of(page: str) -> str:
    """What a reader sees of some HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", page.replace("<br>", "\n")))


def bracketed(page: str) -> bytes:
    """The bytes between the brackets of the hex view; the letters beside it may be brackets themselves."""
    [view] = re.findall(r"<pre.*?</pre>", page, re.DOTALL)
    hexadecimal = "".join(line[6 : 6 + 3 * WIDTH + 1] for line in text_of(view).splitlines())
    return bytes.fromhex(hexadecimal.partition("[")[2].partition("]")[0])


def test_it_begins_with_the_public_key(live: Live) -> None:
    """Its words say where the key is, what it says, and how its header reads."""
    assert repr(live) == (
        "Certificate of api.bank.test. Field: SubjectPublicKeyInfo, bytes 155 to 245 of 479. "
        "Says: elliptic curve P-256. Header 30 59: tag 30, SEQUENCE; then 89 bytes of content. "
        "Here: byte 155, 30, is the tag of a SEQUENCE."
    )


def test_it_can_begin_elsewhere() -> None:
    """With any field; with the whole certificate where there is none of that name."""
    assert "Field: validity, bytes 97 to 128" in certificate_explorer(bank(), "validity").words
    assert "Field: certificate, bytes 0 to 278" in certificate_explorer(old_router(), "extensions").words


def test_every_field_shows_its_bytes(live: Live) -> None:
    """What stands in brackets is the field, and the byte slider stands at its beginning."""
    by_field, by_byte, tree, shown = controls(live)
    for number, field in enumerate(fields_of(bank())):
        by_field.index = number
        assert by_byte.value == field.element.start
        assert tree.index == number
        assert f"{field.name}: bytes {field.element.start} to {field.element.end - 1} of 479" in text_of(
            shown.value
        )
        assert f"Says: {field.value}" in text_of(shown.value)


@pytest.mark.parametrize("name", ["certificate", "version", "subject", "SubjectPublicKeyInfo", "signature"])
def test_brackets_hold_the_field_and_nothing_else(name: str) -> None:
    """Read without colour, the marked bytes are the field's."""
    field = next(field for field in fields_of(bank()) if field.name == name)
    der = bank().public_bytes(Encoding.DER)
    assert bracketed(certificate_explorer(bank(), name).still) == der[field.element.start : field.element.end]


def test_every_byte_shows_its_field(live: Live) -> None:
    """Stepping through the bytes chooses the innermost field, in both controls, and keeps the byte."""
    by_field, by_byte, tree, shown = controls(live)
    fields = fields_of(bank())
    for offset in range(0, 479, 7):
        by_byte.value = offset
        assert by_byte.value == offset
        assert fields[by_field.index] == fields[tree.index] == field_at(fields, offset)
        assert f"Here: byte {offset}, " in text_of(shown.value)


@pytest.mark.parametrize(
    ("offset", "role"),
    [
        (0, "is the tag of a SEQUENCE"),
        (1, "is part of the length of a SEQUENCE"),
        (9, "is the length of a numbered field [0]"),
        (12, "is content of an INTEGER"),
        (115, "is the length of a UTCTime"),
        (159, "is the tag of an OBJECT IDENTIFIER"),
    ],
)
def test_a_byte_says_what_it_is(live: Live, offset: int, role: str) -> None:
    """Tag, length or content, and of what."""
    _, by_byte, _, shown = controls(live)
    by_byte.value = offset
    assert text_of(shown.value).count(role) == 1


def test_the_numbers_inside_an_rsa_key_are_elements_of_their_own() -> None:
    """Inside the BIT STRING too, header and byte agree."""
    words = certificate_explorer(isrg_root_x1(), "exponent").words
    assert "Says: 65537. Header 02 03: tag 02, INTEGER" in words
    assert words.endswith("is the tag of an INTEGER.")


def test_the_list_follows_by_mouse(live: Live) -> None:
    """A click in the list moves everything else; the keyboard has the sliders, which JupyterLab leaves alone."""
    by_field, by_byte, tree, _ = controls(live)
    tree.index = 2
    assert (by_field.index, by_byte.value) == (2, 8)
    assert tree.tabbable is False


def test_changes_are_spoken(live: Live) -> None:
    """A screen reader hears what is said of the field, and does not read out the bytes."""
    shown = controls(live)[3]
    assert "role='status' aria-live='polite'" in shown.value
    assert "role='img' aria-label='The bytes in hex, with bytes 155 to 245 of 479 marked'" in shown.value


def test_the_still_shows_the_view_and_every_field(live: Live) -> None:
    """Without a kernel: the first view, and a table of all fields with their bytes and values."""
    still = live._repr_mimebundle_()["text/html"]
    rows = re.findall(r"<tr>(.*?)</tr>", still)[1:]
    fields = fields_of(bank())
    assert len(rows) == len(fields)
    for row, field in zip(rows, fields, strict=True):
        assert f"{field.element.start} to {field.element.end - 1}" in row
        assert html.escape(field.value) in row
    assert "SubjectPublicKeyInfo</strong>: bytes 155 to 245" in still


def test_names_from_a_certificate_cannot_write_html() -> None:
    """A certificate's text is shown, not obeyed."""
    still = certificate_explorer(issue(subject="<b>bold</b>"), "subject").still
    assert "<b>bold" not in still
    assert "&lt;b&gt;bold&lt;/b&gt;" in still


def test_every_root_of_certifi_can_be_explored() -> None:
    """Of any size, kind of key and set of extensions; the last byte too."""
    for root in load_certificates(Path(certifi.where()).read_bytes()):
        live = certificate_explorer(root)
        by_field, by_byte, _, shown = controls(live)
        by_byte.value = by_byte.max
        assert fields_of(root)[by_field.index].name == "signature"
        assert shown.value.count("<pre") == 1
