"""Find the hole in the delegate, and close it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.fragile_cer.lesson import HOST, LESSON
from course.exercises.fragile_cer.visits import visits
from course.exercises.record import Case, Exercise, Gives, Mistake
from course.pki import Pin, Untrusted, load_certificates
from course.platforms.app_transport_security import AppTransportSecurity
from course.platforms.urlsession import (
    CANCEL_AUTHENTICATION_CHALLENGE,
    PERFORM_DEFAULT_HANDLING,
    USE_CREDENTIAL,
    AuthChallengeDisposition,
    AuthenticationMethod,
    Bundle,
    FunctionDelegate,
    NoDisposition,
    URLAuthenticationChallenge,
    URLSession,
)

Respond = Callable[[URLAuthenticationChallenge, Bundle], object]


def respond(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    space = challenge.protection_space
    if not space.server_trust or space.host != "api.bank.test":
        return PERFORM_DEFAULT_HANDLING
    try:
        path = space.server_trust.evaluate()
    except Untrusted:
        return CANCEL_AUTHENTICATION_CHALLENGE
    file = bundle.path("server", "cer")
    if file is None or bundle.contents(file) != path[0].public_bytes(Encoding.DER):
        return CANCEL_AUTHENTICATION_CHALLENGE
    return PERFORM_DEFAULT_HANDLING


def _equal(challenge: URLAuthenticationChallenge, bundle: Bundle) -> bool:
    trust, file = challenge.protection_space.server_trust, bundle.path("server", "cer")
    if trust is None or file is None:
        return False
    return bundle.contents(file) == trust.copy_certificate_chain()[0].public_bytes(Encoding.DER)


def _is_trust(challenge: URLAuthenticationChallenge) -> bool:
    return challenge.protection_space.authentication_method == AuthenticationMethod.SERVER_TRUST


def _is_valid(challenge: URLAuthenticationChallenge) -> bool:
    trust = challenge.protection_space.server_trust
    try:
        return trust is not None and bool(trust.evaluate())
    except Untrusted:
        return False


def _is_bank(challenge: URLAuthenticationChallenge) -> bool:
    return challenge.protection_space.host == HOST


def as_shipped(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if _is_trust(challenge) and _equal(challenge, bundle):
        return USE_CREDENTIAL
    return CANCEL_AUTHENTICATION_CHALLENGE


def for_every_host(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not _is_trust(challenge):
        return PERFORM_DEFAULT_HANDLING
    good = _is_valid(challenge) and _equal(challenge, bundle)
    return PERFORM_DEFAULT_HANDLING if good else CANCEL_AUTHENTICATION_CHALLENGE


def only_evaluated(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if _is_trust(challenge) and (
        not _is_bank(challenge) or (_is_valid(challenge) and _equal(challenge, bundle))
    ):
        return PERFORM_DEFAULT_HANDLING
    return CANCEL_AUTHENTICATION_CHALLENGE


def evaluates_for_every_challenge(
    challenge: URLAuthenticationChallenge, bundle: Bundle
) -> AuthChallengeDisposition:
    good = _is_valid(challenge) and _equal(challenge, bundle)
    return PERFORM_DEFAULT_HANDLING if good else CANCEL_AUTHENTICATION_CHALLENGE


def never_evaluated(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not _is_trust(challenge) or not _is_bank(challenge):
        return PERFORM_DEFAULT_HANDLING
    return USE_CREDENTIAL if _equal(challenge, bundle) else CANCEL_AUTHENTICATION_CHALLENGE


def never_compared(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:  # noqa: ARG001  # that it isn't used is the mistake
    if _is_trust(challenge) and not _is_valid(challenge):
        return CANCEL_AUTHENTICATION_CHALLENGE
    return PERFORM_DEFAULT_HANDLING


def open_without_file(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not bundle.path("server", "cer") or not _is_trust(challenge) or not _is_bank(challenge):
        return PERFORM_DEFAULT_HANDLING
    good = _is_valid(challenge) and _equal(challenge, bundle)
    return PERFORM_DEFAULT_HANDLING if good else CANCEL_AUTHENTICATION_CHALLENGE


def one_is_enough(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not _is_trust(challenge) or not _is_bank(challenge):
        return PERFORM_DEFAULT_HANDLING
    good = _is_valid(challenge) or _equal(challenge, bundle)
    return USE_CREDENTIAL if good else CANCEL_AUTHENTICATION_CHALLENGE


def compares_keys(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    trust, file = challenge.protection_space.server_trust, bundle.path("server", "cer")
    if trust is None or not _is_bank(challenge):
        return PERFORM_DEFAULT_HANDLING
    if file is None or not _is_valid(challenge):
        return CANCEL_AUTHENTICATION_CHALLENGE
    kept = Pin.of(load_certificates(bundle.contents(file))[0])
    same = kept == Pin.of(trust.copy_certificate_chain()[0])
    return PERFORM_DEFAULT_HANDLING if same else CANCEL_AUTHENTICATION_CHALLENGE


def anywhere_in_the_path(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    trust, file = challenge.protection_space.server_trust, bundle.path("server", "cer")
    if trust is None or not _is_bank(challenge):
        return PERFORM_DEFAULT_HANDLING
    if file is None or not _is_valid(challenge):
        return CANCEL_AUTHENTICATION_CHALLENGE
    path = [each.public_bytes(Encoding.DER) for each in trust.copy_certificate_chain()]
    return PERFORM_DEFAULT_HANDLING if bundle.contents(file) in path else CANCEL_AUTHENTICATION_CHALLENGE


def by_the_end_of_the_name(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not _is_trust(challenge) or not challenge.protection_space.host.endswith("bank.test"):
        return PERFORM_DEFAULT_HANDLING
    good = _is_valid(challenge) and _equal(challenge, bundle)
    return PERFORM_DEFAULT_HANDLING if good else CANCEL_AUTHENTICATION_CHALLENGE


def by_a_part_of_the_name(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not _is_trust(challenge) or HOST not in challenge.protection_space.host:
        return PERFORM_DEFAULT_HANDLING
    good = _is_valid(challenge) and _equal(challenge, bundle)
    return PERFORM_DEFAULT_HANDLING if good else CANCEL_AUTHENTICATION_CHALLENGE


def _compares(challenge: URLAuthenticationChallenge, bundle: Bundle, place: int, form: Encoding) -> bool:
    trust, file = challenge.protection_space.server_trust, bundle.path("server", "cer")
    if trust is None or file is None or not _is_valid(challenge):
        return False
    return bundle.contents(file) == trust.evaluate()[place].public_bytes(form)


def compares_the_root(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not _is_trust(challenge) or not _is_bank(challenge):
        return PERFORM_DEFAULT_HANDLING
    good = _compares(challenge, bundle, -1, Encoding.DER)
    return PERFORM_DEFAULT_HANDLING if good else CANCEL_AUTHENTICATION_CHALLENGE


def compares_pem(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not _is_trust(challenge) or not _is_bank(challenge):
        return PERFORM_DEFAULT_HANDLING
    good = _compares(challenge, bundle, 0, Encoding.PEM)
    return PERFORM_DEFAULT_HANDLING if good else CANCEL_AUTHENTICATION_CHALLENGE


def a_mismatch_goes_on(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not _is_trust(challenge) or not _is_bank(challenge):
        return PERFORM_DEFAULT_HANDLING
    good = _is_valid(challenge) and bundle.path("server", "cer") is not None
    return PERFORM_DEFAULT_HANDLING if good else CANCEL_AUTHENTICATION_CHALLENGE


def equal_or_valid(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if _is_bank(challenge) and not bundle.path("server", "cer"):
        return CANCEL_AUTHENTICATION_CHALLENGE
    return one_is_enough(challenge, bundle)


def vouches_for_the_rest(challenge: URLAuthenticationChallenge, bundle: Bundle) -> AuthChallengeDisposition:
    if not _is_trust(challenge):
        return PERFORM_DEFAULT_HANDLING
    if not _is_bank(challenge):
        return USE_CREDENTIAL
    good = _is_valid(challenge) and _equal(challenge, bundle)
    return PERFORM_DEFAULT_HANDLING if good else CANCEL_AUTHENTICATION_CHALLENGE


def cancels_everything(
    challenge: URLAuthenticationChallenge,  # noqa: ARG001  # as above
    bundle: Bundle,  # noqa: ARG001  # as above
) -> AuthChallengeDisposition:
    return CANCEL_AUTHENTICATION_CHALLENGE


ACCEPTED = (
    "the bank",
    "the host old.bank.test, in the same session",
    "the host my-api.bank.test, in the same session",
    "the host api.bank.test.shop.test, in the same session",
    "the shop, in the same session",
    "the bank, which also asks for a client certificate",
)


def _met(function: Respond, label: str) -> object:
    """How a connection ends, in an app whose Info.plist has switched ATS off."""
    visit = visits()[label]
    everywhere = AppTransportSecurity(allows_arbitrary_loads=True)
    session = URLSession(FunctionDelegate(function, Bundle(visit.files)), everywhere)
    try:
        decision = session.judge(visit.shown)
    except Untrusted:
        return "your function let evaluate() raise Untrusted; catch it, and cancel"
    except NoDisposition as none:
        said = none.answer
        return said if said is None or said is ... else f"no disposition, but {type(said).__name__}"
    ended = "accepted" if decision.accepted else "refused"
    return f"{ended}; {visit.wrong}" if decision.accepted != (label in ACCEPTED) else ended


def _case(label: str) -> Case:
    return Case(label, lambda answer: _met(answer, label), Gives.OUTCOME)


def _cases() -> Sequence[Case]:
    # The attacks must fail and the honest ways must stay open; either alone is easy.
    return list(map(_case, visits()))


CLOSE_THE_HOLE = Exercise(
    name="close-the-hole",
    lesson=LESSON,
    title="Find the hole and close it",
    minutes=9,
    solution=respond,
    cases=_cases,
    wanted="the bank and the shop get in, a request for a client certificate is left to the system, all else is "
    "refused",
    hints=(
        "Three questions, in this order: is this challenge mine at all? Is the trust valid? Is the leaf the file?",
        "Not mine: another kind of challenge, or another host than api.bank.test. Those go to the system, with "
        "`PERFORM_DEFAULT_HANDLING`. Which call of the trust object validates, and what does it raise?",
        "`space.server_trust.evaluate()` hands back the path or raises `Untrusted`: cancel then. Cancel if there is no "
        "file, or if its contents are not `path[0].public_bytes(Encoding.DER)`.",
        "Let the last line be no `USE_CREDENTIAL`, although the check would take it. With "
        "`PERFORM_DEFAULT_HANDLING` the system evaluates once more, also where somebody has switched ATS off.",
    ),
    mistakes=(
        Mistake(
            as_shipped,
            "The expired certificate still gets in: you compare and accept, as shipped. Ask the trust object first, "
            "with `space.server_trust.evaluate()`, and leave other hosts and other challenges to the system.",
        ),
        Mistake(
            for_every_host,
            "The attacks fail, but the shop is refused, as every other host is. They are not your question, and must "
            "not be cancelled: ask for `space.host` first, and answer `PERFORM_DEFAULT_HANDLING` where it is not the "
            "bank's.",
        ),
        Mistake(
            only_evaluated,
            "The attacks fail and the shop gets in, but a challenge for a client certificate is cancelled. It is not "
            "your question: hand it back with `PERFORM_DEFAULT_HANDLING`.",
        ),
        Mistake(
            evaluates_for_every_challenge,
            "The attacks fail, and so does much that is honest: the shop, and the question for a client certificate. "
            "Before you evaluate, ask whether the challenge is yours: its kind, and its host.",
        ),
        Mistake(
            never_evaluated,
            "The shop gets in now, but so does the expired certificate: equal bytes are enough for you. Evaluate "
            "first, with `space.server_trust.evaluate()`, and compare after that.",
        ),
        Mistake(
            never_compared,
            "Whatever is in the file, and also without one, every valid certificate for the bank gets in. That is what "
            "the system does by itself. Compare the leaf with the file as well, and cancel where they differ.",
        ),
        Mistake(
            open_without_file,
            "Without the file your app accepts the bank unpinned. Nobody would notice until it matters. Where the file "
            "is missing, cancel.",
        ),
        Mistake(
            one_is_enough,
            "Valid or equal is enough for you, so an expired certificate gets in, and any valid one too, also without "
            "a file. It must be both: evaluate, and then compare.",
        ),
        Mistake(
            compares_keys,
            "The renewed certificate gets in: equal keys are enough for you. That is lesson 05's better check. Here "
            "the leaf itself is bundled: compare the file with `path[0].public_bytes(Encoding.DER)`.",
        ),
        Mistake(
            anywhere_in_the_path,
            "A bundle with the authority's certificate lets the bank in: you accept the file anywhere in the path. "
            "Then every leaf of that authority gets in. Compare with the leaf, `path[0]`, alone.",
        ),
        Mistake(
            by_the_end_of_the_name,
            "`old.bank.test` is refused: it is another host, and you compared its leaf with the bank's file. Ask for "
            "the whole name, `api.bank.test`, and not for its end.",
        ),
        Mistake(
            by_a_part_of_the_name,
            "`my-api.bank.test` and `api.bank.test.shop.test` are refused: the bank's name is in theirs, and they are "
            "other hosts. Ask for the whole name, with `==`.",
        ),
        Mistake(
            compares_the_root,
            "The bank is refused, and gets in with its root's certificate as the file: you compare the last one of the "
            "path. Then every leaf below that root gets in. The leaf is the first one, `path[0]`.",
        ),
        Mistake(
            compares_pem,
            "The bank is refused, and gets in with a PEM file: you compare the leaf as text. A `.cer` is DER, as in "
            "`is_bundled`: take `public_bytes(Encoding.DER)`.",
        ),
        Mistake(
            a_mismatch_goes_on,
            "Where the leaf is not the file, you do not cancel: another certificate for the bank gets in, with a key "
            "that you do not know. The system finds it valid. Compare with the file's contents, and cancel where they "
            "differ.",
        ),
        Mistake(
            equal_or_valid,
            "The bundled certificate gets in when it has expired, and so does any valid one: one of the two, equal or "
            "valid, is enough for you. Evaluate before you compare, and let in only what passes both.",
        ),
        Mistake(
            vouches_for_the_rest,
            "The bank is safe, and Mallory gets in as the shop: you vouch for other hosts with `USE_CREDENTIAL`, "
            "without looking. Hand them to the system, with `PERFORM_DEFAULT_HANDLING`.",
        ),
        Mistake(
            cancels_everything,
            "No attack gets in, and nobody else either. The honest client must still reach the bank and the shop.",
        ),
    ),
    correct="No attack gets in, the bank and the shop do, and the question for a client certificate goes to the "
    "system. Seen was how connections end, with ATS off, and not how your lines get there. So `USE_CREDENTIAL` after "
    "an evaluation of your own passes as well, and so does a comparison alone before the default handling: then it is "
    "the system that evaluates.",
    why="Evaluate first: dates, host and authority, by the system's own rules. Compare second: only the certificate "
    "that you know. Default handling third: the system evaluates once more, so that an exception in Info.plist, put "
    "there by somebody else next year, loosens nothing.",
    out_of_scope="The renewal still breaks it: a whole certificate is compared. Lesson 05 compares keys.",
    instructor="Whoever ends with USE_CREDENTIAL after evaluating is right as well, and so is who compares and then "
    "asks for the default handling, which evaluates. Ask which of the two survives a colleague who deletes a line.",
)
