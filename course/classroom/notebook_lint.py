"""What must hold of a lesson as shipped, beyond running: one sentence for each thing that doesn't."""

from __future__ import annotations

import os
from pathlib import Path

from course.classroom.lint_code import code_rules
from course.classroom.lint_exercises import exercise_rules
from course.classroom.lint_instructor import instructor_rules
from course.classroom.lint_lesson import Lesson
from course.classroom.lint_outputs import output_rules
from course.classroom.lint_structure import structure_rules
from course.classroom.notebook_file import read_json

RULES = (structure_rules, code_rules, output_rules, exercise_rules, instructor_rules)


def notebook_lint(path: str | os.PathLike[str]) -> list[str]:
    """Everything that is wrong with a shipped notebook.

    Args:
      path: the notebook.

    Returns:
      Sentences that name the notebook, the cell and what to do; empty where all is well.
    """
    file = Path(path)
    lesson = Lesson(file.stem, read_json(file))
    return [f"{file.name}: {sentence}" for rules in RULES for sentence in rules(lesson)]
