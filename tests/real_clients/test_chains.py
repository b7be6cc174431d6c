"""What the chains for the real clients are."""

from __future__ import annotations

import pytest

from course.pki import Pin, Reason, Untrusted, evaluate_trust, name_of
from tests.real_clients.chains import AT, HOST, Chains

PATHS = {
    "leaf": ["leaf", "root"],
    "intermediate": ["leaf", "intermediate", "root"],
    "root": ["leaf", "intermediate", "root"],
    "renewed": ["leaf", "intermediate", "root"],
    "rekeyed": [None, "intermediate", "root"],
    "stuffed": [None, "rogue"],
    "rogue": [None, "rogue"],
    "many names": ["leaf", "intermediate", "root"],
}
REASONS = {
    "self-signed": Reason.UNKNOWN_AUTHORITY,
    "missing intermediate": Reason.UNKNOWN_AUTHORITY,
    "expired": Reason.EXPIRED,
    "other host": Reason.HOST,
}


@pytest.mark.parametrize("name", PATHS)
def test_a_trusted_chain_leads_over_these_pins(chains: Chains, name: str) -> None:
    """None: a key that nobody has pinned."""
    names = {pin: of for of, pin in chains.pins.items()}
    path = evaluate_trust(chains[name].chain, HOST, chains.trusted, AT)
    assert [names.get(Pin.of(certificate)) for certificate in path] == PATHS[name]


@pytest.mark.parametrize("name", REASONS)
def test_a_phone_does_not_trust_it(chains: Chains, name: str) -> None:
    """For the one reason that the name says."""
    with pytest.raises(Untrusted) as caught:
        evaluate_trust(chains[name].chain, HOST, chains.trusted, AT)
    assert caught.value.reason is REASONS[name]


def test_every_chain_is_another(chains: Chains) -> None:
    """And all of them are described above."""
    assert {*PATHS, *REASONS} == {*chains.served}
    assert len({served.chain for served in chains.served.values()}) == len(chains.served)


def test_a_stuffed_chain_carries_the_genuine_one(chains: Chains) -> None:
    """Behind a leaf that is not the bank's."""
    assert [name_of(each) for each in chains["stuffed"].chain] == [
        HOST,
        HOST,
        "Harbour Issuing CA",
        "Harbour Root CA",
    ]
    assert chains.pins["leaf"] in map(Pin.of, chains["stuffed"].chain[1:])
