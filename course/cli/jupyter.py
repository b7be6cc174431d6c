"""JupyterLab on the learner's lessons: this Python, this machine only, nothing from the internet."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from course.classroom.progress import MARKER
from course.classroom.shipped import lessons

# What the page itself is told: see labconfig/page_config.json in it.
PAGE = Path(__file__).resolve().parent / "jupyter_config"


def run(folder: Path, *, port: int | None, browser: bool) -> int:
    """Run JupyterLab until it is stopped with Ctrl-C.

    Args:
      folder: the workspace.
      port: the port on the loopback interface; Jupyter looks for a free one if not given.
      browser: whether to open a browser.

    Returns:
      The exit code.
    """
    line = command(folder.resolve(), port=port, browser=browser and has_browser(os.environ, sys.platform))
    surroundings = environment(os.environ)
    if sys.platform != "win32":
        # The same process from here on: signals, also those of a supervisor, reach Jupyter itself.
        os.execve(line[0], line, surroundings)  # noqa: S606
    return run_beside(line, surroundings)  # type: ignore[unreachable, unused-ignore]


def command(folder: Path, *, port: int | None, browser: bool) -> list[str]:
    """The command line: the lesson to begin with is open, and no question is asked at the end."""
    first = quote(lessons()[0].name)
    line = [
        # -P: a learner's own json.py in the current folder must not be taken for Python's.
        *(sys.executable, "-P", "-m", "jupyterlab"),
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{first}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.answer_yes=True",
        # So that kept copies can be opened (File > Open from Path); the list of files still leaves them out.
        "--ContentsManager.allow_hidden=True",
        # The learner's own JupyterLab layouts name files of other folders.
        f"--LabApp.workspaces_dir={folder / MARKER / 'layouts'}",
        # No look for updates, no list of extensions, both of which ask the internet; PAGE removes the pop-up
        # about news, which would cover the first lesson. No search for language servers, which runs npm.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--LanguageServerManager.autodetect=False",
        # ipykernel warns of eavesdroppers without it.
        "--KernelManager.transport_encryption=auto",
    ]
    if port is not None:
        line += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        line.append("--ServerApp.open_browser=False")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        line.append("--ServerApp.allow_root=True")  # as in containers; Jupyter would refuse to start
    return line


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment: this Python's kernels and the course's settings of the page come before the user's own."""
    first = {"JUPYTER_PATH": Path(sys.prefix, "share", "jupyter"), "JUPYTER_CONFIG_PATH": PAGE}
    return dict(variables) | {
        name: os.pathsep.join([str(own), *([variables[name]] if variables.get(name) else [])])
        for name, own in first.items()
    }


def has_browser(variables: Mapping[str, str], platform: str) -> bool:
    """Whether a browser can open a window; without a display one would open in the terminal, or none."""
    if platform in ("win32", "darwin"):
        return True
    return any(variables.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def run_beside(line: list[str], surroundings: dict[str, str]) -> int:
    process = subprocess.Popen(line, env=surroundings)  # noqa: S603
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # Jupyter has had it too, and is closing its kernels.
