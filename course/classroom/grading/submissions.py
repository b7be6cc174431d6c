"""What was handed in: found in a folder, read without running or following anything."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.classroom.progress import MARKER
from course.classroom.saved_notebook import notebook_from
from course.classroom.trouble import CannotDo
from course.classroom.verify_copy import CannotVerify, read_learners
from course.classroom.work_file import NotWork, read_work

MOST_BYTES = 20_000_000
MOST_NOTEBOOKS = 200
MOST_ENTRIES = 5_000
DEEPEST = 4
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar", ".xz", ".bz2")
_KINDS = (
    (stat.S_ISLNK, "is a link, and links are not followed"),
    (stat.S_ISFIFO, "is a pipe"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
)
WANTED = "Wanted: a notebook, a folder with notebooks, or a file of `course save`"


class NotASubmission(Exception):
    """A file or folder in which nothing can be graded; the message says why."""


@dataclass(frozen=True)
class Found:
    """A notebook of a submission.

    Attributes:
      path: where it is, or would be.
      notebook: its content.
      lesson: the lesson that it says it is a copy of, where it was saved with `course save`.
    """

    path: Path
    notebook: Any


def submissions_in(folder: Path) -> list[Path]:
    """All that was handed in: what lies in the folder, hidden things aside; a workspace is one submission.

    Raises:
      CannotDo: there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise CannotDo(f"There is no folder {folder}. Name the one in which the submissions are.")
    if (folder / MARKER).is_dir():
        return [folder]
    found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    if not found:
        raise CannotDo(f"The folder {folder} is empty. {WANTED} for each learner.")
    return found


def notebooks_of(path: Path) -> tuple[list[Found], list[str]]:
    """The notebooks of one submission.

    Args:
      path: what was handed in.

    Returns:
      The notebooks, and sentences about what could not be read.

    Raises:
      NotASubmission: there is none.
    """
    mode = _mode(path)
    if stat.S_ISDIR(mode):
        return _in_folder(path)
    if not stat.S_ISREG(mode):
        kind = next((words for test, words in _KINDS if test(mode)), "is no file")
        raise NotASubmission(f"{path.name} {kind}. {WANTED}.")
    if path.suffix.lower() in ARCHIVES:
        raise NotASubmission(f"{path.name} is an archive. Unpack it, and grade the folder.")
    if path.suffix == ".json":
        return _saved(path), []
    if path.suffix != ".ipynb":
        raise NotASubmission(f"{path.name} is not a notebook. {WANTED}.")
    return [_read(path)], []


def _mode(path: Path) -> int:
    try:
        return path.lstat().st_mode
    except OSError as error:
        raise NotASubmission(f"{path.name} can't be looked at: {error.strerror}.") from error


def _in_folder(folder: Path) -> tuple[list[Found], list[str]]:
    found: list[Found] = []
    faults: list[str] = []
    for path in _files(folder):
        if len(found) + len(faults) == MOST_NOTEBOOKS:
            faults.append(f"There are more than {MOST_NOTEBOOKS} notebooks; the others were left out.")
            break
        try:
            notebooks, _ = notebooks_of(path)
            found += notebooks
        except NotASubmission as error:
            faults.append(str(error))
    if not found and not faults:
        raise NotASubmission(f"The folder {folder.name} holds no notebook, at most {DEEPEST} folders deep.")
    return found, faults


def _files(folder: Path) -> Iterator[Path]:
    """Notebooks and saved work, hidden things aside, links not followed."""
    seen = 0
    for place, folders, files in os.walk(folder):
        depth = len(Path(place).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if depth < DEEPEST else []
        for name in sorted(files):
            seen += 1
            if seen > MOST_ENTRIES:
                return
            if not name.startswith(".") and name.endswith((".ipynb", ".json")):
                yield Path(place) / name


def _read(path: Path) -> Found:
    _small(path)
    try:
        return Found(path, read_learners(path))
    except CannotVerify as error:
        raise NotASubmission(str(error).replace(str(path), path.name)) from error


def _saved(path: Path) -> list[Found]:
    _small(path)
    try:
        work = read_work(path.read_bytes(), path.name)
    except OSError as error:
        raise NotASubmission(f"{path.name} can't be read: {error.strerror}.") from error
    except NotWork as error:
        raise NotASubmission(str(error)) from error
    return [Found(path.parent / one.name, notebook_from(one, None)) for one in work.notebooks]


def _small(path: Path) -> None:
    if (size := path.stat().st_size) > MOST_BYTES:
        raise NotASubmission(
            f"{path.name} has {size:,} bytes, more than the {MOST_BYTES:,} that are read. "
            "Clear its outputs, and hand it in again."
        )
