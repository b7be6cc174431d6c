"""Lesson 01: do the dates hold?"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

from cryptography import x509

from course.exercises.certificates import bank
from course.exercises.record import Case, Exercise, Gives, Mistake
from course.exercises.trust.cast import LESSON

# Auckland's hours in winter, as POSIX writes them: its sign is the other way round.
_MACHINE = "<+12>-12"


def dates_hold(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def as_shipped(certificate: x509.Certificate, at: datetime) -> bool:
    begins = certificate.not_valid_before_utc.replace(tzinfo=None)
    ends = certificate.not_valid_after_utc.replace(tzinfo=None)
    return begins < at.replace(tzinfo=None) < ends


def zone_cut_off(certificate: x509.Certificate, at: datetime) -> bool:
    begins = certificate.not_valid_before_utc.replace(tzinfo=None)
    ends = certificate.not_valid_after_utc.replace(tzinfo=None)
    return begins <= at.replace(tzinfo=None) <= ends


def ends_excluded(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc < at < certificate.not_valid_after_utc


def last_second_excluded(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at < certificate.not_valid_after_utc


def first_second_excluded(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc < at <= certificate.not_valid_after_utc


def only_the_end(certificate: x509.Certificate, at: datetime) -> bool:
    return at <= certificate.not_valid_after_utc


def whole_days(certificate: x509.Certificate, at: datetime) -> bool:
    begins, ends = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
    return begins <= at.astimezone(UTC).date() <= ends


def half_mended(certificate: x509.Certificate, at: datetime) -> bool:
    begins = certificate.not_valid_before_utc.replace(tzinfo=None)
    return begins <= at <= certificate.not_valid_after_utc


def zone_of_the_machine(certificate: x509.Certificate, at: datetime) -> bool:
    begins = certificate.not_valid_before_utc.replace(tzinfo=None)
    ends = certificate.not_valid_after_utc.replace(tzinfo=None)
    return begins <= at.astimezone().replace(tzinfo=None) <= ends


def turned_round(certificate: x509.Certificate, at: datetime) -> bool:
    return not dates_hold(certificate, at)


@contextmanager
def _on_a_machine_in(zone: str) -> Iterator[None]:
    """Give this machine another zone for a while, where the system lets a program do that.

    Else an answer that asks for the machine's own zone is right on every server, whose clock shows UTC.
    """
    if not hasattr(time, "tzset"):
        yield
        return
    kept = os.environ.get("TZ")
    try:
        os.environ["TZ"] = zone
        time.tzset()
        yield
    finally:
        if kept is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = kept
        time.tzset()


def _at(label: str, certificate: x509.Certificate, moment: datetime) -> Case:
    def run(answer: Callable[[x509.Certificate, datetime], object]) -> object:
        with _on_a_machine_in(_MACHINE):
            return answer(certificate, moment)

    return Case(label, run, Gives.RETURNED)


def _dates_cases() -> Sequence[Case]:
    certificate = bank()
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    second = timedelta(seconds=1)
    auckland, new_york = timezone(timedelta(hours=12)), timezone(timedelta(hours=-4))
    moments = {
        "a day in the middle": first + (last - first) / 2,
        "its first second": first,
        "its last second": last,
        "a second before its first": first - second,
        "a second after its last": last + second,
        "a day after its last": last + timedelta(days=1),
        "its last second, on a phone in Auckland": last.astimezone(auckland),
        "an hour after its end, on a phone in New York": (last + timedelta(hours=1)).astimezone(new_york),
    }
    return [_at(label, certificate, moment) for label, moment in moments.items()]


DATES_HOLD = Exercise(
    name="dates-hold",
    lesson=LESSON,
    title="Find the bug: too early by half a day",
    minutes=4,
    solution=dates_hold,
    cases=_dates_cases,
    wanted="True from the first second to the last, both included, whatever the time zone of `at`",
    hints=(
        "Print `at` before and after `.replace(tzinfo=None)`, for UTC and for Auckland. Is it still the same moment?",
        "Two moments that both have a time zone can be compared as they are; Python does the arithmetic. So which "
        "calls are not needed at all? And does `<` let the last second itself through?",
        "One line is enough. The certificate's own dates, `not_valid_before_utc` and `not_valid_after_utc`, carry "
        "their zone already; compare them with `at`, and let both ends count.",
    ),
    mistakes=(
        Mistake(
            as_shipped,
            "That is the check as it was shipped: in Auckland the certificate still ends half a day early, and its "
            "first and last seconds do not count. What does `replace(tzinfo=None)` do to a moment?",
        ),
        Mistake(
            zone_cut_off,
            "The ends count now. But in Auckland the certificate still ends half a day early: `replace(tzinfo=...)` "
            "keeps the hour on the wall clock and changes only its label. Leave `at` as it is; it knows its zone.",
        ),
        Mistake(
            ends_excluded,
            "The zones are right. But you refuse the certificate in its first and in its last second, which both "
            "count (RFC 5280, section 4.1.2.5). Which comparison lets the ends through?",
        ),
        Mistake(
            last_second_excluded,
            "The zones are right, and so is the beginning. But the last second is part of a certificate's life "
            "(RFC 5280, section 4.1.2.5: 'inclusive'), and you refuse it. Look at the second comparison.",
        ),
        Mistake(
            first_second_excluded,
            "The zones are right, and so is the end. But the first second is part of a certificate's life as well, and "
            "you refuse it. Look at the first comparison.",
        ),
        Mistake(
            only_the_end,
            "You accepted the certificate a second before it begins. Dates have two ends: a phone whose clock has "
            "fallen back to last year must refuse as well.",
        ),
        Mistake(
            whole_days,
            "You compared days, so a certificate that ends at 08:59:59 lives on until midnight. Compare the moments "
            "themselves, without `.date()`.",
        ),
        Mistake(
            half_mended,
            "Python stopped at a comparison: one side still has its zone, and the other has lost it. Both begin with "
            "one, `at` and the certificate's dates that end in `_utc`. Whatever takes it off on one of the sides, such "
            "as `replace(tzinfo=None)`, has to go.",
        ),
        Mistake(
            zone_of_the_machine,
            "Your answers depend on the zone of the machine that computes them, here one in Auckland: `astimezone()` "
            "without a zone asks for that one, and so does `timestamp()` of a moment that has lost its own. The "
            "certificate's dates are in UTC. Compare the moments as they are; they know their zones.",
        ),
        Mistake(
            turned_round,
            "Each of your answers is the opposite of the right one. True means that the dates hold.",
        ),
    ),
    correct="Every time zone gets the same answer now, and the first and the last second count.",
    why="A moment with a time zone is a point in time; Python compares such points whatever zone they are written in. "
    "Cutting the zone off leaves only what a clock on the wall shows. And RFC 5280 counts both ends.",
    out_of_scope="A clock that is wrong, leap seconds, a margin for clocks that differ a little.",
    instructor="The cut-off zone comes from a search for the error \"can't compare offset-naive and offset-aware "
    'datetimes". Ask what else would have made it go away, and which of those is right. A test at noon in Greenwich '
    "finds nothing.",
)
