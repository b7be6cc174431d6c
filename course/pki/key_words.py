"""What a SubjectPublicKeyInfo says, in words."""

from __future__ import annotations

from collections.abc import Iterator

from course.pki.der import Element
from course.pki.oids import ALGORITHMS, CURVES
from course.pki.tree import Node, nodes_between
from course.pki.values import content_of, identifier_in, number_in

RSA, ELLIPTIC_CURVE = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
_OBJECT_IDENTIFIER = 0x06
_RSA_NUMBERS = ("modulus", "exponent")


def algorithm_words(der: bytes, node: Node) -> str:
    """What an AlgorithmIdentifier names, with its curve if it has one.

    Source: RFC 5280 section 4.1.1.2; RFC 5480 section 2.1.1.
    """
    identifiers = [
        identifier_in(content_of(der, child.element))
        for child in node.children[:2]
        if child.element.tag == _OBJECT_IDENTIFIER
    ]
    if not identifiers:
        return "an algorithm that cannot be read"
    name = ALGORITHMS.get(identifiers[0], identifiers[0])
    if identifiers[0] != ELLIPTIC_CURVE:
        return name
    curve = identifiers[1] if len(identifiers) > 1 else ""
    return f"{name} {CURVES.get(curve, curve) or 'given by its parameters'}"


def key_words(der: bytes, node: Node) -> str:
    """What kind of key a SubjectPublicKeyInfo holds, such as "RSA, 2048 bits" or "elliptic curve P-256".

    Args:
      der: the bytes around it.
      node: the SubjectPublicKeyInfo.

    Source: RFC 5280 section 4.1; RFC 8017 appendix A.1.1; RFC 5480 section 2.
    """
    algorithm, key = node.children
    words = algorithm_words(der, algorithm)
    numbers = _rsa_numbers(der, algorithm, key)
    if not numbers:
        return words
    modulus = number_in(content_of(der, numbers[0].element))
    return f"{words}, {modulus.bit_length()} bits"


def key_fields(der: bytes, node: Node) -> Iterator[tuple[str, Element, str]]:
    """What stands inside a SubjectPublicKeyInfo: name, place and value of each field."""
    algorithm, key = node.children
    yield "key algorithm", algorithm.element, algorithm_words(der, algorithm)
    numbers = _rsa_numbers(der, algorithm, key)
    # The first byte of a BIT STRING counts the unused bits at its end.
    size = key.element.end - key.element.content - 1
    whole = key.element.end - key.element.start
    yield (
        "key",
        key.element,
        f"{size} of its {whole} bytes are {'two numbers' if numbers else 'the bare key'}",
    )
    for name, number in zip(_RSA_NUMBERS, numbers, strict=False):
        value = number_in(content_of(der, number.element))
        words = str(value) if name == "exponent" else f"a number of {value.bit_length()} bits"
        yield name, number.element, words


def _rsa_numbers(der: bytes, algorithm: Node, key: Node) -> tuple[Node, ...]:
    """Modulus and exponent of an RSA key; nothing for other keys and for one that is broken."""
    if algorithm_words(der, algorithm) != ALGORITHMS[RSA]:
        return ()
    inside = nodes_between(der, key.element.content + 1, key.element.end)
    return inside[0].children if len(inside) == 1 and len(inside[0].children) == 2 else ()
