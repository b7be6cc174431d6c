"""The file that carries a learner's work: JSON, one version number, no paths, no outputs.

    {"format": "pinning-from-scratch/work", "version": 1, "course": "0.1.0", "saved": "2027-01-04T09:00:00Z",
     "notebooks": [{"name": "03_hash_public_keys.ipynb", "shipped": DIGEST, "lesson": "03_hash_public_keys",
                    "cells": [{"type": "code", "source": TEXT, "id": "03-07", "yours": true,
                               "course": {"exercise": "spki-pin"}, "tags": [...], "attachments": {...}}]}],
     "progress": [{"time": TEXT, "exercise": NAME, "event": "attempt", "mistake": NAME, ...}],
     "solutions_code": CODE, "solutions_unlocked": true,
     "sha256": DIGEST}

`shipped` is the digest of the lesson as shipped when it was saved; a notebook of the learner's own has none. `yours`
marks the cells that the lesson as shipped did not have. The code is that of a workspace whose solutions
wait for a word. `sha256` is the digest of all the rest, as compact JSON with
sorted keys. Whatever is `false`, empty or none is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from course.classroom.progress_lines import Line, is_line
from course.classroom.solutions_lock import Lock, parse_code
from course.classroom.trouble import CannotDo
from course.classroom.work_fields import Fields, WrongField

FORMAT = "pinning-from-scratch/work"
VERSION = 1
# Ten times what a learner's notebooks hold if every cell of every lesson is rewritten; a browser sends no more.
MOST_BYTES = 8_000_000
KINDS = ("code", "markdown", "raw")
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class NotWork(CannotDo):
    """The bytes are not a file of work that can be restored."""


@dataclass(frozen=True)
class SavedCell:
    """A cell without its outputs.

    Attributes:
      kind: `code`, `markdown` or `raw`.
      source: its text.
      id: its id in the notebook; empty where it had none.
      yours: whether the lesson as shipped did not have it.
      course: what the course says of it: its exercise, its check.
      tags: its tags.
      attachments: pictures in a text cell.
    """

    kind: str
    source: str
    id: str = ""
    yours: bool = False
    course: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    attachments: dict[str, Any] = field(default_factory=dict)

    @property
    def exercise(self) -> str | None:
        """The exercise that is answered in it."""
        name = self.course.get("exercise")
        return name if isinstance(name, str) else None


@dataclass(frozen=True)
class SavedNotebook:
    """A notebook without its outputs.

    Attributes:
      name: its path inside the workspace, with forward slashes.
      cells: all of them, in order.
      shipped: the digest of the lesson as shipped; `None` for a notebook of the learner's own.
      lesson: the lesson that it is a copy of, as its own metadata say; empty if they don't.
    """

    name: str
    cells: tuple[SavedCell, ...]
    shipped: str | None = None
    lesson: str = ""

    @property
    def answers(self) -> dict[str, list[SavedCell]]:
        """The cells of each exercise in which something is the learner's."""
        cells: dict[str, list[SavedCell]] = {}
        for cell in self.cells:
            if cell.exercise is not None:
                cells.setdefault(cell.exercise, []).append(cell)
        return {name: found for name, found in cells.items() if any(cell.yours for cell in found)}


@dataclass(frozen=True)
class Work:
    """All that a learner has done.

    Attributes:
      course: the version of the course that it was saved with.
      saved: when, in UTC.
      notebooks: those in which something is the learner's.
      progress: the lines of their progress, in order.
      lock: what keeps the solutions from them, or did; None for most.
    """

    course: str
    saved: str
    notebooks: tuple[SavedNotebook, ...]
    progress: tuple[Line, ...]
    lock: Lock | None = None


def write_work(work: Work) -> bytes:
    """Work as a file's bytes; plain ASCII, so that no mail program or editor spoils it.

    Raises:
      CannotDo: it is too large to be restored.
    """
    content = {
        "format": FORMAT,
        "version": VERSION,
        "course": work.course,
        "saved": work.saved,
        "notebooks": [_without_empty(vars(one) | {"cells": _cells(one)}) for one in work.notebooks],
        "progress": list(work.progress),
    }
    if work.lock:
        content |= {"solutions_code": work.lock.code, "solutions_unlocked": work.lock.unlocked}
    data = (json.dumps(content | {"sha256": _digest(content)}, indent=0) + "\n").encode()
    if len(data) > MOST_BYTES:
        largest = max(work.notebooks, key=lambda one: len(json.dumps(_cells(one))))
        raise CannotDo(
            f"Your work is larger than {_megabytes(MOST_BYTES)}, mostly by {largest.name}: move that notebook, "
            "or the pictures pasted into it, out of the workspace, and save again."
        )
    return data


