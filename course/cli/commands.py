"""What each verb of the `course` command does. Whatever takes long to import is imported when it is needed."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

Command = Callable[[argparse.Namespace], int]


def start(options: argparse.Namespace) -> int:
    """Bring the lessons into the workspace."""
    from course.classroom import workspace

    folder, code = _folder(options.folder), _solutions_code(options.no_solutions)
    report = workspace.start(folder)
    print(report)
    _lock(folder, code)
    if report.added:
        print("`course lab` opens them.")
    return 0


def lab(options: argparse.Namespace) -> int:
    """Bring the lessons into the workspace and open JupyterLab there."""
    from course.classroom import workspace
    from course.cli import jupyter

    folder, code = _folder(options.folder), _solutions_code(None)
    print(workspace.start(folder))
    _lock(folder, code)
    print("JupyterLab starts now, and says its address. Ctrl-C in this window stops it.", flush=True)
    return jupyter.run(folder, port=options.port, browser=not options.no_browser)


def reset(options: argparse.Namespace) -> int:
    """Bring a lesson or an exercise back as shipped."""
    from course.classroom.reset import reset as bring_back

    print(bring_back(_folder(options.folder), options.name))
    return 0


def save(options: argparse.Namespace) -> int:
    """Put the learner's answers and progress into a file."""
    from course.classroom.saving import save as save_work

    print(save_work(_folder(options.folder), options.file))
    return 0


def restore(options: argparse.Namespace) -> int:
    """Bring answers and progress back from a file."""
    from course.classroom.restoring import restore as restore_work

    print(restore_work(_folder(options.folder), options.file))
    return 0


def verify(options: argparse.Namespace) -> int:
    """Say which answers in the learner's notebooks are correct."""
    from course.cli import verifying

    return verifying.run(options.notebooks, lesson=options.lesson)


def grade(options: argparse.Namespace) -> int:
    """Grade a folder of submissions."""
    from course.cli import grading

    return grading.run(options.folder, options.lessons, options.csv, options.junit)


def progress(options: argparse.Namespace) -> int:
    """Show what the learner has solved."""
    from course.classroom.standing import progress_text

    print(progress_text(_folder(options.folder)))
    return 0


def test(options: argparse.Namespace) -> int:
    """Run the tests of the course, or of its notebooks only."""
    from course.cli import checks

    return checks.run(checks.steps(notebooks_only=options.notebooks, fast=options.fast, again=options.again))


def refresh_outputs(options: argparse.Namespace) -> int:
    """Run lessons as shipped and store their outputs."""
    from course.classroom.lessons import lessons_folder, shipped_lessons
    from course.classroom.naming import find_lesson
    from course.classroom.refresh import refresh

    folder = lessons_folder()
    chosen = [folder / find_lesson(name).name for name in options.lessons]
    return 1 if refresh(chosen or shipped_lessons()) else 0


def pin(options: argparse.Namespace) -> int:
    """Print the pins of files and servers."""
    from course.cli.pin import run

    return run(options)


def doctor(options: argparse.Namespace) -> int:
    """Say whether this machine can run the course."""
    from course.cli.doctor import run

    return run(options.folder)


def _solutions_code(given: str | None) -> str | None:
    """The code that locks solutions, from the command line or the environment; None if there is none."""
    from course.classroom.solutions_lock import SWITCH, parse_code

    code = os.environ.get(SWITCH) or None if given is None else given
    return None if code is None else parse_code(code)


def _lock(folder: Path, code: str | None) -> None:
    from course.classroom.solutions_lock import lock_solutions

    if code is not None:
        print(lock_solutions(folder, code))


def _folder(named: Path | None) -> Path:
    from course.classroom.folder import workspace_here

    return named or workspace_here()
