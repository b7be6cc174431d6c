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
from course.exercises.android.people import CDN_HOST, OWN_HOSTS, SHOP_HOST, keys, pins, shop_path
from course.exercises.android.pin_every_host import pinner_rows
from course.exercises.android.repair_config import AS_SHIPPED, DATE, DOT, RIGHT, STAR_LINE, TAG, changed
from course.exercises.android.rows import REFUSED, connections, given_pins, judged
from course.exercises.certificates import bank
from course.lab import Authority, JudgedApp, Lab
from course.lab.cast import cast
from course.platforms.network_security_config import App, lint, parse
from course.platforms.okhttp import CertificatePinner, OkHttpClient, Pin

Rows = list[tuple[str, ...]]
ROWS = [pinner_rows, pin_every_host.one_star, pin_every_host.all_in_one, pin_every_host.without_the_cdn]


def _issuer_and_key(lab: Lab, who: str) -> tuple[Authority, EllipticCurvePrivateKey]:
    lighthouse = lab.authority("Lighthouse Root CA", "Lighthouse Trust")
    key, backup, cdn = keys(other=True)
    if who.startswith("the bank"):
        return lab.issuing, backup if "backup" in who else key
    return lighthouse, cdn if who.startswith("the CDN") else cast().mallory


@pytest.mark.parametrize("rows", ROWS, ids=lambda rows: rows.__name__)
def test_connections_end_as_the_check_says(rows: Callable[[str, str, str], Rows]) -> None:
    """Every connection of the exercise again, as a TLS handshake with the client's model."""
    given = given_pins()
    made = tuple(rows(given.bank, given.backup, given.cdn))
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


def _changed(*changes: tuple[str, str]) -> str:
    """The repaired file, with something else in it."""
    text = RIGHT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


DOMAIN = '<domain includeSubdomains="true">bank.test</domain>'
ANCHORS = '<trust-anchors><certificates src="system" /><certificates src="user" /></trust-anchors>'
REPAIRS = {
    "as the solution": RIGHT,
    "the useless line left in": changed(TAG, DOT, DATE),
    "for ever": changed(TAG, DOT, STAR_LINE, (' expiration="2026-12-31"', "")),
    "a domain for a host besides": _changed((DOMAIN, f"{DOMAIN}<domain>api.bank.test</domain>")),
    "with a declaration": '<?xml version="1.0" encoding="utf-8"?>\n' + RIGHT,
    "the owner's CAs, which need pins as well": _changed(("<pin-set", f"{ANCHORS}<pin-set")),
    "overrides for debug builds": _changed(
        ("  <domain-config>", f"<debug-overrides>{ANCHORS}</debug-overrides>  <domain-config>")
    ),
}


@pytest.mark.parametrize("config", REPAIRS.values(), ids=REPAIRS)
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


HALF_REPAIRS = {
    "nobody singles out a host, and one has no pins": (
        (
            "  </domain-config>",
            "<domain-config><domain>a.b.bank.test</domain><pin-set/></domain-config></domain-config>",
        ),
        "a.b.bank.test",
    ),
    "another element": (
        ("domain-config", "domainconfig"),
        "skipped <domainconfig>; did you mean <domain-config>?",
    ),
    "a wrong pin": (("bI0F", "aI0F"), "no pin of the file matches"),
    "a pin of 33 bytes": (("RLk=", "RLkA"), "digest length 33"),
    "a pin with two signs too many": (("RLk=", "RLk=="), "it has 45 characters"),
    "an address": ((">bank.test<", ">https://bank.test<"), "none of them is of the bank"),
    "another file for one host": (
        (
            "<network-security-config>",
            "<network-security-config><domain-config><domain>vault.eu.bank.test</domain></domain-config>",
        ),
        "vault.eu.bank.test",
    ),
}


@pytest.mark.parametrize(("change", "told"), HALF_REPAIRS.values(), ids=HALF_REPAIRS)
def test_half_a_repair_is_none(change: tuple[str, str], told: str) -> None:
    """And the reply names what is missing."""
    reply = check("repair-the-config", _changed(change))
    assert (reply.state, told in reply.reply) == ("not yet", True), reply


def test_a_pin_set_that_ends_early_for_one_host_is_found() -> None:
    """With one pin, and a month of life."""
    other = '<domain-config><domain>cards.bank.test</domain><pin-set expiration="2027-02-01">'
    pin = '<pin digest="SHA-256">bI0F4Qj7BsLpl7UWOc8DgrV6tXV2GSU3Z/+x7BA+RLk=</pin>'
    config = _changed(
        ("<network-security-config>", f"<network-security-config>{other}{pin}</pin-set></domain-config>")
    )
    assert "cards.bank.test" in check("repair-the-config", config).reply


