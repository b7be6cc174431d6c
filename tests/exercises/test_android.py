"""The exercises of lesson 07, against the models on real handshakes, and the lesson's own text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from course.classroom import check
from course.classroom.lessons import exercise_of, lessons_folder
from course.classroom.notebook_file import read_notebook
from course.classroom.shipped import source_of
from course.exercises import all_exercises
from course.exercises.android import older_okhttp, pin_every_host, pins_to_ship
from course.exercises.android.dead_pins import DEAD, REVIEWED
from course.exercises.android.people import CDN_HOST, OWN_HOSTS, cdn_key, pins
from course.exercises.android.pin_every_host import REFUSED, connections, judged, pinner_rows
from course.exercises.android.repair_config import AS_SHIPPED, DATE, DOT, STAR_LINE, TAG, changed
from course.exercises.certificates import bank
from course.lab import Authority, JudgedApp, Lab
from course.lab.cast import cast
from course.platforms.network_security_config import App, lint, parse
from course.platforms.okhttp import CertificatePinner, OkHttpClient, Pin

Rows = list[tuple[str, ...]]
ROWS = [pinner_rows, pin_every_host.one_star, pin_every_host.all_in_one, pin_every_host.without_the_cdn]


def _issuer_and_key(lab: Lab, who: str) -> tuple[Authority, EllipticCurvePrivateKey]:
    lighthouse = lab.authority("Lighthouse Root CA", "Lighthouse Trust")
    if who.startswith("the bank with"):
        return lab.issuing, cast().backup
    if who.startswith("the bank"):
        return lab.issuing, cast().leaf.key  # type: ignore[return-value]  # it is of that kind
    return lighthouse, cdn_key() if who.startswith("the CDN") else cast().mallory


@pytest.mark.parametrize("rows", ROWS, ids=lambda rows: rows.__name__)
def test_connections_end_as_the_check_says(rows: Callable[[str, str, str], Rows]) -> None:
    """Every connection of the exercise again, as a TLS handshake with the client's model."""
    made = tuple(rows(pins().bank, pins().backup, pins().cdn))
    with Lab() as lab:
        lab.phone.trust(lab.authority("Lighthouse Root CA", "Lighthouse Trust"))
        for who, host, path in connections():
            issuer, key = _issuer_and_key(lab, who)
            lab.serve(issuer.issue(host, key=key), issuer)
            client = OkHttpClient(CertificatePinner(made))
            accepted = JudgedApp(lab, client).attempt(f"https://{host}/balance").accepted
            assert accepted == (judged(made, host, path) != REFUSED), who


def _by_name(bank: str, backup: str, cdn: str) -> Rows:
    return [*((host, bank, backup) for host in OWN_HOSTS), (CDN_HOST, cdn)]


def _a_row_for_each_pin(bank: str, backup: str, cdn: str) -> Rows:
    return [("**.bank.test", bank), ("**.bank.test", backup), ("img.bank.test", cdn)]


@pytest.mark.parametrize("rows", [_by_name, _a_row_for_each_pin])
def test_other_rows_that_do_the_same_are_right(rows: Callable[[str, str, str], Rows]) -> None:
    """There are many ways to write them."""
    assert check("pin-every-host", rows).state == "correct"


def test_each_host_by_its_name_is_right_in_the_older_version_as_well() -> None:
    """No star at all."""
    assert check("older-okhttp", _by_name).state == "correct"


def test_the_older_solution_is_right_in_the_newer_version() -> None:
    """But not the other way round."""
    assert check("pin-every-host", older_okhttp.older_rows).state == "correct"
    assert check("older-okhttp", pinner_rows).state == "not yet"


def test_the_failure_text_is_that_of_a_connection() -> None:
    """Of a real one, with the same wrong pin."""
    with Lab() as lab:
        client = OkHttpClient(CertificatePinner([("api.bank.test", pins_to_ship.BOGUS)]))
        refusal = JudgedApp(lab, client).attempt("https://api.bank.test/balance")
        path = (*lab.bank.chain, lab.root.certificate)
    assert pins_to_ship.failure("api.bank.test", path, pins_to_ship.BOGUS) == refusal.text


def test_no_failure_text_where_a_pin_is_right() -> None:
    """The exercise would ask something else then."""
    with pytest.raises(AssertionError, match="right"):
        pins_to_ship.failure("api.bank.test", (bank(),), pins().bank)


def test_okhttp_takes_every_reviewed_pin_and_half_of_them_match() -> None:
    """All were meant for the bank's key."""
    matching = {
        letter for letter, text in REVIEWED.items() if Pin("a.test", text).matches_certificate(bank())
    }
    assert matching == set(REVIEWED) - set(DEAD)


