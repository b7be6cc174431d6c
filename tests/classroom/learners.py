"""Notebooks as learners hand them in: lesson 03, as far as its exercise, with something done to it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course.classroom.lessons import check_of, exercise_of, lessons_folder
from course.exercises import all_exercises

LESSON = "03_hash_public_keys"
EXERCISE = "spki-pin"
ANSWER = "spki_pin"
SOLUTION = all_exercises()[EXERCISE].solution_source

Notebook = dict[str, Any]
Change = Callable[[Notebook], None]


def shipped() -> Notebook:
    """The lesson up to the check of the exercise, and the cell after it; without its picture, which takes a second."""
    notebook = json.loads((lessons_folder() / f"{LESSON}.ipynb").read_text())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    end = next(place for place, cell in enumerate(notebook["cells"]) if check_of(cell) == EXERCISE)
    notebook["cells"] = [
        cell for cell in notebook["cells"][: end + 2] if "course.views" not in cell["source"]
    ]
    return dict(notebook)


def code(source: str) -> dict[str, Any]:
    """A cell of the learner's own."""
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "id": "own",
    }


def place_of(notebook: Notebook, *, check: bool = False) -> int:
    """Where the exercise stands, or its check."""
    mark = check_of if check else exercise_of
    return next(place for place, cell in enumerate(notebook["cells"]) if mark(cell) == EXERCISE)


def answer(notebook: Notebook, source: str) -> None:
    """Write an answer over the stub, below the cell's imports."""
    cell = notebook["cells"][place_of(notebook)]
    cell["source"] = cell["source"].partition(f"def {ANSWER}")[0] + source


def solve(notebook: Notebook) -> None:
    """Write the reference solution over the stub."""
    answer(notebook, SOLUTION)


def before(*sources: str) -> Change:
    """Cells of the learner's own before the exercise, which is solved."""

    def change(notebook: Notebook) -> None:
        solve(notebook)
        place = place_of(notebook)
        notebook["cells"][place:place] = [code(source) for source in sources]

    return change


def break_import(notebook: Notebook) -> None:
    """Solve it, with a slip in the cell that imports what the answer needs."""
    solve(notebook)
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("import base64\n", "import base65\n")


def after(*sources: str) -> Change:
    """Cells of the learner's own at the end; the exercise is solved."""

    def change(notebook: Notebook) -> None:
        solve(notebook)
        notebook["cells"] += [code(source) for source in sources]

    return change


def answered(source: str) -> Change:
    """An answer of the learner's own."""
    return lambda notebook: answer(notebook, source)


def untouched(_notebook: Notebook) -> None:
    """As shipped."""


def unsolved(*sources: str) -> Change:
    """The stub as shipped, and cells of the learner's own at the end."""

    def change(notebook: Notebook) -> None:
        notebook["cells"] += [code(source) for source in sources]

    return change


def clear(notebook: Notebook) -> None:
    """Clear all outputs as JupyterLab does."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None


def claim_correct(notebook: Notebook) -> None:
    """Leave it unsolved and write "correct" into the check's output."""
    cell = notebook["cells"][place_of(notebook, check=True)]
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "correct"}]


def break_all_others(notebook: Notebook) -> None:
    """Solve it, and let every other cell after the imports end in an error."""
    solve(notebook)
    for place, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code" and place != place_of(notebook):
            cell["source"] += "\n1 / 0"


def split(notebook: Notebook) -> None:
    """Solve it in two cells; JupyterLab gives both the metadata of the one."""
    place = place_of(notebook)
    second = copy.deepcopy(notebook["cells"][place])
    solve(notebook)
    second["source"] = (
        f"first_half = {ANSWER}\n\ndef {ANSWER}(certificate):\n    return first_half(certificate)"
    )
    notebook["cells"].insert(place + 1, second)


def merge(notebook: Notebook) -> None:
    """Solve it, and merge exercise and check into the text cell's neighbour; their metadata is lost."""
    solve(notebook)
    place, check = place_of(notebook), place_of(notebook, check=True)
    merged = [notebook["cells"][each]["source"] for each in (place, check)]
    del notebook["cells"][check]
    notebook["cells"][place] = code("\n".join(merged))


def move_to_top(notebook: Notebook) -> None:
    """Solve it without the import, and move it above everything it needs."""
    solve(notebook)
    cell = notebook["cells"].pop(place_of(notebook))
    imports = cell["source"].partition(f"def {ANSWER}")[0]
    cell["source"] = SOLUTION
    notebook["cells"].insert(0, cell)
    notebook["cells"].append(code(imports))


def delete_exercise(notebook: Notebook) -> None:
    """Delete the exercise cell."""
    del notebook["cells"][place_of(notebook)]


def delete_check(notebook: Notebook) -> None:
    """Solve it and delete the check cell."""
    solve(notebook)
    del notebook["cells"][place_of(notebook, check=True)]


def copy_stub_below(notebook: Notebook) -> None:
    """Solve it, with the stub once more below: the last answer counts."""
    stub = copy.deepcopy(notebook["cells"][place_of(notebook)])
    solve(notebook)
    notebook["cells"].append(stub)


def solve_in_copy(notebook: Notebook) -> None:
    """Leave the stub, and solve the exercise in a copy of its cell below."""
    notebook["cells"].append(copy.deepcopy(notebook["cells"][place_of(notebook)]))
    notebook["cells"][-1]["source"] = SOLUTION


def helper_below(notebook: Notebook) -> None:
    """Solve it with a helper that a later cell defines."""
    answer(notebook, f"def {ANSWER}(certificate):\n    return helper(certificate)")
    notebook["cells"].append(code(SOLUTION.replace(ANSWER, "helper")))


def check_another_name(notebook: Notebook) -> None:
    """Leave it unsolved, and let the check cell check another exercise."""
    notebook["cells"][place_of(notebook, check=True)]["source"] = (
        'check("pin-the-bank", print)\ncheck = print'
    )


def mark_for_nbval(notebook: Notebook) -> None:
    """Solve it, and tell nbval to skip the answer, by comment and by tag."""
    answer(notebook, "# NBVAL_SKIP\n" + SOLUTION)
    notebook["cells"][place_of(notebook)]["metadata"]["tags"] = ["nbval-skip"]


def forget_metadata(notebook: Notebook) -> None:
    """Solve it in an editor that keeps no metadata."""
    solve(notebook)
    notebook["metadata"] = {}
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def only_this_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `verify` look at the one exercise that these notebooks hold, whatever else the lesson asks."""
    catalogue = {EXERCISE: all_exercises()[EXERCISE]}
    monkeypatch.setattr("course.classroom.verify.all_exercises", lambda: catalogue)


def write(path: Path, change: Change) -> Path:
    """A learner's notebook in a file."""
    notebook = shipped()
    change(notebook)
    path.write_text(json.dumps(notebook))
    return path
