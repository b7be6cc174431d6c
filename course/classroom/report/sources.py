"""The progress of a class, wherever it lies in a folder: saved files, progress files, workspaces."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from course.classroom.progress import FILE, MARKER
from course.classroom.progress_lines import Line, is_line
from course.classroom.report.plain import printable
from course.classroom.trouble import CannotDo
from course.classroom.work_file import FORMAT, MOST_BYTES, NotWork, read_work

# Two learners do not agree in so many lines to the second; two copies of one learner's work do.
ENOUGH_TO_TELL = 5
_SUFFIXES = (".json", ".jsonl")
# Names that the course itself gave; they say nothing about the learner.
_NAMELESS = re.compile(r"pinning-work-.*|progress|work", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """One learner's progress.

    Attributes:
      path: where it lies in the folder.
      lines: in order of time.
    """

    path: PurePosixPath
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """What its file or folder is called, or the folder around it where the course gave the name."""
        named = [part for part in (*self.path.parts[:-1], _stem(self.path)) if not _NAMELESS.fullmatch(part)]
        return named[-1] if named else str(self.path)


@dataclass(frozen=True)
class Collected:
    """What was found in a folder.

    Attributes:
      sources: each learner's, in the order of their paths.
      copies: an older copy of a learner's work, and the newer one that counts.
      troubles: a sentence for each file that could not be read, or not wholly.
    """

    sources: tuple[Source, ...]
    copies: tuple[tuple[Source, Source], ...]
    troubles: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """A name for each source, all different: those that two share are replaced by their paths."""
        names = [source.name for source in self.sources]
        return [
            str(source.path) if names.count(name) > 1 else name
            for name, source in zip(names, self.sources, strict=True)
        ]


def collect(folder: Path) -> Collected:
    """Find and read the progress of a class.

    Args:
      folder: any mixture, at any depth, of files that `course save` wrote, of `progress.jsonl` files, and of
        workspaces. Other files are passed over; links to folders are not followed.

    Raises:
      CannotDo: there is no such folder, or nothing of this kind in it.
    """
    if not folder.is_dir():
        raise CannotDo(
            f"{folder} is not a folder: name the one with your learners' saved files or workspaces."
        )
    found: list[Source] = []
    troubles: list[str] = []
    for path, relative in _places(folder, troubles):
        called = printable(str(relative))
        try:
            lines, trouble = _read(path, called)
        except NotWork as error:
            troubles.append(str(error))
            continue
        except OSError as error:
            troubles.append(f"{called} can't be read: {error.strerror or error}.")
            continue
        troubles += [trouble] if trouble else []
        found.append(Source(PurePosixPath(called), tuple(sorted(lines, key=lambda line: str(line["time"])))))
    if not found and not troubles:
        raise CannotDo(
            f"There is no learner's progress in {folder}: no file of `course save`, no {FILE}, and no workspace. "
            "Notebooks alone hold none; `course grade` marks them."
        )
    return Collected(*_without_copies(found), tuple(troubles))


def _places(folder: Path, troubles: list[str]) -> Iterator[tuple[Path, PurePosixPath]]:
    """The files to read, each with the path by which it is called: a workspace's is the workspace's own."""

    def unreadable(error: OSError) -> None:
        troubles.append(f"{error.filename} can't be read: {error.strerror or error}.")

    for here, inner, files in os.walk(folder, onerror=unreadable):
        place = Path(here)
        if MARKER in inner:
            yield place / MARKER / FILE, _relative(place, folder)
            inner.clear()  # what else is in a workspace belongs to the same learner
            continue
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(files):
            path = place / name
            if name.startswith(".") or not path.is_file():
                continue
            if path.suffix.lower() == ".zip":
                troubles.append(f"{_relative(path, folder)} is packed: unpack it, then ask again.")
            elif path.suffix.lower() in _SUFFIXES or _begins_like_saved_work(path):
                yield path, _relative(path, folder)


def _begins_like_saved_work(path: Path) -> bool:
    """Learners and mail programs call such files anything."""
    try:
        with path.open("rb") as stream:
            return FORMAT.encode() in stream.read(100)
    except OSError:
        return False


def _relative(path: Path, folder: Path) -> PurePosixPath:
    inside = path.relative_to(folder)
    return PurePosixPath(inside.as_posix() if inside.parts else folder.resolve().name)


def _read(path: Path, called: str) -> tuple[Sequence[Line], str]:
    """The lines in a file, and a sentence where something in it could not be read."""
    if path.name == FILE and path.parent.name == MARKER and not path.exists():
        return (), ""  # a workspace in which nobody has tried anything yet
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if path.suffix.lower() != ".jsonl":
        return read_work(data, called).progress, ""
    if len(data) > MOST_BYTES:
        raise NotWork(
            f"{called} is larger than {MOST_BYTES // 1_000_000} MB, so it is no learner's progress."
        )
    texts = [text for text in data.decode("utf-8", errors="replace").split("\n") if text.strip()]
    lines = [line for text in texts if (line := _line(text)) is not None]
    if texts and not lines:
        raise NotWork(f"{called} is damaged: none of its {len(texts)} lines is a line of progress.")
    unread = len(texts) - len(lines)
    return lines, f"{called} is damaged: {unread} of its {len(texts)} lines can't be read." if unread else ""


def _line(text: str) -> Line | None:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if is_line(record) else None


def _without_copies(
    found: list[Source],
) -> tuple[tuple[Source, ...], tuple[tuple[Source, Source], ...]]:
    """The sources, those left out whose every line is in another one too."""
    lines = {source.path: {tuple(sorted(line.items())) for line in source.lines} for source in found}
    copies: list[tuple[Source, Source]] = []
    kept: list[Source] = []
    for source in sorted(found, key=lambda source: -len(lines[source.path])):
        mine = lines[source.path]
        newer = next((one for one in kept if len(mine) >= ENOUGH_TO_TELL and mine <= lines[one.path]), None)
        if newer is None:
            kept.append(source)
        else:
            copies.append((source, newer))
    return tuple(source for source in found if source in kept), tuple(copies)


def _stem(path: PurePosixPath) -> str:
    return path.stem if path.suffix.lower() in _SUFFIXES else path.name
