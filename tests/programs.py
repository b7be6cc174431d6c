"""Tests that need a program: a visible skip where it is missing, a failure where nothing may be skipped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

from course.classroom.lesson_rules import REQUIRE_PROGRAMS, missing_programs
from course.classroom.notebook_file import read_notebook


def missing(sentence: str) -> NoReturn:
    """Skip; where nothing may be skipped, fail."""
    if os.environ.get(REQUIRE_PROGRAMS):
        pytest.fail(f"{sentence} {REQUIRE_PROGRAMS} is set, so this is a failure.")
    pytest.skip(sentence)


def need(*programs: str) -> None:
    """Go on only where these programs are installed."""
    if sentence := missing_programs({"metadata": {"course": {"requires": programs}}}):
        missing(sentence)


def need_programs_of(lesson: Path) -> None:
    """Go on only where the programs are installed that a whole notebook names."""
    if sentence := missing_programs(read_notebook(lesson)):
        missing(sentence)
