"""The two ways in which `course pin` writes its report: a table for people, JSON for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from course.cli.pin_report import FilePins, Report, Row, ServerPins
from course.pki.names import date_of

FORMAT = 1
_LONGEST_NAME = 48
_GAP = "  "


def table(report: Report, now: datetime) -> str:
    """The report for people; empty where nothing was found.

    Args:
      report: what was found.
      now: tells which certificates have expired.
    """
    parts = []
    files = [result for result in report.results if isinstance(result, FilePins)]
    if files:
        parts.append(_files(files, now))
    parts += [_server(result, now) for result in report.results if isinstance(result, ServerPins)]
    if parts and report.notes:
        parts.append("\n".join(report.notes))
    return "\n\n".join(parts)


def as_json(report: Report) -> str:
    """The report for programs, as `course pin --help` describes it."""
    return json.dumps(
        {
            "format": FORMAT,
            "results": [_as_object(result) for result in report.results],
            "notes": report.notes,
            "errors": [
                {"source": each.word, "reason": each.reason, "sentence": each.sentence}
                for each in report.problems
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def _files(files: Sequence[FilePins], now: datetime) -> str:
    heads = ["pin", "what", "expires (UTC)", "subject", "file"]
    lines = [
        [str(row.source.pin), row.role, _expiry(row, now), _shortened(row.source.subject or "-"), file.name]
        for file in files
        for row in file.rows
    ]
    return _aligned([heads, *lines] if len(files) > 1 else [line[:-1] for line in [heads, *lines]])


def _server(pins: ServerPins, now: datetime) -> str:
    if pins.trusted:
        head = (
            f"{pins.server}, answered by {pins.address}; validated with {pins.anchors} at {date_of(pins.at)}"
        )
    else:
        head = f"{pins.server}, answered by {pins.address}; NOT VALIDATED: this may be anybody"
    lines = [["pin", "sent", "validated", "what", "expires (UTC)", "subject"]]
    for row in pins.rows:
        sent = ", ".join(map(str, row.sent)) or "-"
        place = str(row.validated or "-") if pins.trusted else "NO"
        subject = _shortened(row.source.subject)
        lines.append([str(row.source.pin), sent, place, row.role, _expiry(row, now), subject])
    return f"{head}\n\n{_aligned(lines)}"


def _as_object(result: FilePins | ServerPins) -> dict[str, Any]:
    if isinstance(result, FilePins):
        return {"source": result.name, "type": "file", "pins": [_pin_object(row) for row in result.rows]}
    return {
        "source": str(result.server),
        "type": "server",
        "host": result.server.host,
        "port": result.server.port,
        "address": str(result.address),
        "anchors": result.anchors,
        "date": _iso(result.at),
        "trusted": result.trusted,
        "pins": [
            {**_pin_object(row), "sent": list(row.sent), "validated": row.validated} for row in result.rows
        ],
    }


def _pin_object(row: Row) -> dict[str, Any]:
    source = row.source
    return {
        "pin": str(source.pin),
        "kind": str(source.kind),
        "key": source.key,
        "subject": source.subject or None,
        "expires": _iso(source.expires) if source.expires else None,
        "ca": source.ca,
    }


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _expiry(row: Row, now: datetime) -> str:
    expires = row.source.expires
    if expires is None:
        return "-"
    return f"{expires.astimezone(UTC):%Y-%m-%d}" + (", expired" if expires < now else "")


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 3]}..."


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    """Columns below each other. The last one is not filled up."""
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    rows = (
        _GAP.join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
    return "\n".join(row.rstrip() for row in rows)


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: some characters take two, accents none."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
