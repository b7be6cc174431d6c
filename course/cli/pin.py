"""`course pin`: the pins of files and servers."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from course.cli.pin_report import CA_NOTE, FilePins, Problem, Report, Row, holds_private_key, role_in_file
from course.cli.pin_text import as_json, table
from course.cli.pin_words import BadWord, Server, is_like_a_host, meaning_of, server
from course.pki import Anchors, NotACertificate, load_certificates, read_pin_sources

# Much more than any bundle of roots; whoever names a disk image gets an answer and keeps their memory.
MOST_BYTES = 32 << 20


class Unreadable(Exception):
    """A file can't be read; the sentence says why."""


def run(options: argparse.Namespace) -> int:
    """Print the pins of every word, and a sentence on standard error for each that has none.

    Returns:
      0, or 2 if something could not be read, reached or trusted.
    """
    report = Report()
    for word in options.words:
        try:
            meant = meaning_of(word)
        except BadWord as error:
            report.problems.append(Problem(word, "bad name", str(error)))
            continue
        if isinstance(meant, Server):
            _from_server(word, meant, options, report)
        else:
            _from_file(word, report)
    shown = [row for result in report.results for row in result.rows]
    if any(row.source.ca for row in shown):
        report.note(CA_NOTE)
    text = as_json(report) if options.json else table(report, datetime.now(UTC))
    if text:
        print(text, flush=True)
    for problem in report.problems:
        print(problem.sentence, file=sys.stderr)
    return 2 if report.problems else 0


def _from_file(word: str, report: Report) -> None:
    name = "standard input" if word == "-" else word
    try:
        contents = read_pin_sources(_bytes_of(word))
    except Unreadable as error:
        report.problems.append(Problem(word, "unreadable", str(error)))
        return
    rows = tuple(Row(source, role_in_file(source)) for source in contents.sources)
    if rows:
        report.results.append(FilePins(name, rows))
    if holds_private_key(rows):
        report.note(
            f"{name} holds a private key. Only its public half was used. Keep the file on the server."
        )
    if is_like_a_host(word):
        report.note(f"{word} is a file here, and was read as one. For the server write {server(word)}.")
    report.problems += [Problem(word, "no pin", f"{name}: {problem}") for problem in contents.problems]


def _from_server(word: str, meant: Server, options: argparse.Namespace, report: Report) -> None:
    # With it comes all that a connection needs.
    from course.cli.pin_server import Question, ask, notes_on, proxy_variable

    try:
        at = server(options.connect_to, meant.port) if options.connect_to else None
        anchors = _anchors(options.cafile) if options.cafile else None
    except (BadWord, Unreadable) as error:
        report.problems.append(Problem(str(meant), "bad option", str(error)))
        return
    pins, problem = ask(
        meant, Question(anchors, options.cafile or "", at, options.timeout, options.show_untrusted)
    )
    if pins:
        report.results.append(pins)
        for note in notes_on(pins):
            report.note(note)
        if name := proxy_variable():
            report.note(f"{name} is set, and was not used: other clients here may see other pins.")
    if problem:
        if problem.reason == "unknown host" and ":" not in word:
            problem = replace(
                problem, sentence=f"There is no file {word} here. As a server: {problem.sentence}"
            )
        report.problems.append(problem)


def _anchors(cafile: str) -> Anchors:
    try:
        return Anchors(load_certificates(_bytes_of(cafile)))
    except NotACertificate as error:
        raise Unreadable(f"--cafile {cafile}: {error}") from error


def _bytes_of(word: str) -> bytes:
    try:
        if word == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(word).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise Unreadable(f"{word} is a folder. Name the files in it.") from None
    except FileNotFoundError:
        raise Unreadable(f"There is no file {word}.") from None
    except PermissionError:
        raise Unreadable(f"You may not read {word}.") from None
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or error
        raise Unreadable(f"{word} can't be read: {words}.") from error
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{word} has more than {MOST_BYTES >> 20} MiB, which no certificate or key has.")
    return data
