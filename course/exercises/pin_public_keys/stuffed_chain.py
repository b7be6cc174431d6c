"""Repair a pinner that compares the chain as sent."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cryptography import x509

from course.exercises.pin_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Gives, Mistake
from course.lab import Authority, Clock, Leaf, chain_shown, client_context
from course.lab.cast import HOST, NOW, cast
from course.lab.dates import Validities
from course.lab.handshake import both_ends, shake_hands
from course.lab.tls import presenting
from course.pki import Pin, Untrusted, evaluate_trust

MALLORY = "Mallory's stuffed chain"
BANK = "the bank"
STRAY = "the bank with a stray certificate in its chain"
SHOP = "the shop, asked for as shop.test"
PARTNER = "a server below another root, which is the only anchor"
UNKNOWN = "a stuffed chain from a CA that is no anchor"
Chain = list[x509.Certificate]
Answer = Callable[[Chain, str, Chain, datetime, set[Pin]], object]


def lets_in(
    chain: list[x509.Certificate], host: str, anchors: list[x509.Certificate], at: datetime, pins: set[Pin]
) -> bool:
    path = evaluate_trust(chain, host, anchors, at)
    return any(Pin.of(certificate) in pins for certificate in path)


def as_it_was(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    evaluate_trust(chain, host, anchors, at)
    return any(Pin.of(certificate) in pins for certificate in chain)


def first_sent_only(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    evaluate_trust(chain, host, anchors, at)
    return Pin.of(chain[0]) in pins


def sent_and_in_the_path(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    path = evaluate_trust(chain, host, anchors, at)
    return any(Pin.of(certificate) in pins for certificate in chain if certificate in path)


def first_two_sent(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    evaluate_trust(chain, host, anchors, at)
    return any(Pin.of(certificate) in pins for certificate in chain[:2])


def every_key(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    path = evaluate_trust(chain, host, anchors, at)
    return all(Pin.of(certificate) in pins for certificate in path)


def without_validation(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:  # noqa: ARG001  # the mistake
    return Pin.of(chain[0]) in pins


def pins_suffice(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    try:
        path = evaluate_trust(chain, host, anchors, at)
    except Untrusted:
        path = tuple(chain)
    return any(Pin.of(certificate) in pins for certificate in path)


def refuses_long_chains(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    path = evaluate_trust(chain, host, anchors, at)
    return len(chain) <= 2 and any(Pin.of(certificate) in pins for certificate in path)


def refuses_everybody(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:  # noqa: ARG001  # the mistake
    evaluate_trust(chain, host, anchors, at)
    return False


def hands_back_the_path(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    path = evaluate_trust(chain, host, anchors, at)
    return [certificate for certificate in path if Pin.of(certificate) in pins]


def validates_only(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:  # noqa: ARG001  # as above
    evaluate_trust(chain, host, anchors, at)
    return True


def compares_only(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:  # noqa: ARG001  # as above
    return any(Pin.of(certificate) in pins for certificate in chain)


def anchors_as_well(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    path = evaluate_trust(chain, host, anchors, at)
    return any(Pin.of(certificate) in pins for certificate in [*path, *anchors])


def another_moment(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:  # noqa: ARG001  # as above
    return lets_in(chain, host, anchors, NOW, pins)


def another_host(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:  # noqa: ARG001  # as above
    return lets_in(chain, HOST, anchors, at, pins)


def other_anchors(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:  # noqa: ARG001  # as above
    return lets_in(chain, host, _anchors(), at, pins)


def root_only(chain: Chain, host: str, anchors: Chain, at: datetime, pins: set[Pin]) -> object:
    path = evaluate_trust(chain, host, anchors, at)
    return Pin.of(path[-1]) in pins


@functools.cache
def stuffed() -> Leaf:
    """Mallory's leaf from a CA that the phone trusts, with all the bank's certificates behind it."""
    people = cast()
    rogue = people.lighthouse.issue(HOST, key=people.mallory)
    return Leaf(rogue.certificate, rogue.key, people.leaf.chain, rogue.hosts)


@functools.cache
def _partner() -> Authority:
    """A CA that only some apps know, and no phone of the lesson."""
    return Authority("Partner Root CA", "Harbour Partners", Validities(Clock()))


@functools.cache
def _leaves() -> dict[str, Leaf]:
    """Who answers, by name."""
    people, partner = cast(), _partner()
    leaf, unknown = people.leaf, partner.issue(HOST, key=people.mallory)
    # A certificate that belongs to nobody here, between the bank's own.
    stray = replace(leaf, issuers=(people.lighthouse.certificate, *leaf.issuers))
    return {
        MALLORY: stuffed(),
        BANK: leaf,
        STRAY: stray,
        SHOP: people.issuing.issue("shop.test"),
        PARTNER: partner.issue(HOST),
        UNKNOWN: replace(unknown, issuers=leaf.chain),
    }


def _anchors() -> Chain:
    people = cast()
    return [people.root.certificate, people.lighthouse.certificate]


# Once for all the answers that a check tries, its own mistakes included.
@functools.cache
def _shown(server: str) -> Chain:
    """What a client was shown in a handshake. Its TLS trusts the partner as well: the answer has the last word."""
    leaf = _leaves()[server]
    phone = client_context([*_anchors(), _partner().certificate])
    ends = both_ends(phone, presenting(leaf.chain, leaf.key), leaf.hosts[0])
    shake_hands(*ends)
    return list(chain_shown(ends[0]))


def _met(answer: Answer, server: str, pins: set[Pin], at: datetime) -> object:
    """Whether an answer lets a connection go on."""
    anchors = [_partner().certificate] if server == PARTNER else _anchors()
    try:
        said = answer(list(_shown(server)), _leaves()[server].hosts[0], anchors, at, set(pins))
    except Untrusted:
        return "kept out"
    if said is True:
        return "let in"
    return "kept out" if said is False else said


def _case(server: str, told: str, *pins: Pin, at: datetime = NOW) -> Case:
    return Case(f"{server}, {told}", lambda answer: _met(answer, server, set(pins), at), Gives.OUTCOME)


def _cases() -> Sequence[Case]:
    people = cast()
    leaf, issuing, root = people.leaf.pin, people.issuing.pin, people.root.pin
    return [
        _case(MALLORY, "leaf pinned", leaf),
        _case(MALLORY, "issuing CA pinned", issuing),
        _case(MALLORY, "root pinned", root),
        _case(BANK, "leaf pinned", leaf),
        _case(BANK, "issuing CA pinned", issuing),
        _case(BANK, "root pinned", root),
        _case(BANK, "all three pinned", leaf, issuing, root),
        _case(BANK, "with the pin of another CA", people.lighthouse.pin),
        _case(STRAY, "leaf pinned", leaf),
        _case(STRAY, "issuing CA pinned", issuing),
        _case(SHOP, "leaf pinned", _leaves()[SHOP].pin),
        _case(PARTNER, "leaf pinned", _leaves()[PARTNER].pin),
        _case(UNKNOWN, "leaf pinned", leaf),
        _case(BANK, "a year later, leaf pinned", leaf, at=NOW + timedelta(days=365)),
    ]


REPAIRED = Exercise(
    name="repair-the-pinner",
    lesson=LESSON,
    title="Repair the pinner",
    minutes=5,
    solution=lets_in,
    cases=_cases,
    wanted="True or False",
    hints=(
        "Which of the two did Mallory write: the chain, or the path? Which of the two is compared?",
        "`evaluate_trust` returns the path, and the naive pinner throws it away. Give it a name.",
        "Put `path = ` in front of `evaluate_trust(...)`, and let the last line go through `path`.",
    ),
    mistakes=(
        Mistake(
            as_it_was,
            "Mallory still gets in: her chain carries the bank's certificates, and you compare what was sent. "
            "Compare what `evaluate_trust` returns: only that has been validated.",
        ),
        Mistake(
            first_sent_only,
            "Mallory is out, and so is the bank where its issuing CA or its root is pinned: you look at the first "
            "certificate only. Compare the whole path that `evaluate_trust` returns.",
        ),
        Mistake(
            sent_and_in_the_path,
            "Mallory is out, and so is the bank where its root is pinned. The root is the last certificate of the "
            "path, and no server sends it: go through the path alone, and through all of it.",
        ),
        Mistake(
            first_two_sent,
            "Mallory still gets in where the leaf is pinned: the bank's leaf is the second certificate that she "
            "sends. No place in the chain is safe. Go through the path.",
        ),
        Mistake(
            every_key,
            "Mallory is out, and the bank as well: you want every key of the path to be pinned. One match in the "
            "path is enough.",
        ),
        Mistake(
            without_validation,
            "A certificate that expired long ago gets in: nothing is validated any more. A pin comes on top of the "
            "validation and never in its place. Keep `evaluate_trust`, and compare what it returns.",
        ),
        Mistake(
            pins_suffice,
            "A chain from a CA that is no anchor gets in, and so does an expired certificate: where the validation "
            "refuses, you go on with the chain. Let `Untrusted` pass, or return False there.",
        ),
        Mistake(
            validates_only,
            "Mallory still gets in, and so does the bank with the pin of another CA: you validate, and the pins decide "
            "nothing. Ask for each certificate of the path whether its pin is in `pins`.",
        ),
        Mistake(
            compares_only,
            "Mallory still gets in, and so does an expired certificate: you compare what was sent, and nothing is "
            "validated any more. Keep `evaluate_trust`, and compare the path that it returns.",
        ),
        Mistake(
            anchors_as_well,
            "Mallory gets in where the root is pinned. The phone stores the bank's root, so it is among the anchors "
            "whoever answers; but it is not in her path. Compare the path alone.",
        ),
        Mistake(
            another_moment,
            "Mallory is out. A year later an expired certificate gets in: the validation was asked for another moment, "
            "such as the laboratory's clock. Hand it the parameter `at`.",
        ),
        Mistake(
            another_host,
            "Mallory is out, and so is shop.test, which shows a certificate of its own: the validation was asked for "
            "another name. Hand it the parameter `host`, and not the notebook's `HOST`.",
        ),
        Mistake(
            other_anchors,
            "Mallory is out, and so is a server whose root is the only anchor: the validation was asked with other "
            "anchors, such as those of the notebook's phone. Hand it the parameter `anchors`.",
        ),
        Mistake(
            root_only,
            "Mallory is out, and the bank gets in only where its root is pinned: you look at the last certificate of "
            "the path. Any of its keys may be the pinned one: go through all of it.",
        ),
        Mistake(
            refuses_long_chains,
            "Mallory is out, and so is the bank when its server sends one certificate too many. Real servers do. Do "
            "not count what is sent: look at the path.",
        ),
        Mistake(
            refuses_everybody,
            "Nobody gets in, not even the bank. Give `evaluate_trust` the whole chain, and ask of each certificate "
            "of the path whether `Pin.of(certificate) in pins`; both are pins, so no `str` is needed.",
        ),
        Mistake(
            hands_back_the_path,
            "You returned a list of certificates. Wanted is True or False: `any(... for certificate in path)` gives "
            "it.",
        ),
    ),
    correct="Mallory is out, and the bank gets in with any key of its path pinned, whatever else it sends.",
    why="The chain is written by whoever answers. The path is what the client found in it and could prove. So the "
    "pins are compared with the path, and validation comes first.",
    out_of_scope="An empty set of pins, a chain that makes the search long, and clients that cannot get at the path "
    "(before Python 3.13 the standard library did not hand it out).",
    instructor="Let somebody explain what Mallory had to know for this: nothing secret, the bank sends its "
    "certificates to everybody. Then ask for a repair that works without the path, and break each proposal with one "
    "more certificate.",
)
