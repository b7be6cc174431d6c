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

_CANCELLED = "you cancel, although the trust is valid and the leaf is the file"
_VOUCHED = "you vouch for it with `USE_CREDENTIAL`, although `evaluate()` raises Untrusted here"
_NOT_CANCELLED = "the leaf is not the file, byte for byte, and you do not cancel"
_NOT_LEFT = "another host is not your question, and you do not leave it to the system"


@dataclass(frozen=True)
class Visit:
    """One connection, in its handshake.

    Attributes:
      shown: what the app sees.
      files: its bundle.
      wrong: what an answer does that lets it end otherwise than it should, in a few words.
    """

    shown: Shown
    files: Mapping[str, bytes]
    wrong: str = ""


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

    def filed(contents: bytes) -> Visit:
        return replace(honest, files={"server.cer": contents})

    honest = visit(bank, bank)
    late, asking = (
        replace(honest.shown, at=START + timedelta(days=400)),
        replace(honest.shown, asks_client=True),
    )
    told: Mapping[str, tuple[Visit, str]] = {
        "the bank": (honest, _CANCELLED),
        "the bundled certificate, expired": (replace(honest, shown=late), _VOUCHED),
        "the bundled certificate, which is for another host": (visit(old_name, old_name), _VOUCHED),
        "the bundled certificate, which nobody vouches for": (visit(by_nobody, by_nobody), _VOUCHED),
        "another certificate for the bank, in order, with another key": (
            visit(issuing.rekey(bank), bank),
            _NOT_CANCELLED,
        ),
        "a renewed certificate for the bank, with the same key": (
            visit(issuing.renew(bank), bank),
            _NOT_CANCELLED,
        ),
        "the bank, with its authority's certificate as the file": (
            filed(issuing.certificate.public_bytes(Encoding.DER)),
            _NOT_CANCELLED,
        ),
        "the bank, with its root's certificate as the file": (
            filed(root.certificate.public_bytes(Encoding.DER)),
            _NOT_CANCELLED,
        ),
        "the bank, with its own certificate as PEM in the file": (
            filed(bank.certificate.public_bytes(Encoding.PEM)),
            _NOT_CANCELLED,
        ),
        **{
            f"the host {host}, in the same session": (visit(issuing.issue(host), bank, host), _NOT_LEFT)
            for host in ("old.bank.test", "my-api.bank.test", "api.bank.test.shop.test")
        },
        "the shop, in the same session": (visit(issuing.issue("shop.test"), bank, "shop.test"), _NOT_LEFT),
        "Mallory as the shop": (
            visit(Authority("SafeSurf Root CA", "mallory", validities).issue("shop.test"), bank, "shop.test"),
            "you vouch for another host, and evaluated nothing",
        ),
        "the bank, which also asks for a client certificate": (
            replace(honest, shown=asking),
            "you do not leave a challenge of another kind to the system",
        ),
        "the bank, with no file in the bundle": (
            visit(bank, None),
            "there is no file, and you do not cancel",
        ),
    }
    return {label: replace(each, wrong=wrong) for label, (each, wrong) in told.items()}
