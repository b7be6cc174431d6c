"""The fields of a certificate: where each stands, what it is called, what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.pki.der import Element
from course.pki.extension_words import extension_words, listed
from course.pki.key_words import algorithm_words, key_fields, key_words
from course.pki.oids import ATTRIBUTES, EXTENSIONS
from course.pki.parts import parts_of
from course.pki.tree import Node, nodes_between, tree_of
from course.pki.values import BOOLEAN, content_of, identifier_in, moment_in, number_in, text_in

_IN_THE_SIGNED_PART = 2
_SECONDS_A_DAY = 86_400


class Field(NamedTuple):
    """One field of a certificate.

    Attributes:
      name: as the standard calls it, in plain words.
      depth: 0 for the whole certificate, 1 for its three parts, 2 for the fields of the signed part, and so on.
      element: where its bytes stand in the certificate's DER, tag and length included.
      value: what it says, in words.
    """

    name: str
    depth: int
    element: Element
    value: str


def fields_of(certificate: x509.Certificate) -> list[Field]:
    """Every field of a certificate, in the order of the bytes; a field stands before those inside it.

    Args:
      certificate: any; a field that is broken inside is described by its size.

    Source: RFC 5280 section 4.1.
    """
    der = certificate.public_bytes(Encoding.DER)
    root = tree_of(der)
    signed = root.children[0]
    fields = [
        Field("certificate", 0, root.element, f"{len(der)} bytes: what the issuer signed, and the signature"),
        Field(
            "signed part",
            1,
            signed.element,
            f"{_size(signed)} bytes; TBSCertificate, to be signed, in the standard",
        ),
    ]
    nodes = [*signed.children, *root.children[1:]]
    for part, node in zip(parts_of(certificate), nodes, strict=True):
        depth = _IN_THE_SIGNED_PART if node.element.start < signed.element.end else 1
        fields += _fields_of_part(part.name, depth, der, node)
    return fields


def field_at(fields: Sequence[Field], offset: int) -> Field:
    """The innermost field that a byte belongs to."""
    return [field for field in fields if field.element.start <= offset < field.element.end][-1]


def _size(node: Node) -> int:
    return node.element.end - node.element.start


def _fields_of_part(name: str, depth: int, der: bytes, node: Node) -> Iterator[Field]:
    match name:
        case "issuer" | "subject":
            inner = list(_attributes(name, depth + 1, der, node))
            yield Field(name, depth, node.element, listed(_short(name, field) for field in inner))
            yield from inner
        case "validity":
            yield from _validity(depth, der, node)
        case "SubjectPublicKeyInfo":
            yield Field(name, depth, node.element, key_words(der, node))
            for inside, element, value in key_fields(der, node):
                yield Field(inside, depth + 1, element, value)
        case "extensions":
            inner = list(_extensions(depth + 1, der, node))
            yield Field(name, depth, node.element, f"{len(inner)} extension{'s' * (len(inner) != 1)}")
            yield from inner
        case _:
            yield Field(name, depth, node.element, _plain(name, der, node))


def _plain(name: str, der: bytes, node: Node) -> str:
    content = content_of(der, node.element)
    match name:
        case "version":
            written = number_in(content_of(der, node.children[0].element)) if node.children else 0
            return f"{written + 1}, written as {written}"
        case "serial number":
            return content.hex()
        case "algorithm" | "signature algorithm":
            return algorithm_words(der, node)
        case "signature":
            return f"{len(content) - 1} of its {_size(node)} bytes were made with the issuer's key"
    return content.hex()


def _short(part: str, field: Field) -> str:
    return f"{field.name.removeprefix(f'{part}: ')} {field.value}"


def _attributes(part: str, depth: int, der: bytes, name: Node) -> Iterator[Field]:
    """The parts of a distinguished name, each a type and a value."""
    for relative in name.children:
        for attribute in relative.children:
            if len(attribute.children) == 2:
                kind, value = (node.element for node in attribute.children)
                dotted = identifier_in(content_of(der, kind))
                label = f"{part}: {ATTRIBUTES.get(dotted, dotted)}"
                yield Field(label, depth, attribute.element, text_in(value.tag, content_of(der, value)))


def _validity(depth: int, der: bytes, node: Node) -> Iterator[Field]:
    ends = [child.element for child in node.children]
    first, last = (moment_in(end.tag, content_of(der, end)) for end in ends)
    # Both ends count: a certificate that ends a second before midnight is valid on that day.
    days = round(((last - first).total_seconds() + 1) / _SECONDS_A_DAY)
    yield Field("validity", depth, node.element, f"{days} days")
    for name, end, moment in zip(("not before", "not after"), ends, (first, last), strict=True):
        yield Field(name, depth + 1, end, f"{moment:%Y-%m-%d %H:%M:%S} UTC")


def _extensions(depth: int, der: bytes, node: Node) -> Iterator[Field]:
    for extension in node.children[0].children if node.children else ():
        identifier, *others = extension.children
        dotted = identifier_in(content_of(der, identifier.element))
        critical = any(other.element.tag == BOOLEAN for other in others)
        wrapped = others[-1].element
        inside = nodes_between(der, wrapped.content, wrapped.end)
        value = inside[0] if len(inside) == 1 else others[-1]
        words = extension_words(dotted, der, value)
        name = EXTENSIONS.get(dotted, dotted)
        yield Field(name, depth, extension.element, f"{words} (critical)" if critical else words)
