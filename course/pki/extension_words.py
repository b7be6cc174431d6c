"""What a certificate's extensions say, in words."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable

from course.pki.oids import ACCESS_METHODS, KEY_USAGES, POLICIES, PURPOSES
from course.pki.tree import Node
from course.pki.values import (
    BOOLEAN,
    INTEGER,
    OCTET_STRING,
    bits_in,
    content_of,
    identifier_in,
    number_in,
    text_in,
)

_IA5 = 0x16
_MOST_LISTED = 6
# The kinds of a GeneralName by their tags, RFC 5280 section 4.2.1.6.
_NAME_KINDS = {0x81: "e-mail ", 0x82: "", 0x86: "", 0x87: "address "}
_IP, _URI, _DIRECTORY = 0x87, 0x86, 0xA4


def extension_words(identifier: str, der: bytes, value: Node) -> str:
    """What an extension says.

    Args:
      identifier: its object identifier, dotted.
      der: the bytes around it.
      value: what stands inside the extension's OCTET STRING.

    Returns:
      A phrase. An extension that the course does not read, or whose content is not as its standard wants it,
      is described by its size.

    Source: RFC 5280 section 4.2; RFC 6962 section 3.3.
    """
    read = _READERS.get(identifier)
    words = read(der, value) if read else ""
    if words:
        return words
    size = value.element.end - value.element.start
    return f"{size} bytes, not read here"


def listed(words: Iterable[str]) -> str:
    """Some words with commas; many by their first ones and their number."""
    found = list(words)
    if len(found) <= _MOST_LISTED:
        return ", ".join(found)
    return f"{', '.join(found[:_MOST_LISTED])} and {len(found) - _MOST_LISTED} more"


def _content(der: bytes, node: Node) -> bytes:
    return content_of(der, node.element)


def _basic_constraints(der: bytes, value: Node) -> str:
    parts = {node.element.tag: _content(der, node) for node in value.children}
    if not any(parts.get(BOOLEAN, b"")):
        return "not a CA"
    limit = parts.get(INTEGER)
    if limit is None:
        return "a CA"
    below = number_in(limit)
    return f"a CA, with {f'at most {below}' if below else 'no'} other CA{'s' * (below > 1)} below it"


def _key_usage(der: bytes, value: Node) -> str:
    bits = bits_in(_content(der, value))
    return listed(KEY_USAGES[bit] if bit < len(KEY_USAGES) else f"bit {bit}" for bit in bits)


def _identifiers(names: dict[str, str]) -> Callable[[bytes, Node], str]:
    def read(der: bytes, value: Node) -> str:
        found = (
            identifier_in(_content(der, node.children[0] if node.children else node))
            for node in value.children
        )
        return listed(names.get(each, each) for each in found)

    return read


def _subject_key(der: bytes, value: Node) -> str:
    return _content(der, value).hex() if value.element.tag == OCTET_STRING else ""


def _authority_key(der: bytes, value: Node) -> str:
    identifiers = [_content(der, node).hex() for node in value.children if node.element.tag == 0x80]
    return identifiers[0] if identifiers else "the issuer by its name and serial number"


def _alternative_names(der: bytes, value: Node) -> str:
    return listed(_general_name(der, node) for node in value.children)


def _general_name(der: bytes, node: Node) -> str:
    content, tag = _content(der, node), node.element.tag
    if tag == _IP:
        return _NAME_KINDS[tag] + _address(content)
    if tag in _NAME_KINDS:
        return _NAME_KINDS[tag] + text_in(_IA5, content)
    return "a directory name" if tag == _DIRECTORY else "a name of another kind"


def _address(content: bytes) -> str:
    """An address, or in name constraints an address and its mask."""
    try:
        if len(content) in (8, 32):
            half = len(content) // 2
            return f"{ipaddress.ip_address(content[:half])}/{ipaddress.ip_address(content[half:])}"
        return str(ipaddress.ip_address(content))
    except ValueError:
        return content.hex()


def _locations(der: bytes, value: Node) -> str:
    return listed(text_in(_IA5, _content(der, node)) for node in value if node.element.tag == _URI)


def _access(der: bytes, value: Node) -> str:
    found: list[str] = []
    for description in value.children:
        if len(description.children) == 2:
            method, location = description.children
            name = identifier_in(_content(der, method))
            found.append(f"{ACCESS_METHODS.get(name, name)} at {_general_name(der, location)}")
    return listed(found)


def _name_constraints(der: bytes, value: Node) -> str:
    kinds = {0xA0: "only names below", 0xA1: "no names below"}
    return "; ".join(
        f"{kinds[part.element.tag]} {_subtrees(der, part)}"
        for part in value.children
        if part.element.tag in kinds
    )


def _subtrees(der: bytes, part: Node) -> str:
    return listed(_general_name(der, subtree.children[0]) for subtree in part.children if subtree.children)


def _timestamps(der: bytes, value: Node) -> str:
    """A list in TLS's notation: two bytes of length before the whole, and before each timestamp."""
    data, count, here = _content(der, value), 0, 2
    while here + 2 <= len(data):
        here += 2 + int.from_bytes(data[here : here + 2], "big")
        count += 1
    return f"{count} signed promise{'s' * (count != 1)} to log this certificate" if here == len(data) else ""


_READERS: dict[str, Callable[[bytes, Node], str]] = {
    "2.5.29.14": _subject_key,
    "2.5.29.15": _key_usage,
    "2.5.29.17": _alternative_names,
    "2.5.29.18": _alternative_names,
    "2.5.29.19": _basic_constraints,
    "2.5.29.30": _name_constraints,
    "2.5.29.31": _locations,
    "2.5.29.32": _identifiers(POLICIES),
    "2.5.29.35": _authority_key,
    "2.5.29.37": _identifiers(PURPOSES),
    "1.3.6.1.5.5.7.1.1": _access,
    "1.3.6.1.4.1.11129.2.4.2": _timestamps,
}
