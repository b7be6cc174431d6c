"""Mend a fixed ASN.1 header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from course.exercises.hash_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake

FIXED = "30 82 01 22 30 0d 06 09 2a 86 48 86 f7 0d 01 01 01 05 00 03 82 01 0f 00"
MENDED = "30 82 01 20 30 0d 06 09 2a 86 48 86 f7 0d 01 01 01 05 00 03 82 01 0d 00"

# Where they are among the 24 bytes.
_OUTER, _ALGORITHM, _INNER = slice(2, 4), range(4, 19), slice(21, 23)

MENDED_SOURCE = f"""\
mended_header = "{MENDED}\""""


def _what_it_says(answer: object) -> object:
    """What an answer's bytes are, however they are written in hex; anything else as it is."""
    if isinstance(answer, bytes):
        answer = answer.hex()
    if not isinstance(answer, str):
        return answer
    digits = re.sub(r"[\s:]", "", answer)
    if not re.fullmatch("(?:[0-9a-fA-F]{2})+", digits):
        return "no bytes in hex"
    header = bytes.fromhex(digits).hex(" ")
    if header == MENDED:
        return "the header of this key"
    if len(header) != len(FIXED):
        return f"{(len(header) + 1) // 3} bytes, not 24"
    return "; ".join(_faults(header.split()))


def _faults(header: Sequence[str]) -> Iterator[str]:
    """What is wrong with 24 bytes: each of the two lengths, and the first of the other bytes."""
    fixed, mended = FIXED.split(), MENDED.split()
    others = [number for number in range(24) if header[number] != mended[number]]
    for name, place in (("outer", _OUTER), ("inner", _INNER)):
        if header[place] != mended[place]:
            was, says = (int("".join(each[place]), 16) for each in (fixed, header))
            yield f"the {name} length is {says}, and {was} - 2 is {was - 2}"
            others = [number for number in others if not place.start <= number < place.stop]
    for number in others[:1]:
        whose = "belongs to the algorithm" if number in _ALGORITHM else "is no length"
        yield f"`{fixed[number]}` became `{header[number]}`, though it {whose}"


def _cases() -> Sequence[Case]:
    return [Case("the key with exponent 3", _what_it_says)]


def _changed(outer: int, inner: int) -> str:
    return FIXED.replace("01 22", f"01 {outer:02x}").replace("01 0f", f"01 {inner:02x}")


MENDED_HEADER = Exercise(
    name="mend-the-header",
    lesson=LESSON,
    title="Mend the header",
    minutes=4,
    solution=MENDED_SOURCE,
    cases=_cases,
    wanted="24 bytes in hex",
    hints=(
        "The header names an algorithm, which is right, and gives two lengths. What is a length in it the length of?",
        "The key is 2 bytes shorter than the header believes. Look for `82 01 22` and `82 01 0f`: `82` says that a "
        "length of two bytes follows.",
        "Both lengths count bytes that follow, and both become smaller by 2. 0x22 - 2 is 0x20. What is 0x0f - 2?",
    ),
    mistakes=(
        Mistake(
            FIXED,
            "That is the header as it was. It says that 290 bytes follow, and here only 288 do: the key is 2 bytes "
            "shorter. Which of its bytes are lengths?",
        ),
        Mistake(
            _changed(0x20, 0x0F),
            "The outer length is right now. The BIT STRING inside, `03 82 01 0f`, still says that 271 bytes belong to "
            "it, 2 more than there are. Mend that one too.",
        ),
        Mistake(
            _changed(0x22, 0x0D),
            "The BIT STRING's length is right now. The SEQUENCE around everything, `30 82 01 22`, still says that 290 "
            "bytes follow, 2 more than there are. Mend that one too.",
        ),
        Mistake(
            _changed(0x24, 0x11),
            "You found both lengths and made them larger by 2. The exponent 3 needs two bytes fewer than 65537, so "
            "they become smaller.",
        ),
        Mistake(
            _changed(0x21, 0x0E),
            "You found both lengths. 65537 is written as `01 00 01`, three bytes, and 3 as `03`, one byte: the "
            "difference is 2, not 1.",
        ),
        Mistake(
            _changed(0x20, 0x0C),
            "The outer length is right. The BIT STRING holds the 268 bytes of the key and one more in front, the "
            "`00` that ends the header: 269 bytes, in hex 01 0d.",
        ),
    ),
    correct="Two lengths, each smaller by 2. The header fits every RSA key of 2048 bits whose exponent takes one byte, "
    "such as 3 or 17.",
    why="The header of a SubjectPublicKeyInfo carries the lengths of what follows. A fixed one fits keys of one size "
    "and one length of exponent only. A library that writes DER counts them each time.",
    out_of_scope="Writing the header for any key, elliptic curves, how iOS names its key types.",
    instructor="Draw the SEQUENCE as a box in a box, with the number of bytes on each. Ask where the fault would be "
    "noticed: the hash is still 32 bytes, and nothing complains.",
)
