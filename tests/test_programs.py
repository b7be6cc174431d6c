"""Programs are found where pip puts them, and where the shell looks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from course.classroom.lesson_rules import missing_programs
from course.programs import find_program


def program(folder: Path, name: str) -> str:
    """A program in a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_beside_python_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What pip installed with the course is the version that the course was tested with."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert find_program("certbot") is None
    on_path = program(tmp_path / "path", "certbot")
    assert find_program("certbot") == on_path
    assert find_program("certbot") != program(tmp_path / "bin", "certbot")
    assert find_program("certbot") == str(tmp_path / "bin" / "certbot")


def test_a_notebook_finds_what_pip_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to activate the environment for that."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    drill = {"metadata": {"course": {"requires": ["certbot", "pebble"]}}}
    program(tmp_path / "bin", "certbot")
    assert missing_programs(drill) == "pebble is needed here and not installed on this machine."
