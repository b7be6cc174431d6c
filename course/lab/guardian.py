"""Runs a program for as long as somebody holds this script's standard input open, then removes a folder.

A script of its own: `python guardian.py FOLDER PROGRAM ...`. However the process that started it ends, also by a kill,
its end of the pipe closes, and neither the program nor the folder stays behind. It imports nothing of the course, so
that it starts at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

_SECONDS_TO_END = 2.0
# Somebody may still be writing into the folder.
_TRIES = 50


def main(folder: str, *line: str) -> int:
    """Start the program, wait until it ends or has to, and clean up.

    Returns:
      The program's exit code.
    """
    program = subprocess.Popen(line, stdin=subprocess.DEVNULL)  # noqa: S603 (whoever starts us chose it)
    threading.Thread(target=_end_with_input, args=(program,), daemon=True).start()
    code = program.wait()
    _remove(Path(folder))
    return code


def _end_with_input(program: subprocess.Popen[bytes]) -> None:
    while os.read(0, 1):
        pass
    program.terminate()
    try:
        program.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        program.kill()


def _remove(folder: Path) -> None:
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
