"""Write environment.yml, and its copy for Binder, from the lock.

Usage: python binder/write_environment.py

The conda part is python and pip only; everything else comes from PyPI in the versions of requirements.lock,
so that Binder, conda and `make lab` run the same code.
"""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "3.13"
# Binder runs Linux. A requirement's marker is judged for that machine, not for the author's.
BINDER = {
    "python_version": PYTHON,
    "python_full_version": f"{PYTHON}.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "os_name": "posix",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "extra": "",
}


def locked() -> dict[str, str]:
    """The lock as {canonical name: version}, for Binder's Python and platform."""
    versions = {}
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(BINDER):
            versions[canonicalize_name(requirement.name)] = str(requirement.specifier).removeprefix("==")
    return versions


def direct() -> list[str]:
    """The packages that the course itself names, without its extras."""
    return _names(_project()["dependencies"])


def for_drills() -> list[str]:
    """The packages that only `notebooks/extra/` needs."""
    return _names(_project()["optional-dependencies"]["acme"])


def _project() -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"])


def _names(requirements: list[str]) -> list[str]:
    return sorted(canonicalize_name(Requirement(text).name) for text in requirements)


def needed_by(names: list[str]) -> set[str]:
    """The names and, from the installed packages' own metadata, all that they need in turn."""
    found: set[str] = set()
    waiting: list[tuple[str, str]] = [(name, "") for name in names]
    seen: set[tuple[str, str]] = set()
    while waiting:
        name, extra = pair = waiting.pop()
        if pair in seen:
            continue
        seen.add(pair)
        found.add(name)
        for text in metadata.requires(name) or []:
            requirement = Requirement(text)
            if requirement.marker and not requirement.marker.evaluate(BINDER | {"extra": extra}):
                continue
            wanted = canonicalize_name(requirement.name)
            waiting += [(wanted, ""), *((wanted, canonicalize_name(e)) for e in requirement.extras)]
    return found


def environment() -> str:
    """The text of environment.yml."""
    versions, named, drills = locked(), direct(), for_drills()
    others = sorted(needed_by([*named, *drills]) - {*named, *drills})
    lines = [
        "# Written by binder/write_environment.py from requirements.lock: change pyproject.toml, then `make lock`.",
        "name: pinning-from-scratch",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        f"  - python={PYTHON}",
        "  - pip",
        "  - pip:",
        "      # what the course uses",
        *(f"      - {name}=={versions[name]}" for name in named),
        "      # what notebooks/extra/ uses",
        *(f"      - {name}=={versions[name]}" for name in drills),
        "      # what those need",
        *(f"      - {name}=={versions[name]}" for name in others),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    for path in (ROOT / "environment.yml", ROOT / "binder" / "environment.yml"):
        path.write_text(environment())


if __name__ == "__main__":
    main()
