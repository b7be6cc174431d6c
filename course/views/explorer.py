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
_LEFT = "text-align: left"
_MOST_BYTES = 4
_MOST_ROWS = 30
# Without a tooltip of its own, a slider's name has one that says "null".
_SLIDER = {
    "layout": {"width": "760px", "max_width": "100%"},
    "style": {"description_width": "3em"},
    "tooltip": "",
}


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
        field = self.fields[self.number_of(offset)].element
        # A field may stand inside a BIT STRING, where the tree of plain DER does not look.
        element = min(_innermost(self.tree, offset).element, field, key=lambda each: each.end - each.start)
        if offset == element.start:
            role = "the tag"
        elif offset < element.content:
            role = "the length" if element.content - element.start == 2 else "part of the length"
        else:
            role = "content"
        owner = tag_name(element.tag)
        article = "an" if owner[0] in "AEIO" else "a"
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
        """Every field with its bytes and what it says, folded up, for readers who cannot choose."""
        rows = "".join(self._row(field) for field in self.fields)
        head = "".join(
            f"<th scope='col' style='{_LEFT}'>{title}</th>" for title in ("bytes", "begins", "field", "says")
        )
        return (
            f"<details><summary>All {len(self.fields)} fields of the certificate of {html.escape(self.name)}, "
            f"with their bytes</summary><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
        )

    def _row(self, field: Field) -> str:
        element = field.element
        begins = self.der[element.start : min(element.end, element.start + _MOST_BYTES)].hex(" ")
        indent = f"padding-left: {1 + 1.2 * field.depth:.1f}em"
        cells = (
            ("white-space: nowrap", f"{element.start} to {element.end - 1}"),
            ("white-space: nowrap", f"<code style='white-space: nowrap'>{begins}</code>"),
            (indent, html.escape(field.name)),
            ("", html.escape(field.value)),
        )
        return (
            "<tr>" + "".join(f"<td style='{_LEFT}; {style}'>{cell}</td>" for style, cell in cells) + "</tr>"
        )


def certificate_explorer(certificate: x509.Certificate, field: str = "SubjectPublicKeyInfo") -> Live:
    """Choose a field and see its bytes, or step through the bytes and see whose they are.

    Args:
      certificate: of any kind.
      field: the name of the field to begin with; the whole certificate where it has none of that name.

    Returns:
      A widget: a slider over the fields, one over the bytes, and the bytes with what they say. Each slider moves
      the other. In its place stand the same view at its beginning, and a table of all fields.
    """
    page = _Page(certificate)
    first = next((each for each in page.fields if each.name == field), page.fields[0])
    return Live(
        _controls(page, page.fields.index(first)),
        page.words(first.element.start),
        page.html(first.element.start) + page.table(),
    )


def _controls(page: _Page, first: int) -> ipywidgets.Widget:
    """The controls and the view: the byte is what is chosen, and everything else follows from it."""
    names = [(each.name, number) for number, each in enumerate(page.fields)]
    start = page.fields[first].element.start
    # In JupyterLab the arrow keys reach a slider, and not a list: there they move the cell cursor. So the list
    # is for the mouse, and for the eye: it shows the tree.
    by_field = ipywidgets.SelectionSlider(options=names, index=first, description="Field", **_SLIDER)
    by_byte = ipywidgets.IntSlider(value=start, max=len(page.der) - 1, description="Byte", **_SLIDER)
    tree = ipywidgets.Select(
        options=[(_INDENT * page.fields[number].depth + name, number) for name, number in names],
        index=first,
        rows=min(len(names), _MOST_ROWS),
        tabbable=False,
        # Heard, and not seen: the label has no width.
        description="Fields",
        style={"description_width": "0px"},
        layout={"width": "200px"},
    )
    shown = ipywidgets.HTML(value=page.html(start), layout={"width": "560px"})

    def field_chosen(change: Mapping[str, int]) -> None:
        # A step to a byte inside a field also chooses the field; it must not throw the slider back to its start.
        if page.number_of(by_byte.value) != change["new"]:
            by_byte.value = page.fields[change["new"]].element.start

    def byte_chosen(change: Mapping[str, int]) -> None:
        by_field.index = tree.index = page.number_of(change["new"])
        shown.value = page.html(change["new"])

    by_field.observe(field_chosen, names="index")
    tree.observe(field_chosen, names="index")
    by_byte.observe(byte_chosen, names="value")
    side_by_side = ipywidgets.HBox([shown, tree], layout={"flex_flow": "row wrap"})
    return ipywidgets.VBox([by_field, by_byte, side_by_side])


def _innermost(node: Node, offset: int) -> Node:
    for child in node.children:
        if child.element.start <= offset < child.element.end:
            return _innermost(child, offset)
    return node
