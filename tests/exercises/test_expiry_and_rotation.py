"""The exercises of lesson 06: several right answers, no smaller one, and time zones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations, permutations, product
from zoneinfo import ZoneInfo

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from course.classroom import check
from course.exercises.expiry_and_rotation.last_second import last_second
from course.exercises.expiry_and_rotation.runbook import RIGHT, said_of
from course.lab import Server, derive_key
from course.operations.harbour_plan import AS_WRITTEN, changed, plan_with
from course.operations.rotation import BadPlan, first_trouble
from course.pki import Pin, longest_life

FEWEST = 3
# What stays the same in each kind of repair, and what else it takes.
COMMON: dict[str, object] = {"1.2 pins": ["A", "B"], "May certificate": "A"}
THIRD = [
    {"July certificate": "A"},
    {"July certificate from": "2027-08-17"},
    {"1.2 released": "2027-03-14"},
    {"1.2 released": "2027-03-01"},
]


def state(answer: object) -> str:
    """What the check makes of a repair."""
    return str(check("repair-the-plan", answer).state)


def holds(changes: Mapping[str, object]) -> bool:
    """Whether nobody is locked out and key B is in use in the end."""
    try:
        plan = plan_with(changes)
    except BadPlan:
        return False
    return first_trouble(plan) is None and plan.certificates[-1].key == "key B"


@pytest.mark.parametrize("third", THIRD)
def test_every_kind_of_smallest_repair_is_right(third: dict[str, object]) -> None:
    """What comes of it is compared, not its text."""
    assert state(COMMON | third) == "correct"


def test_pins_may_stand_in_any_order_and_collection() -> None:
    """And an entry that is repeated as it was written is no change."""
    for pins in (["B", "A"], ("A", "B"), {"A", "B"}):
        assert (
            state({**COMMON, **THIRD[0], "1.2 pins": pins, "July certificate from": "2027-07-12"})
            == "correct"
        )


def test_what_is_repeated_as_it_was_is_no_change() -> None:
    """Pins as another kind of collection included."""
    assert changed(AS_WRITTEN) == changed({"1.2 pins": ("A",)}) == 0
    assert changed({"1.2 pins": ["B"], "May certificate": "B"}) == 1


def test_nothing_smaller_repairs_the_plan() -> None:
    """All pairs of changes, every date in steps of a week and the days that matter."""
    start = datetime(2027, 3, 1, tzinfo=UTC)
    days = [start + timedelta(days=7 * week) for week in range(40)]
    dates = [
        f"{day:%Y-%m-%d}"
        for day in (*days, datetime(2027, 8, 17, tzinfo=UTC), datetime(2027, 3, 14, tzinfo=UTC))
    ]
    values: dict[str, list[object]] = {
        name: list[object](dates) if name.endswith(("from", "released")) else ["A", "B"]
        for name in AS_WRITTEN
    }
    values["1.2 pins"] = [["A"], ["B"], ["A", "B"]]
    # Version 1.2 is the one that is left in the end, so key B has to be among its pins.
    assert not any(holds({name: value}) for name in values for value in values[name])
    assert not any(
        holds({one: first, two: second})
        for one, two in combinations(values, FEWEST - 1)
        if "1.2 pins" in (one, two)
        for first, second in product(values[one], values[two])
    )
    assert holds(COMMON | THIRD[0])


def test_more_than_the_fewest_is_not_yet() -> None:
    """Although nobody is locked out."""
    changes = {**COMMON, **THIRD[0], "September certificate from": "2027-09-06"}
    assert holds(changes)
    assert changed(changes) == FEWEST + 1
    assert state(changes) == "not yet"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"May": "A"}, "no entry 'May'"),
        ({"1.2 released": "2027-02-01"}, "before today, 2027-03-01"),
        ({"1.2 released": "soon"}, "'soon' is no date"),
        ({"May certificate": "C"}, "'C' is no key of the bank"),
        ({"1.2 pins": "AB"}, "'AB' is no list of keys"),
        ({"1.2 pins": ["C"]}, "is no list of keys"),
        ({"1.2 pins": 7}, "7 is no list of keys"),
    ],
)
def test_what_is_no_change_is_explained(changes: dict[str, object], sentence: str) -> None:
    """In the notebook as an error, in the check as a reply."""
    with pytest.raises(BadPlan, match=sentence):
        plan_with(changes)
    reply = check("repair-the-plan", changes)
    assert reply.state == "not yet"


@given(
    st.datetimes(datetime(2026, 6, 1), datetime(2029, 12, 1)),  # the zone comes from the next one
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland"]),
)
def test_a_life_is_a_whole_number_of_days(moment: datetime, zone: str) -> None:
    """Both ends counted, in every time zone and across every change of clocks."""
    starts = moment.replace(microsecond=0, tzinfo=ZoneInfo(zone))
    life = last_second(starts) - starts.astimezone(UTC) + timedelta(seconds=1)
    assert life in [timedelta(days=days) for days in (200, 100, 47)]


def test_the_last_second_may_be_written_in_any_zone() -> None:
    """The moment is compared, not its label."""

    def told_in_auckland(starts: datetime) -> datetime:
        return last_second(starts).astimezone(timezone(timedelta(hours=12)))

    assert check("last-second", told_in_auckland).state == "correct"


def test_a_date_without_time_is_no_moment() -> None:
    """And the reply does not fail over it."""
    assert check("last-second", lambda starts: last_second(starts).date()).state == "not yet"


def test_pins_may_be_any_collection_in_any_order() -> None:
    """Also as texts."""

    def as_texts(bank: Server, request: x509.CertificateSigningRequest) -> set[str]:
        return {str(Pin.of_public_key(request.public_key())), str(bank.pin)}

    assert check("next-pin-set", as_texts).state == "correct"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (["no pin"], "something in the list is no pin"),
        ([None], "something in the list is no pin"),
        ([], "an empty list"),
        ("sha256/", "no list of pins, but an object of type str"),
    ],
)
def test_what_is_no_pin_set_is_explained(answer: object, said: str) -> None:
    """In plain words, without an error."""
    reply = check("next-pin-set", lambda _bank, _request: answer)
    assert reply.state == "not yet"
    assert said in reply.reply


def test_one_order_of_the_runbook_is_right() -> None:
    """Of all orders of the seven steps, and in small letters too."""
    right = said_of(list(RIGHT))
    assert [order for order in permutations(RIGHT) if said_of(order) == right] == [RIGHT]
    assert said_of([letter.lower() for letter in RIGHT]) == right
    assert said_of("CFDBAGE") == said_of("C, F, D, B, A, G, E") == right


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (["C", "F", "D", "B", "A", "G"], "E is missing"),
        (["C", "F", "D"], "A, B, E, G are missing"),
        ([*RIGHT, "C"], "C stands there more than once"),
        ([*RIGHT, "X"], "'X' is none of the letters"),
        ([*RIGHT[:-1], "H", "E"], "H is in it"),
        (["C", "F", "B", "D", "A", "G", "E"], "the first step out of place is B, as number 3"),
        ("CFDBAGH", "H is in it"),
        ("", "A, B, C, D, E, F, G are missing"),
        ([1, 2], "no list of letters"),
    ],
)
def test_a_wrong_order_says_what_is_wrong(answer: object, sentence: str) -> None:
    """The first thing only."""
    assert said_of(answer) == sentence


@pytest.mark.parametrize("order", ["CFDBEAG", "CFDEBAG", "CFDBEGA"])
def test_dropping_the_old_pin_too_early_has_its_cause_named(order: str) -> None:
    """The server still shows the old key then."""
    assert "still shows the old key" in check("runbook-in-order", list(order)).reply


def test_a_fraction_of_a_second_is_no_last_second() -> None:
    """Certificates have whole seconds."""
    answer = check("last-second", lambda starts: last_second(starts) + timedelta(microseconds=999_999))
    assert "between two seconds" in answer.reply


@pytest.mark.parametrize(
    "write",
    [str, datetime.isoformat, lambda ends: f"{ends:%Y-%m-%d %H:%M:%S UTC}"],
    ids=["str", "ISO", "format"],
)
def test_text_is_no_moment(write: Callable[[datetime], str]) -> None:
    """Even where it says the right thing."""
    reply = check("last-second", lambda starts: write(last_second(starts)))
    assert reply.state == "not yet"
    assert reply.reply.startswith("You returned text.")


def test_a_lost_time_zone_is_named_before_the_numbers() -> None:
    """Here the time of day is wrong as well."""
    reply = check("last-second", lambda starts: starts.replace(tzinfo=None))
    assert reply.reply.startswith("Your moment has lost its time zone")


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        (lambda starts: starts + timedelta(days=longest_life(starts)), "one second late"),
        (lambda starts: starts + timedelta(days=longest_life(starts) - 1), "a day early, less one second"),
        (lambda starts: starts + timedelta(days=longest_life(starts) - 1, seconds=-1), "a day and a second"),
        (lambda starts: starts + timedelta(days=100, seconds=-1), "every certificate 100 days"),
        (
            lambda starts: (starts + timedelta(days=longest_life(starts) - 1)).replace(
                hour=23, minute=59, second=59
            ),
            "end of a day",
        ),
        (
            lambda starts: (starts + timedelta(days=longest_life(starts))).replace(
                hour=23, minute=59, second=59
            ),
            "end of the day",
        ),
    ],
)
def test_the_first_cause_is_named_whatever_berlin_gives(
    wrong: Callable[[datetime], datetime], cause: str
) -> None:
    """None of these converts to UTC."""
    assert cause in check("last-second", wrong).reply


@pytest.mark.parametrize("day", [datetime(2027, 8, 17, tzinfo=UTC), datetime(2027, 8, 17), date(2027, 8, 17)])
def test_a_day_may_be_written_as_a_date(day: date) -> None:
    """And one that is repeated as it was is no change then either."""
    assert state({**COMMON, "July certificate from": day}) == "correct"
    assert changed({"July certificate from": date(2027, 7, 12)}) == 0


def test_what_is_no_day_leaves_room_for_the_advice() -> None:
    """However long it is."""
    for value in (datetime(2027, 8, 17, 8, tzinfo=UTC), "as soon as everybody has the new version " * 9):
        assert "Write it as '2027-04-19'." in check("repair-the-plan", {"July certificate from": value}).reply


def test_the_pin_of_the_notebooks_own_backup_key_is_none_of_the_banks() -> None:
    """The check's bank has another one."""
    copied = Pin.of_public_key(derive_key("api.bank.test, backup").public_key())
    reply = check("next-pin-set", lambda _, request: [copied, Pin.of_public_key(request.public_key())])
    assert "`backup_pin` is that of another bank" in reply.reply


def test_an_answer_that_changes_the_bank_is_not_right() -> None:
    """It would pin a key that nobody has planned."""

    def rekeys_first(bank: Server, request: x509.CertificateSigningRequest) -> list[Pin]:
        bank.rekey()
        return [bank.pin, Pin.of_public_key(request.public_key())]

    reply = check("next-pin-set", rekeys_first)
    assert (reply.state, "changed by your answer" in reply.reply) == ("not yet", True)


def test_a_plan_in_place_of_its_changes_is_named() -> None:
    """The picture takes the one, the check the other."""
    assert "type Plan is no dictionary of changes" in check("repair-the-plan", plan_with()).reply
