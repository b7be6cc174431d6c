"""Numbers with their nouns."""

from __future__ import annotations


def counted(number: float, noun: str) -> str:
    """A number and its noun, in the plural unless it is one: "1 minute", "0.5 minutes"."""
    return f"{number:g} {noun}{'s' * (number != 1)}"
