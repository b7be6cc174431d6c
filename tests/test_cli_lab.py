"""`course lab`, with the real JupyterLab."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

import course
from tests.classroom.school import School, lesson
from tests.running_lab import PATIENCE, Running, running_lab

pytestmark = pytest.mark.programs

FIRST = "00_first.ipynb"


def another_python(home: Path) -> None:
    """A kernel of the same name that the user has installed for another Python, and that does not even start."""
    folder = home / ".local" / "share" / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    spec = {"argv": ["/bin/false"], "display_name": "another", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))


@contextlib.contextmanager
def lab(place: Path, stdin: int) -> Iterator[Running]:
    """`course lab --no-browser` in a workspace and a home of its own."""
    school = School(place / "shipped")
    school.ship(_00_first=lesson("one"), _03_hash=lesson("one"))
    home = place / "home"
    another_python(home)
    with running_lab(place / "work", home, stdin=stdin, PYTHONPATH=str(school.install())) as made:
        yield made


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One JupyterLab for all that only look at it."""
    with lab(tmp_path_factory.mktemp("lab"), subprocess.DEVNULL) as made:
        yield made


def page_config(running: Running) -> dict[str, Any]:
    """What the page tells JupyterLab's own code."""
    page = running.get(f"/lab/tree/{FIRST}").text
    found = re.search(r'<script id="jupyter-config-data" type="application/json">(.*?)</script>', page, re.S)
    assert found is not None
    config: dict[str, Any] = json.loads(found[1])
    return config


def test_the_printed_address_opens_the_first_lesson(running: Running) -> None:
    """On loopback, with its token."""
    assert re.fullmatch(rf"http://127\.0\.0\.1:\d+/lab/tree/{FIRST}\?token=\w+", running.address)
    with requests.Session() as session:
        session.trust_env = False
        assert session.get(running.address, timeout=PATIENCE).status_code == 200


def test_what_is_printed_before_says_how_to_stop_it(running: Running) -> None:
    """The lessons are there, too."""
    said = "".join(running.said)
    assert "The lessons are in " in said
    assert "Ctrl-C in this window stops it." in said


def test_without_the_token_nobody_gets_in(running: Running) -> None:
    """Not to the files, and not to a kernel."""
    assert running.get("/api/contents", token="wrong").status_code == 403
    assert running.get("/api/kernels", token="wrong").status_code == 403


def test_it_listens_on_loopback_only(running: Running) -> None:
    """No other machine of the network reaches it."""
    port = int(running.root.rpartition(":")[2])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; asks which address would be used
        outside = probe.getsockname()[0]
    with pytest.raises(OSError, match=r".+"):
        socket.create_connection((outside, port), timeout=PATIENCE).close()


def test_the_lessons_are_what_one_sees(running: Running) -> None:
    """The workspace is the root."""
    seen = {entry["name"] for entry in running.get("/api/contents").json()["content"]}
    assert {FIRST, "03_hash.ipynb"} <= seen


def test_kept_copies_can_be_opened(running: Running) -> None:
    """Though the list of files does not show them."""
    assert running.get("/api/contents/.course/shipped.jsonl").status_code == 200


def test_nothing_asks_the_internet_for_news_or_extensions(running: Running) -> None:
    """No pop-up over the first lesson, and the same on a machine without a network."""
    assert "@jupyterlab/apputils-extension:announcements" in page_config(running)["disabledExtensions"]
    assert page_config(running)["news"] == {"disabled": True}
    assert running.get("/lab/api/update").json()["notification"] is None
    assert page_config(running)["extensionManager"]["name"] == "read-only"


def test_the_kernel_is_this_python(running: Running) -> None:
    """Though the user has installed another one of the same name."""
    kernels = running.get("/api/kernelspecs").json()["kernelspecs"]
    assert kernels["python3"]["spec"]["display_name"] != "another"
    assert kernels["python3"]["resources"]


def test_the_users_own_settings_stay(running: Running) -> None:
    """Whatever is switched off is so for this run only."""
    page_config(running)
    assert not (running.home / ".jupyter").exists()


@pytest.mark.parametrize("terminal", [True, False])
def test_ctrl_c_stops_it_without_a_question(tmp_path: Path, terminal: bool) -> None:
    """At once, with a kernel running, in a terminal or not, and with code 0."""
    keyboard, screen = pty.openpty()
    try:
        with lab(tmp_path, screen if terminal else subprocess.DEVNULL) as running:
            with requests.Session() as session:
                session.trust_env = False
                made = session.post(
                    f"{running.root}/api/kernels",
                    headers={"Authorization": f"token {running.token}"},
                    json={"name": "python3"},
                    timeout=PATIENCE,
                )
            assert made.status_code == 201
            running.process.send_signal(signal.SIGINT)
            rest, _ = running.process.communicate(timeout=PATIENCE)
            assert running.process.returncode == 0, rest
            assert "y/[n]" not in rest
    finally:
        os.close(keyboard)
        os.close(screen)


def test_a_port_that_is_taken_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one than asked for would help nobody."""
    school = School(tmp_path / "shipped")
    school.ship(_00_first=lesson("one"))
    monkeypatch.setattr(course, "__file__", str(school.root / "course" / "__init__.py"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = [
            sys.executable,
            "-P",
            "-m",
            "course",
            "lab",
            str(tmp_path / "work"),
            "--no-browser",
            "--port",
            port,
        ]
        surroundings = {**os.environ, "PYTHONPATH": str(school.install()), "HOME": str(tmp_path)}
        done = subprocess.run(
            line, env=surroundings, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    assert done.returncode != 0
    assert port in done.stderr
    assert "Traceback" not in done.stderr
