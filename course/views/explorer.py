"""A widget: the bytes of a certificate and its fields, each pointing at the other."""

from __future__ import annotations

import html
from collections.abc import Mapping

import ipywidgets
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.pki.fields import Field, field_at, fields_of
from course.pki.names import name_of
from course.pki.tree import Node, tree_of
from course.pki.values import tag_name
from course.views.hex_view import Marks, hex_view
from course.views.live import Live

_INDENT = "\N{NO-BREAK SPACE}" * 3
_CARD = "background-color: #fbfaf6; color: #22272e; padding: 8px"
_MOST_BYTES = 8


class _Page:
    """A certificate laid open: its bytes, its fields, and what to say of any byte."""

    def __init__(self, certificate: x509.Certificate) -> None:
        self.name = name_of(certificate)
        self.der = certificate.public_bytes(Encoding.DER)
        self.fields = fields_of(certificate)
        self.tree = tree_of(self.der)

    def number_of(self, offset: int) -> int:
        """The place among the fields of the innermost one that a byte belongs to."""
        return self.fields.index(field_at(self.fields, offset))

    def place_words(self, field: Field) -> str:
        return f"bytes {field.element.start} to {field.element.end - 1} of {len(self.der)}"

    def header_words(self, field: Field) -> str:
        """What a field's tag and length say."""
        element = field.element
        header = self.der[element.start : element.content].hex(" ")
        size = element.end - element.content
        return f"{header}: tag {element.tag:02x}, {tag_name(element.tag)}; then {size} bytes of content"

    def byte_words(self, offset: int) -> str:
        """Which part of which element a byte is."""
        node = _innermost(self.tree, offset)
        element = node.element
        if offset == element.start:
            role = "the tag"
        elif offset < element.content:
            role = "the length" if element.content - element.start == 2 else "part of the length"
        else:
            role = "content"
        owner = tag_name(element.tag)
        article = "an" if owner[0] in "AEIOU" else "a"
        return f"byte {offset}, {self.der[offset]:02x}, is {role} of {article} {owner}"

    def words(self, offset: int) -> str:
        """The whole of what is shown, as sentences."""
        field = self.fields[self.number_of(offset)]
        return (
            f"Certificate of {self.name}. Field: {field.name}, {self.place_words(field)}. Says: {field.value}. "
            f"Header {self.header_words(field)}. Here: {self.byte_words(offset)}."
        )

    def html(self, offset: int) -> str:
        """The words and the bytes."""
        field = self.fields[self.number_of(offset)]
        lines = (
            f"<strong>{html.escape(field.name)}</strong>: {self.place_words(field)}",
            f"Says: <strong>{html.escape(field.value)}</strong>",
            f"Header {html.escape(self.header_words(field))}",
            f"Here: {html.escape(self.byte_words(offset))}",
        )
        said = "<br>".join(lines)
        title = f"The bytes in hex, with {self.place_words(field)} marked"
        return (
            f"<div role='status' aria-live='polite' style='{_CARD}; line-height: 1.5'>{said}</div>"
            f"{hex_view(self.der, Marks(field.element, offset), title)}"
            f"<div style='{_CARD}; line-height: 1.5'>In brackets: the field. <b><u>Underlined</u></b>: its tag and "
            "length. White on black: the byte that is meant.</div>"
        )

    def table(self) -> str:
        """Every field with its bytes and what it says, for readers who cannot choose."""
        rows = "".join(self._row(field) for field in self.fields)
        head = "".join(
            f"<th scope='col' style='text-align: left'>{title}</th>"
            for title in ("bytes", "begins", "field", "says")
        )
        return (
            f"<table><caption style='text-align: left'>Certificate of {html.escape(self.name)}, field by field"
            f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def _row(self, field: Field) -> str:
        element = field.element
        begins = self.der[element.start : min(element.end, element.start + _MOST_BYTES)].hex(" ")
        cells = (
            f"{element.start}\N{EN DASH}{element.end - 1}",
            f"<code>{begins}</code>",
            _INDENT * field.depth + html.escape(field.name),
            html.escape(field.value),
        )
        return "<tr>" + "".join(f"<td style='text-align: left'>{cell}</td>" for cell in cells) + "</tr>"


def certificate_explorer(certificate: x509.Certificate, field: str = "SubjectPublicKeyInfo") -> Live:
    """Choose a field and see its bytes, or step through the bytes and see whose they are.

    Args:
      certificate: of any kind.
      field: the name of the field to begin with; the whole certificate where it has none of that name.

    Returns:
      A widget: a list of the fields, a slider over the bytes, and the bytes with what they say. Each of the two
      moves the other. In its place stand the same view at its beginning, and a table of all fields.
    """
    page = _Page(certificate)
    first = next((each for each in page.fields if each.name == field), page.fields[0])
    start = first.element.start
    choice = ipywidgets.Select(
        options=[(_INDENT * each.depth + each.name, number) for number, each in enumerate(page.fields)],
        index=page.fields.index(first),
        rows=min(len(page.fields), 20),
        description="Field",
        layout={"width": "21em"},
        style={"description_width": "3em"},
    )
    slider = ipywidgets.IntSlider(
        value=start,
        max=len(page.der) - 1,
        description="Byte",
        layout={"width": "44em"},
        style={"description_width": "3em"},
    )
    shown = ipywidgets.HTML(value=page.html(start))

    def field_chosen(change: Mapping[str, int]) -> None:
        # A step to a byte inside a field also chooses the field; it must not throw the slider back to its start.
        if page.number_of(slider.value) != change["new"]:
            slider.value = page.fields[change["new"]].element.start

    def byte_chosen(change: Mapping[str, int]) -> None:
        choice.index = page.number_of(change["new"])
        shown.value = page.html(change["new"])

    choice.observe(field_chosen, names="index")
    slider.observe(byte_chosen, names="value")
    side_by_side = ipywidgets.HBox([choice, shown], layout={"flex_flow": "row wrap"})
    widget = ipywidgets.VBox([slider, side_by_side])
    return Live(widget, page.words(start), page.html(start) + page.table())


def _innermost(node: Node, offset: int) -> Node:
    for child in node.children:
        if child.element.start <= offset < child.element.end:
            return _innermost(child, offset)
    return node
