"""Notebooks that Jupyter may be saving just now.

Jupyter copies a notebook to a hidden file with `.~` before its name, writes the notebook in place, deletes the copy
(jupyter_server.services.contents.fileio.atomic_writing). Meanwhile the notebook is cut short, and stays so if Jupyter
is killed; the copy is then whole.
"""

from __future__ import annotations

import time
from pathlib import Path

from course.classroom.shipped import NotANotebook, Notebook, read_notebook

# Seconds. A copy that is still there after so long was left by a Jupyter that was killed.
PATIENCE = 2.0


def copy_of(path: Path) -> Path:
    """Where Jupyter keeps the notebook as it was, while it saves."""
    return path.with_name(f".~{path.name}")


def wait_for(path: Path) -> None:
    """Wait until Jupyter has saved this notebook."""
    give_up = time.monotonic() + PATIENCE
    while copy_of(path).exists() and time.monotonic() < give_up:
        time.sleep(0.02)


def read_when_saved(path: Path) -> Notebook | None:
    """A notebook as it was saved last; `None` for an empty file.

    Raises:
      NotANotebook: neither the file nor a copy that Jupyter has left can be read.
    """
    wait_for(path)
    places = (path, copy_of(path)) if copy_of(path).exists() else (path,)
    for place in places:
        try:
            return read_notebook(place.read_bytes())
        except (OSError, NotANotebook):
            continue
    try:
        if path.stat().st_size == 0:
            return None
    except OSError as error:
        raise NotANotebook(f"{path} can't be read: {error.strerror or error}.") from error
    raise NotANotebook(f"{path} is not a notebook.")
