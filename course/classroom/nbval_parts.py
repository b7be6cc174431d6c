"""The parts of nbval 0.11.0 that the guards rest on, in one place; pyproject.toml pins that version."""
# ruff: noqa: I001

from __future__ import annotations

# First: it loads nbformat, on which nbval rests, the quick way.
import course.classroom.notebook_file  # noqa: F401
import nbval.plugin
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError

__all__ = ["IPyNbCell", "IPyNbFile", "NbCellError", "RunningKernel", "nbval"]
