"""Fixtures of the classroom's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

import course
from tests.classroom.school import School


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """A course of its own in place of the real lessons."""
    made = School(tmp_path / "shipped")
    monkeypatch.setattr(course, "__file__", str(made.root / "course" / "__init__.py"))
    return made
