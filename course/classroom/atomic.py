"""Files that are whole or absent: nothing is overwritten, and a killed process loses nothing."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

# What file systems without hard links answer (FAT, some network and container file systems).
_NO_HARD_LINKS = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP, errno.EXDEV, errno.EMLINK}

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def add(target: Path, data: bytes, scratch: Path) -> None:
    """Put a whole new file in place; after a crash it is there in full or not at all.

    Args:
      target: where the file is wanted.
      data: its contents.
      scratch: a folder on the same file system, for the file while it is being written.

    Raises:
      FileExistsError: something is there already. It stays as it is.
    """
    with _staged(data, scratch) as temporary:
        move(temporary, target)


def exchange(
    target: Path, data: bytes, scratch: Path, aside: Path, replaceable: Callable[[Path], bool]
) -> bool:
    """Move a file aside and put a new one in its place.

    The old file is moved, not copied: whatever a program saves into it while it has it open is still in it.

    Args:
      target: the file to replace.
      data: the new contents.
      scratch: as for `add`.
      aside: where the old file goes. After a crash it is there or in its place.
      replaceable: asked about the old file after it was moved, since a program may have saved it meanwhile.

    Returns:
      Whether the new file is in place and the old one aside. If not, the old one is back where it was.

    Raises:
      FileNotFoundError: nothing is there to replace.
      FileExistsError: another process was faster, and took the place aside or the target. It stays.
    """
    with _staged(data, scratch) as temporary:
        _take(aside)
        try:
            target.replace(aside)  # atomic, and over our own empty file only
        except BaseException:
            aside.unlink()
            raise
        try:
            if replaceable(aside):
                move(temporary, target)
                return True
        except BaseException:
            _put_back(aside, target)
            raise
        _put_back(aside, target)
        return False


def move(source: Path, target: Path) -> None:
    """Move a file to a name that is free.

    Raises:
      FileExistsError: it is not. Both files stay as they are.
    """
    if sys.platform == "win32":
        source.rename(target)  # never overwrites there
        return
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        # An empty file counts as no lesson, should it come to that.
        _take(target)
        try:
            source.replace(target)
        except BaseException:
            target.unlink()
            raise
    else:
        source.unlink()
    _sync_folder(target.parent)


def file_away(source: Path, folder: Path, name: str) -> Path:
    """Move a file into a folder, under this name or one with a number.

    Returns:
      Where it is now.
    """
    stem, suffix = Path(name).stem, Path(name).suffix
    number = 1
    while True:
        target = folder / (name if number == 1 else f"{stem}-{number}{suffix}")
        try:
            move(source, target)
        except FileExistsError:
            number += 1
        else:
            return target


def append_lines(path: Path, lines: list[str]) -> None:
    """Add lines to a file, durably. A line that a crash cut short before stays a line of its own."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        end = os.lseek(descriptor, 0, os.SEEK_END)
        cut_short = end > 0 and _last_byte(descriptor, end) != b"\n"
        text = ("\n" if cut_short else "") + "".join(f"{line}\n" for line in lines)
        _write_all(descriptor, text.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take(path: Path) -> None:
    """Make an empty file, under a name that is free."""
    os.close(os.open(path, _NEW_FILE, 0o666))


@contextmanager
def _staged(data: bytes, scratch: Path) -> Iterator[Path]:
    temporary = scratch / token_hex(8)
    try:
        descriptor = os.open(temporary, _NEW_FILE, 0o666)
        try:
            _write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _last_byte(descriptor: int, end: int) -> bytes:
    os.lseek(descriptor, end - 1, os.SEEK_SET)
    return os.read(descriptor, 1)


def _put_back(aside: Path, target: Path) -> None:
    # If something else has taken the place, the old file stays aside: nothing is lost.
    with suppress(FileExistsError):
        move(aside, target)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems can't do it; then a power failure, not a kill, could undo the last rename.
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
