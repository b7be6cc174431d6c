"""The answers to lesson 07's exercise about OkHttp 3.13.1, judged by the real one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from course.exercises.android.older_okhttp import OLDER_OKHTTP
from course.exercises.android.rows import PINNED, REFUSED, UNPINNED, connections, given_pins, judged, rows_of
from course.lab.real_okhttp import RealOkHttp, questions
from course.platforms.okhttp import older

pytestmark = pytest.mark.programs


def _are_rows(answer: Callable[..., object]) -> bool:
    """Some mistakes return no rows, and OkHttp is not asked about those."""
    given = given_pins()
    made = answer(given.bank, given.backup, given.cdn)
    return isinstance(made, list) and isinstance(rows_of(made), tuple)


ANSWERS = [
    OLDER_OKHTTP.reference,
    *(mistake.answer for mistake in OLDER_OKHTTP.mistakes if _are_rows(mistake.answer)),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.__name__)
def test_the_check_says_what_the_real_okhttp_does(
    real: RealOkHttp, answer: Callable[[str, str, str], list[tuple[str, ...]]]
) -> None:
    """For the solution and every mistake, on each connection of the exercise."""
    given = given_pins()
    rows = tuple(answer(given.bank, given.backup, given.cdn))
    asked = connections()
    found = real.ask(*(questions.find_matching_pins(rows, host) for _, host, _ in asked))
    checked = real.ask(*(questions.check(rows, host, path) for _, host, path in asked))
    for (who, host, path), pins_of, check in zip(asked, found, checked, strict=True):
        said = REFUSED if check.error else PINNED if pins_of.value else UNPINNED
        assert judged(rows, host, path, older.CertificatePinner) == said, who
