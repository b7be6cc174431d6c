"""How reports speak of a notebook's cells."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_NOT_COMPARED = ("image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json")


def plain(text: str) -> str:
    """The text without a terminal's colours."""
    return _ANSI.sub("", text)


def headings(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """For every cell the heading that it stands under; "the top" before the first."""
    found, current = [], "the top"
    for cell in cells:
        if cell["cell_type"] == "markdown":
            fenced = False
            for line in str(cell["source"]).splitlines():
                fenced ^= line.lstrip().startswith("```")
                if not fenced and re.match(r"#{1,6} ", line):
                    current = line.strip()
        found.append(current)
    return found


def output_lines(outputs: Sequence[Mapping[str, Any]]) -> list[str]:
    """What nbval compares of a cell's outputs, as lines that can be compared by eye."""
    lines: list[str] = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            lines += [f"[{output['name']}] {line}" for line in str(output["text"]).splitlines()]
        elif kind == "error":
            lines += [f"[error] {line}" for line in f"{output['ename']}: {output['evalue']}".splitlines()]
        else:
            for mime, content in sorted(output["data"].items()):
                if mime not in _NOT_COMPARED:
                    lines += [f"[{mime}] {line}" for line in str(content).splitlines()]
    return [plain(line) for line in lines]


def differences(stored: Sequence[str], now: Sequence[str]) -> str:
    """Two outputs line by line: `-` is stored in the notebook, `+` is what came out now."""
    lines = [line for line in difflib.ndiff(stored, now) if not line.startswith("?")]
    return "\n".join("  " + (line if len(line) < 400 else line[:400] + " ...") for line in lines)
