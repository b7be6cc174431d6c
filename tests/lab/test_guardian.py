"""What the guardian runs ends with whoever asked for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from course.lab import guardian

pytestmark = pytest.mark.programs

PATIENCE = 10.0


def guarded(folder: Path, program: str) -> subprocess.Popen[str]:
    """The guardian of a Python program, with a folder that it removes."""
    folder.mkdir()
    (folder / "key.pem").touch()
    line = [sys.executable, guardian.__file__, str(folder), sys.executable, "-I", "-S", "-c", program]
    return subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    """The first line that the program prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_when_the_pipe_closes_program_and_folder_go(tmp_path: Path) -> None:
    """However its other end came to be closed."""
    process = guarded(tmp_path / "made", "import os, time; print(os.getpid(), flush=True); time.sleep(60)")
    number = int(said(process))
    assert psutil.pid_exists(number)
    process.communicate(timeout=PATIENCE)
    assert not psutil.pid_exists(number)
    assert not (tmp_path / "made").exists()


def test_a_program_that_ends_by_itself_gives_its_code(tmp_path: Path) -> None:
    """And its folder goes, though the pipe is open."""
    process = guarded(tmp_path / "made", "raise SystemExit(3)")
    assert process.wait(PATIENCE) == 3
    assert not (tmp_path / "made").exists()
    process.communicate(timeout=PATIENCE)


def test_a_program_that_does_not_want_to_end_is_killed(tmp_path: Path) -> None:
    """It ignores the polite signal."""
    deaf = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(os.getpid(), flush=True)"
    process = guarded(tmp_path / "made", f"{deaf}; time.sleep(60)")
    number = int(said(process))
    process.communicate(timeout=PATIENCE)
    assert not psutil.pid_exists(number)


def test_a_program_may_end_politely(tmp_path: Path) -> None:
    """It is told to, before it is killed."""
    polite = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(4)); print(flush=True)"
    )
    process = guarded(tmp_path / "made", f"{polite}; time.sleep(60)")
    said(process)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 4


def test_a_folder_that_somebody_still_writes_to_goes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As certbot does, when its kernel is killed in the middle of a call: it is tried again."""
    (tmp_path / "made").mkdir()
    tries: list[Path] = []
    real = shutil.rmtree

    def busy(folder: Path, **options: bool) -> None:
        tries.append(folder)
        if len(tries) > 2:
            real(folder, **options)

    monkeypatch.setattr(shutil, "rmtree", busy)
    guardian._remove(tmp_path / "made")
    assert len(tries) == 3
    assert not (tmp_path / "made").exists()
