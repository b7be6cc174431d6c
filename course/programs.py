"""Where a program is that the course calls: beside this Python, or wherever the shell would find it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def find_program(name: str) -> str | None:
    """The path of a program, or None.

    What pip has installed stands beside Python, and is not on the PATH where nobody has activated the environment.

    Args:
      name: such as "openssl".
    """
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
