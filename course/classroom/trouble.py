"""What can't be done, said in one sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class CannotDo(Exception):
    """Something that was asked for can't be done; the message is one sentence that says why, and what to do."""


class WorkspaceError(CannotDo):
    """The workspace can't be used as asked."""


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the operating system says about a workspace into one sentence.

    Args:
      folder: the workspace.

    Raises:
      WorkspaceError: instead of any OSError.
    """
    try:
        yield
    except OSError as error:
        raise WorkspaceError(_sentence(error, folder)) from error


def _sentence(error: OSError, folder: Path) -> str:
    path = Path(error.filename2 or error.filename or folder)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"There is no space left on the disk for {folder}: make room, then do it again."
        case errno.EACCES | errno.EPERM:
            return f"You may not write to {path}: name a folder of your own, or change its permissions."
        case errno.EROFS:
            return f"{path} is on a disk that can only be read: name a folder somewhere else."
        case errno.ENOTDIR | errno.EEXIST:
            return f"{_in_the_way(path)} is not a folder, and one is needed there: name another folder."
        case _:
            return f"The workspace {folder} can't be used: {error.strerror or error} ({path})."


def _in_the_way(path: Path) -> Path:
    """The part of a path that is there and is not a folder."""
    found = [place for place in (path, *path.parents) if place.is_symlink() or place.exists()]
    return next((place for place in found if not place.is_dir()), path)
