"""International names to ASCII, as far as OkHttp 5 goes with it."""

from __future__ import annotations

import unicodedata

import idna

_PREFIX = "xn--"


def to_ascii(text: str) -> str | None:
    """Map, normalise, and write every label that needs it in punycode; None where a character is not allowed.

    The mapping table is the one of the `idna` package (Unicode 18); OkHttp 5.4 carries a table of its own, of an older
    Unicode. They differ for characters that the standard changed since: none that a host name has today.
    OkHttp leaves out the standard's later checks (combining marks, joiners, direction), and so does this.

    Source: Unicode Technical Standard 46 section 4, not transitional, without the rules of STD 3.
    """
    if text.isascii() and _PREFIX not in (lowered := text.lower()):
        return lowered
    try:
        mapped = idna.uts46_remap(text, std3_rules=False)
        decoded = ".".join(map(_decoded, mapped.split(".")))
        if decoded != unicodedata.normalize("NFC", decoded):
            return None
        return ".".join(map(_encoded, decoded.split(".")))
    except (idna.IDNAError, UnicodeError):
        return None


def _decoded(label: str) -> str:
    return label[len(_PREFIX) :].encode("ascii").decode("punycode") if label.startswith(_PREFIX) else label


def _encoded(label: str) -> str:
    return label if label.isascii() else _PREFIX + label.encode("punycode").decode("ascii")
