"""The exercises of lesson 05, against the course's own policy, OkHttp's tests and the survival matrix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from course.classroom import check
from course.exercises.pin_public_keys.chosen_pins import MUST_STAY_OUT, MUST_SURVIVE
from course.exercises.pin_public_keys.forecast import COLUMNS, EVENTS, PHONE, RIGHT, measured
from course.exercises.pin_public_keys.host_patterns import pins_for
from course.exercises.pin_public_keys.own_pinner import compare
from course.exercises.pin_public_keys.questions import READ_THE_REFUSAL, RESUMED
from course.exercises.pin_public_keys.stuffed_chain import as_it_was, lets_in, stuffed
from course.lab import Lab, client_context, measure_survival, support_desk, visit
from course.lab.cast import HOST, NOW, cast
from course.pinning import Policy
from course.pki import Pin, evaluate_trust
from tests.conformance import needs_conformance
from tests.conformance_cases import cases_of

PEOPLE = cast()
PATH = [*PEOPLE.leaf.chain, PEOPLE.root.certificate]
PINS = [str(Pin.of(each)) for each in PATH] + [str(PEOPLE.lighthouse.pin), str(PEOPLE.root_2.pin)]


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from([HOST, "shop.test"]), st.lists(st.sampled_from(PINS), min_size=1, max_size=3)
    ),
    st.sampled_from([HOST, "shop.test", "other.test"]),
    st.integers(0, 3),
)
def test_the_pinner_says_what_the_courses_policy_says(
    pins: dict[str, list[str]], host: str, kept: int
) -> None:
    """For any pins, host and path, the empty one included."""
    verdict = Policy(pins).evaluate(host, PATH[:kept], NOW)
    assert compare(pins, host, PATH[:kept]) == (verdict.accepted, [str(seen.pin) for seen in verdict.seen])


# Restated from CertificatePinnerKotlinTest and CertificatePinnerTest.
OKHTTP = [
    ("*.example.com", "a.example.com", True),
    ("*.example.com", "a.b.example.com", False),
    ("*.example.com", "notexample.com", False),
    ("*.example.com", "..example.com", False),
    ("*.example.com", "a..example.com", False),
    ("**.example.com", "example.com", True),
    ("**.example.com", "a..example.com", True),
    ("**.example.com", "barnexample.com", False),
    ("**.example.co.uk", "foo.bar.example.co.uk", True),
]


@pytest.mark.parametrize(("pattern", "host", "match"), OKHTTP)
def test_patterns_match_as_in_okhttp(pattern: str, host: str, match: bool) -> None:
    """One star is one label, two stars are any number."""
    assert bool(pins_for({pattern: ["A"]}, host)) == match


@needs_conformance
def test_patterns_match_as_in_every_case_of_okhttp() -> None:
    """All that need no other spelling of the host: lower case, ASCII, no address."""
    asked = 0
    for case in cases_of("okhttp", kind="host_match"):
        pattern, host = case.input["pattern"], case.input["hostname"]
        if pattern != pattern.lower() or not pattern.isascii() or ":" in pattern:
            continue
        asked += 1
        assert bool(pins_for({pattern: ["A"]}, host)) == case.expected["match"], case.id
    assert asked >= 20


@pytest.mark.parametrize("pin", PINS[:2])
def test_the_naive_pinner_is_fooled_and_the_repaired_one_is_not(pin: str) -> None:
    """By the same chain, with the leaf's pin and with the issuing CA's."""
    chain = list(stuffed().chain)
    anchors = [PEOPLE.root.certificate, PEOPLE.lighthouse.certificate]
    wanted = {Pin.parse(pin)}
    assert as_it_was(chain, HOST, anchors, NOW, wanted) is True
    assert lets_in(chain, HOST, anchors, NOW, wanted) is False
    assert lets_in(list(PEOPLE.leaf.chain), HOST, anchors, NOW + timedelta(days=1), wanted) is True


def test_the_forecast_is_what_handshakes_give() -> None:
    """Cell by cell, and the same as in the matrix."""
    matrix = measure_survival()
    for event in EVENTS:
        row = "".join("y" if matrix.cell(event, PHONE, column).accepted else "n" for column in COLUMNS)
        assert row == measured(event) == RIGHT[event]


def test_a_wrong_forecast_hears_of_its_first_wrong_cell() -> None:
    """By name, with what the handshake did and why."""
    reply = check("survival-forecast", RIGHT | {"rekey": "nyyyny", "new root": "yyyyyy"})
    assert reply.reply == (
        "Rekey: 'leaf key' was refused, you say y: the leaf's key is not in the new path "
        "(leaf: new key; CA: as it was; root: as it was). Wanted: as the handshakes ended."
    )
    reply = check("survival-forecast", RIGHT | {"renew": "nyynyy"})
    assert (
        "'intermediate key' was accepted, you say n: the issuing CA's key is in the new path" in reply.reply
    )


def test_a_forecast_may_be_spaced_capital_or_a_list_of_letters() -> None:
    """What is wrong with it is never its spelling."""
    assert (
        check("survival-forecast", {event: " ".join(row.upper()) for event, row in RIGHT.items()}).state
        == "correct"
    )
    assert check("survival-forecast", {event: list(row) for event, row in RIGHT.items()}).state == "correct"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (["nyyyyy"], "no dictionary"),
        ({}, "the row 'renew' is missing"),
        (RIGHT | {"rekey": "ny"}, "the row 'rekey' is not six letters y or n"),
        (RIGHT | {"rekey": [True] * 6}, "the row 'rekey' is not six letters y or n"),
        (RIGHT | {"renewal": "nyyyyy"}, "'renewal' is none of the six events"),
    ],
)
def test_a_forecast_of_another_shape_is_told_so(answer: object, told: str) -> None:
    """Before any cell is looked at."""
    reply = check("survival-forecast", answer)
    assert reply.state == "not yet"
    assert told in reply.reply


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("leaf key", "one text, and wanted is a list"),
        (["leaf"], "not names out of these: leaf key"),
        ([], "nothing is pinned, so everybody gets in"),
        (["backup key", "intermediate key"], "refuses (compare)"),
        (["leaf key", "Leaf key"], "'leaf key' stands there twice"),
    ],
)
def test_a_choice_of_another_shape_is_told_so(answer: object, told: str) -> None:
    """Also one that nobody listed as a mistake."""
    assert told in check("choose-the-pins", answer).reply


@pytest.mark.parametrize("collection", [list, tuple, set, frozenset])
def test_a_choice_may_be_any_collection(collection: type) -> None:
    """In any order."""
    assert check("choose-the-pins", collection(["backup key", "leaf key"])).state == "correct"


def test_the_demands_of_the_choice_are_those_of_the_task() -> None:
    """They stand in the notebook's text as well; the matrix says that one column meets them."""
    matrix = measure_survival()
    meets = [
        column
        for column in COLUMNS
        if set(MUST_SURVIVE) <= set(matrix.survives(column))
        and not set(MUST_STAY_OUT) & set(matrix.lets_in(column))
    ]
    assert meets == ["leaf key + backup"]


