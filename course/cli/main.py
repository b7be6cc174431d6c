"""What the `course` command understands."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from course.cli import commands, teaching

DESCRIPTION = "Pinning from Scratch: a course on TLS certificate pinning in Jupyter notebooks."
EXIT_CODES = (
    "Exit codes: 0 done; 1 something is red or not solved yet; 2 it could not be done, and why is said."
)
PIN = "Print the pins of certificates, keys and requests in files, and of servers."
PIN_JSON = """\
JSON: {"format": 1, "results": [...], "notes": [...], "errors": [...]}
  a result  source, type ("file" or "server"), pins; a server also has host, port,
            address (who answered), anchors, date (of the judgement), trusted
  a pin     pin, kind ("certificate", "certificate request", "public key",
            "private key"), key, subject, expires, ca; a server's pin also has
            sent (places in the chain, from 1) and validated (place in the path)
  an error  source, reason (a word or two, for programs), sentence
Absent values are null. Dates are UTC. Notes and sentences are for people and may change."""
NEXT = """\
Pinning from Scratch. What would you like to do?

  course lab        open the lessons in JupyterLab (this is where to begin)
  course start      only bring the lessons into the folder `work`, or up to date
  course verify     check your answers
  course progress   see what you have solved
  course reset 03   start a lesson, or one exercise, anew; a copy of yours is kept
  course save       put your answers and your progress into one small file
  course restore F  bring them back from such a file, here or on another machine
  course test       run every notebook as a test
  course pin FILE   print the pins of a certificate, key or request, or of HOST:PORT
  course doctor     see whether this machine can run all of it

Do you teach it? `course class-report FOLDER` shows how a class is doing.
`course grade FOLDER` says which of its answers are right.

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
    try:
        code = int(options.run(options))
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 2
    except BrokenPipeError:  # as in `course progress | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:
        if (sentence := _explained(error)) is None:
            raise
        print(sentence, file=sys.stderr)
        return 2
    return code


def _explained(error: Exception) -> str | None:
    """The sentence for an error that is not the course's fault; None for any other."""
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] != "course":
        return f"The package {error.name} is missing here. `course doctor` says what to do."
    # Only now: help, and the pins of a file, should be there at once.
    from course.classroom.trouble import CannotDo

    return str(error) if isinstance(error, CannotDo) else None


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
    start.add_argument(
        "--no-solutions",
        nargs="?",
        const="",
        metavar="CODE",
        help="lock the solutions until your instructor gives out a word (a courtesy, not a lock); the code is theirs, "
        "and COURSE_NO_SOLUTIONS can hold it",
    )

    reset = verb(
        "reset", "Start a lesson, or one exercise, anew. A copy of what is replaced is kept.", commands.reset
    )
    reset.add_argument("name", help="a lesson (03, 03_hash_public_keys) or an exercise (spki-pin)")
    _folder(reset)

    save = verb(
        "save",
        "Put your answers and your progress into one small file. What JupyterLab has open counts as last saved there.",
        commands.save,
    )
    save.add_argument(
        "file",
        nargs="?",
        type=Path,
        help="the new file, or a folder for it; named by the day, beside your lessons, if not given",
    )
    _folder(save, "--folder")

    restore = verb(
        "restore",
        "Bring your answers and your progress back from a file that `course save` wrote. Nothing is overwritten: "
        "a copy of what is replaced is kept, and what you have changed since stays.",
        commands.restore,
    )
    restore.add_argument("file", type=Path, help="the file")
    _folder(restore, "--folder")

    verify = verb("verify", "Run your notebooks and say which exercises are correct.", commands.verify)
    verify.add_argument(
        "notebooks", nargs="*", help="lessons (03), files or folders; all your lessons if not given"
    )
    verify.add_argument("--lesson", help="the lesson (03) that they are copies of, where they do not say so")

    grade = verb(
        "grade",
        "For instructors: grade a folder of submissions. Each answer runs in a process of its own, with limits.",
        commands.grade,
    )
    grade.add_argument(
        "folder", type=Path, help="in it: notebooks, folders with notebooks, or files of `course save`"
    )
    grade.add_argument(
        "--lesson", dest="lessons", action="append", default=[], help="only this lesson (03); may be repeated"
    )
    grade.add_argument("--csv", type=Path, metavar="FILE", help="write a table, a line for each exercise")
    grade.add_argument("--junit", type=Path, metavar="FILE", help="write JUnit XML")

    progress = verb("progress", "Show what you have solved.", commands.progress)
    _folder(progress)

    test = verb("test", "Run all tests of the course, or only its notebooks as tests.", commands.test)
    test.add_argument("--notebooks", action="store_true", help="only the notebooks: as shipped, then solved")
    test.add_argument(
        "--fast", action="store_true", help="stop before the notebooks, and measure no coverage"
    )
    test.add_argument(
        "--again",
        action="store_true",
        help="on one more Python: the unit tests that start no programs, without coverage; then the notebooks",
    )

    _pin(verb("pin", PIN, commands.pin))

    doctor = verb(
        "doctor", "Say whether this machine can run the course, and what to do where not.", commands.doctor
    )
    _folder(doctor)

    teaching.add_verbs(verb)

    refresh = verb(
        "refresh-outputs",
        "For authors: run the shipped lessons and store their outputs.",
        commands.refresh_outputs,
    )
    refresh.add_argument("lessons", nargs="*", help="lessons (03); all if not given")
    return parser


def _pin(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"{PIN_JSON}\n\n{EXIT_CODES}"
    parser.add_argument(
        "words",
        nargs="+",
        metavar="FILE|HOST[:PORT]",
        help="files, - for standard input, or servers; port 443 if not given, IPv6 addresses in brackets",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, as described below")
    server = parser.add_argument_group("for servers")
    server.add_argument(
        "--cafile", metavar="FILE", help="trust the certificates in this file, and not certifi's roots"
    )
    server.add_argument(
        "--connect-to", metavar="IP:PORT", help="connect there, and ask for HOST all the same, as curl does"
    )
    server.add_argument(
        "--timeout", type=_seconds, default=10.0, metavar="SECONDS", help="for each server; 10 if not given"
    )
    server.add_argument(
        "--show-untrusted", action="store_true", help="show what was sent, also where it is not trusted"
    )


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:
        raise ValueError
    return seconds


def _folder(parser: argparse.ArgumentParser, option: str | None = None) -> None:
    text = "the folder with your lessons; the one you are in, or else `work`, if not given"
    if option:
        parser.add_argument(option, dest="folder", type=Path, help=text)
    else:
        parser.add_argument("folder", nargs="?", type=Path, help=text)
