"""Repair a pinner that compares the chain as sent."""

from __future__ import annotations

import functools
import ssl
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from cryptography import x509

from course.exercises.pin_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Gives, Mistake
from course.lab import Leaf, chain_shown, client_context
from course.lab.cast import HOST, NOW, cast
from course.lab.handshake import both_ends, shake_hands
from course.lab.tls import ServerContext, presenting
from course.pki import Pin, Untrusted, evaluate_trust

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


@functools.cache
def stuffed() -> Leaf:
    """Mallory's leaf from a CA that the phone trusts, with all the bank's certificates behind it."""
    people = cast()
    rogue = people.lighthouse.issue(HOST, key=people.mallory)
    return Leaf(rogue.certificate, rogue.key, people.leaf.chain, rogue.hosts)


@functools.cache
def _servers() -> dict[str, ServerContext]:
    people = cast()
    leaf = people.leaf
    mallory = stuffed()
    # A certificate that belongs to nobody here, between the bank's own.
    stray = (leaf.certificate, people.lighthouse.certificate, *leaf.issuers)
    return {
        "Mallory's stuffed chain": presenting(mallory.chain, mallory.key),
        "the bank": presenting(leaf.chain, leaf.key),
        "the bank with a stray certificate in its chain": presenting(stray, leaf.key),
    }


def _anchors() -> Chain:
    people = cast()
    return [people.root.certificate, people.lighthouse.certificate]


@functools.cache
def _phone() -> ssl.SSLContext:
    return client_context(_anchors())


def _met(answer: Answer, server: str, pins: set[Pin], at: datetime) -> object:
    """How a handshake with a server ends, when the answer has the last word."""
    ends = both_ends(_phone(), _servers()[server], HOST)
    shake_hands(*ends)
    try:
        said = answer(list(chain_shown(ends[0])), HOST, _anchors(), at, pins)
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
    mallory, bank, stray = _servers()
    return [
        _case(mallory, "leaf pinned", leaf),
        _case(mallory, "issuing CA pinned", issuing),
        _case(bank, "leaf pinned", leaf),
        _case(bank, "issuing CA pinned", issuing),
        _case(bank, "root pinned", root),
        _case(bank, "all three pinned", leaf, issuing, root),
        _case(stray, "leaf pinned", leaf),
        _case(stray, "issuing CA pinned", issuing),
        _case(bank, "a year later, leaf pinned", leaf, at=NOW + timedelta(days=365)),
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
            "A certificate that expired long ago gets in: where the validation refuses, you go on with the chain. Let "
            "`Untrusted` pass, so that nobody gets further.",
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
    out_of_scope="A chain that makes the search long, and clients that cannot get at the path (before Python 3.13 the "
    "standard library did not hand it out).",
    instructor="Let somebody explain what Mallory had to know for this: nothing secret, the bank sends its "
    "certificates to everybody. Then ask for a repair that works without the path, and break each proposal with one "
    "more certificate.",
)
