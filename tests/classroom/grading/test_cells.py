"""Which statements make an answer."""

from __future__ import annotations

import pytest

from course.classroom.grading.cells import answer_cells, as_python, code_cells
from course.classroom.grading.flags import text_flags
from course.exercises import Exercise
from tests.classroom.records import FUNCTION, VALUE
from tests.classroom.school import cell

ANSWER = "def joined(words):\n    return glue.join(words)"


def chosen(*sources: str, exercise: Exercise = FUNCTION, mine: int = -1) -> list[str]:
    """What runs of these cells, without blank lines; the one at `mine` is the exercise's."""
    cells = [cell(source, name=str(place)) for place, source in enumerate(sources)]
    cells[mine]["metadata"] = {"course": {"exercise": exercise.name}}
    run = answer_cells(code_cells({"cells": cells}), exercise)
    return ["\n".join(line for line in source.split("\n") if line) for _, source in run]


@pytest.mark.parametrize(
    ("others", "run"),
    [
        (["glue = '-'", "print('a picture')"], ["glue = '-'"]),
        (["import os\nglue = '-'"], ["glue = '-'"]),
        (["a = '-'", "glue = a"], ["a = '-'", "glue = a"]),
        (["from somewhere import glue, paper"], ["from somewhere import glue, paper"]),
        (["glue = Glue()", "glue.thicken()", "other.thicken()"], ["glue = Glue()", "glue.thicken()"]),
        (["glue = Glue()", "thicken(glue)", "print(glue)"], ["glue = Glue()", "thicken(glue)"]),
        (["glue = ['-']", "glue[0] = '+'"], ["glue = ['-']", "glue[0] = '+'"]),
        (["glue = Glue()", "glue.colour = 'red'"], ["glue = Glue()", "glue.colour = 'red'"]),
        (["glue = ''", "glue += '-'"], ["glue = ''", "glue += '-'"]),
        (["for glue in '-':\n    pass"], ["for glue in '-':\n    pass"]),
        (["glue = '-'; x = 1", "x"], ["glue = '-'; x = 1"]),
        (["@wrap\ndef glue():\n    pass"], ["@wrap\ndef glue():\n    pass"]),
        (["glue = '-'\nglue(:"], ["glue = '-'\nglue(:"]),
        (["def join(glue):\n    return glue"], []),
    ],
)
def test_what_the_answer_needs_runs_and_nothing_else(others: list[str], run: list[str]) -> None:
    """Statements that set a name that it uses, and those that may change the thing behind it."""
    assert chosen(*others, ANSWER) == [*run, ANSWER]


def test_the_exercises_own_cells_run_whole() -> None:
    """With what the learner tried there."""
    assert chosen("x = 1", f"{ANSWER}\nprint(x)") == ["x = 1", f"{ANSWER}\nprint(x)"]


def test_the_answer_is_found_outside_its_cell() -> None:
    """A cell may have lost its mark, and a later one may set the answer again."""
    assert chosen("import this", ANSWER, "glue = '-'", mine=0) == ["import this", ANSWER, "glue = '-'"]


def test_nothing_runs_where_nothing_sets_the_answer() -> None:
    """There is no answer then."""
    assert chosen("glue = '-'", "print(1)") == []


def test_a_value_is_changed_by_later_cells() -> None:
    """As in a notebook that was run from top to bottom."""
    run = chosen("ports = [80]", "ports.append(443)", "len(ports)", exercise=VALUE, mine=0)
    assert run == ["ports = [80]", "ports.append(443)"]


def test_lines_keep_their_numbers() -> None:
    """So that an error names the line that the learner sees."""
    cells = code_cells({"cells": [cell("import os\n\nglue = '-'"), cell(ANSWER, exercise=FUNCTION.name)]})
    assert answer_cells(cells, FUNCTION)[0] == (1, "\n\nglue = '-'")


def test_magics_become_calls() -> None:
    """What only IPython understands stops no cell."""
    assert as_python("x = 1\n%time\n!ls") == "x = 1\nget_ipython().run_line_magic('time', '')\n" + (
        "get_ipython().system('ls')\n"
    )
    assert as_python("x = 1 # 5%") == "x = 1 # 5%"


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ("from course.classroom import check, predict", []),
        ("check('joined-words', joined)", []),
        ("check = print", ["rebinds `check`"]),
        ("def quiz(*_): ...", ["rebinds `quiz`"]),
        ("from mine import check", ["rebinds `check`"]),
        (
            "import course.classroom as c\nc.check = c.predict = print",
            ["rebinds `check`", "rebinds `predict`"],
        ),
        ("import course.exercises.record", ["names course.exercises, where the solutions are"]),
        ("from course import exercises", ["names course.exercises, where the solutions are"]),
        ("from course.exercises import names", ["names course.exercises, where the solutions are"]),
        ("import course\ncourse.exercises", ["names course.exercises, where the solutions are"]),
        ("open('course/exercises/x.py')", ["names course.exercises, where the solutions are"]),
        ("exercises = 'my exercises of the course'", []),
    ],
)
def test_what_an_instructor_should_look_at(source: str, flags: list[str]) -> None:
    """Said with the number of the cell."""
    assert text_flags(code_cells({"cells": [cell(source)]})) == [f"Code cell 1 {flag}." for flag in flags]
