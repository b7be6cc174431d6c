"""What can happen to the bank after the pins were taken, and who could pose as it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from course.lab.cast import HOST, cast
from course.lab.leaf import Leaf
from course.lab.rsa_keys import rsa_key
from course.lab.tls import ServerContext, presenting


@dataclass(frozen=True)
class Host:
    """Somebody who answers for api.bank.test.

    Attributes:
      name: as a table names the event, or the attacker.
      told: what happened, in a sentence.
      server: what they show.
      thief: who can pose as the bank because of the event; None where it gave nobody anything.
    """

    name: str
    told: str
    server: ServerContext = field(repr=False)
    thief: ServerContext | None = field(default=None, repr=False)


def _shows(leaf: Leaf, beside: Leaf | None = None) -> ServerContext:
    return presenting(leaf.chain, leaf.key, beside=beside)


@functools.cache
def events() -> tuple[Host, ...]:
    """What the bank shows after each event. Each begins anew, with the bank as it was when the pins were taken."""
    people = cast()
    leaf, issuing = people.leaf, people.issuing
    below_root_2 = people.root_2.intermediate(issuing.name)
    reissued = below_root_2.issue(HOST, key=leaf.key, number=2)
    crossed = (*reissued.chain, people.root.cross_sign(people.root_2))
    elsewhere = people.lighthouse.intermediate("Lighthouse Issuing CA").issue(HOST, key=leaf.key, number=2)
    next_issuing = people.root.intermediate(issuing.name, key_number=2)
    renewed_there = next_issuing.issue(HOST, key=leaf.key, number=2)
    to_backup = _shows(issuing.rekey(leaf, people.backup))
    rsa_leaf = issuing.issue(HOST, key=rsa_key(1), number=2)
    forged = issuing.issue(HOST, key=people.mallory, number=9)
    return (
        Host("renew", "a new certificate for the same key, from the same CA", _shows(issuing.renew(leaf))),
        Host("rekey", "a new certificate for the backup key, from the same CA", to_backup),
        Host(
            "new intermediate",
            "a new certificate for the same leaf key, from an issuing CA with a new key, below the same root",
            _shows(renewed_there),
        ),
        Host(
            "new root",
            "new certificates for the same leaf key and for the same issuing CA's key, below the CA's new root",
            _shows(reissued),
        ),
        Host(
            "change of CA",
            "a new certificate for the same leaf key, from another company's CA",
            _shows(elsewhere),
        ),
        Host(
            "cross-sign",
            "as with the new root; in addition the server sends the new root's key, signed by the old root",
            presenting(crossed, leaf.key),
        ),
        Host(
            "RSA beside ECDSA",
            "a second leaf with an RSA key on the same port, from the same CA",
            _shows(leaf, rsa_leaf),
        ),
        Host(
            "leaf key stolen",
            "the bank moves to its backup key; the thief has the old key and the old certificate",
            to_backup,
            _shows(leaf),
        ),
        Host(
            "intermediate compromised",
            "a new certificate for the same leaf key, from an issuing CA with a new key; Mallory has the old key",
            _shows(renewed_there),
            _shows(forged),
        ),
    )


@functools.cache
def attackers() -> tuple[Host, ...]:
    """Who could pose as the bank, each with a certificate that a phone accepts."""
    people = cast()
    leaf, issuing, mallory = people.leaf, people.issuing, people.mallory
    other = people.lighthouse.intermediate("Lighthouse Issuing CA")
    partner = people.root.intermediate("Harbour Partner CA")
    return (
        Host(
            "another CA",
            "a CA that the phone trusts, and the bank never used",
            _shows(other.issue(HOST, key=mallory)),
        ),
        Host(
            "another intermediate",
            "another issuing CA below the bank's root",
            _shows(partner.issue(HOST, key=mallory)),
        ),
        Host(
            "the same intermediate",
            "the bank's own issuing CA, by mistake or by force",
            _shows(issuing.issue(HOST, key=mallory, number=9)),
        ),
        Host("thief of the leaf key", "the bank's key and its certificate", _shows(leaf)),
        Host(
            "thief of the backup key",
            "the key from the safe, with a certificate from another CA",
            _shows(other.issue(HOST, key=people.backup)),
        ),
    )
