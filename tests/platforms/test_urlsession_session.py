"""What URLSession does with a delegate's answers, with ATS and without."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from course.platforms.app_transport_security import AppTransportSecurity, ExceptionDomain, insecure_http_loads
from course.platforms.urlsession import (
    CANCEL_AUTHENTICATION_CHALLENGE,
    PERFORM_DEFAULT_HANDLING,
    REJECT_PROTECTION_SPACE,
    USE_CREDENTIAL,
    Answer,
    AuthChallengeDisposition,
    AuthenticationMethod,
    Bundle,
    PinningDelegate,
    SecTrust,
    URLAuthenticationChallenge,
    URLCredential,
    URLError,
    URLSession,
)
from tests.platforms.connections import BY_NOBODY, EXPIRED, HOST, OTHER_NAME, Seen, bank, cer, issuing, root

EXCEPTION = insecure_http_loads(HOST)
WRONG = [EXPIRED, BY_NOBODY, OTHER_NAME]


@dataclass
class Says:
    """A delegate with a fixed answer to each kind of question, that remembers what it was asked."""

    trust: AuthChallengeDisposition
    other: AuthChallengeDisposition = PERFORM_DEFAULT_HANDLING
    credential: URLCredential | None = None

    def __post_init__(self) -> None:
        self.asked: list[AuthenticationMethod] = []

    def did_receive(self, challenge: URLAuthenticationChallenge) -> Answer:
        """Give the fixed answer."""
        space = challenge.protection_space
        self.asked.append(space.authentication_method)
        if space.server_trust is None:
            return Answer(self.other, self.credential)
        return Answer(self.trust, URLCredential(trust=space.server_trust))


def test_a_session_without_a_delegate_evaluates() -> None:
    """So does the shared one, which has none."""
    assert URLSession.shared.delegate is None
    for session in (URLSession.shared, URLSession(), URLSession(transport_security=EXCEPTION)):
        assert session.judge(Seen()).accepted
        for seen in WRONG:
            refused = session.judge(seen)
            assert (refused.accepted, refused.step) == (False, "validate")


def test_the_delegate_is_fixed_when_the_session_is_made() -> None:
    """As in the original, where it is read-only."""
    delegate = Says(USE_CREDENTIAL)
    session = URLSession(delegate)
    assert session.delegate is delegate
    with pytest.raises(AttributeError):
        session.delegate = None  # type: ignore[misc]


@pytest.mark.parametrize("seen", WRONG)
def test_with_ats_a_delegate_cannot_loosen(seen: Seen) -> None:
    """It is not asked, and the app gets -1200."""
    delegate = Says(USE_CREDENTIAL)
    decision = URLSession(delegate).judge(seen)
    assert (decision.step, decision.error) == ("validate", URLError.SECURE_CONNECTION_FAILED)
    assert delegate.asked == []


@pytest.mark.parametrize("seen", WRONG)
def test_an_exception_and_a_vouching_delegate_leave_nobody_to_evaluate(seen: Seen) -> None:
    """The pair that loosens; the log says so."""
    decision = URLSession(Says(USE_CREDENTIAL), EXCEPTION).judge(seen)
    assert (decision.accepted, decision.step, decision.error) == (True, "accepted", None)
    assert decision.log[-1].startswith("the system evaluates nothing")


@pytest.mark.parametrize("seen", WRONG)
def test_an_exception_alone_loosens_nothing(seen: Seen) -> None:
    """With the default handling the system still evaluates, after the delegate, and says -1202."""
    delegate = Says(PERFORM_DEFAULT_HANDLING)
    decision = URLSession(delegate, EXCEPTION).judge(seen)
    assert (decision.step, decision.error) == ("validate", URLError.SERVER_CERTIFICATE_UNTRUSTED)
    assert delegate.asked == [AuthenticationMethod.SERVER_TRUST]


def test_an_exception_for_another_host_changes_nothing() -> None:
    """Nor do arbitrary loads beside an entry for the host."""
    with_an_entry = AppTransportSecurity(True, {HOST: ExceptionDomain()})
    for security in (insecure_http_loads("shop.test"), with_an_entry):
        assert not URLSession(Says(USE_CREDENTIAL), security).judge(EXPIRED).accepted
    assert URLSession(Says(USE_CREDENTIAL), AppTransportSecurity(True)).judge(EXPIRED).accepted


@pytest.mark.parametrize("security", [AppTransportSecurity(), EXCEPTION])
def test_a_delegate_can_tighten(security: AppTransportSecurity) -> None:
    """It cancels what the system would accept, and the app gets -999."""
    decision = URLSession(Says(CANCEL_AUTHENTICATION_CHALLENGE), security).judge(Seen())
    assert (decision.accepted, decision.error) == (False, URLError.CANCELLED)
    assert (decision.step, decision.text) == ("delegate", "it cancelled.")


@pytest.mark.parametrize("security", [AppTransportSecurity(), EXCEPTION])
def test_a_rejected_protection_space_refuses(security: AppTransportSecurity) -> None:
    """A server's trust has no other space to go on to."""
    decision = URLSession(Says(REJECT_PROTECTION_SPACE), security).judge(Seen())
    assert (decision.step, decision.error) == ("validate", URLError.SERVER_CERTIFICATE_UNTRUSTED)


