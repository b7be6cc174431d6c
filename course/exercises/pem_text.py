"""From PEM text to bytes: the right way, and the ways that people take."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from course.exercises.certificates import bank, issuing_ca, renewed_bank
from course.exercises.record import Case, Mistake, call
from course.lab import derive_key

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
_NOTE = "Bag Attributes\n    friendlyName: api.bank.test\nsubject=CN=api.bank.test\n"


def pem_to_der(text: str) -> bytes:
    body = text.split("-----BEGIN CERTIFICATE-----")[1]
    body = body.split("-----END CERTIFICATE-----")[0]
    return base64.b64decode(body)


def whole_text(text: str) -> bytes:
    return base64.b64decode(text)


def without_markers_only(text: str) -> bytes:
    return base64.b64decode(text.replace(_BEGIN, "").replace(_END, ""))


def lines_without_dashes(text: str) -> bytes:
    return base64.b64decode("".join(line for line in text.splitlines() if not line.startswith("-----")))


def all_lines_but_two(text: str) -> bytes:
    return base64.b64decode("".join(text.splitlines()[1:-1]))


def last_certificate(text: str) -> bytes:
    return base64.b64decode(text.split(_BEGIN)[-1].split(_END)[0])


def first_block_of_any_kind(text: str) -> bytes:
    return base64.b64decode(text.split("-----")[2])


def to_the_last_end(text: str) -> bytes:
    return base64.b64decode(text[text.index(_BEGIN) + len(_BEGIN) : text.rindex(_END)])


def begin_line_decoded(text: str) -> bytes:
    return base64.b64decode(text[text.index(_BEGIN) : text.index(_END)])


def both_lines_decoded(text: str) -> bytes:
    return base64.b64decode(text[text.index(_BEGIN) : text.index(_END) + len(_END)])


def nothing_found(text: str) -> bytes:
    found: Any = re.search(f"{_BEGIN}(.*){_END}", text)
    return base64.b64decode(found.group(1))


def line_ends_refused(text: str) -> bytes:
    return base64.b64decode(_body(text), validate=True)


def windows_line_ends_refused(text: str) -> bytes:
    return base64.b64decode(_body(text).replace("\n", ""), validate=True)


def lines_compared_whole(text: str) -> bytes:
    lines = text.split("\n")
    return base64.b64decode("".join(lines[lines.index(_BEGIN) + 1 : lines.index(_END)]))


def letters_as_bytes(text: str) -> bytes:
    return _body(text).encode()


def encoded_again(text: str) -> bytes:
    return base64.b64encode(_body(text).encode())


def still_text(text: str) -> str:
    return "".join(_body(text).split())


def hex_digits(text: str) -> str:
    return pem_to_der(text).hex()


def _body(text: str) -> str:
    return text.split(_BEGIN)[1].split(_END)[0]


def cases() -> Sequence[Case]:
    leaf = bank().public_bytes(Encoding.PEM).decode()
    renewed = renewed_bank().public_bytes(Encoding.PEM).decode()
    ca = issuing_ca().public_bytes(Encoding.PEM).decode()
    key = derive_key("pem-to-der")
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return [
        call("the bank's certificate", leaf),
        call("a file with a note above the certificate", _NOTE + leaf),
        # Without `=` at its end, at which a decoder would stop: what follows is decoded with it.
        call("a file with the bank's next certificate and its authority's", renewed + ca),
        call("a file with a private key before the certificate", secret + leaf),
        call("a file with the line ends of Windows", leaf.replace("\n", "\r\n")),
    ]


MISTAKES = (
    Mistake(
        whole_text,
        "You decoded the whole text. The letters of `BEGIN CERTIFICATE` are letters of base64 too, so they were "
        "decoded as data, and every byte after them is shifted. Cut the two marker lines off first.",
    ),
    Mistake(
        without_markers_only,
        "You took the two marker lines out and decoded the rest, notes and other blocks included. That works for a "
        "file that holds nothing else. Take only what stands between BEGIN and END.",
    ),
    Mistake(
        lines_without_dashes,
        "You decoded the note as well. Begin behind the BEGIN CERTIFICATE line and stop at the next END line.",
    ),
    Mistake(
        all_lines_but_two,
        "You dropped the first and the last line. In the file with a note above it the first line is the note, not "
        "the marker. Look for the text of the BEGIN line instead of counting lines.",
    ),
    Mistake(
        last_certificate,
        "In a file with two certificates you took the last one, which is the authority's. A server's own certificate "
        "stands first in its file. Take the first block.",
    ),
    Mistake(
        first_block_of_any_kind,
        "You decoded the first block, whatever its BEGIN line says. In one file that is the private key. Look for "
        "the whole marker, `-----BEGIN CERTIFICATE-----`.",
    ),
    Mistake(
        to_the_last_end,
        "In a file with two certificates you went on to the last END line, so another BEGIN line stood in the middle "
        "of your base64. Stop at the first END line after the BEGIN line.",
    ),
    Mistake(
        begin_line_decoded,
        "You found the place, and decoded the BEGIN line too: its letters are letters of base64, so 12 foreign bytes "
        "stand before the certificate. Begin behind the marker: its place plus its length.",
    ),
    Mistake(
        both_lines_decoded,
        "You found the place, and decoded the BEGIN and the END line too: their letters are letters of base64. Begin "
        "behind the BEGIN marker, at its place plus its length, and stop before the END marker.",
    ),
    Mistake(
        nothing_found,
        "Your regular expression found nothing, not even in the bank's own file, so there is no group. `.` stands for "
        "any character but a line end, and PEM is full of those: give `re.DOTALL` as well. Or cut the text at the "
        "markers with `split`.",
    ),
    Mistake(
        line_ends_refused,
        "The body of PEM has line ends, and with `validate=True` the decoder refuses them. Take the line ends out "
        "first, or leave `validate` away: then the decoder passes over them.",
    ),
    Mistake(
        windows_line_ends_refused,
        "Your answer stopped at the file from Windows: its lines end with two characters, `\\r\\n`, and you took out "
        'only one of them. `"".join(body.split())` takes out both.',
    ),
    Mistake(
        lines_compared_whole,
        "In the file from Windows no line equals your marker: each has a `\\r` at its end. Use `splitlines()`, or look "
        "for the marker inside the text.",
    ),
    Mistake(
        letters_as_bytes,
        "You have the right part of the text, as bytes of its letters: it still begins with `MII`. Those letters are "
        "base64, which stands for other bytes. Decode them with `base64.b64decode`.",
    ),
    Mistake(
        encoded_again,
        "Your result is longer than the text: you encoded it once more. PEM is base64 already; go the other way, with "
        "`base64.b64decode`.",
    ),
    Mistake(
        still_text,
        "You have the right letters, without markers and line ends, and they are still text. DER is bytes. Decode "
        "the letters with `base64.b64decode`.",
    ),
    Mistake(
        hex_digits,
        "The bytes are right, but you wrote them as hex digits, twice as many. Return the bytes themselves, without "
        "`.hex()`.",
    ),
)
