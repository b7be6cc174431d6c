"""What must hold of a shipped notebook before it is worth running. Shared by the guards and the linter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from course.classroom.lessons import required_programs
from course.programs import find_program

KNOWN_TAGS = frozenset(
    {
        "raises-exception",
        "nbval-check-output",
        "nbval-ignore-output",
        "nbval-skip",
        # JupyterLab and nbconvert hide what carries these.
        "hide-input",
        "hide-output",
        "remove-cell",
    }
)
REQUIRE_PROGRAMS = "COURSE_REQUIRE_PROGRAMS"


def cells_out_of_step(cells: Sequence[Mapping[str, Any]]) -> str | None:
    """The sentence about the first code cell whose count isn't its place, or None."""
    for place, cell in enumerate((cell for cell in cells if cell["cell_type"] == "code"), start=1):
        count = cell.get("execution_count")
        if count != place:
            return (
                f"Code cell {place} carries the count {count}, so its stored output is stale or was never compared. "
                "Run `course refresh-outputs` on the notebook."
            )
    return None


def unknown_tags(cell: Mapping[str, Any]) -> str | None:
    """The sentence about tags that would silently do nothing, or None."""
    unknown = sorted(set(cell["metadata"].get("tags", [])) - KNOWN_TAGS)
    if not unknown:
        return None
    return (
        f"The tag {', '.join(map(repr, unknown))} is not known, so it would silently do nothing. "
        f"Known tags: {', '.join(sorted(KNOWN_TAGS))}."
    )


def missing_programs(cell_or_notebook: Mapping[str, Any]) -> str | None:
    """The sentence about the required programs that this machine does not have, or None."""
    missing = [program for program in required_programs(cell_or_notebook) if find_program(program) is None]
    return f"{' and '.join(missing)} is needed here and not installed on this machine." if missing else None
