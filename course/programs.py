"""Where a program is that the course calls, and how to get the unusual ones."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

# The others have the same name in every package manager.
HOW_TO_GET = {
    "pebble": "Debian, Ubuntu: apt install pebble. Other systems: see https://github.com/letsencrypt/pebble.",
    "certbot": "Install it beside the course: pip install certbot, with the pip of the course's environment.",
}


def find_program(name: str) -> str | None:
    """The path of a program, or None.

    What pip has installed stands beside Python, and is not on the PATH where nobody has activated the environment.

    Args:
      name: such as "openssl".
    """
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
