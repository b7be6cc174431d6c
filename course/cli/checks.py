"""What stands behind `make test`: one check after the other, until one is red."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import course
from course.classroom.lessons import lessons_folder
from course.classroom.trouble import CannotDo

# Branch coverage of course/ by its own tests, in per cent.
FLOOR = 95
# One more than the cores of CI: tests wait for browsers, kernels and other programs a quarter of their time.
WORKERS = 3


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
      title: what it checks, as the output names it.
      run: does it, prints its own findings, and returns 0 where nothing was found.
    """

    title: str
    run: Callable[[], int]


def steps(*, notebooks_only: bool = False, fast: bool = False, again: bool = False) -> list[Check]:
    """The checks, cheapest first.

    Args:
      notebooks_only: leave out everything but the notebooks, as where only the package is installed.
      fast: leave out the notebooks, and measure no coverage.
      again: all of it was green on another Python; leave out what would say the same on this one.

    Raises:
      CannotDo: a tool that the checks need is not installed.
    """
    from course.classroom import passes

    folder = lessons_folder()
    notebooks = [
        Check("notebooks as shipped", lambda: passes.as_shipped(folder)),
        Check("notebooks solved", lambda: passes.solved(folder)),
    ]
    root = source_tree()
    if root is None and not notebooks_only:
        print("The course's own tests are not here, only its notebooks: these are run.")
    if root is None or notebooks_only:
        return notebooks
    _need("ruff", "mypy", "pytest_cov", "xdist")
    units = ["pytest", "-n", str(WORKERS), "--dist", "worksteal"]
    if not fast and not again:
        units += ["--cov=course", "--cov-branch", f"--cov-fail-under={FLOOR}"]
    texts = [
        Check("lint", _tool(root, "ruff", "check", ".")),
        Check("format", _tool(root, "ruff", "format", "--check", ".")),
        Check("types", _tool(root, "mypy", "--strict", "course")),
    ]
    if again:
        units += ["-m", "not programs and not texts"]
    own = [*([] if again else texts), Check("unit tests", _tool(root, *units))]
    return own if fast else own + notebooks


def run(checks: Sequence[Check]) -> int:
    """Run checks until one is red.

    Returns:
      0 where all are green, else 1.
    """
    began = time.monotonic()
    for check in checks:
        print(f"== {check.title}", flush=True)
        at = time.monotonic()
        red = check.run() != 0
        print(f"== {check.title}: {'red' if red else 'green'}, {time.monotonic() - at:.1f} s\n", flush=True)
        if red:
            print(f"Red: {check.title}. What comes after it was not run.")
            return 1
    print(f"All green, {time.monotonic() - began:.0f} s.")
    return 0


def source_tree() -> Path | None:
    """The folder with the course's own tests; `None` where only the package is installed."""
    root = Path(course.__file__).resolve().parents[1]
    return root if (root / "tests").is_dir() and (root / "pyproject.toml").is_file() else None


def _tool(root: Path, *line: str) -> Callable[[], int]:
    return lambda: subprocess.run([sys.executable, "-m", *line], cwd=root, check=False).returncode  # noqa: S603


def _need(*modules: str) -> None:
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise CannotDo(
            f"The course's own tests need {', '.join(missing)} too: "
            "install them with `pip install -e '.[test]'`, or run `course test --notebooks`."
        )
