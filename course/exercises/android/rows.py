"""Rows for a pinner: who gets in with them, and what is no list of rows."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

from course.exercises.android.people import (
    CDN_HOST,
    OTHER_HOST,
    OWN_HOSTS,
    Path,
    Pins,
    bank_path,
    cdn_path,
    mallory_path,
    pins,
    weather_path,
)
from course.exercises.record import Case, Gives, Mistake
from course.platforms.okhttp import CertificatePinner, Pin, PinningError, older

Rows = list[tuple[str, ...]]
Pinner = Callable[[tuple[tuple[str, ...], ...]], CertificatePinner | older.CertificatePinner]

PINNED, UNPINNED, REFUSED = (
    "gets in, with a pin that matches",
    "gets in; no row covers this host, so no pin is asked for",
    "is refused; a row covers this host, and no pin matches",
)
WANTED = "a list of rows"


def given_pins() -> Pins:
    """What an answer is called with: pins that no notebook shows, so that it has to use its parameters."""
    return pins(other=True)


def dictionary(bank: str, backup: str, cdn: str) -> object:
    return {"**.bank.test": [bank, backup], "img.bank.test": [cdn]}


def pins_in_a_list(bank: str, backup: str, cdn: str) -> object:
    return [("**.bank.test", [bank, backup]), ("img.bank.test", [cdn])]


def parts_that_are_no_texts(bank: str, backup: str, cdn: str) -> object:
    return [("**.bank.test", bank.encode(), backup.encode()), ("img.bank.test", cdn.encode())]


def one_text(bank: str, backup: str, cdn: str) -> object:
    return f"**.bank.test {bank} {backup} img.bank.test {cdn}"


def nothing(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return []


def one_row_alone(bank: str, backup: str, cdn: str) -> object:  # noqa: ARG001  # the mistake
    return ("**.bank.test", bank, backup)


def a_row_without_pins(bank: str, backup: str, cdn: str) -> Rows:
    return [("**.bank.test", bank, backup), ("img.bank.test", cdn), ("weather.test",)]


def hosts_in_one_row(bank: str, backup: str, cdn: str) -> Rows:
    return [(*OWN_HOSTS, bank, backup), ("img.bank.test", cdn)]


def two_prefixes(bank: str, backup: str, cdn: str) -> Rows:
    return [("**.bank.test", f"sha256/{bank}", f"sha256/{backup}"), ("img.bank.test", f"sha256/{cdn}")]


def the_notebooks_pins(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return [("**.bank.test", pins().bank, pins().backup), ("img.bank.test", cdn)]


def the_backup_alone(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return [("**.bank.test", backup), ("img.bank.test", cdn)]


def another_pin_for_the_cdn(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return [("**.bank.test", bank, backup), ("img.bank.test", bank, backup)]


def names_without_the_cdn(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return [(host, bank, backup) for host in OWN_HOSTS]


def backup_under_the_star(bank: str, backup: str, cdn: str) -> Rows:
    names = [("bank.test", bank), ("eu.api.bank.test", bank)]
    return [("*.bank.test", bank, backup), *names, ("img.bank.test", cdn)]


SLIPS = (
    Mistake(
        names_without_the_cdn,
        "The bank's hosts are right. For `img.bank.test` no pin is asked for, so Mallory gets in there: it needs "
        "a row as well, with the CDN's pin.",
    ),
    Mistake(
        backup_under_the_star,
        "On the day of the backup key the bank is refused as `bank.test` and as `eu.api.bank.test`: their rows "
        "have one pin, and the row with the star does not cover them. Put both pins into each row of the bank's.",
    ),
    Mistake(
        dictionary,
        "You returned a dictionary. `CertificatePinner` takes a list of rows, as Kotlin's builder takes one `add` "
        "after the other: `[(pattern, pin, pin), (pattern, pin)]`.",
    ),
    Mistake(
        pins_in_a_list,
        "In your rows the pins are lists of their own. A row is flat, as in Kotlin's `add(pattern, pin, pin)`: the "
        "pattern first, then its pins.",
    ),
    Mistake(
        parts_that_are_no_texts,
        "In one of your rows stands something that is no text. A row is a pattern and its pins, all of them texts: "
        "`(pattern, pin, pin)`.",
    ),
    Mistake(
        one_text,
        "You returned one text. Wanted is a list of rows: `[(pattern, pin, pin), (pattern, pin)]`.",
    ),
    Mistake(
        nothing,
        "You returned an empty list. A pinner without rows asks for no pin, so Mallory gets in everywhere. Write a "
        "row: a pattern, and its pins behind it.",
    ),
    Mistake(
        one_row_alone,
        "You returned one row. Wanted is a list of rows: `[(pattern, pin, pin), (pattern, pin)]`.",
    ),
    Mistake(
        a_row_without_pins,
        "One of your rows has no pin behind its pattern. A host that shall not be pinned needs no row at all.",
    ),
    Mistake(
        hosts_in_one_row,
        "A row of yours has several hosts in it. OkHttp takes its first part for the pattern and all others for pins, "
        "so it builds no pinner. Give each host a row, or find a pattern that covers them.",
    ),
    Mistake(
        two_prefixes,
        "One of your pins begins with `sha256/` twice. What you are given has it already. OkHttp takes the second one "
        "for base64 and builds the pinner, and the pin never matches.",
    ),
    Mistake(
        the_notebooks_pins,
        "Your rows have the pins of this notebook, whatever the function is given. The check gives it another bank's. "
        "Use the parameters, `bank` and `backup`.",
    ),
    Mistake(
        the_backup_alone,
        "The pin of the key that the bank uses today is in no row of yours. Every host of the bank needs both: "
        "`bank`, and beside it `backup`.",
    ),
    Mistake(
        another_pin_for_the_cdn,
        "`img.bank.test` has a row of yours, and the CDN's pin is not in it: the honest CDN is refused. Put `cdn` "
        "there, the third parameter.",
    ),
)


def rows_of(given: list[object] | tuple[object, ...]) -> tuple[tuple[str, ...], ...] | str:
    """The rows that an answer has returned, or in words what is wrong with them for every host."""
    if not given:
        return "an empty list"
    if all(isinstance(part, str) for part in given):
        return "one row, and no list of rows"
    rows = tuple(tuple(row) if isinstance(row, list | tuple) else () for row in given)
    if any(isinstance(part, list | tuple) for row in rows for part in row):
        return "a row with a list in it"
    if not all(row and all(isinstance(part, str) for part in row) for row in rows):
        return "a row with something in it that is no text"
    if not all(len(row) > 1 for row in rows):
        return "a row without a pin"
    return _fault(tuple(part for row in rows for part in row[1:]), tuple(row[0] for row in rows)) or rows


@functools.cache
def _fault(written: tuple[str, ...], patterns: tuple[str, ...]) -> str | None:
    asked = given_pins()
    if any(part.endswith(".test") for part in written):
        return "a row with several hosts in it"
    if any(part.startswith("sha256/sha256/") for part in written):
        return "a pin that begins with sha256/ twice"
    if {pins().bank, pins().backup} & set(written):
        return "rows with the notebook's pins"
    if not _among(asked.bank, written):
        return "rows without the pin of the bank's present key"
    if CDN_HOST in patterns and not _among(asked.cdn, written):
        return "a row for img.bank.test without the CDN's pin"
    return None


def _among(pin: str, written: Iterable[str]) -> bool:
    """Whether it is there in any spelling that OkHttp reads; what it does not read, it says itself."""
    try:
        return Pin("bank.test", pin).hash in {Pin("bank.test", each).hash for each in written}
    except ValueError:
        return True


def connections() -> list[tuple[str, str, Path]]:
    """Who answers for which host: a name for it, the host, and the validated path."""
    return [
        *((f"the bank as {host}", host, bank_path(host, other=True)) for host in OWN_HOSTS),
        (f"the CDN as {CDN_HOST}", CDN_HOST, cdn_path(CDN_HOST, other=True)),
        (f"the host {OTHER_HOST}, whose keys nobody knows", OTHER_HOST, weather_path()),
        *((f"Mallory as {host}", host, mallory_path(host)) for host in (*OWN_HOSTS, CDN_HOST)),
        *((f"the CDN as {host}", host, cdn_path(host, other=True)) for host in OWN_HOSTS),
        *(
            (f"the bank with its backup key, as {host}", host, bank_path(host, backup=True, other=True))
            for host in OWN_HOSTS
        ),
    ]


@functools.cache
def judged(rows: tuple[tuple[str, ...], ...], host: str, path: Path, kind: Pinner = CertificatePinner) -> str:
    """How a connection ends with a pinner of these rows."""
    try:
        pinner = kind(rows)
    except ValueError as refusal:
        return f"OkHttp builds no pinner: {refusal}"
    try:
        pinner.check(host, path)
    except PinningError:
        return REFUSED
    return PINNED if pinner.find_matching_pins(host) else UNPINNED


def cases_for(kind: Pinner) -> list[Case]:
    """All connections, judged with the rows that an answer makes of three pins."""

    def read(answer: Callable[..., object]) -> object:
        asked = given_pins()
        given = answer(asked.bank, asked.backup, asked.cdn)
        if isinstance(given, dict | str):
            return "a dictionary" if isinstance(given, dict) else "one text"
        return rows_of(given) if isinstance(given, list | tuple) else given

    def ended(answer: Callable[..., object], host: str, path: Path) -> object:
        rows = read(answer)
        return judged(rows, host, path, kind) if isinstance(rows, tuple) else rows

    def shape(answer: Callable[..., object]) -> object:
        rows = read(answer)
        return WANTED if isinstance(rows, tuple) else rows

    def case(label: str, host: str, path: Path) -> Case:
        return Case(label, lambda answer: ended(answer, host, path))

    return [
        Case("the three pins", shape, Gives.RETURNED),
        *(case(*connection) for connection in connections()),
    ]
