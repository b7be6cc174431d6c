"""`course lab` as a process, for the tests that talk to the real JupyterLab."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

# Nothing here takes a tenth of that; a hanging server must not hang the tests.
PATIENCE = 60
# Settings of the machine, or of the tests' own process, that a learner's JupyterLab would not have.
DISTURBING = ("JUPYTER_", "JPY_", "XDG_", "IPYTHON", "COURSE_PROGRESS")


@dataclass
class Running:
    """A running `course lab`.

    Attributes:
      process: JupyterLab itself: the command becomes it.
      address: as printed, with its token.
      home: the learner's home folder.
      said: the lines up to the address.
    """

    process: subprocess.Popen[str]
    address: str
    home: Path
    said: list[str]

    @property
    def root(self) -> str:
        """The address without path and token."""
        return self.address.partition("/lab")[0]

    @property
    def token(self) -> str:
        """What lets one in."""
        return self.address.partition("token=")[2]

    def get(self, path: str, *, token: str | None = None) -> requests.Response:
        """A request by somebody who has the token, or another."""
        return self.ask("GET", path, token=token)

    def ask(self, method: str, path: str, *, token: str | None = None) -> requests.Response:
        """A request with any method."""
        with requests.Session() as session:
            session.trust_env = False
            authorization = f"token {self.token if token is None else token}"
            return session.request(
                method,
                self.root + path,
                headers={"Authorization": authorization},
                timeout=PATIENCE,
                allow_redirects=False,
            )


@contextlib.contextmanager
def running_lab(
    work: Path,
    home: Path,
    *,
    stdin: int = subprocess.DEVNULL,
    without: tuple[str, ...] = (),
    **variables: str,
) -> Iterator[Running]:
    """`course lab --no-browser` in a workspace and a home of its own.

    Args:
      work: the workspace.
      home: the learner's home folder.
      stdin: where its keyboard is.
      without: what the names of variables begin with that it must not have.
      variables: what it has besides.
    """
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(DISTURBING + without)
    }
    surroundings |= {"HOME": str(home), "PYTHONUNBUFFERED": "1"} | variables
    line = [
        sys.executable,
        "-P",
        "-m",
        "course",
        "lab",
        str(work),
        "--no-browser",
        "--port",
        str(free_port()),
    ]
    with subprocess.Popen(
        line, env=surroundings, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield started(process, home)
        finally:
            process.kill()


def free_port() -> int:
    """A port that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def started(process: subprocess.Popen[str], home: Path) -> Running:
    """Wait for the address, then leave the rest of the output to be read later."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        # The second time; then it has said all that it says at the start.
        if "Or copy and paste" in "".join(said) and (found := re.search(r"http://127\S+token=\w+", line)):
            made = Running(process, found[0], home, said)
            wait_for_the_port(made)
            return made
    raise AssertionError("".join(said))


def wait_for_the_port(running: Running) -> None:
    """Jupyter prints its address a moment before it listens."""
    host, _, port = running.root.removeprefix("http://").partition(":")
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((host, int(port))).close()
        except ConnectionRefusedError:
            assert time.monotonic() < until, "JupyterLab printed an address at which nobody answers"
            time.sleep(0.05)
        else:
            return
