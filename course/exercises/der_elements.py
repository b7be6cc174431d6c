"""Reading an element's tag and length: the right way, and the ways that people take."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.certificates import bank, isrg_root_x1
from course.exercises.record import Case, Mistake, call
from course.pki.parts import parts_of

Triple = tuple[int, int, int]


def read_element(data: bytes, start: int) -> tuple[int, int, int]:
    tag, length, content = data[start], data[start + 1], start + 2
    if length >= 0x80:
        digits = length - 0x80
        length = int.from_bytes(data[content : content + digits], "big")
        content = content + digits
    return tag, content, content + length


def short_form_only(data: bytes, start: int) -> Triple:
    return data[start], start + 2, start + 2 + data[start + 1]


def eighty_in_decimal(data: bytes, start: int) -> Triple:
    return _long_form_from(80, 80, data, start)


def eighty_in_decimal_subtracted(data: bytes, start: int) -> Triple:
    return _long_form_from(0x80, 80, data, start)


def eighty_in_decimal_compared(data: bytes, start: int) -> Triple:
    return _long_form_from(80, 0x80, data, start)


def tag_at_zero(data: bytes, start: int) -> Triple:
    _, content, end = read_element(data, start)
    return data[0], content, end


def length_at_one(data: bytes, start: int) -> Triple:
    _, content, end = read_element(_header_of_zero(data, start), start)
    return data[start], content, end


def header_at_zero(data: bytes, start: int) -> Triple:
    return read_element(_header_of_zero(data, start), start)


def seven_bits_only(data: bytes, start: int) -> Triple:
    return data[start], start + 2, start + 2 + (data[start + 1] & 0x7F)


def always_long(data: bytes, start: int) -> Triple:
    digits = data[start + 1] & 0x7F
    content = start + 2 + digits
    return data[start], content, content + int.from_bytes(data[start + 2 : content], "big")


def little_endian(data: bytes, start: int) -> Triple:
    tag, content, _ = read_element(data, start)
    return tag, content, content + _length(data, start, "little")


def two_digits_always(data: bytes, start: int) -> Triple:
    if data[start + 1] < 0x80:
        return read_element(data, start)
    return data[start], start + 4, start + 4 + int.from_bytes(data[start + 2 : start + 4], "big")


def one_digit_always(data: bytes, start: int) -> Triple:
    if data[start + 1] < 0x80:
        return read_element(data, start)
    return data[start], start + 3, start + 3 + data[start + 2]


def digits_added(data: bytes, start: int) -> Triple:
    tag, content, _ = read_element(data, start)
    digits = data[start + 2 : content]
    return tag, content, content + (sum(digits) if digits else data[start + 1])


def count_in_the_number(data: bytes, start: int) -> Triple:
    tag, content, _ = read_element(data, start)
    return tag, content, content + int.from_bytes(data[start + 1 : content], "big")


def end_without_header(data: bytes, start: int) -> Triple:
    tag, content, end = read_element(data, start)
    return tag, content, start + end - content


def end_behind_two_bytes(data: bytes, start: int) -> Triple:
    tag, content, end = read_element(data, start)
    return tag, content, start + 2 + end - content


def content_behind_two_bytes(data: bytes, start: int) -> Triple:
    tag, content, end = read_element(data, start)
    return tag, start + 2, start + 2 + end - content


def last_byte(data: bytes, start: int) -> Triple:
    tag, content, end = read_element(data, start)
    return tag, content, end - 1


def length_for_end(data: bytes, start: int) -> Triple:
    tag, content, end = read_element(data, start)
    return tag, content, end - content


def from_the_beginning(data: bytes, start: int) -> Triple:  # noqa: ARG001  # that it isn't used is the mistake
    return read_element(data, 0)


def counted_from_the_start(data: bytes, start: int) -> Triple:
    return read_element(data[start:], 0)


def content_from_the_tag(data: bytes, start: int) -> Triple:
    tag, content, end = read_element(data, start)
    return tag, content - start, end


def start_forgotten(data: bytes, start: int) -> Triple:
    length, content = data[start + 1], 2
    if length >= 0x80:
        digits = length - 0x80
        length = int.from_bytes(data[content : content + digits], "big")
        content = content + digits
    return data[start], content, content + length


def limit_too_low(data: bytes, start: int) -> Triple:
    if data[start + 1] != 0x7F:
        return read_element(data, start)
    content = start + 2 + 0x7F
    return data[start], content, content + int.from_bytes(data[start + 2 : content], "big")


def _long_form_from(limit: int, subtracted: int, data: bytes, start: int) -> Triple:
    length, content = data[start + 1], start + 2
    if length >= limit:
        digits = length - subtracted
        length = int.from_bytes(data[content : content + digits], "big")
        content = content + digits
    return data[start], content, content + length


def _header_of_zero(data: bytes, start: int) -> bytes:
    return data[:start] + data[:2] + data[start + 2 :]


def _length(data: bytes, start: int, order: str) -> int:
    digits = data[start + 1] - 0x80
    if digits < 0:
        return data[start + 1]
    return int.from_bytes(data[start + 2 : start + 2 + digits], "little" if order == "little" else "big")


def cases() -> Sequence[Case]:
    der = bank().public_bytes(Encoding.DER)
    starts = {part.name: part.start for part in parts_of(bank())}
    root = isrg_root_x1()
    key = next(part.start for part in parts_of(root) if part.name == "SubjectPublicKeyInfo")
    return [
        call("the bank's certificate, at byte 0", der, 0),
        call(
            f"its public key, at byte {starts['SubjectPublicKeyInfo']}", der, starts["SubjectPublicKeyInfo"]
        ),
        call(f"its extensions, at byte {starts['extensions']}", der, starts["extensions"]),
        call(f"the public key of ISRG Root X1, at byte {key}", root.public_bytes(Encoding.DER), key),
        call("an element with no content, at byte 2", bytes.fromhex("30020500"), 2),
        call("an element of 127 bytes", b"\x04\x7f" + bytes(127), 0),
        call("an element of 66,000 bytes", b"\x04\x83\x01\x01\xd0" + bytes(66_000), 0),
    ]


MISTAKES = (
    Mistake(
        eighty_in_decimal,
        "The page's 80 is hex: write `0x80`, which is 128, where you compare and where you subtract.",
    ),
    Mistake(
        eighty_in_decimal_subtracted,
        "The page's 80 is hex: write `0x80`, which is 128, where you subtract too.",
    ),
    Mistake(
        eighty_in_decimal_compared,
        "The page's 80 is hex: write `0x80`, which is 128, where you compare too.",
    ),
    Mistake(
        tag_at_zero,
        "You read the tag at 0; the element begins at `start`. Its tag is `data[start]`.",
    ),
    Mistake(
        length_at_one,
        "You read the length at 1; the element begins at `start`. Its length begins at `data[start + 1]`.",
    ),
    Mistake(
        header_at_zero,
        "You read at 0; the element begins at `start`. Its tag is `data[start]`, and its length begins at "
        "`data[start + 1]`.",
    ),
    Mistake(
        short_form_only,
        "For the whole certificate you took the byte `0x82` as its length, 130. From `0x80` on that byte is no length: "
        "it says how many bytes of length follow, here two. Read those, and move the content behind them.",
    ),
    Mistake(
        seven_bits_only,
        "For the whole certificate you got a length of 2. That is how many bytes the length is written with. They "
        "come next: `01 db`, which is 475.",
    ),
    Mistake(
        always_long,
        "You read the long form everywhere. The public key begins with `30 59`: `0x59` is below `0x80`, so it is the "
        "length itself, 89. Only from `0x80` on do bytes of length follow.",
    ),
    Mistake(
        little_endian,
        "You read the bytes of the length from the last to the first: `01 db` became 56,065. DER writes the largest "
        'first, so it is 475: `int.from_bytes(..., "big")`.',
    ),
    Mistake(
        two_digits_always,
        "You always read two bytes of length. The extensions begin with `a3 81 90`: 81 says that one byte follows. "
        "Take the number of bytes from there.",
    ),
    Mistake(
        one_digit_always,
        "You always read one byte of length. The certificate begins with `30 82 01 db`: 82 says that two bytes "
        "follow. Take the number of bytes from there.",
    ),
    Mistake(
        digits_added,
        "You added the bytes of the length: `01 db` became 220. They are the digits of one number, each worth 256 "
        'times the next: `int.from_bytes(..., "big")`.',
    ),
    Mistake(
        count_in_the_number,
        "The byte 82 went into the number, so that the length became huge. It only says how many bytes of length "
        "follow; the number begins behind it.",
    ),
    Mistake(
        end_without_header,
        "Your end is too early by the size of the header. The length counts the content only, without tag and "
        "length. Count it from where the content starts.",
    ),
    Mistake(
        end_behind_two_bytes,
        "Your end is too early where the length is written in the long form: its own bytes are missing from the sum. "
        "Count from where the content starts, not from two bytes behind the tag.",
    ),
    Mistake(
        content_behind_two_bytes,
        "Your length is right, but the content does not start two bytes behind the tag when the length takes more "
        "than one byte. Move the start of the content behind all bytes of the length.",
    ),
    Mistake(
        last_byte,
        "Your end is the last byte of the element. Wanted is the first byte behind it, as in Python's slices: then "
        "`data[content:end]` is the content, and the next element starts at `end`.",
    ),
    Mistake(
        length_for_end,
        "Your third value is the length. Wanted is where the element ends, so that the next one can start there: add "
        "the length to the place where the content starts.",
    ),
    Mistake(
        from_the_beginning,
        "You read the element at byte 0 each time. The element to read begins at `start`: its tag is `data[start]`, "
        "and the length comes next.",
    ),
    Mistake(
        counted_from_the_start,
        "Your element is right, but you count its places from its own tag, perhaps because you cut the data at "
        "`start`. Count from the beginning of `data`.",
    ),
    Mistake(
        content_from_the_tag,
        "Tag and end are right, and you count the content's start from the tag: for the public key, at byte 155, it "
        "is 2. Count it from the beginning of `data`, as you do with the end.",
    ),
    Mistake(
        start_forgotten,
        "You read tag and length at `start`, and count the rest from 0: for the public key, at byte 155, your content "
        "starts at 2. It starts two bytes behind the tag: `start + 2`.",
    ),
    Mistake(
        limit_too_low,
        "An element of 127 bytes went wrong: its length byte is 7f, which is still the short form. The long form "
        "begins at `0x80`.",
    ),
)
