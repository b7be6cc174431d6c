"""Where a program is that the course calls, and how to get the unusual ones."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

# A folder with the jars of OkHttp, for systems that have no package of them.
OKHTTP_FOLDER = "COURSE_OKHTTP"
_OKHTTP_JARS = ("okhttp.jar", "okio.jar", "gson.jar")
# Java itself, and the compiler with which it starts the course's driver from its source.
_OKHTTP_PROGRAMS = ("java", "javac")

# Debian's packages of programs that are not called like their package.
DEBIAN_PACKAGES = {"okhttp": ("libokhttp-java", "libgoogle-gson-java", "default-jdk-headless")}

# A lesson that wants one of these says what it lacks, and goes on to its end.
DISPENSABLE = frozenset({"okhttp"})

# The others have the same name in every package manager.
HOW_TO_GET = {
    "pebble": "Debian, Ubuntu: apt install pebble. Other systems: see https://github.com/letsencrypt/pebble.",
    "certbot": "Install it beside the course: pip install certbot, with the pip of the course's environment.",
    "okhttp": (
        f"Debian, Ubuntu: apt install {' '.join(DEBIAN_PACKAGES['okhttp'])}. "
        f"Other systems: a JDK from 11 on, and the variable {OKHTTP_FOLDER} with the name of a folder "
        "that has okhttp.jar (3.13.1), okio.jar (1.16) and gson.jar."
    ),
}


def find_program(name: str) -> str | None:
    """The path of a program, or None.

    What pip has installed stands beside Python, and is not on the PATH where nobody has activated the environment.

    Args:
      name: such as "openssl"; "okhttp" is the real OkHttp, a jar that Java can run.
    """
    if name == "okhttp":
        return None if missing_of_okhttp() else str(_okhttp_folder() / "okhttp.jar")
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def missing_of_okhttp() -> str | None:
    """The sentences about what the real OkHttp lacks on this machine and how to get it, or None."""
    lacking = [f"{name} on the PATH" for name in _OKHTTP_PROGRAMS if shutil.which(name) is None]
    folder = _okhttp_folder()
    lacking += [f"{jar} in {folder}" for jar in _OKHTTP_JARS if not (folder / jar).is_file()]
    if not lacking:
        return None
    return f"The real OkHttp cannot run here: there is no {', no '.join(lacking)}. {HOW_TO_GET['okhttp']}"


def okhttp_class_path() -> str:
    """What Java needs to run OkHttp, in the form of its option -cp."""
    return os.pathsep.join(str(_okhttp_folder() / jar) for jar in _OKHTTP_JARS)


def _okhttp_folder() -> Path:
    return Path(os.environ.get(OKHTTP_FOLDER) or "/usr/share/java")
