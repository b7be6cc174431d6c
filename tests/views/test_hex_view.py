"""Bytes in hex, with an element marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.pki.der import Element
from course.views.hex_view import MOST_LINES, WIDTH, Marks, hex_view, lines_shown


def lines(data: bytes, element: Element, offset: int | None = None) -> list[str]:
    """The lines as text."""
    page = hex_view(data, Marks(element, element.start if offset is None else offset), "title")
    return re.sub(r"<[^>]+>", "", page).splitlines()


def test_an_element_inside_a_line() -> None:
    """Brackets stand where it begins and ends."""
    [line] = lines(bytes(range(0x40, 0x50)), Element(0x42, 2, 4, 6))
    assert line == "    0  40 41[42 43 44 45]46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO"


def test_an_element_to_the_end() -> None:
    """The closing bracket stands behind the last byte, also of a line that is not full."""
    assert lines(bytes(3), Element(0, 1, 3, 3))[0].startswith("    0  00[00 00]")
    assert lines(bytes(16), Element(0, 0, 2, 16))[0].startswith("    0 [00 00")
    assert lines(bytes(16), Element(0, 0, 2, 16))[0][6 + 48] == "]"


def test_an_element_over_two_lines_has_two_brackets() -> None:
    """One where it begins, one where it ends."""
    first, second = lines(bytes(32), Element(0, 15, 17, 17))
    assert (first.count("["), first.count("]"), second.count("["), second.count("]")) == (1, 0, 0, 1)


def test_an_element_to_the_end_of_a_line_is_closed_there() -> None:
    """And not once more at the beginning of the next."""
    first, second = lines(bytes(32), Element(0, 14, 16, 16))
    assert (first[6 + 3 * WIDTH], second.count("]")) == ("]", 0)


def test_header_content_and_byte_are_told_apart() -> None:
    """The header is underlined, the byte that is meant stands white on black, what is outside has no mark."""
    page = hex_view(bytes(6), Marks(Element(0, 1, 3, 5), 4), "title")
    styles = re.findall(r"<span style='background-color[^']*'", page)
    assert sum("underline" in style for style in styles) == 2 * 2
    assert sum("#ffffff" in style for style in styles) == 2 * 1
    assert len(styles) == 2 * 4


def test_a_letter_that_is_markup_is_escaped() -> None:
    """And a quote in the title cannot end its attribute."""
    page = hex_view(b"<&>", Marks(Element(0, 0, 2, 3), 0), "it's")
    assert "&lt;" in page
    assert "aria-label='it&#x27;s'" in page


@given(st.data())
def test_the_lines_shown_include_both_ends_of_the_element(data: st.DataObject) -> None:
    """In order, without repetition, and not more than fit."""
    size = data.draw(st.integers(2, 4000))
    start = data.draw(st.integers(0, size - 2))
    end = data.draw(st.integers(start + 2, size))
    count = -(-size // WIDTH)
    shown = lines_shown(count, Element(0x30, start, start + 2, end))
    assert shown == sorted(set(shown))
    assert len(shown) == min(count, MOST_LINES)
    assert {start // WIDTH, (end - 1) // WIDTH} <= set(shown) <= set(range(count))


@pytest.mark.parametrize(
    ("element", "gaps"),
    [
        (Element(0x30, 0, 4, 1600), 1),
        (Element(0x30, 800, 804, 830), 2),
        (Element(0x30, 1590, 1592, 1600), 1),
    ],
)
def test_what_is_left_out_is_counted(element: Element, gaps: int) -> None:
    """Lines shown and lines named as not shown make up the whole."""
    shown = lines(bytes(1600), element)
    counts = [int(number) for number in re.findall(r"(\d+) lines? not shown", "\n".join(shown))]
    assert len(counts) == gaps
    assert sum(counts) + len(shown) - gaps == 100
