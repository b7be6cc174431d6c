"""Which code is the learner's own, and not the course's, Python's or a library's."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

import course

_FOREIGN_FOLDERS = (
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    str(Path(course.__file__).parent),
)
_FOREIGN = ("<frozen", *(folder + os.sep for folder in _FOREIGN_FOLDERS))


def is_own(filename: str) -> bool:
    """Whether code of this file is the learner's own; a notebook's cell has a file name too."""
    return not filename.startswith(_FOREIGN)
