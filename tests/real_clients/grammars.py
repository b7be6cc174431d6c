"""tree-sitter's grammars: does a piece of code parse? They know no names and no types."""

from __future__ import annotations

from collections.abc import Iterator

import tree_sitter_kotlin
import tree_sitter_swift
from tree_sitter import Language, Node, Parser

_GRAMMARS = {"kotlin": tree_sitter_kotlin.language, "swift": tree_sitter_swift.language}


def syntax_error(language: str, source: str) -> str | None:
    """Where a piece of code does not parse, with the line; None if it does.

    Args:
      language: "kotlin" or "swift".
      source: the code.
    """
    root = Parser(Language(_GRAMMARS[language]())).parse(source.encode()).root_node
    if not root.has_error:
        return None
    wrong = next(_wrong(root))
    row = wrong.start_point[0]
    return f"line {row + 1}: {source.splitlines()[row].strip()}"


def _wrong(node: Node) -> Iterator[Node]:
    if node.is_error or node.is_missing:
        yield node
    for child in node.children:
        if child.has_error or child.is_missing:
            yield from _wrong(child)
