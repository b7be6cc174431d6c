"""The delegate that people copy, the repaired one, and a function as a delegate."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from course.platforms.urlsession import (
    CANCEL_AUTHENTICATION_CHALLENGE,
    PERFORM_DEFAULT_HANDLING,
    USE_CREDENTIAL,
    Answer,
    AuthenticationMethod,
    Bundle,
    FunctionDelegate,
    NoDisposition,
    PinningDelegate,
    RepairedDelegate,
    URLAuthenticationChallenge,
    URLProtectionSpace,
)
from tests.platforms.connections import (
    BY_NOBODY,
    EXPIRED,
    HOST,
    OTHER_NAME,
    Seen,
    bank,
    cer,
    issuing,
    other_challenge,
    trust_challenge,
)

OTHERS = [method for method in AuthenticationMethod if method is not AuthenticationMethod.SERVER_TRUST]
RENEWED = Seen(chain=issuing().renew(bank()).chain)


def asked(seen: Seen, files: dict[str, bytes]) -> Answer:
    """What the copied delegate answers."""
    return PinningDelegate(Bundle(files)).did_receive(trust_challenge(seen))


def names(answer: Answer) -> list[str]:
    """The names of its steps."""
    return [step.name for step in answer.steps]


def test_equal_bytes_are_vouched_for() -> None:
    """With the trust of the challenge, in two steps of the five."""
    answer = asked(Seen(), cer(bank()))
    assert answer.disposition is USE_CREDENTIAL
    assert answer.credential
    assert answer.credential.trust
    assert answer.credential.trust.sent == bank().chain
    assert names(answer) == ["get the chain", "compare"]
    assert (
        answer.steps[1].text
        == f"the leaf and server.cer are equal, all {len(cer(bank())['server.cer'])} bytes."
    )


@pytest.mark.parametrize("seen", [EXPIRED, BY_NOBODY, OTHER_NAME])
def test_nothing_but_the_bytes_counts(seen: Seen) -> None:
    """Expired, vouched for by nobody, for another host: it is the file."""
    assert asked(seen, cer(seen)).disposition is USE_CREDENTIAL


def test_a_renewal_with_the_same_key_is_cancelled() -> None:
    """Other bytes."""
    answer = asked(RENEWED, cer(bank()))
    assert answer.disposition is CANCEL_AUTHENTICATION_CHALLENGE
    assert answer.credential is None
    assert answer.steps[-1].text == "the leaf and server.cer are not the same bytes."


def test_another_host_is_compared_as_well() -> None:
    """The delegate asks for no host."""
    shop = Seen("shop.test", issuing().issue("shop.test").chain)
    assert asked(shop, cer(bank())).disposition is CANCEL_AUTHENTICATION_CHALLENGE
    assert asked(shop, cer(shop)).disposition is USE_CREDENTIAL


def test_only_the_leaf_is_compared() -> None:
    """A bundled intermediate matches nobody."""
    file = {"server.cer": bank().chain[1].public_bytes(Encoding.DER)}
    assert asked(Seen(), file).disposition is CANCEL_AUTHENTICATION_CHALLENGE


@pytest.mark.parametrize(
    "files", [{}, {"api.bank.test.cer": b""}, {"Server.cer": b""}, {"en/server.cer": b""}]
)
def test_a_missing_file_cancels(files: dict[str, bytes]) -> None:
    """Also one of another name, with capitals, or in a folder; the leaf itself was taken."""
    leaf = cer(bank())["server.cer"]
    answer = asked(Seen(), dict.fromkeys(files, leaf))
    assert answer.disposition is CANCEL_AUTHENTICATION_CHALLENGE
    assert answer.steps[-1].text == "the bundle has no server.cer."


def test_a_pem_file_cancels() -> None:
    """Text is no DER, though it is the same certificate."""
    pem = {"server.cer": bank().certificate.public_bytes(Encoding.PEM)}
    assert asked(Seen(), pem).disposition is CANCEL_AUTHENTICATION_CHALLENGE


def test_the_file_can_have_another_name_in_the_code() -> None:
    """Resource and type, as Bundle asks for them."""
    delegate = PinningDelegate(Bundle({"bank.der": cer(bank())["server.cer"]}), "bank", "der")
    assert delegate.did_receive(trust_challenge(Seen())).disposition is USE_CREDENTIAL


@pytest.mark.parametrize("method", OTHERS)
def test_every_other_challenge_is_cancelled(method: AuthenticationMethod) -> None:
    """Client certificates, NTLM, Negotiate: the first guard fails, before any file is looked for."""
    answer = PinningDelegate(Bundle(cer(bank()))).did_receive(other_challenge(method))
    assert answer.disposition is CANCEL_AUTHENTICATION_CHALLENGE
    assert names(answer) == ["get the chain"]
    assert method.value in answer.steps[0].text


def test_a_challenge_without_a_trust_or_a_leaf_is_cancelled() -> None:
    """The two other halves of the first guard."""
    space = URLProtectionSpace(HOST, AuthenticationMethod.SERVER_TRUST)
    delegate = PinningDelegate(Bundle(cer(bank())))
    answer = delegate.did_receive(URLAuthenticationChallenge(space))
    assert (answer.disposition, names(answer)) == (CANCEL_AUTHENTICATION_CHALLENGE, ["get the chain"])
    assert "no trust object" in answer.steps[0].text
    empty = asked(Seen(chain=()), cer(bank()))
    assert (empty.disposition, names(empty)) == (CANCEL_AUTHENTICATION_CHALLENGE, ["get the chain"])


def test_a_bundle_without_an_extension_is_asked_for_the_bare_name() -> None:
    """As in the original; and it says what it holds."""
    bundle = Bundle({"server": b"1", "server.cer": b"2"})
    assert (bundle.path("server", ""), bundle.path("server", "cer")) == ("server", "server.cer")
    assert repr(bundle) == "Bundle(server, server.cer)"
    assert repr(Bundle({})) == "Bundle(empty)"


def repaired(seen: Seen, files: dict[str, bytes], **options: object) -> Answer:
    """What the repaired delegate answers for the bank."""
    return RepairedDelegate(Bundle(files), [HOST], **options).did_receive(trust_challenge(seen))  # type: ignore[arg-type]


def test_the_repaired_one_leaves_the_last_word_to_the_system() -> None:
    """Evaluate, compare, default handling."""
    answer = repaired(Seen(), cer(bank()))
    assert answer.disposition is PERFORM_DEFAULT_HANDLING
    assert names(answer) == ["validate", "compare"]


@pytest.mark.parametrize("seen", [EXPIRED, BY_NOBODY, OTHER_NAME, Seen(chain=())])
def test_the_repaired_one_validates_first(seen: Seen) -> None:
    """Equal bytes do not help."""
    answer = repaired(seen, cer(seen) if seen.chain else cer(bank()))
    assert answer.disposition is CANCEL_AUTHENTICATION_CHALLENGE
    assert names(answer) == ["validate"]


@pytest.mark.parametrize("files", [cer(bank()), {}])
def test_the_repaired_one_compares_second(files: dict[str, bytes]) -> None:
    """A valid chain that is not the file, or no file at all."""
    answer = repaired(RENEWED, files)
    assert answer.disposition is CANCEL_AUTHENTICATION_CHALLENGE
    assert names(answer) == ["validate", "compare"]


def test_the_repaired_one_takes_any_of_its_files() -> None:
    """The certificate of today and the next one; one that the bundle lacks is passed over."""
    files = {"now.cer": cer(bank())["server.cer"], "next.cer": cer(RENEWED)["server.cer"]}
    for seen in (Seen(), RENEWED):
        assert (
            repaired(seen, files, resources=["gone", "now", "next"]).disposition is PERFORM_DEFAULT_HANDLING
        )


@pytest.mark.parametrize("host", ["API.Bank.Test", "api.bank.test."])
def test_the_repaired_one_knows_its_host_however_it_is_spelt(host: str) -> None:
    """Or a capital letter would leave the host without a pin."""
    answer = repaired(Seen(host, RENEWED.chain), cer(bank()))
    assert answer.disposition is CANCEL_AUTHENTICATION_CHALLENGE


def test_the_repaired_one_leaves_other_hosts_and_questions_alone() -> None:
    """They are not its business."""
    delegate = RepairedDelegate(Bundle(cer(bank())), [HOST])
    shop = Seen("shop.test", issuing().issue("shop.test").chain)
    assert delegate.did_receive(trust_challenge(shop)) == Answer(PERFORM_DEFAULT_HANDLING)
    for method in OTHERS:
        assert delegate.did_receive(other_challenge(method)) == Answer(PERFORM_DEFAULT_HANDLING)


def test_the_repaired_one_shows_its_identity_where_a_server_asks() -> None:
    """And for nothing else."""
    ada = issuing().issue_client("ada's phone")
    delegate = RepairedDelegate(Bundle(cer(bank())), [HOST], identity=ada)
    answer = delegate.did_receive(other_challenge(AuthenticationMethod.CLIENT_CERTIFICATE))
    assert answer.disposition is USE_CREDENTIAL
    assert answer.credential
    assert answer.credential.identity is ada
    assert delegate.did_receive(other_challenge(AuthenticationMethod.NTLM)) == Answer(
        PERFORM_DEFAULT_HANDLING
    )


def test_no_other_host_learns_who_the_user_is() -> None:
    """The identity is for the hosts that the delegate knows."""
    ada = issuing().issue_client("ada's phone")
    delegate = RepairedDelegate(Bundle(cer(bank())), ["another.test"], identity=ada)
    asked = delegate.did_receive(other_challenge(AuthenticationMethod.CLIENT_CERTIFICATE))
    assert asked == Answer(PERFORM_DEFAULT_HANDLING)


@pytest.mark.parametrize("said", [USE_CREDENTIAL, (USE_CREDENTIAL, "credential")])
def test_a_function_is_a_delegate(said: object) -> None:
    """It is given the bundle, and its answer gets the challenge's trust."""
    given = []

    def respond(challenge: URLAuthenticationChallenge, bundle: Bundle) -> object:
        given.append((challenge, bundle))
        return said

    bundle, challenge = Bundle({}), trust_challenge(Seen())
    answer = FunctionDelegate(respond, bundle).did_receive(challenge)
    assert given == [(challenge, bundle)]
    assert answer.disposition is USE_CREDENTIAL
    assert answer.credential
    assert answer.credential.trust is challenge.protection_space.server_trust


@pytest.mark.parametrize("said", [None, True, "useCredential", ()])
def test_a_function_that_returns_no_disposition_is_told_so(said: object) -> None:
    """With what it returned."""
    with pytest.raises(NoDisposition, match="answers with a disposition") as raised:
        FunctionDelegate(lambda *_: said, Bundle({})).did_receive(trust_challenge(Seen()))
    assert raised.value.answer == said
