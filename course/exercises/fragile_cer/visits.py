"""Servers for a delegate to meet: what they show, and the file that the app carries."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.fragile_cer.lesson import HOST
from course.lab import Authority, Clock, Leaf
from course.lab.clock import START
from course.lab.dates import Validities
from course.lab.judged_app import Shown
from course.pki import Anchors


@dataclass(frozen=True)
class Visit:
    """One connection, in its handshake.

    Attributes:
      shown: what the app sees.
      files: its bundle.
    """

    shown: Shown
    files: Mapping[str, bytes]


@functools.cache
def visits() -> Mapping[str, Visit]:
    """Every connection by what it is, the honest bank first."""
    validities = Validities(Clock())
    root = Authority("Harbour Root CA", "Harbour Bank", validities)
    issuing = root.intermediate("Harbour Issuing CA")
    bank = issuing.issue(HOST, not_before=START - timedelta(days=63))
    old_name = issuing.issue("old.bank.test")
    by_nobody = Authority("Somebody's Test CA", "Somebody", validities).issue(HOST)
    phone = Anchors([root.certificate])

    def visit(leaf: Leaf, bundled: Leaf | None, host: str = HOST) -> Visit:
        shown = Shown(host, leaf.chain, asks_client=False, resumed=False, anchors=phone, at=START)
        return Visit(shown, {"server.cer": bundled.certificate.public_bytes(Encoding.DER)} if bundled else {})

    honest = visit(bank, bank)
    late, asking = (
        replace(honest.shown, at=START + timedelta(days=400)),
        replace(honest.shown, asks_client=True),
    )
    return {
        "the bank": honest,
        "the bundled certificate, expired": replace(honest, shown=late),
        "the bundled certificate, which is for another host": visit(old_name, old_name),
        "the bundled certificate, which nobody vouches for": visit(by_nobody, by_nobody),
        "another certificate for the bank, in order, with another key": visit(issuing.rekey(bank), bank),
        "a renewed certificate for the bank, with the same key": visit(issuing.renew(bank), bank),
        "the bank, with its authority's certificate as the file": Visit(
            honest.shown, {"server.cer": issuing.certificate.public_bytes(Encoding.DER)}
        ),
        "old.bank.test, in the same session": visit(old_name, bank, "old.bank.test"),
        "the shop, in the same session": visit(issuing.issue("shop.test"), bank, "shop.test"),
        "Mallory as the shop": visit(
            Authority("SafeSurf Root CA", "mallory", validities).issue("shop.test"), bank, "shop.test"
        ),
        "the bank, which also asks for a client certificate": replace(honest, shown=asking),
        "the bank, with no file in the bundle": visit(bank, None),
    }
