"""The exercises of lesson 04, against real handshakes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from course.classroom import check
from course.exercises.fragile_cer.handshakes import RIGHT, SITUATIONS
from course.exercises.fragile_cer.hole import ACCEPTED, as_shipped, respond
from course.exercises.fragile_cer.releases import issue_next_by
from course.exercises.fragile_cer.visits import visits
from course.lab import JudgedApp, Lab, Leaf
from course.lab.bank import bank_answers
from course.pki import Pin, Untrusted
from course.platforms.app_transport_security import AppTransportSecurity
from course.platforms.urlsession import (
    CANCEL_AUTHENTICATION_CHALLENGE,
    PERFORM_DEFAULT_HANDLING,
    USE_CREDENTIAL,
    AuthChallengeDisposition,
    Bundle,
    FunctionDelegate,
    PinningDelegate,
    RepairedDelegate,
    URLAuthenticationChallenge,
    URLSession,
    URLSessionDelegate,
)

HOST = "api.bank.test"
ALONE, GUARDED = AppTransportSecurity(allows_arbitrary_loads=True), AppTransportSecurity()
ATTACKS = {
    "the bundled certificate, expired",
    "the bundled certificate, which is for another host",
    "the bundled certificate, which nobody vouches for",
    "another certificate for the bank, in order, with another key",
    "a renewed certificate for the bank, with the same key",
    "the bank, with its authority's certificate as the file",
    "the bank, with its root's certificate as the file",
    "the bank, with its own certificate as PEM in the file",
    "Mallory as the shop",
}


def _renewed(lab: Lab) -> tuple[Leaf, str]:
    bundled = lab.bank.leaf
    lab.bank.renew()
    return bundled, HOST


def _expired(lab: Lab) -> tuple[Leaf, str]:
    lab.clock.advance(days=320)
    return lab.bank.leaf, HOST


def _shown(lab: Lab, leaf: Leaf) -> tuple[Leaf, str]:
    lab.bank.present(leaf.chain, leaf.key)
    return leaf, HOST


def _shop(lab: Lab) -> tuple[Leaf, str]:
    lab.serve(lab.issuing.issue("shop.test"), lab.issuing)
    return lab.bank.leaf, "shop.test"


def _client_certificate(lab: Lab) -> tuple[Leaf, str]:
    partners = lab.authority("Harbour Partners CA", "Harbour Bank")
    lab.serve(lab.bank.leaf, lab.issuing, bank_answers, clients=partners)
    return lab.bank.leaf, HOST


# The situations of the lesson's page.
PAGE: dict[str, Callable[[Lab], tuple[Leaf, str]]] = {
    "A": _renewed,
    "B": _expired,
    "C": lambda lab: _shown(lab, lab.issuing.issue("old.bank.test")),
    "D": lambda lab: _shown(lab, lab.authority("Test CA", "Some team").issue(HOST)),
    "E": _shop,
    "F": _client_certificate,
}


def meet(letter: str, delegate_for: Callable[[Bundle], URLSessionDelegate], ats: AppTransportSecurity) -> str:
    """The step at which a real connection ends."""
    with Lab() as lab:
        leaf, host = PAGE[letter](lab)
        bundle = Bundle({"server.cer": leaf.certificate.public_bytes(Encoding.DER)})
        app = JudgedApp(lab, URLSession(delegate_for(bundle), ats))
        return app.attempt(f"https://{host}/balance").step


@pytest.mark.parametrize("letter", RIGHT)
def test_the_six_predictions_are_what_handshakes_give(letter: str) -> None:
    """With the delegate alone."""
    step = meet(letter, PinningDelegate, ALONE)
    assert ("accepted" if step == "accepted" else "refused") == RIGHT[letter]
    assert set(SITUATIONS) == set(RIGHT)


@pytest.mark.parametrize("letter", RIGHT)
def test_with_ats_nothing_wrong_gets_in(letter: str) -> None:
    """All six are refused: three by the system, three by the delegate."""
    step = meet(letter, PinningDelegate, GUARDED)
    assert step != "accepted"
    assert (step == "validate") == (RIGHT[letter] == "accepted")


@pytest.mark.parametrize("letter", RIGHT)
def test_the_exercises_solution_does_in_handshakes_what_the_check_says(letter: str) -> None:
    """As the course's own repaired delegate does; the shop gets in, and F is left to the server."""
    own = meet(letter, lambda bundle: FunctionDelegate(respond, bundle), ALONE)
    courses = meet(letter, lambda bundle: RepairedDelegate(bundle, [HOST]), ALONE)
    assert (own == "delegate") == (courses in {"validate", "compare"}) == (letter in "ABCD")
    assert (own == "accepted") == (letter == "E")
    assert (own == "handshake") == (letter == "F")


