"""Bytes in hex with one field marked: by brackets, underlining and shade, so that no mark rests on colour alone."""

from __future__ import annotations

import html
from typing import NamedTuple

from course.pki.der import Element
from course.views.picture import INK, PAPER

WIDTH = 16
# So many lines fit on a screen beside the controls.
MOST_LINES = 32
_MARGIN, _LAST_LINES = 2, 6
# Quiet, and yet legible on the card: 5.6 to 1.
_GREY = "#5d6570"
_CONTENT = "background-color: #cfe1f2; color: #22272e; font-weight: normal"
_HEADER = "background-color: #f6d9b8; color: #22272e; font-weight: bold; text-decoration: underline"
_CURRENT = "background-color: #22272e; color: #ffffff; font-weight: bold"


class Marks(NamedTuple):
    """What is marked: an element, its header apart from its content, and one byte of it."""

    element: Element
    offset: int

    def style_of(self, place: int) -> str:
        """How a byte is shown; empty for bytes outside the element."""
        if place == self.offset:
            return _CURRENT
        if not self.element.start <= place < self.element.end:
            return ""
        return _HEADER if place < self.element.content else _CONTENT


def hex_view(data: bytes, marks: Marks, title: str) -> str:
    """Draw bytes as HTML, sixteen a line: where the line starts, the bytes in hex, and those that are letters.

    Args:
      data: all of the bytes; of long data the lines around the marked element are shown.
      marks: what to mark.
      title: what a screen reader says in place of the bytes.
    """
    lines: list[str] = []
    previous = -1
    for line in lines_shown(-(-len(data) // WIDTH), marks.element):
        if line > previous + 1:
            lines.append(_left_out(line - previous - 1))
        lines.append(_line(data, marks, line * WIDTH))
        previous = line
    if (rest := -(-len(data) // WIDTH) - previous - 1) > 0:
        lines.append(_left_out(rest))
    body = "\n".join(lines)
    return (
        f"<pre role='img' aria-label='{html.escape(title, quote=True)}' style='background-color: {PAPER}; "
        f"color: {INK}; margin: 0; padding: 8px; white-space: pre; line-height: 1.35; font-size: 12px; "
        f"overflow-x: auto'>{body}</pre>"
    )


def lines_shown(count: int, element: Element) -> list[int]:
    """Which of the lines to show: all if they fit, else those around an element, its last ones included."""
    if count <= MOST_LINES:
        return list(range(count))
    first, last = element.start // WIDTH, (element.end - 1) // WIDTH
    if last - first + 1 + 2 * _MARGIN <= MOST_LINES:
        start = min(max(0, (first + last - MOST_LINES) // 2), count - MOST_LINES)
        return list(range(start, start + MOST_LINES))
    begin = min(max(0, first - _MARGIN), count - MOST_LINES)
    end = max(min(count, last + 1 + _MARGIN), begin + MOST_LINES)
    head = range(begin, begin + MOST_LINES - _LAST_LINES)
    return [*head, *range(max(head.stop, end - _LAST_LINES), end)]


def _left_out(lines: int) -> str:
    return f"<span style='color: {_GREY}'>      ... {lines} line{'s' * (lines != 1)} not shown ...</span>"


def _line(data: bytes, marks: Marks, start: int) -> str:
    places = range(start, min(start + WIDTH, len(data)))
    shown = "".join(
        _before(place, start, marks) + _styled(f"{data[place]:02x}", marks, place) for place in places
    )
    shown += "]" if places.stop == marks.element.end else " "
    letters = "".join(_styled(_letter(data[place]), marks, place) for place in places)
    gap = "   " * (WIDTH - len(places))
    return f"<span style='color: {_GREY}'>{start:>5}</span> {shown}{gap} {letters}"


def _before(place: int, line: int, marks: Marks) -> str:
    """What stands before a byte: a bracket where the marked element begins, or where it has just ended."""
    if place == marks.element.start:
        return "["
    return "]" if place == marks.element.end and place > line else " "


def _styled(text: str, marks: Marks, place: int) -> str:
    style = marks.style_of(place)
    return f"<span style='{style}'>{text}</span>" if style else text


def _letter(byte: int) -> str:
    return html.escape(chr(byte)) if 0x20 < byte < 0x7F else "."
