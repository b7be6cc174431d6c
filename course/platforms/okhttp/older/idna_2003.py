"""International names to ASCII as Java does it: `java.net.IDN.toASCII`, which is the standard of 2003."""

from __future__ import annotations

import re
import stringprep
from encodings.idna import nameprep

_DOT = re.compile("[.\u3002\uff0e\uff61]")
_PREFIX = "xn--"
_LONGEST_LABEL = 63


def to_ascii(text: str) -> str | None:
    """Prepare every label and write it in punycode; a label of ASCII stays as it is. None where Java throws.

    Sharp s becomes "ss" and joiners vanish; a character that Unicode 3.2 did not have is refused.

    Source: RFC 3490 section 4.1, RFC 3491.
    """
    if _DOT.fullmatch(text):
        return "."
    labels = _DOT.split(text)
    end = [labels.pop()] if labels[-1] == "" else []
    try:
        return ".".join([*map(_label, labels), *end])
    except UnicodeError:
        return None


def _label(label: str) -> str:
    if not label.isascii():
        if any(map(stringprep.in_table_a1, label)):
            raise UnicodeError("a character that Unicode 3.2 does not have")
        label = "".join(map(_as_in_unicode_3_2, nameprep(label)))
        if not label.isascii():
            if label.lower().startswith(_PREFIX):
                raise UnicodeError("encoded already")
            label = _PREFIX + label.encode("punycode").decode("ascii").lower()
    if not 0 < len(label) <= _LONGEST_LABEL:
        raise UnicodeError("a label of no length that a label has")
    return label


def _as_in_unicode_3_2(character: str) -> str:
    """Python folds by today's Unicode, which gave Georgian and Cherokee capitals small letters after 2002."""
    return character.upper() if stringprep.in_table_a1(character) else character
