"""The lessons as shipped obey every rule of the linter."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.classroom.lessons import shipped_lessons
from course.classroom.notebook_lint import notebook_lint

pytestmark = pytest.mark.texts


@pytest.mark.parametrize("path", shipped_lessons(), ids=lambda path: path.stem)
def test_shipped_lesson_obeys_every_rule(path: Path) -> None:
    """Nothing is found; what is found stands one to a line."""
    found = notebook_lint(path)
    assert not found, "\n".join(found)
