"""The pinner of Ktor's Darwin engine on whole connections."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from course.lab import rsa_key_of_exponent_3
from course.pki import Anchors, Pin, Untrusted
from course.pki.der import public_key_info
from course.platforms.ktor import CertificatePinner, PinnedCertificate, TlsPeerUnverifiedException, evaluate
from course.platforms.urlsession import SecTrust
from tests.conformance import needs_conformance
from tests.conformance_cases import Case, cases_of
from tests.platforms.connections import BY_NOBODY, EXPIRED, HOST, OTHER_NAME, Seen, bank, issuing, root

RIGHT, WRONG = str(bank().pin), "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
TITLES = ["Certificate pinning failure!", "  Peer certificate chain:"]


def judge(pinner: CertificatePinner, seen: Seen | None = None, host: str = HOST) -> bool:
    """Whether a pin matched."""
    seen = seen or Seen()
    return evaluate(host, seen.chain, seen.anchors, seen.at, pinner)


@pytest.mark.parametrize("pin", [bank().pin, issuing().pin, root().pin])
def test_any_certificate_of_the_path_may_be_pinned(pin: Pin) -> None:
    """The root too, which was not sent."""
    assert judge(CertificatePinner([(HOST, WRONG, str(pin))]))


def test_sha1_is_still_compared() -> None:
    """As in OkHttp."""
    assert judge(CertificatePinner([(HOST, _sha1(bank().certificate))]))


def test_a_wrong_pin_is_refused_with_everything_that_was_seen_and_wanted() -> None:
    """The text of TlsPeerUnverifiedException, with the pins of other hosts in it."""
    with pytest.raises(TlsPeerUnverifiedException) as caught:
        judge(CertificatePinner([(HOST, WRONG), ("other.test", RIGHT)]))
    assert str(caught.value).splitlines() == [
        *TITLES,
        f"    {bank().pin}: {HOST}",
        f"    {issuing().pin}: Harbour Issuing CA",
        f"    {root().pin}: Harbour Root CA",
        f"  Pinned certificates for {HOST}:",
        f"    {WRONG}",
        f"    {RIGHT}",
    ]


@pytest.mark.parametrize("pins", [[], [("other.test", WRONG)], [("*.test", WRONG)]])
def test_a_host_without_pins_gets_the_default_handling(pins: list[Sequence[str]]) -> None:
    """Accepted if the system trusts it, and nothing is compared."""
    pinner = CertificatePinner(pins)
    assert not judge(pinner)
    with pytest.raises(Untrusted):
        judge(pinner, BY_NOBODY)


@pytest.mark.parametrize("seen", [EXPIRED, BY_NOBODY, OTHER_NAME])
def test_trust_comes_before_the_pins(seen: Seen) -> None:
    """With the host in its policy; the pin would match or not."""
    with pytest.raises(TlsPeerUnverifiedException, match=r"^Server trust is invalid$"):
        judge(CertificatePinner([(HOST, str(Pin.of(seen.chain[0])))]), seen)


@pytest.mark.parametrize("seen", [EXPIRED, BY_NOBODY, OTHER_NAME])
def test_without_validation_the_pin_is_all(seen: Seen) -> None:
    """validateTrust(false): expired, by nobody, for another host; accepted. Ktor's own test has a self-signed one."""
    pin = str(Pin.of(seen.chain[0]))
    assert judge(CertificatePinner([(HOST, pin)], validate_trust=False), seen)
    with pytest.raises(TlsPeerUnverifiedException, match=r"^Certificate pinning failure!"):
        judge(CertificatePinner([(HOST, WRONG)], validate_trust=False), seen)


def test_a_stuffed_chain_is_refused() -> None:
    """The pins are compared with the path, and not with what was sent."""
    stuffed = Seen(chain=(issuing().rekey(bank()).certificate, *bank().chain))
    with pytest.raises(TlsPeerUnverifiedException, match=r"^Certificate pinning failure!"):
        judge(CertificatePinner([(HOST, RIGHT)]), stuffed)


