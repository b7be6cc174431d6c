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