@pytest.mark.parametrize("security", [AppTransportSecurity(), EXCEPTION])
@pytest.mark.parametrize("disposition", [USE_CREDENTIAL, PERFORM_DEFAULT_HANDLING])
def test_what_is_in_order_gets_in(
    disposition: AuthChallengeDisposition, security: AppTransportSecurity
) -> None:
    """Whether the delegate vouches or leaves it to the system."""
    decision = URLSession(Says(disposition), security).judge(Seen())
    assert (decision.accepted, decision.step, decision.identity) == (True, "accepted", None)


def test_the_server_is_judged_before_the_client_shows_anything() -> None:
    """Two challenges, in this order; the second one only if the first is answered with yes."""
    asking = Seen(asks_client=True)
    yes, no = Says(USE_CREDENTIAL), Says(CANCEL_AUTHENTICATION_CHALLENGE)
    assert URLSession(yes).judge(asking).accepted
    assert yes.asked == [AuthenticationMethod.SERVER_TRUST, AuthenticationMethod.CLIENT_CERTIFICATE]
    assert not URLSession(no).judge(asking).accepted
    assert no.asked == [AuthenticationMethod.SERVER_TRUST]


@pytest.mark.parametrize(
    ("other", "accepted"),
    [
        (USE_CREDENTIAL, True),
        (PERFORM_DEFAULT_HANDLING, True),
        (REJECT_PROTECTION_SPACE, True),
        (CANCEL_AUTHENTICATION_CHALLENGE, False),
    ],
)
def test_a_client_certificate_is_asked_for_and_only_cancelling_ends_it(
    other: AuthChallengeDisposition, accepted: bool
) -> None:
    """Whether the server is content without one is for the server to say."""
    decision = URLSession(Says(USE_CREDENTIAL, other)).judge(Seen(asks_client=True))
    assert (decision.accepted, decision.identity) == (accepted, None)


@pytest.mark.parametrize("other", [USE_CREDENTIAL, PERFORM_DEFAULT_HANDLING])
def test_an_identity_is_shown_only_with_use_credential(other: AuthChallengeDisposition) -> None:
    """Apple: the credential is ignored otherwise."""
    ada = issuing().issue_client("ada's phone")
    says = Says(USE_CREDENTIAL, other, URLCredential(identity=ada))
    decision = URLSession(says).judge(Seen(asks_client=True))
    assert decision.identity is (ada if other is USE_CREDENTIAL else None)


@pytest.mark.parametrize("security", [AppTransportSecurity(), EXCEPTION])
def test_a_resumed_session_brings_no_challenge(security: AppTransportSecurity) -> None:
    """QA1727: nobody is asked, although nothing is shown."""
    delegate = Says(CANCEL_AUTHENTICATION_CHALLENGE)
    decision = URLSession(delegate, security).judge(Seen(chain=(), resumed=True))
    assert decision.accepted
    assert delegate.asked == []


def test_vouching_without_a_credential_is_not_guessed_at() -> None:
    """Apple does not say what happens then."""

    class Careless:
        def did_receive(self, _: URLAuthenticationChallenge) -> Answer:
            return Answer(USE_CREDENTIAL)

    with pytest.raises(ValueError, match="handed over no trust"):
        URLSession(Careless()).judge(Seen())


def test_a_decision_can_be_read() -> None:
    """Question, steps, answer and the system's part, in lines that fit a notebook."""
    decision = URLSession(PinningDelegate(Bundle(cer(bank())))).judge(Seen(asks_client=True))
    assert repr(decision) == (
        "the system evaluates the trust: in order\n"
        "challenge: NSURLAuthenticationMethodServerTrust, api.bank.test\n"
        "  get the chain: took the leaf, 'api.bank.test'.\n"
        f"  compare: the leaf and server.cer are equal, all {len(cer(bank())['server.cer'])} bytes.\n"
        "  the delegate answers useCredential\n"
        "challenge: NSURLAuthenticationMethodClientCertificate, api.bank.test\n"
        "  get the chain: this is no server-trust challenge, but\n"
        "    NSURLAuthenticationMethodClientCertificate.\n"
        "  the delegate answers cancelAuthenticationChallenge\n"
        "refused; the app gets error -999 (NSURLErrorCancelled)"
    )
    assert decision.step == "get the chain"


def test_a_trust_hands_out_the_path_or_what_was_sent() -> None:
    """`SecTrustCopyCertificateChain` begins with the leaf either way."""
    good = SecTrust(bank().chain, HOST, Seen().anchors, Seen().at)
    assert good.copy_certificate_chain() == (*bank().chain, root().certificate)
    assert replace(good, host="shop.test").copy_certificate_chain() == bank().chain
