"""Which host must show which keys. Pure: no clock, no connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from cryptography import x509

from course.pinning.hosts import host_key, policy_host
from course.pinning.pinset import Pins, PinSet
from course.pinning.verdict import Reason, SeenPin, Verdict
from course.pki import Pin, name_of


@dataclass(frozen=True, init=False)
class Policy:
    """Pins for some hosts, by exact name. Every other host is accepted once its chain is validated.

    Upper and lower case (ASCII) and one trailing dot do not count, in the policy and in `evaluate`.

    Args:
      hosts: from a host name to its `PinSet`, or to pins (`Pin` or text).

    Raises:
      BadPin: a pin can never match a key.
      TypeError: the hosts are no mapping.
      ValueError: an empty pin list, a name that can never be a host, or a host named twice.
    """

    hosts: Mapping[str, PinSet]

    def __init__(self, hosts: Mapping[str, PinSet | Pins | Pin | str]) -> None:
        if not isinstance(hosts, Mapping):
            raise TypeError(
                f"Pins belong to hosts: give a dictionary such as {{'api.bank.test': [pin]}}, "
                f"not a {type(hosts).__name__}."
            )
        prepared: dict[str, PinSet] = {}
        for written, pins in hosts.items():
            key = policy_host(written)
            if key in prepared:
                raise ValueError(f"{key} is named twice in this policy. Put its pins into one set.")
            try:
                prepared[key] = pins if isinstance(pins, PinSet) else PinSet(pins)
            except ValueError as error:
                error.add_note(f"This is about the pins of {key}.")
                raise
        object.__setattr__(self, "hosts", MappingProxyType(prepared))

    def __reduce__(self) -> tuple[type[Policy], tuple[dict[str, PinSet]]]:
        return Policy, (dict(self.hosts),)

    def pins_of(self, host: str) -> PinSet | None:
        """The pins of a host, or None where the policy has none for it."""
        return self.hosts.get(host_key(host))

    def evaluate(self, host: str, path: Sequence[x509.Certificate], at: datetime) -> Verdict:
        """Compare the keys of a validated path with the pins of a host.

        Args:
          host: the name that the client asked for.
          path: what `evaluate_trust` returned, never the chain as sent: anybody can send a certificate.
          at: the moment to judge by, timezone-aware. Only the expiry of pins depends on it.

        Returns:
          Accepted where one key of the path is pinned, and for a host without pins or with expired ones.

        Source: RFC 7469 section 2.6, for what is compared with what.
        """
        key, pins = host_key(host), self.pins_of(host)
        seen = tuple(map(_seen, path))
        if not seen:
            return Verdict(Reason.EMPTY_PATH, key, seen, pins)
        if pins is None:
            return Verdict(Reason.NOT_PINNED, key, seen, pins)
        if pins.expires is not None and at > pins.expires:
            return Verdict(Reason.PINS_EXPIRED, key, seen, pins)
        for candidate in seen:
            if candidate.pin in pins.pins:
                return Verdict(Reason.MATCHED, key, seen, pins, candidate.pin)
        return Verdict(Reason.NO_MATCH, key, seen, pins)


# The same few certificates come with every handshake.
@lru_cache(maxsize=1024)
def _seen(certificate: x509.Certificate) -> SeenPin:
    return SeenPin(Pin.of(certificate), name_of(certificate))