def _decided(function: Callable[[URLAuthenticationChallenge, Bundle], object], label: str) -> bool:
    visit = visits()[label]
    return URLSession(FunctionDelegate(function, Bundle(visit.files)), ALONE).judge(visit.shown).accepted


def test_the_cast_has_attackers_and_honest_ones() -> None:
    """The shipped delegate gets most of them wrong, the solution none."""
    honest = set(visits()) - ATTACKS - {"the bank, with no file in the bundle"}
    assert {label for label in visits() if _decided(respond, label)} == honest == set(ACCEPTED)
    wrong = {label for label in visits() if _decided(as_shipped, label) != _decided(respond, label)}
    assert wrong == {
        "the bundled certificate, expired",
        "the bundled certificate, which is for another host",
        "the bundled certificate, which nobody vouches for",
        "the host old.bank.test, in the same session",
        "the host my-api.bank.test, in the same session",
        "the host api.bank.test.shop.test, in the same session",
        "the shop, in the same session",
        "the bank, which also asks for a client certificate",
    }


def _is_bank(challenge: URLAuthenticationChallenge) -> bool:
    space = challenge.protection_space
    return space.server_trust is not None and space.host == HOST


def _same(challenge: URLAuthenticationChallenge, bundle: Bundle) -> bool:
    trust, file = challenge.protection_space.server_trust, bundle.path("server", "cer")
    assert trust
    return file is not None and bundle.contents(file) == trust.sent[0].public_bytes(Encoding.DER)


def test_other_right_answers_to_the_hole_are_right() -> None:
    """Vouching after an evaluation of one's own; and comparing, then asking for the default handling."""

    def vouches(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
        if not _is_bank(challenge):
            return PERFORM_DEFAULT_HANDLING
        trust = challenge.protection_space.server_trust
        assert trust
        try:
            trust.evaluate()
        except Untrusted:
            return CANCEL_AUTHENTICATION_CHALLENGE
        return USE_CREDENTIAL if _same(challenge, bundle) else CANCEL_AUTHENTICATION_CHALLENGE

    def compares(challenge: URLAuthenticationChallenge, bundle: Bundle) -> tuple[object, None]:
        if _is_bank(challenge) and not _same(challenge, bundle):
            return CANCEL_AUTHENTICATION_CHALLENGE, None
        return PERFORM_DEFAULT_HANDLING, None

    assert check("close-the-hole", vouches).state == "correct"
    assert check("close-the-hole", compares).state == "correct"


def test_an_answer_that_is_no_disposition_is_named() -> None:
    """By its kind."""
    reply = check("close-the-hole", lambda *_: "cancelAuthenticationChallenge")
    assert reply.state == "not yet"
    assert "no disposition, but str" in reply.reply


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"A": "refused"}, "B, C, D, E, F are missing"),
        (dict.fromkeys("ABCDE", "refused"), "F is missing"),
        (["refused"] * 6, "no dictionary"),
        (RIGHT | {"C": "yes"}, "'yes' is neither 'accepted' nor 'refused'"),
        (RIGHT | {"C": True}, "True is neither 'accepted' nor 'refused'"),
        (RIGHT | {"G": "refused"}, "'G' is none of the six letters"),
        (
            RIGHT | {"A": "accepted", "C": "refused"},
            "accepted, and the handshake ends otherwise: which bytes",
        ),
    ],
)
def test_a_prediction_that_nobody_foresaw_is_explained(answer: object, said: str) -> None:
    """Without giving the others away."""
    reply = check("six-handshakes", answer)
    assert reply.state == "not yet"
    assert said in reply.reply


def test_a_prediction_may_be_capital() -> None:
    """What is wrong with it is never its spelling."""
    assert (
        check("six-handshakes", {letter: word.title() for letter, word in RIGHT.items()}).state == "correct"
    )


