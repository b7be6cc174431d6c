"""`CertificatePinner`: is one of the pins of a host in its chain?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from cryptography import x509

from course.platforms.okhttp.errors import PinningError
from course.platforms.okhttp.messages import pinning_failure
from course.platforms.okhttp.pins import Pin, key_hash


class CertificatePinner:
    """A set of pins. Without any, every chain is accepted.

    Args:
      pins: each a `Pin`, or a pattern and one or more texts of pins. A pin given twice counts once.

    Raises:
      ValueError: with the text of OkHttp's `IllegalArgumentException`.

    Known by: real tool (OkHttp 3.13.1), source (CertificatePinner.kt), upstream test (CertificatePinnerTest).
    """

    pin_class: ClassVar[type[Pin]] = Pin

    def __init__(self, pins: Iterable[Pin | Sequence[str]] = ()) -> None:
        self.pins = tuple(dict.fromkeys(pin for given in pins for pin in self._read(given)))

    def find_matching_pins(self, hostname: str) -> list[Pin]:
        """The pins of all patterns that cover a host: a union, not those of the closest pattern.

        Args:
          hostname: in canonical form.
        """
        return [pin for pin in self.pins if pin.matches_hostname(hostname)]

    def check(self, hostname: str, chain: Sequence[x509.Certificate]) -> None:
        """Compare the pins of a host with a chain, as it is given: it is neither cleaned nor validated here.

        Args:
          hostname: in canonical form. Without a matching pattern the chain is not looked at.
          chain: the cleaned chain. Given the chain as sent, an appended genuine certificate matches too.

        Raises:
          PinningError: no key in the chain has one of the pins.
        """
        pins = self.find_matching_pins(hostname)
        if not pins:
            return
        wanted: dict[str, set[bytes]] = {}
        for pin in pins:
            wanted.setdefault(pin.hash_algorithm, set()).add(pin.hash)
        for certificate in chain:
            for algorithm, hashes in wanted.items():
                if key_hash(certificate, algorithm) in hashes:
                    return
        raise PinningError(pinning_failure(hostname, chain, pins))

    def _read(self, given: Pin | Sequence[str]) -> list[Pin]:
        if isinstance(given, Pin):
            return [given]
        pattern, *texts = given
        return [self.pin_class(pattern, text) for text in texts]
