"""A subject as Java prints it: `X509Certificate.getSubjectDN().getName()`."""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import NamedTuple

from cryptography import x509

from course.pki.der import signed_fields
from course.platforms.okhttp.der_parts import content_of, inner_elements

# The last keyword that the JDK registers for an attribute; every other attribute is shown as OID and numbers.
_KEYWORDS = {
    "2.5.4.3": "CN",
    "2.5.4.4": "SURNAME",
    "2.5.4.5": "SERIALNUMBER",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "STREET",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "T",
    "2.5.4.42": "GIVENNAME",
    "2.5.4.43": "INITIALS",
    "2.5.4.44": "GENERATION",
    "2.5.4.46": "DNQ",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "EMAILADDRESS",
    "1.3.6.1.4.1.42.2.11.2.1": "IP",
}
_ENCODINGS = {
    0x0C: "utf-8",
    0x13: "ascii",
    0x14: "latin-1",
    0x16: "ascii",
    0x1B: "ascii",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}
_SPACES = " \n"
_SPECIAL = set(',+=\n<>#;\\"')


@lru_cache(maxsize=1024)
def subject_dn(certificate: x509.Certificate) -> str:
    """The subject in the failure message's notation: its last part first, quotes around special characters.

    Known by: real tool (JDK 17).
    """
    subject = signed_fields(certificate)[4]
    return ", ".join(" + ".join(map(_printed, relative)) for relative in reversed(relative_names(subject)))


class Attribute(NamedTuple):
    """One attribute of a name: its dotted number, and its value as DER."""

    oid: str
    value: bytes


def relative_names(name: bytes) -> list[list[Attribute]]:
    """The attributes of a name, in its order; more than one in a group is rare."""
    return [
        [
            Attribute(_dotted(content_of(oid)), value)
            for oid, value in map(inner_elements, inner_elements(relative))
        ]
        for relative in inner_elements(name)
    ]


def _printed(attribute: Attribute) -> str:
    return f"{_KEYWORDS.get(attribute.oid) or 'OID.' + attribute.oid}={_value(attribute.value)}"


def _dotted(encoded: bytes) -> str:
    numbers, number = [], 0
    for byte in encoded:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))


def _value(encoded: bytes) -> str:
    encoding = _ENCODINGS.get(encoded[0])
    if encoding is None:
        return "#" + encoded.hex()
    return _quoted(content_of(encoded).decode(encoding, errors="replace"))


def _quoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        inside = text[1:-1]
        return f'"{_escaped(inside)}"'
    if _needs_quotes(text):
        return f'"{_escaped(text)}"'
    return text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _needs_quotes(text: str) -> bool:
    if not text:
        return False
    doubled = any(a in _SPACES and b in _SPACES for a, b in itertools.pairwise(text))
    return text[0] in _SPACES or text[-1] in _SPACES or doubled or not _SPECIAL.isdisjoint(text)
