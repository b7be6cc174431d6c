"""`course grade`: a folder of submissions in, marks out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from course.classroom.grading import report
from course.classroom.grading.marks import Graded
from course.classroom.grading.pool import grade_all
from course.classroom.grading.submissions import submissions_in
from course.classroom.naming import find_lesson
from course.classroom.trouble import CannotDo

NOTE = "Marks say that an answer is right, not who wrote it: see docs/grading.md."


def run(folder: Path, lessons: Sequence[str], csv: Path | None, junit: Path | None) -> int:
    """Grade every submission in a folder, and print what was found in their order.

    Args:
      folder: where the submissions are.
      lessons: the lessons that are graded, as people name them; all if none.
      csv: the file for a table.
      junit: the file for other programs.

    Returns:
      0 where every exercise of every submission is correct, 1 where one is not, 2 where nothing could be graded.

    Raises:
      CannotDo: there is nothing to grade, or a file can't be written.
    """
    stems = [find_lesson(name).stem for name in lessons]
    paths = submissions_in(folder)
    for file in (csv, junit):
        if file is not None:
            _write(file, b"")  # now: after minutes of grading, nobody wants to hear that it can't be written
    started = time.monotonic()
    graded: list[Graded] = []
    for one in grade_all(paths, stems):
        print(report.line(one), flush=True)
        graded.append(one)
    print(report.summary(graded, time.monotonic() - started))
    print(NOTE)
    if csv is not None:
        _write(csv, report.as_csv(graded).encode())
    if junit is not None:
        _write(junit, report.as_junit(graded))
    if not any(each.marks for each in graded):
        return 2
    return 0 if all(each.marks and each.correct == len(each.marks) for each in graded) else 1


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CannotDo(f"{path} can't be written: {error.strerror}. Name another file.") from error
