"""The verbs of the `course` command for those who teach it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

Verb = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Add them to the command.

    Args:
      verb: makes one from its name, what it does in a sentence, and what runs it.
    """
    report = verb(
        "class-report",
        "For instructors: show who of a class is where, what stops people, which mistakes they make, and how long "
        "they need. Nothing leaves this machine.",
        class_report,
    )
    report.add_argument(
        "folder", type=Path, help="with learners' saved files, progress files or workspaces, at any depth"
    )
    report.add_argument("--html", type=Path, metavar="FILE", help="write it as a page, too")
    report.add_argument(
        "--names",
        action="store_true",
        help="call learners as their files and folders are called, not by number",
    )

    code = verb(
        "lock-code",
        "For instructors: make a code from a word of your choice. Participants start with the code, and unlock the "
        "solutions with the word. A courtesy, not a lock.",
        lock_code,
    )
    code.add_argument("word", help="capitals, blanks and signs do not count")

    unlock = verb(
        "unlock", "Unlock the solutions in your lessons with your instructor's word.", unlock_solutions
    )
    unlock.add_argument("word", nargs="+", help="the word, or the words")
    unlock.add_argument(
        "--folder",
        type=Path,
        help="the folder with your lessons; the one you are in, or else `work`, if not given",
    )

    guide = verb(
        "instructor-guide",
        "For authors: write the instructor's guide and the notes for each lesson anew, from the lessons as they are.",
        instructor_guide,
    )
    guide.add_argument(
        "folder", nargs="?", type=Path, help="where; the folder docs of the source tree if not given"
    )


def class_report(options: argparse.Namespace) -> int:
    """Show how a class is doing."""
    from course.classroom.report import class_report as read_class

    report = read_class(options.folder, names=options.names)
    if options.html:
        report.write_page(options.html, names=options.names)
    print(report)
    if options.html:
        print(f"The page is {options.html}.")
    for trouble in report.troubles:
        print(trouble, file=sys.stderr)
    return 1 if report.troubles else 0


def lock_code(options: argparse.Namespace) -> int:
    """Make a code that locks solutions, and say what to do with it."""
    from course.classroom.solutions_lock import COURTESY, SWITCH, make_code

    code = make_code(options.word)
    print(f"Participants run:        course start --no-solutions {code}")
    print(f"or set, before any start: {SWITCH}={code}")
    print(f"Later you tell them:     course unlock {options.word}")
    print(COURTESY)
    return 0


def unlock_solutions(options: argparse.Namespace) -> int:
    """Unlock the solutions of the workspace."""
    from course.classroom.folder import workspace_here
    from course.classroom.solutions_lock import unlock_solutions as unlock

    print(unlock(options.folder or workspace_here(), " ".join(options.word)))
    return 0


def instructor_guide(options: argparse.Namespace) -> int:
    """Write the instructor's guide."""
    from course.classroom.guide import guide_pages, write_guide
    from course.classroom.shipped import lessons
    from course.classroom.trouble import CannotDo
    from course.cli.checks import source_tree
    from course.exercises import all_exercises

    root = source_tree()
    if options.folder is None and root is None:
        raise CannotDo(
            "There is no source tree here, so name a folder for the guide: `course instructor-guide FOLDER`."
        )
    folder = options.folder or Path(str(root)) / "docs"
    pages = guide_pages(lessons(), all_exercises())
    changed = write_guide(folder, pages)
    print(
        f"{folder}: {', '.join(changed)} written."
        if changed
        else f"{folder}: all {len(pages)} pages are up to date."
    )
    return 0