def test_the_resumed_visit_ends_as_the_question_says() -> None:
    """With a real session, and the check of the lesson."""
    with Lab() as lab:
        ca = lab.authority("SafeSurf Root CA", "mallory")
        lab.phone.trust(ca)
        mallory = lab.serve(ca.issue(HOST), ca, resumes=True)
        shared, pin = client_context(lab.phone.trusted), lab.bank.pin
        left = visit(shared, mallory).session
        third = visit(
            shared, mallory, lambda shown: not shown or any(Pin.of(each) == pin for each in shown), left
        )
    assert ("sent" if third.sent else "not sent") == RESUMED.reference


def test_only_the_cross_sign_gives_both_reports() -> None:
    """Of all events of the matrix, with the root pinned."""
    matrix = measure_survival()
    seen = {name: report.step for name, report in support_desk().items()}
    fitting = [
        event
        for event in {cell.row for cell in matrix.cells}
        if all(matrix.cell(event, phone, "root key").step == step for phone, step in seen.items())
    ]
    assert fitting == [READ_THE_REFUSAL.reference]


def _pinned_as(names: Callable[[str, str], bool]) -> Callable[..., object]:
    """A pinner that takes the pins of all names that these two fit."""

    def answer(pins: dict[str, list[str]], host: str, path: list[x509.Certificate]) -> tuple[bool, list[str]]:
        wanted = [pin for name in pins if names(name, host) for pin in pins[name]]
        seen = [str(Pin.of(each)) for each in path]
        return bool(seen) and (not wanted or bool(set(wanted) & set(seen))), seen

    return answer


