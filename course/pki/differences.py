"""Where two certificates differ, byte by byte."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.pki.parts import parts_of

FRAME = "frame"


@dataclass(frozen=True)
class Pair:
    """The bytes of one part in two certificates.

    Attributes:
      name: of the part, as `parts_of` has it; "frame" for what stands in front of all parts: how long the
        certificate and its signed content are.
      before: its bytes in the first certificate; empty where it has no such part.
      after: its bytes in the second one.
    """

    name: str
    before: bytes
    after: bytes

    @property
    def places(self) -> list[int]:
        """Where the two differ, counted from the beginning of the part; what only one of them has differs."""
        shorter = min(len(self.before), len(self.after))
        longer = max(len(self.before), len(self.after))
        differ = [place for place in range(shorter) if self.before[place] != self.after[place]]
        return [*differ, *range(shorter, longer)]


def differences(before: x509.Certificate, after: x509.Certificate) -> list[Pair]:
    """Every part of two certificates side by side, in the order of the bytes.

    Args:
      before, after: compared part by part, so that a part which has grown does not make all behind it differ.
    """
    old, new = _by_name(before), _by_name(after)
    return [Pair(name, old.get(name, b""), new.get(name, b"")) for name in dict.fromkeys([*old, *new])]


def _by_name(certificate: x509.Certificate) -> dict[str, bytes]:
    parts = parts_of(certificate)
    frame = certificate.public_bytes(Encoding.DER)[: parts[0].start]
    return {FRAME: frame, **{part.name: part.data for part in parts}}
