"""What the content of a DER element says: numbers, names of things, text, moments, flags."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from course.pki.der import Element
from course.pki.names import printable

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, UTC_TIME = 0x01, 0x02, 0x03, 0x04, 0x17

TAG_NAMES = {
    BOOLEAN: "BOOLEAN",
    INTEGER: "INTEGER",
    BIT_STRING: "BIT STRING",
    OCTET_STRING: "OCTET STRING",
    0x05: "NULL",
    0x06: "OBJECT IDENTIFIER",
    0x0A: "ENUMERATED",
    0x0C: "UTF8String",
    0x13: "PrintableString",
    0x14: "TeletexString",
    0x16: "IA5String",
    UTC_TIME: "UTCTime",
    0x18: "GeneralizedTime",
    0x1C: "UniversalString",
    0x1E: "BMPString",
    0x30: "SEQUENCE",
    0x31: "SET",
}
_ENCODINGS = {0x0C: "utf-8", 0x1C: "utf-32-be", 0x1E: "utf-16-be"}
# Two digits of a year, in UTCTime: below fifty it is 20.., from fifty on 19.. (RFC 5280 section 4.1.2.5.1).
_TURN_OF_CENTURY = 50


def tag_name(tag: int) -> str:
    """What a tag is called: by its name, or by its number where only the place in the standard gives it a meaning.

    Source: ITU-T X.680 section 8; X.690 section 8.1.2.
    """
    kind = tag & 0xC0
    if kind == 0x80:
        return f"numbered field [{tag & 0x1F}]"
    return TAG_NAMES.get(tag, f"tag {tag:02x}")


def content_of(der: bytes, element: Element) -> bytes:
    """The bytes behind an element's tag and length."""
    return der[element.content : element.end]


def number_in(content: bytes) -> int:
    """The number in an INTEGER: the highest bit of the first byte is its sign."""
    return int.from_bytes(content, "big", signed=True)


def identifier_in(content: bytes) -> str:
    """The dotted numbers in an OBJECT IDENTIFIER.

    Source: ITU-T X.690 section 8.19.
    """
    numbers: list[int] = []
    current = 0
    for byte in content:
        current = current << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(current)
            current = 0
    if not numbers:
        return "an empty object identifier"
    # The first two numbers share one: 40 times the first, and the second.
    first = min(numbers[0] // 40, 2)
    return ".".join(str(number) for number in (first, numbers[0] - 40 * first, *numbers[1:]))


def text_in(tag: int, content: bytes) -> str:
    """The text in a string of any kind, on one line; what cannot be decoded is replaced."""
    return printable(content.decode(_ENCODINGS.get(tag, "latin-1"), "replace"))


def moment_in(tag: int, content: bytes) -> datetime:
    """The moment in a UTCTime or GeneralizedTime.

    Raises:
      ValueError: it is not written as certificates must write it.

    Source: RFC 5280 section 4.1.2.5.
    """
    digits = content.decode("latin-1")
    # strptime would also take a month or an hour of one digit.
    if not re.fullmatch("[0-9]{12}Z" if tag == UTC_TIME else "[0-9]{14}Z", digits):
        raise ValueError(
            f"{printable(digits)!r} is no date of a certificate: wanted are digits to the second, and Z."
        )
    if tag == UTC_TIME:
        digits = ("20" if int(digits[:2]) < _TURN_OF_CENTURY else "19") + digits
    return datetime.strptime(digits, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def bits_in(content: bytes) -> list[int]:
    """Which bits of a BIT STRING are set, counted from the first; its first byte says how many are unused."""
    return [
        8 * number + bit
        for number, byte in enumerate(content[1:])
        for bit in range(8)
        if byte & (0x80 >> bit)
    ]
