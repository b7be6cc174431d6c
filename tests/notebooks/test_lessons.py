"""What the lessons do to the machine that they run on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from course.classroom.kernel_guard import is_loopback
from course.classroom.lessons import shipped_lessons

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("path", shipped_lessons()[:1], ids=lambda path: path.stem)
def test_nothing_listens_after_a_lessons_kernel_has_ended(path: Path) -> None:
    """While it runs the lab listens, on loopback only; afterwards no port, program or file is left."""
    command = [sys.executable, "-m", "tests.notebooks.lesson_run", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    seen = json.loads(done.stdout.splitlines()[-1])
    opened = {tuple(address) for address in seen["during"]} - {tuple(address) for address in seen["before"]}
    assert opened, "the lab's servers were to be seen"
    assert all(is_loopback(host) for host, _ in seen["during"])
    assert not opened & {tuple(address) for address in seen["after"]}
    assert seen["left"] == []
