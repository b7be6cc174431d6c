"""Every public thing of the platforms says how it is known, in the words of five badges."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

import course.platforms

BADGES = {"handshake", "real tool", "upstream test", "source", "documentation"}
_KNOWN_BY = re.compile(r"^Known by: (.*?)\.?$(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
_WHERE = re.compile(r"\([^()]*\)")


def public_modules() -> Iterator[ModuleType]:
    """The platforms: a module each, or a package, whose parts are its own business."""
    for found in pkgutil.iter_modules(course.platforms.__path__, "course.platforms."):
        yield importlib.import_module(found.name)


def public_things() -> dict[str, object]:
    """Their public classes and functions, by name."""
    things: dict[str, object] = {}
    for module in public_modules():
        names = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
        for name in names:
            thing = getattr(module, name)
            is_own = getattr(thing, "__module__", "").startswith(module.__name__)
            if is_own and (inspect.isclass(thing) or inspect.isfunction(thing)):
                things[f"{module.__name__.removeprefix('course.platforms.')}.{name}"] = thing
    return things


def badges_in(docstring: str | None) -> list[str] | None:
    """What stands behind `Known by:`, without the places; None where nothing does.

    Several statements are parted by `;`, and each may name what it is about: `certificate_transparency: source`.
    """
    found = _KNOWN_BY.search(inspect.cleandoc(docstring or ""))
    if found is None:
        return None
    statements = _WHERE.sub("", " ".join(found[1].split())).split(";")
    return [badge.strip() for statement in statements for badge in statement.rpartition(":")[2].split(",")]


@pytest.mark.parametrize("name", public_things())
def test_it_says_how_it_is_known(name: str) -> None:
    """With at least one badge, and no other words for it."""
    badges = badges_in(inspect.getdoc(public_things()[name]))
    assert badges, (
        f"{name} has no line `Known by: ...` in its docstring. The badges: {', '.join(sorted(BADGES))}."
    )
    assert {*badges} <= BADGES


def test_every_platform_is_looked_at() -> None:
    """Each of them has something public."""
    rooms = {module.__name__.removeprefix("course.platforms.") for module in public_modules()}
    assert {name.partition(".")[0] for name in public_things()} == rooms
    assert {"okhttp", "network_security_config", "ktor", "curl", "urlsession"} <= rooms


@pytest.mark.parametrize(
    ("docstring", "badges"),
    [
        ("One.\n\nKnown by: source.", ["source"]),
        (
            "One.\n\n    Known by: real tool, upstream test (curl, 7.88; its test 2048).\n    ",
            ["real tool", "upstream test"],
        ),
        (
            "One.\n\nKnown by: source (a); b: documentation,\nsource.\n\nArgs:\n  x: y",
            ["source", "documentation", "source"],
        ),
        ("One.\n\nKnown by: hearsay.", ["hearsay"]),
        ("One. Known by: source.", None),
        (None, None),
    ],
)
def test_the_line_is_read(docstring: str | None, badges: list[str] | None) -> None:
    """In one line or two, with and without places."""
    assert badges_in(docstring) == badges
