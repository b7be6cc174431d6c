"""Predict the survival matrix, cell by cell, before it is shown."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from cryptography import x509

from course.exercises.pin_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake
from course.lab.cast import cast, choices, handsets
from course.lab.events import events
from course.lab.survival import meet, validated_path
from course.pki import Pin

PHONE = "new phone"
EVENTS = ("renew", "rekey", "new intermediate", "new root", "change of CA", "cross-sign")
COLUMNS = ("leaf .cer", "CA .cer", "leaf key", "intermediate key", "root key", "leaf key + backup")
_PINNED = {
    "leaf .cer": "the leaf's certificate",
    "CA .cer": "the issuing CA's certificate",
    "leaf key": "the leaf's key",
    "intermediate key": "the issuing CA's key",
    "root key": "the old root's key",
    "leaf key + backup": "the leaf's or the backup key",
}
_PLACES = ("leaf", "CA", "root")

FORECAST_SOURCE = """\
forecast = {
    "renew": "nyyyyy",
    "rekey": "nynyyy",
    "new intermediate": "nnynyy",
    "new root": "nnyyny",
    "change of CA": "nnynny",
    "cross-sign": "nnyyny",
}"""
RIGHT = {
    "renew": "nyyyyy",
    "rekey": "nynyyy",
    "new intermediate": "nnynyy",
    "new root": "nnyyny",
    "change of CA": "nnynny",
    "cross-sign": "nnyyny",
}


# Once for all the answers that a check tries, its own mistakes included.
@functools.cache
def measured(event: str) -> str:
    """A row as handshakes fill it, in letters."""
    host = next(each for each in events() if each.name == event)
    phone = next(each for each in handsets() if each.name == PHONE)
    cells = {pinned.name: meet(host, phone, pinned) for pinned in choices() if pinned.name in COLUMNS}
    return "".join("y" if cells[column].accepted else "n" for column in COLUMNS)


@functools.cache
def new_path(event: str) -> str:
    """The path that the phone validates after an event, and what of it is new."""
    people = cast()
    host = next(each for each in events() if each.name == event)
    phone = next(each for each in handsets() if each.name == PHONE)
    before = [*people.leaf.chain, people.root.certificate]
    path = validated_path(host.server, phone)
    return "; ".join(f"{place}: {_compared(each, before)}" for place, each in zip(_PLACES, path, strict=True))


def _compared(certificate: x509.Certificate, before: Sequence[x509.Certificate]) -> str:
    """What of a certificate was in the path on the day of the pins."""
    if certificate in before:
        return "as it was"
    return "renewed" if Pin.of(certificate) in map(Pin.of, before) else "new key"


def _letters(answer: object, event: str) -> str | None:
    """The row of an answer, without spaces and in small letters; None where it is no row."""
    row = answer.get(event) if isinstance(answer, dict) else None
    if isinstance(row, list | tuple) and all(isinstance(each, str) for each in row):
        row = "".join(row)
    if not isinstance(row, str):
        return None
    letters = "".join(row.split()).casefold()
    return letters if len(letters) == len(COLUMNS) and set(letters) <= {"y", "n"} else None


def _shape(answer: object) -> object:
    """What kind of table an answer is."""
    if answer is None or answer is ...:
        return answer  # the two answers that `check` has words of its own for
    if not isinstance(answer, dict):
        return "no dictionary"
    unknown = [str(key) for key in answer if key not in EVENTS]
    if unknown:
        return f"{unknown[0][:40]!r} is none of the six events"
    for event in EVENTS:
        if event not in answer:
            return f"the row {event!r} is missing"
        if _letters(answer, event) is None:
            return f"the row {event!r} is not six letters y or n"
    return "six rows of six letters"


def _first_wrong(answer: object, event: str) -> object:
    """The first cell of a row that the handshakes contradict, and why."""
    said = _letters(answer, event)
    if said is None:
        return "no row"
    for column, letter, seen in zip(COLUMNS, said, measured(event), strict=True):
        if letter != seen and seen == "n":
            told = f"'{column}' was refused, you say y: {_PINNED[column]} is not in the new path"
            return f"{told} ({new_path(event)})"
        if letter != seen:
            told = f"'{column}' was accepted, you say n: {_PINNED[column]} is in the new path"
            return f"{told} ({new_path(event)})"
    return "as the handshakes ended"


def _case(event: str) -> Case:
    return Case(event, lambda answer: _first_wrong(answer, event))


def _cases() -> Sequence[Case]:
    return [Case("your table", _shape), *map(_case, EVENTS)]


ALWAYS = dict.fromkeys(EVENTS, "yyyyyy")
A_FILE_IS_A_KEY = {event: row[2] + row[3] + row[2:] for event, row in RIGHT.items()}
ROOT_SURVIVES = RIGHT | {"new root": "nnyyyy", "cross-sign": "nnyyyy"}
ROOT_SURVIVES_CROSS_SIGN = RIGHT | {"cross-sign": "nnyyyy"}
LEAF_FILE_STAYS = RIGHT | {"new root": "ynyyny", "cross-sign": "ynyyny"}
CA_FILE_IS_ITS_KEY = RIGHT | {"new root": "nyyyny", "cross-sign": "nyyyny"}
NEW_CA_NEW_LEAF_KEY = RIGHT | {"change of CA": "nnnnnn"}
BACKUP_NOT_COUNTED = RIGHT | {"rekey": "nynyyn"}
INTERMEDIATE_DIES = RIGHT | {"new root": "nnynny", "cross-sign": "nnynny"}

FORECAST = Exercise(
    name="survival-forecast",
    lesson=LESSON,
    title="Forecast: what survives?",
    minutes=11,
    solution=FORECAST_SOURCE,
    cases=_cases,
    wanted="six rows of six letters y or n",
    hints=(
        "For each row write down the new path: which certificates are new, and which keys are new? Then go through the "
        "columns: is the pinned thing still in that path?",
        "A `.cer` column asks for the very certificate. A key column asks for the key, in whatever certificate. So "
        "`renew` is n for the leaf's file, and y for everything else.",
        "New root and cross-sign give a new phone the same path: the leaf's key stays, the issuing CA's key stays in "
        "a new certificate, and the root is another one.",
    ),
    mistakes=(
        Mistake(
            ALWAYS,
            "You let everything survive. Take the first cell: after a renewal the server shows a new certificate, "
            "and the leaf's `.cer` is the old one, byte for byte. Go through the cells with that question.",
        ),
        Mistake(
            A_FILE_IS_A_KEY,
            "You treat a `.cer` like the key in it. The file is compared byte for byte: after a renewal the leaf's "
            "certificate is another one, although its key is the same.",
        ),
        Mistake(
            ROOT_SURVIVES,
            "Five columns are right. In two rows you let the root key survive: the new root has a key of its own, "
            "and a new phone ends its path there, cross-sign or not.",
        ),
        Mistake(
            ROOT_SURVIVES_CROSS_SIGN,
            "Only one cell is wrong, the hardest: after the cross-sign a new phone knows the new root, so its path "
            "ends there and never reaches the old one. On an old phone you would be right.",
        ),
        Mistake(
            LEAF_FILE_STAYS,
            "Two cells are wrong, both for the leaf's `.cer`. Its key stays, and yet the bank gets a new certificate "
            "below the new root: the list of the events says so.",
        ),
        Mistake(
            CA_FILE_IS_ITS_KEY,
            "Two cells are wrong. The new root has certified the issuing CA's old key, and that gives a new "
            "certificate: the key survives, and the CA's `.cer` does not.",
        ),
        Mistake(
            NEW_CA_NEW_LEAF_KEY,
            "One row is off: the change of CA. The bank takes its own key along, and the new CA certifies it. Who "
            "pins the leaf's key does not notice whose signature is on the certificate.",
        ),
        Mistake(
            BACKUP_NOT_COUNTED,
            "One cell is wrong: at the rekey the bank moves to the backup key, and that pin is in the app already. "
            "That is what it is for.",
        ),
        Mistake(
            INTERMEDIATE_DIES,
            "Two cells are wrong: the new root certifies the *same* issuing CA's key. Its certificate is new, and "
            "its key is in the new path, so that pin survives.",
        ),
    ),
    correct="Thirty-six cells, and every one as the handshakes ended.",
    why="A pinned thing survives an event if it is still in the path that the phone validates afterwards. Certificates "
    "change at every event, keys only where somebody makes a new one, and the end of the path depends on the phone.",
    out_of_scope="Old phones, and the last three rows of the matrix: the lesson shows them afterwards.",
    instructor="The best of the lesson: on paper, in pairs, before anybody checks. Most lose the last "
    "cell but one of `cross-sign`. Let them draw both paths on the board.",
)
