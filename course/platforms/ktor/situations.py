"""Situations in which the engines of Ktor part ways."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from course.pki import Anchors, Pin
from course.pki.der import public_key_info
from course.platforms.ktor.engines import Situation


@dataclass(frozen=True)
class Material:
    """The chains of a bank, each for the same host unless it says otherwise.

    Known by: documentation (a value; it claims nothing).

    Attributes:
      host: such as "api.bank.test".
      chain: as usual.
      rekeyed: after a change of the key.
      exponent_3: with an RSA leaf whose exponent is 3.
      international_host, international_chain: another host, with a name in its `xn--` form.
      international_name: the same name as people write it.
      anchors: what the phone trusts.
      at: the date.
    """

    host: str
    chain: Sequence[x509.Certificate]
    rekeyed: Sequence[x509.Certificate]
    exponent_3: Sequence[x509.Certificate]
    international_host: str
    international_name: str
    international_chain: Sequence[x509.Certificate]
    anchors: Anchors
    at: datetime


def usual_situations(material: Material) -> tuple[Situation, ...]:
    """The rows of the table: two on which all engines with a pinner agree, and those that only some of them share.

    Known by: documentation (values; `compare` says what becomes of them).

    Args:
      material: the bank's chains.
    """
    host, chain = material.host, material.chain
    pin, other = _pin(chain), _pin(material.rekeyed)
    parent = host.partition(".")[2]

    def situation(
        name: str, pins: dict[str, list[str]], sent: Sequence[x509.Certificate] = chain
    ) -> Situation:
        return Situation(name, pins, host, sent, material.anchors, material.at)

    international = Situation(
        "an international name",
        {material.international_name: [_pin(material.international_chain)]},
        material.international_host,
        material.international_chain,
        material.anchors,
        material.at,
    )
    ended = Situation(
        "wrong key, pins ended today",
        {host: [pin]},
        host,
        material.rekeyed,
        material.anchors,
        material.at,
        expiration=material.at.date(),
    )
    return (
        situation("right key", {host: [pin]}),
        situation("wrong key", {host: [pin]}, material.rekeyed),
        ended,
        situation("right key, pattern **.", {f"**.{parent}": [pin]}),
        situation("right key, pattern *.", {f"*.{parent}": [pin]}),
        international,
        situation("right key, RSA with exponent 3", {host: [_pin(material.exponent_3)]}, material.exponent_3),
        situation("right key, pin without =", {host: [pin.rstrip("=")]}),
        situation("right key, pin as SHA-1", {host: [_sha1_pin(chain[0])]}),
        situation("wrong key, but pinned for another host", {host: [other], f"other.{parent}": [pin]}),
    )


def _pin(chain: Sequence[x509.Certificate]) -> str:
    return str(Pin.of(chain[0]))


def _sha1_pin(certificate: x509.Certificate) -> str:
    digest = hashlib.sha1(public_key_info(certificate), usedforsecurity=False).digest()
    return f"sha1/{base64.b64encode(digest).decode('ascii')}"
