"""International names to ASCII, as far as OkHttp 5 goes with it."""

from __future__ import annotations

import re
import unicodedata

import idna

from course.platforms.okhttp.newer_characters import NEWER_CHARACTER

_PREFIX = "xn--"
_ENCODED = re.compile(r"[a-z0-9-]*")


def to_ascii(text: str) -> str | None:
    """Map, normalise, and write every label that needs it in punycode; None where a character is not allowed.

    OkHttp leaves out the standard's later checks (combining marks, joiners, direction, what a label in punycode may
    hold), and so does this.

    Source: Unicode Technical Standard 46 section 4, not transitional, without the rules of STD 3; OkHttp's
    -HostnamesCommon.kt.
    """
    if text.isascii() and _PREFIX not in (lowered := text.lower()):
        return lowered
    if NEWER_CHARACTER.search(text):
        return None
    try:
        mapped = idna.uts46_remap(text, std3_rules=False)
        decoded = ".".join(map(_decoded, mapped.split(".")))
    except (idna.IDNAError, UnicodeError):
        return None
    if decoded != unicodedata.normalize("NFC", decoded):
        return None
    return ".".join(map(_encoded, decoded.split(".")))


def _decoded(label: str) -> str:
    if not label.startswith(_PREFIX):
        return label
    encoded = label.removeprefix(_PREFIX)
    if not _ENCODED.fullmatch(encoded):
        raise UnicodeError(f"{label!r} is no punycode")
    decoded = encoded.encode("ascii").decode("punycode")
    # OkHttp's buffer writes half a surrogate pair as "?", which no host may have.
    decoded.encode("utf-8")
    return decoded


def _encoded(label: str) -> str:
    return label if label.isascii() else _PREFIX + label.encode("punycode").decode("ascii")
