"""Okio's base64, which reads more than a strict decoder does."""

from __future__ import annotations

import base64

_ONE_ALPHABET = str.maketrans("-_", "+/", "\n\r \t")
_DIGITS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")


def decode_base64(text: str) -> bytes | None:
    """Decode as `String.decodeBase64()` does: both alphabets, mixed if need be; white space; padding or none.

    Args:
      text: `=` counts as padding at the end only, before, between or behind white space.

    Returns:
      The bytes, stray bits of the last character dropped; None for another character, or for one character left over.

    Known by: real tool (okio 1.16), upstream test (okio ByteStringTest).
    """
    digits = text.rstrip("=\n\r \t").translate(_ONE_ALPHABET)
    if len(digits) % 4 == 1 or not _DIGITS.issuperset(digits):
        return None
    return base64.b64decode(digits + "=" * (-len(digits) % 4))
