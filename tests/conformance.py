"""Where the facts about real implementations are, on machines that have them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_FOLDER = Path(
    os.environ.get("COURSE_CONFORMANCE", Path(__file__).resolve().parents[2] / "shared" / "conformance")
)

CONFORMANCE: Path | None = _FOLDER if (_FOLDER / "cases.json").is_file() else None

needs_conformance = pytest.mark.skipif(
    CONFORMANCE is None,
    reason="the conformance facts are not on this machine; set COURSE_CONFORMANCE to their folder",
)
