"""Lesson 06: until which second may it live?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from course.exercises.expiry_and_rotation.lesson import LESSON
from course.exercises.in_turn import in_turn
from course.exercises.record import Case, Exercise, Gives, Mistake
from course.pki import longest_life

Answer = Callable[[datetime], object]


def last_second(starts: datetime) -> datetime:
    starts = starts.astimezone(UTC)
    return starts + timedelta(days=longest_life(starts), seconds=-1)


def a_second_too_long(starts: datetime) -> datetime:
    starts = starts.astimezone(UTC)
    return starts + timedelta(days=longest_life(starts))


def on_the_wall(starts: datetime) -> datetime:
    return starts + timedelta(days=longest_life(starts), seconds=-1)


def another_label(starts: datetime) -> datetime:
    starts = starts.replace(tzinfo=UTC)
    return starts + timedelta(days=longest_life(starts), seconds=-1)


def day_on_the_wall(starts: datetime) -> datetime:
    midnight = datetime(starts.year, starts.month, starts.day, tzinfo=UTC)
    return starts.astimezone(UTC) + timedelta(days=longest_life(midnight), seconds=-1)


def always_a_hundred(starts: datetime) -> datetime:
    return starts.astimezone(UTC) + timedelta(days=100, seconds=-1)


def a_hundred_for_ever(starts: datetime) -> datetime:
    starts = starts.astimezone(UTC)
    return starts + timedelta(days=max(100, longest_life(starts)), seconds=-1)


def end_of_the_day(starts: datetime) -> datetime:
    starts = starts.astimezone(UTC)
    last = starts + timedelta(days=longest_life(starts) - 1)
    return last.replace(hour=23, minute=59, second=59)


def end_of_the_day_after(starts: datetime) -> datetime:
    starts = starts.astimezone(UTC)
    last = starts + timedelta(days=longest_life(starts))
    return last.replace(hour=23, minute=59, second=59)


def a_day_too_short(starts: datetime) -> datetime:
    starts = starts.astimezone(UTC)
    return starts + timedelta(days=longest_life(starts) - 1)


def a_day_and_a_second_too_short(starts: datetime) -> datetime:
    starts = starts.astimezone(UTC)
    return starts + timedelta(days=longest_life(starts) - 1, seconds=-1)


def a_moment_too_short(starts: datetime) -> datetime:
    starts = starts.astimezone(UTC)
    return starts + timedelta(days=longest_life(starts)) - timedelta(microseconds=1)


def without_a_zone(starts: datetime) -> datetime:
    return last_second(starts).replace(tzinfo=None)


def as_text(starts: datetime) -> str:
    return str(last_second(starts))


def _told(starts: datetime) -> Callable[[Answer], object]:
    def told(answer: Answer) -> object:
        ends = answer(starts)
        # The kind comes first: what a text or a moment without a zone says is not looked at.
        if isinstance(ends, str):
            return "text, and no moment"
        if not isinstance(ends, datetime):
            return ends
        if ends.utcoffset() is None:
            return "a moment without a time zone"
        fraction = " and a fraction of a second" if ends.microsecond else ""
        return f"{ends.astimezone(UTC):%Y-%m-%d %H:%M:%S}{fraction} UTC"

    return told


def _cases() -> Sequence[Case]:
    berlin, new_york = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
    in_utc = {
        "1 February 2027, 08:00 UTC": datetime(2027, 2, 1, 8, tzinfo=UTC),
        "15 March 2027, 00:00 UTC": datetime(2027, 3, 15, tzinfo=UTC),
        "the second before that": datetime(2027, 3, 14, 23, 59, 59, tzinfo=UTC),
        "15 March 2029, 00:00 UTC": datetime(2029, 3, 15, tzinfo=UTC),
    }
    elsewhere = {
        "5 May 2027, 12:00 in Berlin": datetime(2027, 5, 5, 12, tzinfo=berlin),
        "15 March 2027, 00:30 in Berlin": datetime(2027, 3, 15, 0, 30, tzinfo=berlin),
        "20 September 2027, 12:00 in Berlin": datetime(2027, 9, 20, 12, tzinfo=berlin),
        "14 March 2029, 21:00 in New York": datetime(2029, 3, 14, 21, tzinfo=new_york),
    }
    return in_turn(_asked(in_utc), _asked(elsewhere), last_second)


def _asked(moments: Mapping[str, datetime]) -> list[Case]:
    return [Case(label, _told(moment), Gives.OUTCOME) for label, moment in moments.items()]


LAST_SECOND = Exercise(
    name="last-second",
    lesson=LESSON,
    title="Until which second?",
    minutes=5,
    solution=last_second,
    cases=_cases,
    wanted="a moment with a time zone: the last second that the rules allow",
    hints=(
        "A certificate that is valid in just one second starts and ends in the same second. So how long after its "
        "start does one that lives a day end?",
        "Python adds days to the clock on the wall: when Berlin sets its clocks back in between, its day has 25 "
        "hours. In which zone has every day 24? Convert first, add afterwards.",
        "`starts.astimezone(UTC)` is the same moment in UTC. Ask `longest_life` for it, and add "
        "`timedelta(days=..., seconds=-1)`.",
    ),
    mistakes=(
        Mistake(
            a_second_too_long,
            "Each of your ends is one second late. The first and the last second both count (RFC 5280, section "
            "4.1.2.5), so a life of 100 days ends one second before 100 days have passed. Subtract it.",
        ),
        Mistake(
            on_the_wall,
            "In UTC you are right. In Berlin you are an hour off, when its clocks change in between: Python adds "
            "days to the clock on the wall, and not every day there has 24 hours. Convert to UTC before you add.",
        ),
        Mistake(
            another_label,
            "In UTC you are right. For Berlin and New York your ends are off by their distance from Greenwich: "
            "`replace(tzinfo=UTC)` keeps the hour and changes its label. Which call converts a moment?",
        ),
        Mistake(
            day_on_the_wall,
            "You took the day from the local calendar. Half an hour past midnight in Berlin it is still the day "
            "before in UTC, where the rules count. Convert the moment first, then ask for its limit.",
        ),
        Mistake(
            always_a_hundred,
            "You give every certificate 100 days. Before 15 March 2027 it may be 200, and from 15 March 2029 on 47: "
            "`longest_life(starts)` knows the timetable.",
        ),
        Mistake(
            a_hundred_for_ever,
            "Right until 2029. From 15 March 2029 on, in UTC, 47 days are the most: use what `longest_life` says, "
            "for every date.",
        ),
        Mistake(
            end_of_the_day,
            "You end at the end of a day. A life of n days ends n days minus one second after its *own* start: one "
            "that starts at 08:00:00 ends at 07:59:59. Add the days to the start, and leave its time of day.",
        ),
        Mistake(
            end_of_the_day_after,
            "You end at the end of the day, hours after n days have passed. A life of n days ends n days minus one "
            "second after its *own* start: one that starts at 08:00:00 ends at 07:59:59. Leave its time of day.",
        ),
        Mistake(
            a_day_too_short,
            "Each of your ends is a day early, less one second. Only the last *second* is to be subtracted: a life "
            "of n days ends n days minus one second after its start.",
        ),
        Mistake(
            a_day_and_a_second_too_short,
            "Each of your ends is a day early. You subtract a day and a second: the second is enough, since a life "
            "of n days ends n days minus one second after its start.",
        ),
        Mistake(
            a_moment_too_short,
            "Your ends are between two seconds, and a certificate's dates are whole seconds. The last whole second "
            "counts in full, so subtract one second.",
        ),
        Mistake(
            without_a_zone,
            "Your moment has lost its time zone, so nobody can compare it with another one. What comes from "
            "`starts.astimezone(UTC)` carries its zone along: leave it there.",
        ),
        Mistake(
            as_text,
            "You returned text. It looks like a moment, and nobody can compare it with one or count on from it. "
            "Return the datetime itself, without `str`, `isoformat` or a format.",
        ),
    ),
    correct="To the second, whatever clock hangs on the wall.",
    why="Rules and certificates count in UTC, where every day has 24 hours. Both ends of a life count, so it is "
    "one second shorter than it looks: Let's Encrypt had to learn that in 2021, when it found that its "
    "certificates of 90 days lived 90 days and one second.",
    out_of_scope="Leap seconds, and the margin that an authority keeps to be safe.",
    instructor="The wall clock is the one that catches people who know time zones well: ask for the type of "
    "`starts + timedelta(days=1)` on the last Sunday of October. The second is Mozilla bug 1715455.",
)
