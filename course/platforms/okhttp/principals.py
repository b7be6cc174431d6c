"""When the JDK takes two distinguished names for the same: `X500Principal.equals`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from course.platforms.okhttp.der_parts import content_of
from course.platforms.okhttp.distinguished_name import Attribute, relative_names

# Only these have a keyword in RFC 2253; the value of any other attribute is compared byte for byte.
_KEYWORDS = {
    "2.5.4.3",
    "2.5.4.6",
    "2.5.4.7",
    "2.5.4.8",
    "2.5.4.9",
    "2.5.4.10",
    "2.5.4.11",
    "0.9.2342.19200300.100.1.1",
    "0.9.2342.19200300.100.1.25",
}
_UTF8_STRING = 0x0C
_PRINTABLE_STRING = 0x13

Principal = tuple[tuple[tuple[str, str | bytes], ...], ...]


@lru_cache(maxsize=4096)
def principal(name: bytes) -> Principal:
    """The form in which two names are equal: case, space and, between two types of string, the type do not count.

    Args:
      name: as DER.

    Known by: real tool (JDK 17).
    """
    return tuple(tuple(sorted(map(_canonical, relative), key=str)) for relative in relative_names(name))


def _canonical(attribute: Attribute) -> tuple[str, str | bytes]:
    oid, value = attribute
    if oid not in _KEYWORDS or value[0] not in (_UTF8_STRING, _PRINTABLE_STRING):
        return oid, value
    text = re.sub(r"([ \n])[ \n]+", r"\1", content_of(value).decode("utf-8", "replace")).strip(" \n")
    return oid, unicodedata.normalize("NFKD", text.upper().lower())
