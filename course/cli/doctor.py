"""`course doctor`: can this machine run the course, and what is missing?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from course.cli import doctor_packages, doctor_place, doctor_tls
from course.cli.doctor_finding import Finding, State

Check = Callable[[], Iterator[Finding]]


def run(folder: Path | None) -> int:
    """Look at everything, and print a line for each finding.

    Args:
      folder: the workspace; the one that `course start` would use if None.

    Returns:
      0 if nothing is missing, else 1.
    """
    missing = 0
    for title, check in checks(folder):
        for finding in _found(title, check):
            missing += finding.state is State.MISSING
            print(finding, flush=True)
    print()
    if missing:
        what = "1 thing is missing" if missing == 1 else f"{missing} things are missing"
        print(f"{what}: see the lines that begin with `missing`.")
        return 1
    print("This machine can run the course. `course lab` opens it.")
    return 0


def checks(folder: Path | None) -> list[tuple[str, Check]]:
    """What is looked at, in this order; each is independent of the others."""
    return [
        ("Python", doctor_packages.python),
        ("the virtual environment", doctor_packages.virtual_environment),
        ("the packages", doctor_packages.packages),
        ("the kernel of the notebooks", doctor_packages.kernel),
        ("OpenSSL", doctor_tls.openssl),
        ("a TLS handshake on this machine", doctor_tls.handshake),
        ("the time limit for answers", doctor_tls.time_limit),
        ("the workspace", lambda: doctor_place.workspace(folder)),
        ("the programs", doctor_place.programs),
        ("the environment", doctor_place.environment),
    ]


def _found(title: str, check: Check) -> Iterator[Finding]:
    """What a check finds. On a machine where much is missing a check may not even get to its end."""
    try:
        yield from check()
    except ModuleNotFoundError as error:
        yield Finding(State.MISSING, title, f"can't be looked at without the package {error.name}.")
    except Exception as error:  # whatever it is: the other checks are to be seen
        said = " ".join(str(error).split()) or type(error).__name__
        yield Finding(State.MISSING, title, f"could not be looked at ({said}). The lines above may say why.")
