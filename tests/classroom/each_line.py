"""Runs one of the programs that kill what writes before each of its lines."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# They trace every line themselves; measured as well, they would take three times as long.
MEASURES = "COVERAGE_PROCESS_CONFIG"


def kills(module: str, what: str, folder: Path) -> int:
    """How many lines there were before which it was killed, and nothing was lost.

    Args:
      module: in this package: "killing" or "killing_work".
      what: is killed.
      folder: to work in.
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", f"tests.classroom.{module}", what, str(folder)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != MEASURES},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)