def read_work(data: bytes, called: str = "The file") -> Work:
    """Work from a file's bytes. They may be anything.

    Args:
      data: the bytes.
      called: what the sentences call the file.

    Raises:
      NotWork: they are not work as `write_work` writes it, or not of this version.
    """
    if len(data) > MOST_BYTES:
        raise NotWork(f"{called} is larger than {_megabytes(MOST_BYTES)}, so it is not one of `course save`.")
    try:
        content = json.loads(data)
        digest = _digest({key: value for key, value in content.items() if key != "sha256"})
    except (ValueError, RecursionError, AttributeError):  # not JSON, nested too deeply, not an object
        raise NotWork(f"{called} is damaged, or not one of `course save`: it can't be read.") from None
    if content.get("format") != FORMAT:
        raise NotWork(f"{called} is not one of `course save`.")
    if content.get("version") != VERSION:
        raise NotWork(
            f"{called} has version {str(content.get('version'))[:20]} of its format, and this course reads "
            f"version {VERSION}: restore it with the version of the course that saved it, or a newer one."
        )
    if content.get("sha256") != digest:
        raise NotWork(f"{called} is damaged: it is not as `course save` wrote it. Take another copy of it.")
    try:
        return _work(Fields(content))
    except WrongField as error:
        raise NotWork(f"{called} is damaged: {error}.") from None


def is_portable(name: str) -> bool:
    """Whether a notebook's name stays inside a workspace, on every system: `NAME.ipynb` or `FOLDER/NAME.ipynb`."""
    parts = name.split("/")
    return (
        len(parts) <= 2
        and len(name) <= 200
        and parts[-1].endswith(".ipynb")
        and all(part == portable(part) and not part.startswith(".") and part for part in parts)
    )


def portable(part: str) -> str:
    """A file's or folder's name without what some system gives a meaning to."""
    return "_" if part.isspace() else re.sub(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff\\/:*?"<>|]', "_", part)


def _cells(notebook: SavedNotebook) -> list[dict[str, Any]]:
    return [
        _without_empty({"type" if key == "kind" else key: value for key, value in vars(cell).items()})
        | {"source": cell.source}
        for cell in notebook.cells
    ]


def _without_empty(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value or key == "cells"}


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _work(fields: Fields) -> Work:
    notebooks = tuple(_notebook(one) for one in fields.records("notebooks"))
    names = [one.name for one in notebooks]
    if len(names) != len(set(names)):
        raise WrongField("it has a notebook twice")
    return Work(fields.text("course"), fields.text("saved"), notebooks, tuple(_lines(fields)), _lock(fields))


def _lock(fields: Fields) -> Lock | None:
    code = fields.text("solutions_code", default="")
    try:
        return Lock(parse_code(code), fields.flag("solutions_unlocked")) if code else None
    except CannotDo:
        raise WrongField("its code for solutions is none") from None


def _lines(fields: Fields) -> Iterator[Line]:
    for one in fields.records("progress"):
        if not is_line(one.content):
            raise WrongField("it has a line of progress that is none")
        yield dict(one.content)


def _notebook(fields: Fields) -> SavedNotebook:
    name = fields.text("name")
    if not is_portable(name):
        raise WrongField(f"{name[:60]!r} is not the name of a notebook in a workspace")
    return SavedNotebook(
        name,
        tuple(_cell(one) for one in fields.records("cells")),
        fields.text("shipped", default="") or None,
        fields.text("lesson", default=""),
    )


def _cell(fields: Fields) -> SavedCell:
    kind, name = fields.text("type"), fields.text("id", default="")
    if kind not in KINDS or (name and not CELL_ID.fullmatch(name)):
        raise WrongField(f"it has a cell of the kind {kind[:20]!r} with the id {name[:20]!r}")
    return SavedCell(
        kind,
        fields.text("source", most=MOST_BYTES),
        name,
        fields.flag("yours"),
        fields.marks("course"),
        tuple(fields.texts("tags")),
        fields.attachments("attachments"),
    )


def _megabytes(count: int) -> str:
    return f"{count // 1_000_000} MB"
