"""Values of attributes, as the build tool compiles them and Android asks for them."""

from __future__ import annotations

import re

_WORDS = {"true": True, "TRUE": True, "True": True, "false": False, "FALSE": False, "False": False}
_DECIMAL = re.compile(r"-?[0-9]{1,99}")
_HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]+")
_COLOUR = re.compile(r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_SPACE = " \t\n\v\f\r"
_RESOURCE = re.compile(r"@\+?(?:[\w.]+:)?[a-z]\w*/[\w.]+|@(?:0[xX][0-9a-fA-F]+|[0-9]+)", re.ASCII)


def read_boolean(text: str) -> bool | None:
    """What aapt2 makes of a boolean attribute, or None where Android takes its default.

    Every number and colour counts, and is true unless it is zero. "yes", "tRUE" and "@bool/pinned" are no booleans
    for it, and nobody is told.

    Known by: source (aapt2 ResourceUtils::TryParseItemForAttribute; XmlBlock.Parser.getAttributeBooleanValue).
    """
    text = text.strip(_SPACE)
    if text in _WORDS:
        return _WORDS[text]
    if _DECIMAL.fullmatch(text):
        return int(text) != 0 if -(2**31) <= int(text) < 2**31 else None
    if _HEXADECIMAL.fullmatch(text):
        return int(text, 16) != 0 if int(text, 16) < 2**32 else None
    if colour := _COLOUR.fullmatch(text):
        digits = colour[1]
        # Three and six digits are opaque, so that even black is not zero.
        return len(digits) in (3, 6) or int(digits, 16) != 0
    return None


def is_resource(text: str) -> bool:
    """Whether an attribute names a resource of the app, such as "@raw/own_ca"."""
    return _RESOURCE.fullmatch(text.strip(_SPACE)) is not None
