"""Notebooks on disk, in nbformat's one canonical spelling: sorted keys, one space, a newline at the end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat


def read_notebook(path: Path) -> Any:
    """The notebook in a file, as nbformat 4 with attribute access."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def write_notebook(notebook: Any, path: Path) -> None:
    """Write a notebook, whole or not at all."""
    staged = path.with_name(f".{path.name}.new")
    try:
        nbformat.write(notebook, staged)  # type: ignore[no-untyped-call]
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def node(content: Mapping[str, Any]) -> Any:
    """A part of a notebook, from plain dictionaries and lists."""
    return nbformat.from_dict(content)  # type: ignore[no-untyped-call]


def read_json(path: Path) -> Any:
    """The notebook exactly as it is stored, sources and texts joined, nothing repaired."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = _joined(cell["source"])
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = _joined(output["text"])
            data = output.get("data", {})
            data |= {mime: _joined(content) for mime, content in data.items()}
    return notebook


def _joined(content: Any) -> Any:
    lines = isinstance(content, list) and all(isinstance(line, str) for line in content)
    return "".join(content) if lines else content
