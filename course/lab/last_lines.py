"""The end of what a program said, for the sentence about its failure."""

from __future__ import annotations

_MOST = 8


def last_lines(text: str) -> str:
    """The last eight lines; "nothing." where there are none."""
    return "\n".join(text.strip().splitlines()[-_MOST:]) or "nothing."
