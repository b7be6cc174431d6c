"""What the `course` command understands."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from course.cli import commands

DESCRIPTION = "Pinning from Scratch: a course on TLS certificate pinning in Jupyter notebooks."
EXIT_CODES = (
    "Exit codes: 0 done; 1 something is red or not solved yet; 2 it could not be done, and why is said."
)
NEXT = """\
Pinning from Scratch. What would you like to do?

  course lab        open the lessons in JupyterLab (this is where to begin)
  course start      only bring the lessons into the folder `work`, or up to date
  course verify     check your answers
  course progress   see what you have solved
  course reset 03   start a lesson, or one exercise, anew; a copy of yours is kept
  course test       run every notebook as a test

`course COMMAND --help` says more about each."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the `course` command.

    Args:
      arguments: the words after `course`; those of the process if not given.

    Returns:
      The exit code: 0 done, 1 something is red or not solved yet, 2 it could not be done.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without an en dash still gets its answer
    options = _parser().parse_args(arguments)
    if options.command is None:
        print(NEXT)
        return 0
    # After the parsing: help should be there at once.
    from course.classroom.trouble import CannotDo

    try:
        code = int(options.run(options))
        sys.stdout.flush()
    except CannotDo as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 2
    except BrokenPipeError:  # as in `course progress | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="course", description=DESCRIPTION, epilog=EXIT_CODES)
    verbs = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def verb(name: str, text: str, run: commands.Command) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=text, epilog=EXIT_CODES)
        made.set_defaults(run=run)
        return made

    lab = verb(
        "lab", "Bring the lessons up to date and open them in JupyterLab. Ctrl-C stops it.", commands.lab
    )
    _folder(lab)
    lab.add_argument(
        "--port", type=int, help="the port on this machine; the first free one from 8888 if not given"
    )
    lab.add_argument("--no-browser", action="store_true", help="only print the address, and open no browser")

    start = verb(
        "start",
        "Copy the lessons into a folder, or bring them up to date there. What you have changed stays as it is.",
        commands.start,
    )
    _folder(start)

    reset = verb(
        "reset", "Start a lesson, or one exercise, anew. A copy of what is replaced is kept.", commands.reset
    )
    reset.add_argument("name", help="a lesson (03, 03_hash_public_keys) or an exercise (spki-pin)")
    _folder(reset)

    verify = verb("verify", "Run your notebooks and say which exercises are correct.", commands.verify)
    verify.add_argument(
        "notebooks", nargs="*", help="lessons (03), files or folders; all your lessons if not given"
    )
    verify.add_argument("--lesson", help="the lesson (03) that they are copies of, where they do not say so")

    progress = verb("progress", "Show what you have solved.", commands.progress)
    _folder(progress)

    test = verb("test", "Run all tests of the course, or only its notebooks as tests.", commands.test)
    test.add_argument("--notebooks", action="store_true", help="only the notebooks: as shipped, then solved")
    test.add_argument(
        "--fast", action="store_true", help="stop before the notebooks, and measure no coverage"
    )

    refresh = verb(
        "refresh-outputs",
        "For authors: run the shipped lessons and store their outputs.",
        commands.refresh_outputs,
    )
    refresh.add_argument("lessons", nargs="*", help="lessons (03); all if not given")
    return parser


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="the folder with your lessons; the one you are in, or else `work`, if not given",
    )
