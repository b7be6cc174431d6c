"""A process that grades submissions: paths come in, one a line, and what was found goes out, one a line."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

from course.classroom.grading.grader import Grader
from course.classroom.grading.marks import Graded
from course.classroom.grading.runner import Runner
from course.exercises import all_exercises


def graded(grader: Grader, path: Path, runner: Runner) -> Graded:
    """What was found in one submission; a fault of the course's own is said in its line, and harms no other.

    Args:
      grader: grades it.
      path: what was handed in.
      runner: runs the answers.
    """
    try:
        return grader.grade(path, runner)
    except Exception as error:
        traceback.print_exc()
        why = f"{path.name} could not be graded: {type(error).__name__} in the course itself."
        return Graded(path.name, faults=(f"{why} Please report it, with what stands above.",))


def main() -> None:
    """Grade until nobody hands anything over any more."""
    os.environ["COURSE_PROGRESS"] = "off"
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever prints here by mistake is no answer
    grader = Grader(all_exercises(), json.loads(sys.argv[1]))
    with Runner() as runner:
        for line in sys.stdin:
            found = graded(grader, Path(json.loads(line)), runner)
            print(json.dumps(found.as_json()), file=answers, flush=True)


if __name__ == "__main__":
    main()
