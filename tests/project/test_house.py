"""The house has rooms: imports run downwards, and the pure rooms stay pure."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.texts

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "course"

# Which rooms a room may import. Whoever needs an arrow that is missing here changes the plan first.
MAY_IMPORT: dict[str, set[str]] = {
    "programs": set(),
    "pki": set(),
    "pinning": {"pki"},
    "platforms": {"pinning", "pki"},
    "lab": {"pinning", "pki", "programs"},
    "operations": {"pinning", "pki"},
    "views": {"pinning", "pki", "platforms", "lab", "operations"},
    "exercises": {"pki", "pinning", "platforms", "lab", "operations"},
    "classroom": {"exercises", "programs"},
    "cli": {
        "pki",
        "pinning",
        "platforms",
        "lab",
        "operations",
        "views",
        "exercises",
        "classroom",
        "programs",
    },
    "__main__": {"cli"},
}
# Rooms that do no input or output, read no clock and draw no random number; the adapter is the one door.
PURE = ["pki", "pinning", "platforms", "operations"]
IMPURE_MODULES = {
    "socket",
    "ssl",
    "time",
    "random",
    "secrets",
    "subprocess",
    "os",
    "pathlib",
    "requests",
    "urllib3",
}
# `errors` only for the base class that requests has for its TLS errors.
DOORS = {"pinning/adapter", "pinning/errors.py"}


def is_door(path: Path) -> bool:
    """Whether a file, or the folder that it stands in, may meet the world."""
    within = path.relative_to(COURSE)
    return bool({str(within), str(within.parent)} & DOORS)


def room_of(path: Path) -> str:
    """The room that a file stands in: its folder below course/, or its own name."""
    first = path.relative_to(COURSE).parts[0]
    return first.removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """The full names of the modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return found


def wrong_arrows(path: Path) -> set[str]:
    """The rooms that a file imports and may not."""
    room = room_of(path)
    rooms = {name.split(".")[1] for name in imports_of(path) if name.startswith("course.")}
    known = rooms & set(MAY_IMPORT)
    return known - MAY_IMPORT[room] - {room}


MODULES = sorted(p for p in COURSE.rglob("*.py") if p.parent != COURSE or p.stem in MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(COURSE)))
def test_imports_run_downwards(path: Path) -> None:
    """A module imports only from the rooms below its own."""
    assert wrong_arrows(path) == set()


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_do_no_io(room: str) -> None:
    """The pure rooms import nothing that reads a clock, a file, a socket or a random number."""
    for path in (COURSE / room).rglob("*.py"):
        if is_door(path):
            continue
        assert {name.partition(".")[0] for name in imports_of(path)} & IMPURE_MODULES == set(), path


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_read_no_clock_and_open_no_file(room: str) -> None:
    """No `now()`, `today()`, `open()` or `print()` in the pure rooms: dates and bytes come in as arguments."""
    for path in (COURSE / room).rglob("*.py"):
        if is_door(path):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                assert name not in {"now", "utcnow", "today", "open", "print", "input"}, f"{path}: {name}()"


def test_a_wrong_arrow_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard itself works: a pki module that imports the lab is caught."""
    monkeypatch.setattr("tests.project.test_house.COURSE", tmp_path)
    module = tmp_path / "pki" / "bad.py"
    module.parent.mkdir()
    module.write_text("from course.lab import Lab\n")
    assert wrong_arrows(module) == {"lab"}


@pytest.mark.parametrize("path", sorted(COURSE.rglob("*.py")), ids=lambda path: str(path.relative_to(COURSE)))
def test_files_stay_small(path: Path) -> None:
    """A file over 400 lines wants a split."""
    assert len(path.read_text().splitlines()) <= 400
