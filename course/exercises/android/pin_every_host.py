"""Write the pinner of an app with six hosts, so that each is pinned to the right key."""

from __future__ import annotations

from collections.abc import Sequence

from course.exercises.android.lesson import LESSON
from course.exercises.android.rows import SLIPS, WANTED, Rows, cases_for
from course.exercises.record import Case, Exercise, Mistake
from course.platforms.okhttp import CertificatePinner


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


def the_example(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return [("*.bank.test", bank, backup)]


def backup_at_one_host(bank: str, backup: str, cdn: str) -> Rows:
    return [("**.bank.test", bank), ("api.bank.test", backup), ("img.bank.test", cdn)]


def _cases() -> Sequence[Case]:
    return cases_for(CertificatePinner)


PIN_EVERY_HOST = Exercise(
    name="pin-every-host",
    lesson=LESSON,
    title="A pinner for every host",
    minutes=6,
    solution=pinner_rows,
    cases=_cases,
    wanted=WANTED,
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
            "`**.`. Write `**.bank.test` instead: one row, for any number of labels.",
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
            the_example,
            "That is the row of the example. For `bank.test` and `eu.api.bank.test` no pin is asked for: one star is "
            "exactly one label. And it covers `img.bank.test`, so the honest CDN is refused.",
        ),
        Mistake(
            backup_at_one_host,
            "The backup's pin counts at `api.bank.test` alone. On its day all other hosts of the bank are refused. "
            "Put both pins into each row of the bank's.",
        ),
        *SLIPS,
    ),
    correct="Every host of the table is pinned to its keys, and the CDN can be the CDN and nobody else.",
    why="`**.bank.test` covers the domain and everything below it. Patterns add up, so the CDN's host gets its own pin "
    "in addition, and the CDN's pin counts nowhere else.",
    out_of_scope="That the bank could pose as its CDN, and hosts that are added to the app later: with two stars those "
    "below `bank.test` are pinned at once, and refused if they have another key; with names they are not pinned.",
    instructor="Let them list who can be whom before they write: five owners and hosts on the board, arrows for 'may "
    "be'. All in one row is the usual first answer, and green in every test that has no CDN in it. Ask for that test.",
)