@pytest.mark.parametrize("answer", ["BCDG", "b, c, d, g", {"B", "C", "D", "G"}, ("G", "D", "C", "B")])
def test_letters_may_come_in_any_form(answer: Iterable[str]) -> None:
    """As text, in small letters, as a set, in another order."""
    assert check("dead-pins", answer).state == "correct"


RIGHT = {
    "as the solution": changed(TAG, DOT, STAR_LINE, DATE),
    "the useless line left in": changed(TAG, DOT, DATE),
    "for ever": changed(TAG, DOT, STAR_LINE, (' expiration="2026-12-31"', "")),
    "host by host": changed(
        TAG,
        STAR_LINE,
        DATE,
        (
            '<domain includeSubdomains="true">bank.test.</domain>',
            "".join(
                f"<domain>{host}</domain>" for host in ("bank.test", "api.bank.test", "eu.api.bank.test")
            ),
        ),
    ),
    "with a declaration": '<?xml version="1.0" encoding="utf-8"?>\n' + changed(TAG, DOT, STAR_LINE, DATE),
}


@pytest.mark.parametrize("config", RIGHT.values(), ids=RIGHT)
def test_many_repairs_are_right(config: str) -> None:
    """And in each the bank gets in and Mallory does not, in handshakes too."""
    assert check("repair-the-config", config).state == "correct"
    with Lab() as lab:
        app = JudgedApp(lab, App(parse(config)))
        assert app.attempt("https://api.bank.test/balance").accepted
        mallory = lab.interceptor()
        lab.phone.trust(mallory.authority)
        mallory.intercept("api.bank.test")
        assert app.attempt("https://api.bank.test/balance").step == "compare"


def test_the_config_as_shipped_lets_mallory_in() -> None:
    """Nobody is asked for a pin."""
    with Lab() as lab:
        mallory = lab.interceptor()
        lab.phone.trust(mallory.authority)
        mallory.intercept("api.bank.test")
        assert JudgedApp(lab, App(parse(AS_SHIPPED))).attempt("https://api.bank.test/balance").accepted


def test_lint_finds_two_of_its_four_faults_and_one_at_a_time() -> None:
    """As the lesson says."""
    with Lab() as lab:
        today = lab.clock.now
    assert [warning.line for warning in lint(AS_SHIPPED, today)] == [5]
    [late] = lint(changed(TAG), today)
    assert late.check == "PinSetExpiry"


def _cells() -> dict[str, str]:
    """What the lesson binds to a text or a dictionary, by name."""
    bound: dict[str, str] = {}
    for cell in read_notebook(lessons_folder() / "07_android.ipynb")["cells"]:
        if cell["cell_type"] != "code" or exercise_of(cell):
            continue
        for part in ast.parse(source_of(cell)).body:
            if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
                bound[part.targets[0].id] = ast.unparse(part.value)
    return bound


def test_the_lesson_shows_what_the_exercises_ask_about() -> None:
    """The texts stand in both places."""
    bound = _cells()
    assert ast.literal_eval(bound["AS_SHIPPED"]) == AS_SHIPPED
    assert ast.literal_eval(bound["reviewed"]) == REVIEWED
    assert ast.literal_eval(bound["NOBODY"]) == pins_to_ship.BOGUS


def test_three_of_the_six_hosts_are_pinned() -> None:
    """The answer to the first prediction."""
    hosts = ast.literal_eval(_cells()["HOSTS"])
    pinner = CertificatePinner([("*.bank.test", pins().bank)])
    pinned = [host for host in hosts if pinner.find_matching_pins(host)]
    assert (len(hosts), str(len(pinned))) == (6, all_exercises()["hosts-pinned"].reference)


def test_the_pins_of_the_exercises_are_those_of_the_lab() -> None:
    """A learner compares them with what the lesson prints."""
    with Lab() as lab:
        assert pins().bank == str(lab.bank.pin)
        leaf: x509.Certificate = lab.bank.chain[0]
    assert leaf.public_key() == bank().public_key()


def _nothing(_bank: str, _backup: str, _cdn: str) -> Rows:
    return []


def _no_base64(bank: str, backup: str, cdn: str) -> Rows:
    return [("bank.test", bank, backup), ("img.bank.test", cdn + "!")]


@pytest.mark.parametrize(("rows", "told"), [(_nothing, "an empty list"), (_no_base64, "builds no pinner")])
@pytest.mark.parametrize("name", ["pin-every-host", "older-okhttp"])
def test_rows_of_which_no_pinner_can_be_made_are_told_apart(
    name: str, rows: Callable[[str, str, str], Rows], told: str
) -> None:
    """Nothing at all, and a text that OkHttp cannot read."""
    assert told in check(name, rows).reply
