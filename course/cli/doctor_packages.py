"""`course doctor` on Python and what is installed in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from course.cli.doctor_finding import Finding, State, finding

NAME = "pinning-from-scratch"
_AGAIN = "Set the course up again: `make lab`, or as the README says."


def python() -> Iterator[Finding]:
    """The version of Python, against what the package asks for."""
    from packaging.specifiers import SpecifierSet

    wanted = metadata.metadata(NAME)["Requires-Python"]
    seen = ".".join(map(str, sys.version_info[:3]))
    yield finding(
        SpecifierSet(wanted).contains(seen),
        "Python",
        f"{seen}, at {sys.executable}.",
        f"The course needs {wanted}. Install one of those, then: make lab PYTHON=/path/to/it.",
    )


def virtual_environment() -> Iterator[Finding]:
    """Whether packages are the course's own."""
    if sys.prefix != sys.base_prefix or "CONDA_PREFIX" in os.environ:
        yield Finding(State.OK, "environment of its own", f"{sys.prefix}.")
    else:
        yield Finding(
            State.NOTE,
            "environment of its own",
            "none: this Python's packages are shared with everything else that uses it. "
            "`make lab` makes one, in .venv.",
        )


def packages() -> Iterator[Finding]:
    """Every package that the course asks for, and its version."""
    from packaging.requirements import Requirement

    for text in metadata.requires(NAME) or []:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        wanted = str(requirement.specifier) or "any version"
        try:
            seen = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield Finding(State.MISSING, requirement.name, f"not installed; wanted: {wanted}. {_AGAIN}")
            continue
        good = requirement.specifier.contains(seen, prereleases=True)
        yield finding(good, requirement.name, f"{seen} (wanted: {wanted}).", _AGAIN)


def kernel() -> Iterator[Finding]:
    """Whether notebooks run with this Python, when `course lab` opens them."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_core.paths import jupyter_path

    own = Path(sys.prefix, "share", "jupyter", "kernels")
    what = "kernel of the notebooks"
    try:
        spec = KernelSpecManager(kernel_dirs=[str(own), *jupyter_path("kernels")]).get_kernel_spec("python3")
    except NoSuchKernel:
        yield Finding(State.MISSING, what, f"there is no kernel named python3. {_AGAIN}")
        return
    program = spec.argv[0]
    same = program in ("python", "python3") or Path(program).absolute() == Path(sys.executable).absolute()
    yield finding(
        same,
        what,
        f"python3, {'this Python' if same else f'another Python, {program}'}.",
        f"Make it this one: {sys.executable} -m ipykernel install --sys-prefix",
    )