@pytest.mark.parametrize("answer", [parse(RIGHT), RIGHT.encode(), 5], ids=["Config", "bytes", "int"])
def test_what_is_no_text_is_asked_for_the_text(answer: object) -> None:
    """The file, and not what `parse` makes of it."""
    assert "the text of the file, without `parse(...)`" in check("repair-the-config", answer).reply


@pytest.mark.parametrize("name", ["repair-the-config", "dead-pins"])
def test_none_is_no_function(name: str) -> None:
    """A value has no way through it that ends in `return`."""
    assert f"`{all_exercises()[name].answer_name}` is None" in check(name, None).reply


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


def _backup_at_one_host(bank: str, backup: str, cdn: str) -> Rows:
    return [*((host, bank) for host in OWN_HOSTS), ("api.bank.test", backup), (CDN_HOST, cdn)]


def _cdn_at_two_hosts(bank: str, backup: str, cdn: str) -> Rows:
    return [*_by_name(bank, backup, cdn), ("bank.test", cdn), ("eu.api.bank.test", cdn)]


def _the_notebooks_backup(bank: str, _backup: str, cdn: str) -> Rows:
    return _by_name(bank, pins().backup, cdn)


def _nobody_for_the_cdn(bank: str, backup: str, _cdn: str) -> Rows:
    return _by_name(bank, backup, pins_to_ship.BOGUS)


def _no_base64(bank: str, backup: str, cdn: str) -> Rows:
    return [("bank.test", bank, backup), ("img.bank.test", cdn + "!")]


def _a_pinner(bank: str, _backup: str, _cdn: str) -> CertificatePinner:
    return CertificatePinner([("bank.test", bank)])


WRONG = {
    _backup_at_one_host: "backup",
    _cdn_at_two_hosts: "The CDN as bank.test: gets in",
    _the_notebooks_backup: "the pins of this notebook, whatever",
    _nobody_for_the_cdn: "`img.bank.test` has a row of yours, and the CDN's pin is not in it",
    _no_base64: "builds no pinner",
    _a_pinner: "Wanted: a list of rows",
}


@pytest.mark.parametrize(("rows", "told"), WRONG.items(), ids=lambda part: getattr(part, "__name__", ""))
@pytest.mark.parametrize("name", ["pin-every-host", "older-okhttp"])
def test_wrong_rows_are_told_what_is_wrong(
    name: str, rows: Callable[[str, str, str], Rows], told: str
) -> None:
    """Whoever is right at one host has to be right at the others."""
    reply = check(name, rows)
    assert (reply.state, told in reply.reply) == ("not yet", True), reply


def test_the_first_line_of_a_message_may_name_no_host() -> None:
    """So that nobody looks for the leaf by its name."""
    first = pins_to_ship.failure(SHOP_HOST, shop_path(), pins_to_ship.OLD).splitlines()[2]
    assert first.endswith(": O=Corner Shop")


def _by_common_name(message: str, backup: str) -> list[str]:
    leaf = next(line for line in message.splitlines() if "CN=" in line and "CA" not in line)
    return [leaf.strip().partition(":")[0], backup]


def _hard_coded(_message: str, backup: str) -> list[str]:
    return [pins().bank, backup]


def _all_printed(message: str, backup: str) -> list[str]:
    return [line.strip().partition(":")[0] for line in message.splitlines() if "CN=" in line] + [backup]


def _numbers(_message: str, _backup: str) -> list[object]:
    return [1, "sha256/"]


SHIPPED = {
    _by_common_name: "whose leaf has no CN",
    _hard_coded: "whatever the message says",
    _all_printed: "a CA's pin",
    _numbers: "a text that is no pin of the message (7 characters) and something that is no text",
}


@pytest.mark.parametrize(("answer", "told"), SHIPPED.items(), ids=lambda part: getattr(part, "__name__", ""))
def test_pins_that_are_not_to_be_shipped(answer: Callable[[str, str], object], told: str) -> None:
    """Looked up by a name, written down once, or all of them."""
    reply = check("pins-to-ship", answer)
    assert (reply.state, told in reply.reply) == ("not yet", True), reply


def test_nothing_to_ship_is_said() -> None:
    """An empty list."""
    assert "nothing" in check("pins-to-ship", lambda message, backup: []).reply  # noqa: ARG005  # the stub of an answer


@pytest.mark.parametrize(
    ("letters", "told"),
    [("ABCDG", "a hash of the bank's key: in your list"), ("BE", "C, in which OkHttp reads 33 bytes")],
)
def test_each_letter_is_told_by_its_bytes(letters: str, told: str) -> None:
    """Not by the number of bytes that the right ones have as well."""
    assert told in check("dead-pins", letters).reply
