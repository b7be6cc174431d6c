"""Which host must show which keys."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from course.lab import Authority, Clock, derive_key
from course.lab.dates import Validities
from course.pinning import PinSet, Policy, Reason, SeenPin
from course.pki import BadPin, Pin

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
HOST = "api.bank.test"
ROOT = Authority("Harbour Root CA", "Harbour Bank", Validities(Clock()))
ISSUING = ROOT.intermediate("Harbour Issuing CA")
LEAF = ISSUING.issue(HOST)
PATH = (*LEAF.chain, ROOT.certificate)
OTHER = Pin.of_public_key(derive_key("somebody else's").public_key())


@pytest.mark.parametrize("certificate", PATH)
def test_every_certificate_of_the_path_may_carry_the_pinned_key(certificate: x509.Certificate) -> None:
    """Leaf, intermediate and root count alike."""
    verdict = Policy({HOST: [OTHER, Pin.of(certificate)]}).evaluate(HOST, PATH, AT)
    assert verdict.accepted
    assert verdict.reason is Reason.MATCHED
    assert verdict.matched == Pin.of(certificate)


def test_a_path_without_a_pinned_key_is_refused() -> None:
    """The verdict holds what was seen, with names, and what was wanted."""
    verdict = Policy({HOST: [OTHER]}).evaluate(HOST, PATH, AT)
    assert not verdict.accepted
    assert verdict.reason is Reason.NO_MATCH
    assert verdict.seen == (
        SeenPin(LEAF.pin, HOST),
        SeenPin(ISSUING.pin, "Harbour Issuing CA"),
        SeenPin(ROOT.pin, "Harbour Root CA"),
    )
    assert verdict.wanted == (OTHER,)
    assert verdict.matched is None


def test_the_first_key_of_the_path_is_the_match() -> None:
    """Where several keys are pinned, the one nearest to the leaf is named."""
    assert Policy({HOST: [ROOT.pin, LEAF.pin]}).evaluate(HOST, PATH, AT).matched == LEAF.pin


def test_a_host_without_pins_is_accepted() -> None:
    """As OkHttp does, once the chain is validated."""
    verdict = Policy({"other.test": [OTHER]}).evaluate(HOST, PATH, AT)
    assert verdict.accepted
    assert verdict.reason is Reason.NOT_PINNED
    assert verdict.wanted == ()


@pytest.mark.parametrize("policy", [Policy({}), Policy({HOST: [LEAF.pin]})])
def test_an_empty_path_is_refused(policy: Policy) -> None:
    """Even for a host without pins: without a path nothing was validated."""
    verdict = policy.evaluate(HOST, [], AT)
    assert not verdict.accepted
    assert verdict.reason is Reason.EMPTY_PATH


def test_an_empty_path_is_refused_although_the_pins_expired() -> None:
    """Expired pins switch off the comparison, never the validation."""
    policy = Policy({HOST: PinSet([LEAF.pin], expires=AT - timedelta(days=1))})
    assert policy.evaluate(HOST, [], AT).reason is Reason.EMPTY_PATH


@pytest.mark.parametrize(
    ("late", "reason"),
    [
        (timedelta(seconds=-1), Reason.NO_MATCH),
        (timedelta(0), Reason.NO_MATCH),
        (timedelta(seconds=1), Reason.PINS_EXPIRED),
    ],
)
def test_expired_pins_are_no_longer_asked_for(late: timedelta, reason: Reason) -> None:
    """Up to the moment of expiry they count; after it the host counts as not pinned."""
    verdict = Policy({HOST: PinSet([OTHER], expires=AT)}).evaluate(HOST, PATH, AT + late)
    assert verdict.reason is reason
    assert verdict.accepted is (reason is Reason.PINS_EXPIRED)
    assert verdict.wanted == (OTHER,)


@pytest.mark.parametrize("asked", ["API.bank.TEST", "api.bank.test.", HOST])
def test_spellings_of_a_host_are_one_host(asked: str) -> None:
    """Case and a trailing dot do not get around a pin."""
    assert Policy({"Api.Bank.Test.": [OTHER]}).evaluate(asked, PATH, AT).reason is Reason.NO_MATCH


@pytest.mark.parametrize(
    "asked", ["bank.test", "v2.api.bank.test", "api.bank.test.evil.test", "xapi.bank.test"]
)
def test_pins_are_for_one_host_exactly(asked: str) -> None:
    """No parent, no child, no neighbour."""
    assert Policy({HOST: [OTHER]}).evaluate(asked, PATH, AT).reason is Reason.NOT_PINNED


def test_a_host_named_twice_is_refused() -> None:
    """Two spellings of one host would leave open which pins count."""
    with pytest.raises(ValueError, match=r"api\.bank\.test is named twice"):
        Policy({HOST: [OTHER], "API.bank.test": [LEAF.pin]})


def test_an_empty_pin_list_names_its_host() -> None:
    """In a policy of many hosts one must know where to look."""
    with pytest.raises(ValueError, match="empty") as caught:
        Policy({HOST: []})
    assert caught.value.__notes__ == [f"This is about the pins of {HOST}."]


def test_a_bad_pin_names_its_host() -> None:
    """The same for a pin that can never match."""
    with pytest.raises(BadPin) as caught:
        Policy({HOST: ["sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]})
    assert caught.value.__notes__ == [f"This is about the pins of {HOST}."]


def test_a_policy_cannot_be_changed() -> None:
    """What was reviewed is what runs."""
    policy = Policy({HOST: [LEAF.pin]})
    with pytest.raises(TypeError):
        policy.hosts[HOST] = PinSet([OTHER])  # type: ignore[index]


def test_a_policy_can_be_copied_and_pickled() -> None:
    """Sessions that carry it can be, too."""
    policy = Policy({HOST: PinSet({"leaf key": LEAF.pin}, expires=AT)})
    assert pickle.loads(pickle.dumps(policy)) == copy.deepcopy(policy) == policy


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=4),
    st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=4),
)
def test_accepted_means_that_path_and_pins_share_a_key(path: list[str], pinned: list[str]) -> None:
    """The law of the policy, on every small path and pin set."""
    certificates = [_CERTIFICATES[name] for name in path]
    policy = Policy({HOST: [Pin.of(_CERTIFICATES[name]) for name in pinned]})
    assert policy.evaluate(HOST, certificates, AT).accepted is bool(set(path) & set(pinned))


_CERTIFICATES = {name: ISSUING.issue(f"{name}.test").certificate for name in "abcd"}


@pytest.mark.parametrize("hosts", [["sha256/" + "A" * 43 + "="], "api.bank.test", None])
def test_pins_without_a_host_are_refused(hosts: Any) -> None:
    """A list of pins says for no host whom to expect; the sentence shows a dictionary."""
    with pytest.raises(
        TypeError, match=r"Pins belong to hosts: give a dictionary such as \{'api\.bank\.test'"
    ):
        Policy(hosts)


@pytest.mark.parametrize("pins", [7, None, ...])
def test_what_is_no_list_of_pins_is_refused(pins: Any) -> None:
    """A number in the place of the pins is named by its type."""
    with pytest.raises(TypeError, match="The pins of a host are a list of pins, and this is a"):
        Policy({"api.bank.test": pins})


def test_what_is_no_pin_is_refused() -> None:
    """A certificate in the place of its pin is the usual slip; the sentence says what to do."""
    with pytest.raises(TypeError, match=r"this is a int\. Take the pin of it: Pin\.of\(\.\.\.\)\."):
        Policy({"api.bank.test": [7]})  # type: ignore[list-item]
