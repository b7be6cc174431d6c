"""`course doctor` on the place: the folder, the disk, the programs, the environment variables."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from course.cli.doctor_finding import Finding, State, finding
from course.programs import DISPENSABLE, HOW_TO_GET, find_program

# Lessons with their outputs, kept copies, and a copy of everything while it is verified.
WANTED_MIB = 200

_WINGET = {"openssl": "ShiningLight.OpenSSL.Light", "curl": "cURL.cURL"}

_DISTURBING = {
    "REQUESTS_CA_BUNDLE": "plain `requests` trusts that file and not certifi's roots",
    "CURL_CA_BUNDLE": "`requests` and curl trust that file and not their own roots",
    "SSL_CERT_FILE": "OpenSSL, and what uses its defaults, trusts that file",
    "SSL_CERT_DIR": "OpenSSL, and what uses its defaults, trusts that folder",
    "OPENSSL_CONF": "OpenSSL is set up differently, and may say other things than the lessons show",
    "SSLKEYLOGFILE": "Python writes the keys of TLS sessions into that file",
    "HTTPS_PROXY": "plain `requests` and curl go through that proxy; pins seen there may be the proxy's",
    "HTTP_PROXY": "plain `requests` goes through that proxy",
    "ALL_PROXY": "plain `requests` and curl go through that proxy; pins seen there may be the proxy's",
    "PYTHONPATH": "other packages may come before the course's",
}


def workspace(folder: Path | None) -> Iterator[Finding]:
    """Whether lessons can be written, and whether there is room for them."""
    from course.classroom.folder import workspace_here

    wanted = (folder or workspace_here()).absolute()
    place = next(each for each in (wanted, *wanted.parents) if each.exists())
    what = f"workspace {wanted}"
    if not place.is_dir():
        yield Finding(State.MISSING, what, f"{place} is not a folder. Name another one.")
        return
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"course")
    except OSError as error:
        yield Finding(
            State.MISSING,
            what,
            f"nothing can be written in {place}: {error.strerror}. Name a folder of your own: course lab FOLDER",
        )
    else:
        yield Finding(State.OK, what, "there, and can be written to." if place == wanted else "can be made.")
    for disk in sorted({place, Path(tempfile.gettempdir())}):
        free = shutil.disk_usage(disk).free >> 20
        yield finding(
            free >= WANTED_MIB,
            f"disk of {disk}",
            f"{free} MiB free.",
            f"Make room: {WANTED_MIB} MiB are wanted.",
        )


def programs() -> Iterator[Finding]:
    """The programs that lessons call, and where to get them.

    What only drills need, and what a lesson can do without, is noted and not missing.
    """
    from course.classroom.lessons import EXTRA

    for program, lessons in sorted(_wanted_programs().items()):
        path = find_program(program)
        used = f"wanted by {', '.join(sorted(lessons))}"
        if path:
            yield Finding(State.OK, f"program {program}", f"{path}; {used}.")
        else:
            only_drills = all(lesson.startswith(f"{EXTRA}/") for lesson in lessons)
            state = State.NOTE if only_drills or program in DISPENSABLE else State.MISSING
            yield Finding(state, f"program {program}", f"not found; {used}. {where_to_get(program)}")


def where_to_get(program: str, platform: str = sys.platform) -> str:
    """How to install a program, on this system first."""
    if program in HOW_TO_GET:
        return HOW_TO_GET[program]
    debian, mac = f"Debian, Ubuntu: apt install {program}", f"macOS: brew install {program}"
    windows = f"Windows: winget install {_WINGET.get(program, program)}"
    first = {"win32": windows, "darwin": mac}.get(platform, debian)
    return "; ".join([first, *(way for way in (debian, mac, windows) if way != first)]) + "."


def environment() -> Iterator[Finding]:
    """Variables that let programs do other things than the lessons say. Values are not shown: they may be secret."""
    seen = [name for name in os.environ if name.upper() in _DISTURBING and os.environ[name]]
    for name in sorted(seen):
        yield Finding(
            State.NOTE,
            f"variable {name}",
            f"set: {_DISTURBING[name.upper()]}. The lab itself does not look at it. "
            f"If a lesson shows something else, unset it.",
        )
    if not seen:
        yield Finding(State.OK, "environment variables", "none that changes trust or proxies.")


def _wanted_programs() -> dict[str, set[str]]:
    from course.classroom.lessons import required_programs
    from course.classroom.shipped import lessons

    wanted: dict[str, set[str]] = {}
    for lesson in lessons():
        for part in (lesson.notebook, *lesson.notebook["cells"]):
            for program in required_programs(part):
                wanted.setdefault(program, set()).add(lesson.name.removesuffix(".ipynb"))
    return wanted
