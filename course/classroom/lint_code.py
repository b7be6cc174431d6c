"""The linter's rules about what a code cell says."""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from importlib import metadata

from course.classroom.lint_lesson import CodeCell, Lesson

_HISTORY = re.compile(r"_{1,3}|_i{1,3}|_i?\d+|_ih|_oh|_dh|In|Out")
_PROGRAM_STARTERS = frozenset({"system", "getoutput", "popen", "Popen", "check_output", "check_call", "run"})


def code_rules(lesson: Lesson) -> Iterator[str]:
    """What would work for the author, and not in a class, on Binder or under nbval."""
    for cell in lesson.code:
        yield from _rules_for(cell)


def _rules_for(cell: CodeCell) -> Iterator[str]:
    calls = set(cell.calls())
    if "input" in calls:
        yield f"{cell.where} calls input(), which waits for ever when a notebook is tested. Use a variable."
    for name in sorted({"hint", "solution"} & calls):
        yield f"{cell.where} calls {name}(). That is the learner's to call; name it in the text instead."
    if _ends_in_semicolon(cell.source):
        yield f"{cell.where} ends in ';', which hides nothing under nbval. Give the result a name instead."
    if used := sorted(name for name in cell.loads() if _HISTORY.fullmatch(name)):
        yield f"{cell.where} uses {', '.join(used)}, which nbval does not have. Give the result a name."
    for module in sorted(_imported(cell.tree) - _installed()):
        yield f"{cell.where} imports {module}, which the course does not depend on. Add it to pyproject.toml."
    if _starts_programs(cell) and not cell.programs:
        yield (
            f"{cell.where} starts a program and names none. "
            'Say which in its metadata, {"course": {"requires": ["openssl"]}}.'
        )


def _ends_in_semicolon(source: str) -> bool:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return source.rstrip().endswith(";")
    said = [token for token in tokens if token.string.strip() and token.type != tokenize.COMMENT]
    return bool(said) and said[-1].string == ";"


def _imported(tree: ast.Module) -> set[str]:
    modules: set[str] = set()
    for part in ast.walk(tree):
        if isinstance(part, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in part.names}
        elif isinstance(part, ast.ImportFrom) and part.module and not part.level:
            modules.add(part.module.partition(".")[0])
    return modules


@cache
def _installed() -> frozenset[str]:
    """Top-level modules of Python, of the course, and of what the course declares that it needs."""
    needed = {
        re.split(r"[ ;<>=!~\[(]", requirement)[0].lower().replace("_", "-")
        for requirement in metadata.requires("pinning-from-scratch") or []
        if "extra ==" not in requirement
    }
    modules = {
        module
        for module, distributions in metadata.packages_distributions().items()
        if needed & {name.lower().replace("_", "-") for name in distributions}
    }
    return frozenset(modules | set(sys.stdlib_module_names) | {"course"})


def _starts_programs(cell: CodeCell) -> bool:
    for part in ast.walk(cell.tree):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            owner = ast.unparse(part.func.value)
            if part.func.attr in _PROGRAM_STARTERS and owner in ("subprocess", "os", "get_ipython()"):
                return True
            if part.func.attr == "run_cell_magic" and "'bash'" in ast.unparse(part):
                return True
    return False
