"""The process around the real OkHttp. What it answers is looked at in `tests/real_clients`."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from course.classroom.lesson_rules import missing_programs
from course.lab.real_okhttp import OkHttpError, RealOkHttp, questions
from course.programs import HOW_TO_GET, find_program
from tests.programs import need

PATIENCE = 5.0


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No java, and an empty folder where the jars should be."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("COURSE_OKHTTP", str(tmp_path))
    return tmp_path


def fake_java(folder: Path, script: str) -> None:
    """A Java that does something else, and all that it is asked for."""
    for name in ("java", "javac"):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    for name in ("okhttp.jar", "okio.jar", "gson.jar"):
        (folder / name).touch()


def test_what_is_missing_is_named_with_the_way_to_get_it(nothing_installed: Path) -> None:
    """And where it was looked for."""
    with pytest.raises(OkHttpError) as caught:
        RealOkHttp()
    assert str(caught.value) == (
        "The real OkHttp cannot run here: there is no java on the PATH, no javac on the PATH, "
        f"no okhttp.jar in {nothing_installed}, no okio.jar in {nothing_installed}, "
        f"no gson.jar in {nothing_installed}. {HOW_TO_GET['okhttp']}"
    )


def test_a_notebook_can_require_it(nothing_installed: Path) -> None:
    """By the name of a program, which it is not."""
    needed = {"metadata": {"course": {"requires": ["okhttp"]}}}
    assert missing_programs(needed) == "okhttp is needed here and not installed on this machine."
    fake_java(nothing_installed, "")
    assert find_program("okhttp") == str(nothing_installed / "okhttp.jar")
    assert missing_programs(needed) is None


def test_a_java_that_does_not_start_is_quoted(nothing_installed: Path) -> None:
    """Its last words are the best that anybody knows."""
    fake_java(nothing_installed, "echo 'error: no such class' >&2")
    with pytest.raises(
        OkHttpError, match=r"The Java process of OkHttp ended\. It said: error: no such class"
    ):
        RealOkHttp()


def test_an_interrupted_question_ends_the_process(
    nothing_installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer would be taken for that of the next one."""
    monkeypatch.setenv("PATH", f"{nothing_installed}{os.pathsep}{os.environ.get('PATH', '')}{os.pathsep}/bin")
    fake_java(nothing_installed, 'read line; echo \'[{"value": "3.13.1"}]\'; exec sleep 60')
    started = RealOkHttp()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    earlier = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            started.ask(questions.is_ip_address("127.0.0.1"))
    finally:
        signal.signal(signal.SIGALRM, earlier)
    with pytest.raises(OkHttpError, match="has been closed"):
        started.ask(questions.is_ip_address("127.0.0.1"))


def test_a_forgotten_process_ends(nothing_installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the object, when nobody has closed it."""
    monkeypatch.setenv("PATH", f"{nothing_installed}{os.pathsep}/bin{os.pathsep}/usr/bin")
    fake_java(nothing_installed, 'read line; echo "[{\\"value\\": \\"$$\\"}]"; exec sleep 60')
    started = RealOkHttp()
    number = int(started.version)
    assert psutil.pid_exists(number)
    del started
    gc.collect()
    assert not psutil.pid_exists(number)


@pytest.mark.programs
def test_it_ends_with_a_killed_asker() -> None:
    """Nobody closes anything then; also while it waits for a server that says nothing."""
    need("okhttp")
    program = """
import socket
from course.lab.real_okhttp import RealOkHttp
started = RealOkHttp()
print(started._process.pid, flush=True)
with socket.create_server(("127.0.0.1", 0)) as silent:
    started.get("https://bank.test/", [], [], silent.getsockname()[1])
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as asker:
        assert asker.stdout is not None
        java = psutil.Process(int(asker.stdout.readline()))
        asker.kill()
    gone, _ = psutil.wait_procs([java], PATIENCE)
    assert gone
