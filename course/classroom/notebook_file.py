"""Notebooks on disk, in nbformat's one canonical spelling: sorted keys, one space, a newline at the end."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def _without(module: str) -> Iterator[None]:
    before = dict(sys.modules)
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]
        if module in before:
            sys.modules[module] = before[module]


# jsonschema compiles a grammar for international addresses when it finds this, for more than a second in every
# process. It does without where it isn't installed, and notebooks have no such addresses.
with _without("rfc3987_syntax"):
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


def upgraded(data: bytes) -> Any:
    """A notebook of an older format as nbformat 4; None if the bytes are no notebook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call]
    except Exception:
        # nbformat has no common error for all that can be wrong with a file.
        return None
