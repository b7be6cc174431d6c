"""npm's kotlin-compiler: does a piece of Kotlin compile against the real OkHttp?"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from course.programs import okhttp_class_path
from tests.programs import missing, need

# No comment: JupyterLab's colour for comments is too faint in a dark text.
MARKER = "import okhttp3."
COMPILER = "COURSE_KOTLIN"
_FAULT = re.compile(r"(?P<file>snippet_\d+)\.kt:(?P<line>\d+):\d+: error: (?P<text>.*)")
# A compiler that runs once spends most of its time warming up.
_JAVA_OPTIONS = "-Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_HEAD_LINES = 3


def need_kotlin() -> Path:
    """The folder of kotlin-compiler; a visible skip where it, or OkHttp, is missing."""
    need("okhttp", "bash")
    there = Path(__file__).resolve().parents[2] / "node_modules" / "kotlin-compiler"
    folder = Path(os.environ.get(COMPILER) or there)
    if not (folder / "bin" / "kotlinc").is_file():
        missing(
            f"kotlin-compiler is needed here, and it is not in {folder}. "
            f"Get it: npm install --no-save kotlin-compiler; or set {COMPILER} to its folder."
        )
    return folder


def is_marked(source: str) -> bool:
    """Whether a piece says that it compiles: it imports what it needs of OkHttp."""
    return any(line.startswith(MARKER) for line in source.splitlines())


def compiler_faults(sources: Mapping[str, str], folder: Path) -> dict[str, list[str]]:
    """Compile all pieces in one run, and say what is wrong with each.

    A piece is the body of a function, with its imports above.

    Args:
      sources: pieces by name.
      folder: an empty one, to work in.

    Returns:
      For every name its faults, with the line in the piece; without any, it compiles.
    """
    compiler = need_kotlin()
    names = {f"snippet_{number}": name for number, name in enumerate(sources)}
    for file, name in names.items():
        (folder / f"{file}.kt").write_text(_as_file(file, sources[name]))
    # dash, the usual sh of Debian, cannot run it.
    line = ["bash", str(compiler / "bin" / "kotlinc"), "-nowarn", "-cp", okhttp_class_path(), "-d", "out"]
    run = subprocess.run(
        [*line, *(f"{file}.kt" for file in names)],
        cwd=folder,
        env=os.environ | {"JAVA_OPTS": _JAVA_OPTIONS},
        capture_output=True,
        text=True,
        check=False,
    )
    faults: dict[str, list[str]] = {name: [] for name in sources}
    for found in _FAULT.finditer(run.stderr):
        faults[names[found["file"]]].append(f"line {int(found['line']) - _HEAD_LINES}: {found['text']}")
    # It is wrong exactly if one of the pieces is.
    assert (run.returncode != 0) is any(faults.values()), run.stderr
    return faults


def _as_file(file: str, source: str) -> str:
    lines = source.splitlines()
    imports = [line.strip() for line in lines if line.startswith("import ")]
    # Taken out, but the lines keep their numbers.
    body = ["" if line.startswith("import ") else line for line in lines]
    head = [f"package {file}", "; ".join(imports), f"fun {file}() {{"]
    return "\n".join([*head, *body, "}", ""])
