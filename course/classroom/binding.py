"""Which names a cell binds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_BEGINNING = re.compile(r"(?m)^(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]*)?=(?!=)")
_COMPOUND = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.If,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.TryStar,
    ast.Match,
)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_OWN_NAMES = (*_DEFINITIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def bound_names(source: str) -> set[str]:
    """The names that a Python text binds, inside its functions too; empty where it isn't Python."""
    tree = _parsed(source)
    return set() if tree is None else {name for part in ast.walk(tree) for name in _bound_by(part)}


def set_by(source: str) -> set[str]:
    """The names that a cell sets for other cells; where it isn't Python, as the beginnings of its lines look."""
    tree = _parsed(source)
    if tree is None:
        return {function or name for function, name in _BEGINNING.findall(source)}
    return set(_set_by(tree))


def left_unset(source: str, line: int) -> set[str]:
    """The names that a cell would have set, had it not been stopped.

    Args:
      source: of the cell.
      line: the number of the line at which it was stopped.

    Returns:
      None of a statement that was being carried out and has others in it: it may have set them already.
    """
    tree = _parsed(source)
    if tree is None:
        return set()
    return {
        name
        for part in tree.body
        if part.lineno > line or ((part.end_lineno or 0) >= line and not isinstance(part, _COMPOUND))
        for name in _set_by(part)
    }


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _set_by(part: ast.AST) -> Iterator[str]:
    yield from _bound_by(part)
    if not isinstance(part, _OWN_NAMES):
        for child in ast.iter_child_nodes(part):
            yield from _set_by(child)


def _bound_by(part: ast.AST) -> Iterator[str]:
    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
        yield part.id
    elif isinstance(part, _DEFINITIONS):
        yield part.name
    elif isinstance(part, ast.alias):
        yield (part.asname or part.name).partition(".")[0]
