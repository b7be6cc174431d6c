"""One list of versions: the lock, pyproject.toml, environment.yml and Binder's copy agree."""

from __future__ import annotations

import ast
import itertools
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from binder import write_environment
from course.classroom.lessons import required_programs, shipped_lessons
from course.programs import DEBIAN_PACKAGES

ROOT = Path(__file__).resolve().parents[2]


def test_every_dependency_is_locked_exactly() -> None:
    """Each requirement of pyproject.toml, extras included, has one exact version in the lock that satisfies it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = write_environment.locked()
    for text in [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]:
        requirement = Requirement(text)
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{text} against {version}"


def test_every_line_of_the_lock_is_exact() -> None:
    """The lock leaves no choice: every line is name==version, perhaps with a marker."""
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        assert re.match(r"^[A-Za-z0-9._-]+==[^ ]+( ; .+)?$", line), line


def test_environment_is_what_the_lock_says() -> None:
    """environment.yml is exactly what `make lock` writes, so nobody edited it by hand."""
    assert (ROOT / "environment.yml").read_text() == write_environment.environment()


def test_binder_has_the_same_environment() -> None:
    """Binder's copy is the same file, byte for byte."""
    assert (ROOT / "binder" / "environment.yml").read_bytes() == (ROOT / "environment.yml").read_bytes()


def test_this_environment_is_the_locked_one() -> None:
    """What is installed here is what the lock names: the tests ran on the versions that we ship."""
    wrong = []
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            installed = metadata.version(requirement.name)
            if not requirement.specifier.contains(installed):
                wrong.append(f"{line}: {installed} is installed")
    assert wrong == []


def test_conda_part_is_python_and_pip_only() -> None:
    """The conda part names python, with an exact minor version, and pip: the rest can be tested without conda."""
    lines = (ROOT / "environment.yml").read_text().splitlines()
    conda = [line.strip() for line in lines if line.startswith("  - ") and "conda-forge" not in line]
    assert conda == [f"- python={write_environment.PYTHON}", "- pip", "- pip:"]


def notebook_imports() -> set[str]:
    """The top-level modules that the notebooks import."""
    names: set[str] = set()
    for path in shipped_lessons():
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and not cell.source.lstrip().startswith(("%", "!")):
                names |= imported_modules(cell.source)
    return names


def imported_modules(source: str) -> set[str]:
    """The top-level modules that a Python source imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


def test_every_import_is_in_the_environment() -> None:
    """Whatever the notebooks and the package import is in the standard library, the course, or environment.yml."""
    imports = notebook_imports()
    for path in (ROOT / "course").rglob("*.py"):
        imports |= imported_modules(path.read_text())
    owners = metadata.packages_distributions()
    provided = set(re.findall(r"- ([a-z0-9-]+)==", (ROOT / "environment.yml").read_text()))
    missing = {
        name
        for name in imports - sys.stdlib_module_names - {"course"}
        if not {canonicalize_name(owner) for owner in owners.get(name, [])} & provided
    }
    assert missing == set()


def test_every_required_program_is_installed_on_binder() -> None:
    """A program that a notebook names in its metadata is in binder/apt.txt, or comes with a package for the drills."""
    wanted: set[str] = set()
    for path in shipped_lessons():
        notebook = nbformat.read(path, as_version=4)
        wanted |= {
            package
            for part in [notebook, *notebook.cells]
            for program in required_programs(part)
            for package in DEBIAN_PACKAGES.get(program, (program,))
        }
    assert wanted <= {*(ROOT / "binder" / "apt.txt").read_text().split(), *write_environment.for_drills()}


@pytest.fixture(scope="module")
def binder_plan(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What repo2docker would build, told as mybinder.org tells it; no container engine is needed."""
    copy = tmp_path_factory.mktemp("binder") / "project"
    copy.mkdir()
    shutil.copytree(ROOT / "binder", copy / "binder", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "environment.yml", "README.md"):
        shutil.copy(ROOT / name, copy)
    run = subprocess.run(
        [
            str(Path(sys.executable).with_name("jupyter-repo2docker")),
            "--no-build",
            "--debug",
            "--Repo2Docker.default_buildpack=None",
            str(copy),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout + run.stderr


def test_binder_builds_our_python_and_environment(binder_plan: str) -> None:
    """Binder finds binder/environment.yml and builds the Python that it names, not its own default."""
    assert f"Building conda environment for python={write_environment.PYTHON}" in binder_plan
    assert "binder/environment.yml" in binder_plan


def test_binder_runs_our_scripts(binder_plan: str) -> None:
    """Binder installs the programs of apt.txt, runs postBuild, and starts through our start script."""
    assert "./binder/postBuild" in binder_plan
    assert "binder/start" in binder_plan
    assert "openssl" in binder_plan


@pytest.mark.parametrize("script", ["postBuild", "start"])
def test_binder_scripts_can_be_executed(script: str) -> None:
    """Binder's scripts are executable shell scripts that parse."""
    path = ROOT / "binder" / script
    assert path.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0
