"""DER as a tree: every element with the elements inside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from course.pki.der import Element, NotDer, element_at

_CONSTRUCTED = 0x20
# A tag number of 31 says that the real one follows in more bytes; certificates have none.
_LONG_TAG = 0x1F
# Deeper than any certificate goes; a forged one could be nested without end.
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Node:
    """One element, and the elements inside it.

    Attributes:
      element: where it stands.
      depth: how many elements it stands in.
      children: what it is made of; empty for a plain value, and for content that is no DER.
    """

    element: Element
    depth: int
    children: tuple[Node, ...]

    def __iter__(self) -> Iterator[Node]:
        """This node and all below it, in the order of the bytes."""
        yield self
        for child in self.children:
            yield from child


def tree_of(data: bytes, start: int = 0, depth: int = 0) -> Node:
    """Read an element and everything inside it.

    Args:
      data: the bytes around it.
      start: where its tag stands.
      depth: how many elements are around it.

    Raises:
      NotDer: there is no element at this place. What is broken further inside becomes a node without children.

    Source: ITU-T X.690 section 8.1.
    """
    element = element_at(data, start)
    children: tuple[Node, ...] = ()
    if element.tag & _CONSTRUCTED and depth < _DEEPEST:
        children = nodes_between(data, element.content, element.end, depth + 1)
    return Node(element, depth, children)


def nodes_between(data: bytes, start: int, end: int, depth: int = 0) -> tuple[Node, ...]:
    """The elements that fill a stretch of bytes exactly; none where they do not."""
    nodes: list[Node] = []
    inside = data[:end]
    while start < end:
        try:
            node = tree_of(inside, start, depth)
        except NotDer:
            return ()
        if node.element.tag & _LONG_TAG == _LONG_TAG:
            return ()
        nodes.append(node)
        start = node.element.end
    return tuple(nodes)