def test_a_challenge_without_a_trust_is_cancelled() -> None:
    """But only for a host with pins."""
    pinner = CertificatePinner([(HOST, RIGHT)])
    with pytest.raises(TlsPeerUnverifiedException, match=r"^Server trust is not available$"):
        pinner.apply_pinning(HOST, None)
    assert not pinner.apply_pinning("other.test", None)


@pytest.mark.parametrize(
    "pin", [RIGHT.rstrip("="), RIGHT + "=", RIGHT.replace("+", "-"), f"sha256/{bank().pin.hex}"]
)
def test_hashes_are_compared_as_texts(pin: str) -> None:
    """Another spelling of the same hash never matches. Ours has a + in it."""
    assert pin != RIGHT
    with pytest.raises(TlsPeerUnverifiedException):
        judge(CertificatePinner([(HOST, pin)]))


def test_a_key_that_it_cannot_rebuild_is_called_null() -> None:
    """And passed over: the CA's pin still counts."""
    leaf = issuing().issue(HOST, key=ec.generate_private_key(ec.SECP521R1()))
    seen = Seen(chain=leaf.chain)
    with pytest.raises(TlsPeerUnverifiedException, match=f"\n    sha256/null: {HOST}\n"):
        judge(CertificatePinner([(HOST, str(leaf.pin))]), seen)
    assert judge(CertificatePinner([(HOST, str(leaf.pin), str(issuing().pin))]), seen)


def test_the_right_pin_of_a_key_with_exponent_3_is_refused() -> None:
    """The header is that of an exponent of three bytes."""
    leaf = issuing().issue(HOST, key=rsa_key_of_exponent_3())
    with pytest.raises(TlsPeerUnverifiedException):
        judge(CertificatePinner([(HOST, str(leaf.pin))]), Seen(chain=leaf.chain))


def test_until_2026_any_pin_of_any_host_was_enough() -> None:
    """KTOR-9393, case c0662: but only where the host has a pin at all."""
    pins = [(HOST, WRONG), ("other.test", RIGHT)]
    assert judge(CertificatePinner(pins, scoped_to_host=False))
    with pytest.raises(TlsPeerUnverifiedException):
        judge(CertificatePinner(pins))
    assert not judge(CertificatePinner([("other.test", WRONG)], scoped_to_host=False))


def test_several_patterns_give_a_union() -> None:
    """As in OkHttp; a pin given twice counts once."""
    pinner = CertificatePinner([("**.bank.test", WRONG), (HOST, RIGHT), (HOST, RIGHT), ("bank.test", RIGHT)])
    assert [str(pin) for pin in pinner.find_matching_pins(HOST)] == [WRONG, RIGHT]
    assert judge(pinner)


def test_pins_may_be_given_ready_made() -> None:
    """As the data class that they are."""
    assert judge(CertificatePinner([PinnedCertificate.new(HOST, RIGHT)]))


def test_anchors_need_not_be_prepared() -> None:
    """A list of certificates is as good."""
    assert evaluate(HOST, bank().chain, [root().certificate], Seen().at, CertificatePinner([(HOST, RIGHT)]))


@needs_conformance
@pytest.mark.parametrize("case", cases_of("ktor-darwin", kind="pin_check"), ids=str)
def test_conformance_of_checks(case: Case) -> None:
    """P1, P2 and so on are pins; the chain has the one that is named, here as the bank's."""
    seen = case.input["chain_pin"]

    def accepted(*, scoped_to_host: bool) -> bool:
        pins = [
            (pattern, RIGHT if name == seen else f"sha256/{name}")
            for pattern, names in case.input["pins"].items()
            for name in names
        ]
        pinner = CertificatePinner(pins, validate_trust=False, scoped_to_host=scoped_to_host)
        trust = SecTrust(bank().chain, case.input["hostname"], Anchors([root().certificate]), Seen().at)
        try:
            pinner.apply_pinning(case.input["hostname"], trust)
        except TlsPeerUnverifiedException:
            return False
        return True

    assert accepted(scoped_to_host=True) is case.expected["ok"]
    assert accepted(scoped_to_host=False) is case.expected.get("before_3fcfadd450", case.expected["ok"])


def _sha1(certificate: x509.Certificate) -> str:
    return "sha1/" + base64.b64encode(hashlib.sha1(public_key_info(certificate)).digest()).decode()
