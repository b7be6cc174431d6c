"""Runs notebooks through nbval in a process and an environment of our own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from course.classroom import kernel_guard

SETTINGS = Path(__file__).resolve().parent / "nbval"

# What a machine's owner may have set, and what would change an output, a verdict or a connection.
_DISTURBING = re.compile(
    r"""
    (ALL|FTP|HTTP|HTTPS|NO)_PROXY | REQUESTS_CA_BUNDLE | CURL_CA_BUNDLE | SSL_CERT_(FILE|DIR) | SSLKEYLOGFILE
    | OPENSSL_(CONF|MODULES|ENGINES) | NETRC
    | MPL.* | MATPLOTLIBRC | IPY.* | JUPYTER_.* | PYTEST_.* | COV_CORE_.*
    | PYTHON(WARNINGS|STARTUP|OPTIMIZE|INSPECT|BREAKPOINT|DEVMODE|HASHSEED|IOENCODING|TRACEMALLOC)
    | FORCE_COLOR | NO_COLOR | PY_COLORS | COLUMNS | LINES | PAGER
    """,
    re.VERBOSE | re.IGNORECASE,
)

# There are no asserts to rewrite in a notebook's cells.
_REPORT = ("--color=no", "--assert=plain", "--tb=short", "-q", "-ra")

_STARTUP = """\
import runpy
runpy.run_path({guard!r})["install"]()
del runpy
"""


@contextmanager
def kernel_environment(startup: str = "") -> Iterator[dict[str, str]]:
    """The environment in which kernels run that check notebooks.

    Args:
      startup: Python text that every kernel runs at its start, after the guard of the network.

    Yields:
      The environment; the folders it names are removed at the end.
    """
    with tempfile.TemporaryDirectory(prefix="course-nbval-", ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        profile = scratch / "ipython" / "profile_default"
        (profile / "startup").mkdir(parents=True)
        shutil.copy(SETTINGS / "ipython_kernel_config.py", profile)
        guard = shutil.copy(kernel_guard.__file__, scratch / "kernel_guard.py")
        text = _STARTUP.format(guard=str(guard)) + startup
        (profile / "startup" / "00-course.py").write_text(text, encoding="utf-8")
        (scratch / "tmp").mkdir()
        (scratch / ".curlrc").touch()
        environment = {key: value for key, value in os.environ.items() if not _DISTURBING.fullmatch(key)}
        environment |= {
            "COURSE_PROGRESS": "off",
            "CURL_HOME": str(scratch),
            "IPYTHONDIR": str(profile.parent),
            "JUPYTER_CONFIG_DIR": str(scratch / "jupyter-config"),
            "JUPYTER_DATA_DIR": str(scratch / "jupyter-data"),
            "JUPYTER_RUNTIME_DIR": str(scratch / "jupyter-runtime"),
            "MATPLOTLIBRC": str(SETTINGS / "matplotlibrc"),
            "NETRC": str(scratch / "netrc"),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONUTF8": "1",
            "TMPDIR": str(scratch / "tmp"),
            kernel_guard.LOG: str(scratch / "refused-connections"),
        }
        yield environment


def run(
    notebooks: Sequence[Path],
    *,
    plugin: str,
    options: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    report: Path | None = None,
) -> int:
    """Run notebooks through nbval, one kernel each, one more at a time than there are cores: some wait.

    Args:
      notebooks: what to run.
      plugin: the pytest plugin that guards the run.
      options: further options for pytest.
      folder: what the report's paths are relative to.
      environment: as `kernel_environment` gives it.
      report: the file that takes what pytest writes; None lets it be seen.

    Returns:
      pytest's exit code: 0 where everything passed.
    """
    command = [
        sys.executable,
        "-P",
        "-m",
        "pytest",
        "-c",
        str(SETTINGS / "pytest.ini"),
        f"--rootdir={folder}",
    ]
    # The guards come first: they load nbval the quick way.
    command += ["-p", plugin, "-p", "nbval.plugin", "-p", "no:cacheprovider", "--noconftest"]
    command += ["--nbval-current-env", f"--nbval-sanitize-with={SETTINGS / 'sanitize.cfg'}"]
    command += [f"--basetemp={environment['TMPDIR']}/pytest", *_REPORT]
    workers = min((os.cpu_count() or 1) + 1, len(notebooks))
    if workers > 1:
        command += ["-p", "xdist.plugin", "-n", str(workers), "--dist", "loadfile"]
    command += [*options, *map(str, notebooks)]
    sys.stdout.flush()
    with report.open("wb") if report else nullcontext() as out:
        finished = subprocess.run(  # noqa: S603 (our own command)
            command,
            cwd=folder,
            env=dict(environment),
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
        )
    return finished.returncode