def test_one_bundled_file_equals_one_certificate() -> None:
    """Whatever the number of versions, one at most gets in."""
    with Lab() as lab:
        versions = []
        for _ in range(3):
            file = {"server.cer": lab.bank.chain[0].public_bytes(Encoding.DER)}
            versions.append(JudgedApp(lab, URLSession(PinningDelegate(Bundle(file)))))
            accepted = [app.attempt(f"https://{HOST}/balance").accepted for app in versions]
            assert accepted == [False] * (len(versions) - 1) + [True]
            lab.bank.renew()


def works(life: int, review: int, adoption: int, *, next_issued: int) -> bool:
    """Day by day: does everybody carry the next certificate on the current one's last day, and is it then valid?"""
    everybody_carries_it = next_issued + review + adoption
    return everybody_carries_it <= life < next_issued + life


@given(st.integers(1, 400), st.integers(0, 30), st.integers(0, 120))
def test_the_day_is_the_last_one_that_works(life: int, review: int, adoption: int) -> None:
    """A day later is too late, and where there is none, no day works."""
    day = issue_next_by(life, review, adoption)
    working = [each for each in range(life + 1) if works(life, review, adoption, next_issued=each)]
    assert day == max(working, default=None)


def test_the_four_lifetimes_of_the_lesson() -> None:
    """With 2 days of review and 30 of adoption."""
    assert [issue_next_by(life, 2, 30) for life in (398, 200, 100, 47)] == [366, 168, 68, 15]


def _keys(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return Pin.of(x509.load_der_x509_certificate(files["server.cer"])) == Pin.of(leaf)


def _emptied(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return files.pop("server.cer", None) == leaf.public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    ("answer", "told"),
    [(_keys, "as when keys are compared"), (_emptied, "for the second time with the same files")],
)
def test_a_comparison_that_nobody_foresaw_hears_what_it_did(
    answer: Callable[[x509.Certificate, dict[str, bytes]], bool], told: str
) -> None:
    """Keys with an error elsewhere, and a bundle that is empty at the second connection."""
    assert told in check("is-bundled", answer).reply


def _hosts_by(
    theirs: Callable[[str], bool],
) -> Callable[[URLAuthenticationChallenge, Bundle], AuthChallengeDisposition]:
    """The solution, with another question for the host."""

    def answer(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
        space = challenge.protection_space
        if space.server_trust is None or theirs(space.host):
            return PERFORM_DEFAULT_HANDLING
        try:
            space.server_trust.evaluate()
        except Untrusted:
            return CANCEL_AUTHENTICATION_CHALLENGE
        return PERFORM_DEFAULT_HANDLING if _same(challenge, bundle) else CANCEL_AUTHENTICATION_CHALLENGE

    return answer


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        (lambda host: HOST not in host, "`my-api.bank.test` and `api.bank.test.shop.test` are refused"),
        (lambda host: not host.endswith(HOST), "The host my-api.bank.test"),
        (lambda host: not host.startswith(HOST), "The host api.bank.test.shop.test"),
    ],
)
def test_a_part_of_the_banks_name_is_not_its_name(theirs: Callable[[str], bool], told: str) -> None:
    """In front, behind, or in the middle."""
    reply = check("close-the-hole", _hosts_by(theirs))
    assert reply.state == "not yet"
    assert told in reply.reply
    assert check("close-the-hole", _hosts_by(lambda host: host != HOST)).state == "correct"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda life, r, a: life - r - a - 1, "365 (a day too early"),
        (lambda life, r, a: max(life - r - 2 * a, 0), "336 (the adoption is taken off twice"),
        (lambda *_: 168, "168 (that is the example's day"),
        (
            lambda life, r, a: issue_next_by(life, r, a) if a < 45 else 7,
            "100 days, 5 in review, 90 to adopt: 7. Wanted: 5.",
        ),
        (lambda *plan: str(issue_next_by(*plan)), "the text '366', and no number"),
        (lambda life, r, a: issue_next_by(life, r, a) if life > 47 else None, "returned None. Wanted: 15."),
    ],
)
def test_a_wrong_day_hears_what_it_is_made_of(answer: Callable[..., object], told: str) -> None:
    """Where only one thing gives that number."""
    assert told in check("issue-next-by", answer).reply


def test_a_day_may_be_written_with_a_decimal_point() -> None:
    """A division on the way makes it one."""

    def answer(*plan: int) -> float | None:
        day = issue_next_by(*plan)
        return None if day is None else float(day)

    assert check("issue-next-by", answer).state == "correct"
