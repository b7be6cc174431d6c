"""Write the same pinner for an OkHttp that knows one star only."""

from __future__ import annotations

from collections.abc import Sequence

from course.exercises.android.lesson import LESSON
from course.exercises.android.pin_every_host import the_example
from course.exercises.android.rows import SLIPS, WANTED, Rows, cases_for
from course.exercises.record import Case, Exercise, Mistake
from course.platforms.okhttp import older


def older_rows(bank: str, backup: str, cdn: str) -> list[tuple[str, ...]]:
    patterns = ["bank.test", "*.bank.test", "*.api.bank.test"]
    return [*((pattern, bank, backup) for pattern in patterns), ("img.bank.test", cdn)]


def two_stars(bank: str, backup: str, cdn: str) -> Rows:
    return [("**.bank.test", bank, backup), ("img.bank.test", cdn)]


def one_star(bank: str, backup: str, cdn: str) -> Rows:
    return [("*.bank.test", bank, backup), ("img.bank.test", cdn)]


def without_the_second_level(bank: str, backup: str, cdn: str) -> Rows:
    return [("bank.test", bank, backup), ("*.bank.test", bank, backup), ("img.bank.test", cdn)]


def without_the_name_itself(bank: str, backup: str, cdn: str) -> Rows:
    return [("*.bank.test", bank, backup), ("*.api.bank.test", bank, backup), ("img.bank.test", cdn)]


def without_the_cdn(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    return [(pattern, bank, backup) for pattern in ("bank.test", "*.bank.test", "*.api.bank.test")]


def cdn_among_the_others(bank: str, backup: str, cdn: str) -> Rows:
    return [(pattern, bank, backup, cdn) for pattern in ("bank.test", "*.bank.test", "*.api.bank.test")]


def without_the_backup(bank: str, backup: str, cdn: str) -> Rows:  # noqa: ARG001  # the mistake
    patterns = ["bank.test", "*.bank.test", "*.api.bank.test"]
    return [*((pattern, bank) for pattern in patterns), ("img.bank.test", cdn)]


def star_above_the_name(bank: str, backup: str, cdn: str) -> Rows:
    patterns = ["*.test", "*.bank.test", "*.api.bank.test"]
    return [*((pattern, bank, backup) for pattern in patterns), ("img.bank.test", cdn)]


def _cases() -> Sequence[Case]:
    return cases_for(older.CertificatePinner)


OLDER_OKHTTP = Exercise(
    name="older-okhttp",
    lesson=LESSON,
    title="Rows for an older OkHttp",
    minutes=4,
    solution=older_rows,
    cases=_cases,
    wanted=WANTED,
    hints=(
        "Without two stars: how many labels stand in front of `bank.test` in each of the bank's hosts?",
        "There are three kinds: none, one, and two. A name covers the first kind, one star the second. What does "
        "`*.api.bank.test` cover?",
        "A name, `*.bank.test` and `*.api.bank.test`, each with both pins of the bank, and a row for the CDN. Or all "
        "five hosts by their names.",
    ),
    mistakes=(
        Mistake(
            two_stars,
            "The pinner is built, and asks for no pin at any host of the bank: 3.13.1 takes the two stars for a part "
            "of a name. Write what they mean with one star and with names.",
        ),
        Mistake(
            one_star,
            "`bank.test` and `eu.api.bank.test` are not pinned: one star is exactly one label. Which rows cover a name "
            "with none in front, and one with two?",
        ),
        Mistake(
            without_the_second_level,
            "`eu.api.bank.test` is not pinned, so Mallory gets in there. It has two labels in front, and one star "
            "stands for one: put it in front of `api.bank.test`.",
        ),
        Mistake(
            without_the_name_itself,
            "`bank.test` itself is not pinned, so Mallory gets in there. A star wants a label; a host is covered by "
            "its plain name.",
        ),
        Mistake(
            without_the_cdn,
            "The honest CDN is refused: `*.bank.test` covers its host, and the pin of its key is not there. Give "
            "`img.bank.test` a row of its own; patterns add up here, too.",
        ),
        Mistake(
            cdn_among_the_others,
            "The CDN gets in as `api.bank.test`: its pin stands in a row that covers the bank's hosts. Give it a row "
            "for `img.bank.test` alone.",
        ),
        Mistake(
            without_the_backup,
            "Today everybody gets in. On the day of the backup key the bank is refused by its own app. Put both pins "
            "of the bank into each of its rows.",
        ),
        Mistake(
            star_above_the_name,
            "`weather.test` is refused: a row of yours covers it, and you know no key of that host. (`*.test` covers "
            "it as well as `bank.test`.) Name what is the bank's.",
        ),
        Mistake(
            the_example,
            "`bank.test` and `eu.api.bank.test` are not pinned: one star is exactly one label, and they have none in "
            "front, or two. And the star covers `img.bank.test`, so the honest CDN is refused.",
        ),
        *SLIPS,
    ),
    correct="The same hosts, the same pins, and no two stars: in 3.13.1 and in 5.4 alike.",
    why="Names and one star mean the same in old and new versions. What an old version does not know, it takes for "
    "something else, without an error.",
    out_of_scope="Hosts that are added later: with two stars a new one below `bank.test` is pinned at once, here it "
    "has to be thought of.",
    instructor="Where OkHttp is installed, have them try their rows with `try_out` before they check. Ask how they "
    "would find such a downgrade in their own build: a test with a wrong pin for every host, again.",
)
