"""Results in a few words, whatever their size."""

from __future__ import annotations

from course.classroom.results import BYTES, DICT, LIST, NUMBER, OBJECT, SET, TEXT, TOO_MUCH, Plain

SHOWN_CHARACTERS = 16
SHOWN_PARTS = 3
MOST_BITS = 128


def described(result: Plain, whole: int = 2 * SHOWN_CHARACTERS) -> str:
    """A result as a reply shows it: short values whole, long ones by their beginning and length.

    Args:
      result: what is described.
      whole: how many characters a text may have to be shown whole.
    """
    if result.kind in (TEXT, BYTES):
        return _beginning(result, whole)
    if result.kind == NUMBER:
        return _number(result.value)
    if result.kind in (LIST, SET, DICT):
        return _parts(result)
    if result.kind in (OBJECT, TOO_MUCH):
        return with_article(result.type_name) + (" object" if result.kind == OBJECT else " too large to show")
    return str(result.value) if result.value is not ... else "..."


def kind_of(result: Plain) -> str:
    """What kind of thing a result is, in a few words."""
    if result.kind in (OBJECT, TOO_MUCH):
        return f"{with_article(result.type_name)} object"
    return result.kind


def with_article(noun: str) -> str:
    """A noun with "a" or "an" in front of it."""
    return f"an {noun}" if noun[:1].lower() in set("aeio") else f"a {noun}"


def _beginning(result: Plain, whole: int) -> str:
    unit = "characters" if result.kind == TEXT else "bytes"
    if len(result.value) <= whole:
        return repr(result.value)
    start = repr(result.value[: whole // 2])
    return f"{start[:-1]}…{start[-1]} ({len(result.value)} {unit})"


def _number(number: float | str) -> str:
    if isinstance(number, int) and number.bit_length() > MOST_BITS:
        return f"a number of {number.bit_length()} bits"
    return str(number)


def _parts(result: Plain) -> str:
    if result.kind == DICT:
        parts = sorted(f"{_inner(key)}: {_inner(part)}" for key, part in result.value)
    else:
        parts = [_inner(part) for part in result.value]
    if result.kind == SET:
        parts.sort()
    shown = parts[:SHOWN_PARTS] + [f"… {len(parts)} in all"] * (len(parts) > SHOWN_PARTS)
    inside = ", ".join(shown)
    if result.kind == LIST:
        return f"[{inside}]"
    return f"{{{inside}}}" if inside else f"an empty {result.type_name}"


def _inner(part: Plain) -> str:
    return f"{part.kind} of {len(part.value)}" if part.kind in (LIST, SET, DICT) else described(part)