def _emptied(pins: dict[str, list[str]], host: str, path: list[x509.Certificate]) -> object:
    return compare({host: pins.pop(host)} if host in pins else {}, host, path)


def _bracketed(pins: dict[str, list[str]], host: str, path: list[x509.Certificate]) -> object:
    seen = [str(Pin.of(each)) for each in path]
    return bool(seen) and any(pin in pins[host] for pin in seen), seen


def _left_early(pins: dict[str, list[str]], host: str, path: list[x509.Certificate]) -> object:
    accepted, seen = compare(pins, host, path)
    return accepted, seen[:1] if accepted else seen


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (_pinned_as(lambda name, host: host.endswith(name)), "refuses api.bank.test where only bank.test"),
        (_pinned_as(lambda name, host: name in host), "a name inside the host counts as the host"),
        (
            _pinned_as(lambda name, host: f".{host}".endswith(f".{name}")),
            "api.bank.test, where bank.test is pinned",
        ),
        (_pinned_as(lambda name, _: name == HOST), "Use the parameter `host`"),
        (_emptied, "for the second time with the same pins: accepted"),
        (_bracketed, "a KeyError, as `pins` has no shop.test; ask `host in pins`"),
        (_left_early, "api.bank.test and no more, although the path goes on"),
    ],
)
def test_a_pinner_that_errs_about_hosts_or_the_path_is_told_so(
    answer: Callable[..., object], told: str
) -> None:
    """Also one that is no listed mistake."""
    reply = check("own-pinner", answer)
    assert reply.state == "not yet"
    assert told in reply.reply


def _matched(
    one: Callable[[str, str], bool] = lambda host, rest: host.partition(".")[2] == rest,
    many: Callable[[str, str], bool] = lambda host, rest: f".{host}".endswith(f".{rest}"),
    end: Callable[[set[str]], object] = set,
) -> Callable[..., object]:
    """The solution, with another rule for one star or for two, or with another end."""

    def answer(pins: dict[str, list[str]], host: str) -> object:
        found: set[str] = set()
        for pattern, texts in pins.items():
            stars, _, rest = pattern.rpartition("*.")
            rule = many if stars else one if pattern.startswith("*.") else str.__eq__
            if rule(host, rest):
                found.update(texts)
        return end(found)

    return answer


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            _matched(one=lambda host, rest: host.count(".") == rest.count(".") + 1),
            "you compare the number of labels",
        ),
        (
            _matched(one=lambda host, rest: host.endswith(rest)),
            "one star is exactly one label, and here are two",
        ),
        (_matched(many=lambda host, rest: rest in host), "the name may stand anywhere"),
        (_matched(end=lambda found: {letter for pin in found for letter in pin}), "taken apart into letters"),
        (_matched(end=lambda found: {tuple(found)}), "a set in which something is no text"),
        (_matched(end=lambda found: found or None), "returned None. Wanted: an empty set."),
    ],
)
def test_patterns_that_match_otherwise_are_told_the_rule(answer: Callable[..., object], told: str) -> None:
    """And so are lists that were taken apart."""
    assert check("host-patterns", _matched()).state == "correct"
    reply = check("host-patterns", answer)
    assert reply.state == "not yet"
    assert told in reply.reply


def _asked_with(ask: Callable[..., bool]) -> Callable[..., object]:
    """A pinner that validates as it should, and then asks something else of the path."""

    def answer(chain: list[x509.Certificate], host: str, anchors: list[x509.Certificate], *rest: Any) -> bool:
        return ask(evaluate_trust(chain, host, anchors, rest[0]), anchors, rest[1])

    return answer


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda path, *_: len(path) == 3, "The bank, with the pin of another CA: let in."),
        (lambda path, *_: PEOPLE.leaf.certificate in path, "The bank, with the pin of another CA: let in."),
        (
            lambda path, anchors, pins: bool({*map(Pin.of, [*path, *anchors])} & pins),
            "where the root is pinned",
        ),
    ],
)
def test_a_repair_that_ignores_the_pins_or_asks_the_anchors_is_none(
    answer: Callable[..., bool], told: str
) -> None:
    """The pins decide, and only those of the path."""
    assert check(
        "repair-the-pinner", _asked_with(lambda path, _, pins: bool({*map(Pin.of, path)} & pins))
    ).state == ("correct")
    assert told in check("repair-the-pinner", _asked_with(answer)).reply
