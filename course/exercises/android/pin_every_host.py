"""Write the pinner of an app with six hosts, so that each is pinned to the right key."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from course.exercises.android.lesson import LESSON
from course.exercises.android.people import (
    CDN_HOST,
    OTHER_HOST,
    OWN_HOSTS,
    Path,
    bank_path,
    cdn_path,
    mallory_path,
    pins,
    weather_path,
)
from course.exercises.record import Case, Exercise, Mistake
from course.platforms.okhttp import CertificatePinner, PinningError

Rows = list[tuple[str, ...]]
PINNED, UNPINNED, REFUSED = (
    "gets in, with a pin that matches",
    "gets in, and no pin is asked for",
    "is refused",
)


def pinner_rows(bank: str, backup: str, cdn: str) -> list[tuple[str, ...]]:
    return [("**.bank.test", bank, backup), ("img.bank.test", cdn)]


def one_star(bank: str, backup: str, cdn: str) -> Rows:
    return [("*.bank.test", bank, backup), ("img.bank.test", cdn)]


def one_star_and_the_name(bank: str, backup: str, cdn: str) -> Rows:
    return [("bank.test", bank, backup), ("*.bank.test", bank, backup), ("img.bank.test", cdn)]


def all_in_one(bank: str, backup: str, cdn: str) -> Rows:
    return [("**.bank.test", bank, backup, cdn)]


def without_the_cdn(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return [("**.bank.test", bank, backup)]


def without_the_backup(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return [("**.bank.test", bank), ("img.bank.test", cdn)]


def whole_world(bank: str, backup: str, cdn: str) -> Rows:
    return [("**.test", bank, backup), ("img.bank.test", cdn)]


def first_host_only(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return [("api.bank.test", bank, backup)]


def addresses(bank: str, backup: str, cdn: str) -> Rows:
    return [("https://api.bank.test", bank, backup), ("https://img.bank.test", cdn)]


def star_in_the_middle(bank: str, backup: str, cdn: str) -> Rows:
    return [("*.*.bank.test", bank, backup), ("**.bank.test", bank, backup), ("img.bank.test", cdn)]


def star_alone(bank: str, backup: str, cdn: str) -> Rows:
    return [("*", bank, backup), ("img.bank.test", cdn)]


def dot_in_front(bank: str, backup: str, cdn: str) -> Rows:
    return [(".bank.test", bank, backup), ("img.bank.test", cdn)]


def dictionary(bank: str, backup: str, cdn: str) -> object:
    return {"**.bank.test": [bank, backup], "img.bank.test": [cdn]}


def pins_in_a_list(bank: str, backup: str, cdn: str) -> object:
    return [("**.bank.test", [bank, backup]), ("img.bank.test", [cdn])]


def one_row_alone(bank: str, backup: str, cdn: str) -> object:  # noqa: ARG001  # the mistake
    return ("**.bank.test", bank, backup)


def a_row_without_pins(bank: str, backup: str, cdn: str) -> Rows:
    return [*pinner_rows(bank, backup, cdn), ("weather.test",)]


def rows_of(given: list[object] | tuple[object, ...]) -> tuple[tuple[str, ...], ...] | str:
    """The rows that an answer has returned, or in words what is no row."""
    if not given:
        return "an empty list"
    if all(isinstance(part, str) for part in given):
        return "one row, and no list of rows"
    rows = tuple(tuple(row) if isinstance(row, list | tuple) else () for row in given)
    if not all(row and all(isinstance(part, str) for part in row) for row in rows):
        return "a row that is not a pattern and pins, all of them texts"
    return rows if all(len(row) > 1 for row in rows) else "a row without a pin"


@functools.cache
def judged(rows: tuple[tuple[str, ...], ...], host: str, path: Path) -> str:
    """How a connection ends with a pinner of these rows."""
    try:
        pinner = CertificatePinner(rows)
    except ValueError as refusal:
        return f"OkHttp builds no pinner: {refusal}"
    try:
        pinner.check(host, path)
    except PinningError:
        return REFUSED
    return PINNED if pinner.find_matching_pins(host) else UNPINNED


Judge = Callable[[tuple[tuple[str, ...], ...], str, Path], str]


def connections() -> list[tuple[str, str, Path]]:
    """Who answers for which host: a name for it, the host, and the validated path."""
    own = [(f"the bank as {host}", host, bank_path(host)) for host in OWN_HOSTS]
    return [
        *own,
        (f"the CDN as {CDN_HOST}", CDN_HOST, cdn_path(CDN_HOST)),
        (f"the host {OTHER_HOST}, whose keys nobody knows", OTHER_HOST, weather_path()),
        *((f"Mallory as {host}", host, mallory_path(host)) for host in (*OWN_HOSTS, CDN_HOST)),
        (f"the CDN as {OWN_HOSTS[0]}", OWN_HOSTS[0], cdn_path(OWN_HOSTS[0])),
        (
            f"the bank with its backup key, as {OWN_HOSTS[0]}",
            OWN_HOSTS[0],
            bank_path(OWN_HOSTS[0], backup=True),
        ),
    ]


def cases_for(judge: Judge) -> list[Case]:
    """All connections, judged with the rows that an answer makes of the three pins."""

    def ended(answer: Callable[..., object], host: str, path: Path) -> object:
        given = answer(pins().bank, pins().backup, pins().cdn)
        if isinstance(given, dict):
            return "a dictionary"
        if not isinstance(given, list | tuple):
            return given
        rows = rows_of(given)
        return rows if isinstance(rows, str) else judge(rows, host, path)

    def case(label: str, host: str, path: Path) -> Case:
        return Case(label, lambda answer: ended(answer, host, path))

    return [case(*connection) for connection in connections()]


def _cases() -> Sequence[Case]:
    return cases_for(judged)


PIN_EVERY_HOST = Exercise(
    name="pin-every-host",
    lesson=LESSON,
    title="A pinner for every host",
    minutes=6,
    solution=pinner_rows,
    cases=_cases,
    hints=(
        "Go through the hosts one by one: which pattern covers `bank.test` itself, and which one two labels in front?",
        "`**.bank.test` covers every host of the bank, `img.bank.test` as well. What does that host need besides, so "
        "that its own server still gets in?",
        "Two rows are enough. Patterns add up: `img.bank.test` then has the pins of both rows, and no other host has "
        "the CDN's.",
    ),
    mistakes=(
        Mistake(
            one_star,
            "For `bank.test` and `eu.api.bank.test` no pin is asked for, so Mallory gets in there. One star is exactly "
            "one label: these hosts have none in front, or two. Which pattern covers any number?",
        ),
        Mistake(
            one_star_and_the_name,
            "For `eu.api.bank.test` no pin is asked for: it has two labels in front, and `*.` is exactly one. Mallory "
            "gets in there. Which pattern covers any number of labels?",
        ),
        Mistake(
            all_in_one,
            "All hosts are pinned, and the CDN gets in as `api.bank.test`: its pin stands in a row that covers this "
            "host as well. Give the CDN's pin a row of its own, for its host alone.",
        ),
        Mistake(
            without_the_cdn,
            "The honest CDN is refused, so the app shows no pictures: your pattern covers its host, and the pin of its "
            "key is not there. Add a row for `img.bank.test`; patterns add up.",
        ),
        Mistake(
            without_the_backup,
            "Today everybody gets in. On the day of the backup key the bank is refused by its own app. A row takes "
            "several pins: put the backup's beside the first.",
        ),
        Mistake(
            whole_world,
            "`weather.test` is refused: a row of yours covers it, and you know no key of that host. (`**.test` would "
            "cover everything that ends so, and OkHttp does not object.) Name what is the bank's.",
        ),
        Mistake(
            first_host_only,
            "One host is pinned. For the others no pin is asked for, and Mallory gets in there. Which pattern covers "
            "them all, whatever comes before `bank.test`?",
        ),
        Mistake(
            addresses,
            "OkHttp builds no pinner: `Invalid pattern: https://api.bank.test`. A pattern is the name of a host, "
            "without `https://`, port or path.",
        ),
        Mistake(
            star_in_the_middle,
            "OkHttp builds no pinner: `Unexpected pattern: *.*.bank.test`. Stars stand in front only, as `*.` or as "
            "`**.`. Your second row does it all; leave out the first.",
        ),
        Mistake(
            star_alone,
            "OkHttp builds no pinner: `Unexpected pattern: *`. A star stands for labels in front of a name, so a name "
            "has to follow. Which name do the bank's hosts share?",
        ),
        Mistake(
            dot_in_front,
            "OkHttp builds no pinner: `Invalid pattern: .bank.test`. A dot in front means subdomains in cookies, not "
            "here. What does OkHttp write for any number of labels?",
        ),
        Mistake(
            dictionary,
            "You returned a dictionary. `CertificatePinner` takes a list of rows, as Kotlin's builder takes one `add` "
            "after the other: `[(pattern, pin, pin), (pattern, pin)]`.",
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
            pins_in_a_list,
            "In your rows the pins are lists of their own. A row is flat, as in Kotlin's `add(pattern, pin, pin)`: the "
            "pattern first, then its pins.",
        ),
    ),
    correct="Every host of the bank is pinned to the bank's keys, and the CDN can be the CDN and nobody else.",
    why="`**.bank.test` covers the domain and everything below it. Patterns add up, so the CDN's host gets its own pin "
    "in addition, and the CDN's pin counts nowhere else.",
    out_of_scope="That the bank could pose as its CDN, and hosts that are added to the app later: those below "
    "`bank.test` are pinned at once, and refused if they have another key.",
    instructor="Let them list who can be whom before they write: five owners and hosts on the board, arrows for 'may "
    "be'. All in one row is the usual first answer, and green in every test that has no CDN in it. Ask for that test.",
)
