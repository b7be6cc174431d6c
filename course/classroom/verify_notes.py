"""What `verify` says of the cells that went wrong on the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from course.classroom.binding import bound_names, set_by
from course.classroom.counting import counted
from course.classroom.shipped import source_of
from course.classroom.stopping import ended
from course.classroom.verify_copy import code_sources, places

_ENDS = {
    "died": "ended the kernel. Change or delete it; the others were run without it.",
    "stopped": "ran too long and was interrupted; the cells after it were run.",
    "stuck": "ran too long and could not be interrupted. Change or delete it; the others were run without it.",
}


def notes_of_ends(notebook: Any, ends: Sequence[Mapping[str, str]], left_out: Mapping[int, str]) -> list[str]:
    """One sentence for each cell that ended in another way than it should.

    Args:
      notebook: the learner's.
      ends: how each of its code cells ended.
      left_out: how those ended that were not run again.
    """
    return [
        f"{place} {sentence}"
        for number, (place, end) in enumerate(zip(places(notebook), ends, strict=False))
        if (sentence := _ENDS.get(left_out.get(number) or end.get("end", "")))
    ]


def note_of_errors(
    notebook: Any, ends: Sequence[Mapping[str, str]], shipped: Any, missing: Collection[str]
) -> list[str]:
    """A note that names the first cell that stopped with an error, if one did.

    Args:
      notebook: the learner's.
      ends: how each of its code cells ended.
      shipped: the lesson as shipped; None if there is none.
      missing: the names of the answers that are not correct yet. What is wrong in their own cells, and what comes
        of it in others, is told there.
    """
    cells = zip(code_sources(notebook), ends, meant_to_raise(notebook, shipped), strict=True)
    failed = [
        number
        for number, (source, end, meant) in enumerate(cells)
        if "error" in end and end["end"] == "finished" and not meant and not _is_told(source, end, missing)
    ]
    if not failed:
        return []
    first, *others = failed
    error = ends[first]["error"]
    note = f"{places(notebook)[first]} " + (f"{error}; mend it first." if missing else ended(error))
    return [note + (f" {counted(len(others), 'later cell')} stopped too." if others else "")]


def _is_told(source: str, end: Mapping[str, str], missing: Collection[str]) -> bool:
    names = bound_names(source) | set_by(source)
    return any(name in names or end["error"].endswith(f": name {name!r} is not defined") for name in missing)


def meant_to_raise(notebook: Any, shipped: Any) -> list[bool]:
    """For every code cell of a learner's notebook whether it is there to show an error.

    Args:
      notebook: the learner's; its cells may have lost their tags.
      shipped: the lesson as shipped; None if there is none.
    """
    marked = {source_of(cell) for cell in _code(shipped) if _raises(cell)} if shipped else set()
    return [_raises(cell) or source_of(cell) in marked for cell in _code(notebook)]


def _code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook["cells"] if cell.get("cell_type") == "code"]


def _raises(cell: Any) -> bool:
    return "raises-exception" in cell.get("metadata", {}).get("tags", [])
