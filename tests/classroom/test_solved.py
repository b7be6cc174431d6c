"""Solved copies of the lessons."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from course.classroom import check
from course.classroom.lessons import shipped_lessons
from course.classroom.notebook_file import read_json
from course.classroom.solved import solve_folder, with_solution
from course.exercises import all_exercises
from tests.notebooks.building import code, result, run, text, write

pytestmark = pytest.mark.programs

EXERCISE = all_exercises()["spki-pin"]
STUB = (
    "from cryptography import x509\n\n\ndef spki_pin(certificate: x509.Certificate) -> str:\n    return ..."
)
IMPORTS = (
    "import base64, hashlib\nfrom cryptography.hazmat.primitives.serialization import Encoding, PublicFormat"
)


def lesson(folder: Path, stub: str, check_cell: str = 'check("spki-pin", spki_pin)') -> Path:
    """A lesson with one exercise, as shipped."""
    return write(
        folder / "03_hash_public_keys.ipynb",
        text("# A pin"),
        code(f"{IMPORTS}\nfrom course.classroom import check"),
        code(stub, exercise="spki-pin"),
        code(check_cell, result("not attempted"), check="spki-pin"),
    )


def test_solution_stands_where_the_answer_was_bound() -> None:
    """What a stub's cell holds around its answer stays."""
    solved = with_solution(STUB + "\n\n\nprint('below')", EXERCISE)
    assert solved.startswith("from cryptography import x509\n\n\ndef spki_pin")
    assert solved.endswith("\n\n\nprint('below')")
    assert EXERCISE.solution_source in solved
    assert "..." not in solved


def test_value_is_replaced_with_its_comment() -> None:
    """A prediction's stub names its options in a comment."""
    exercise = all_exercises()["stranger-in-between"]
    stub = 'mallory_unknown = ...  # "accepted" or "refused"'
    assert with_solution(stub, exercise) == exercise.solution_source


def test_stub_without_the_answers_name_is_refused() -> None:
    """The sentence names the exercise and the name."""
    with pytest.raises(ValueError, match="'spki-pin' does not bind `spki_pin`"):
        with_solution("pin = ...", EXERCISE)


def test_copy_expects_what_check_says_to_the_reference(tmp_path: Path) -> None:
    """The lesson itself stays as it is, and what lies beside it is copied too."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    path = lesson(folder, STUB)
    (folder / "beside.txt").write_text("here")
    shipped = path.read_bytes()
    solve_folder(folder, tmp_path / "solved")
    cells = read_json(tmp_path / "solved" / path.name)["cells"]
    assert cells[3]["outputs"][0]["data"]["text/plain"] == repr(check("spki-pin", EXERCISE.reference))
    assert cells[3]["outputs"][0]["data"]["text/plain"].startswith("correct")
    assert (tmp_path / "solved" / "beside.txt").read_text() == "here"
    assert path.read_bytes() == shipped


def test_pass_fails_where_the_solution_does_not_fit_the_notebook(tmp_path: Path) -> None:
    """A solution that needs what no cell imports; nothing of the copy is left."""
    lesson(tmp_path, STUB.partition("\n\n\n")[2])
    found = run("course.classroom.passes.solved", tmp_path, environment=os.environ, folder=tmp_path)
    assert found.code == 1
    assert "NameError: name 'x509' is not defined" in found.out
    assert [path.name for path in tmp_path.iterdir()] == ["03_hash_public_keys.ipynb"]


def test_pass_fails_where_the_check_says_something_else(tmp_path: Path) -> None:
    """A check cell that checks something else can't say that the solution is correct."""
    lesson(tmp_path, STUB, 'check("spki-pin", ...)')
    found = run("course.classroom.passes.solved", tmp_path, environment=os.environ, folder=tmp_path)
    assert found.code == 1
    assert "- [text/plain] correct" in found.out
    assert "+ [text/plain] not attempted" in found.out


def test_every_stub_binds_its_answer(tmp_path: Path) -> None:
    """The shipped lessons can all be solved."""
    solve_folder(shipped_lessons()[0].parent, tmp_path / "solved")
    assert len(list((tmp_path / "solved").rglob("*.ipynb"))) == len(shipped_lessons())
