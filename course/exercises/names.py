"""Which names a piece of source needs from outside."""

from __future__ import annotations

import builtins
import symtable
from collections.abc import Iterator

_BUILTIN = frozenset(dir(builtins))


def free_names(source: str) -> frozenset[str]:
    """The names that this source uses and doesn't bind, builtins aside.

    A notebook must bind them in an earlier cell. Names in annotations count: a `def` evaluates them.

    Args:
      source: Python, such as a reference solution.

    Raises:
      SyntaxError: the source is not Python.
    """
    module = symtable.symtable(source, "solution", "exec")
    bound = {symbol.get_name() for symbol in module.get_symbols() if _is_bound(symbol)}
    used = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_referenced()}
    for scope in _inner_scopes(module):
        used |= {symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global()}
    return frozenset(used - bound - _BUILTIN)


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _inner_scopes(scope: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in scope.get_children():
        yield child
        yield from _inner_scopes(child)
