"""What a policy says about one connection, for programs and for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum

from course.pinning.pinset import PinSet
from course.pki import Pin


class Reason(StrEnum):
    """Why a policy accepts or refuses."""

    MATCHED = "matched"
    NO_MATCH = "no match"
    NOT_PINNED = "not pinned"
    PINS_EXPIRED = "pins expired"
    EMPTY_PATH = "empty path"


NO_MATCH = "no certificate of the validated path has a pinned key."
_REFUSALS = frozenset({Reason.NO_MATCH, Reason.EMPTY_PATH})


@dataclass(frozen=True)
class SeenPin:
    """The pin of one certificate of the validated path, and the name of that certificate."""

    pin: Pin
    name: str

    def __str__(self) -> str:
        return f"{self.pin} ({self.name})"


@dataclass(frozen=True)
class Verdict:
    """What a policy says about one validated path.

    Attributes:
      reason: why; `accepted` follows from it.
      host: as the policy keeps it.
      seen: one for each certificate of the path, leaf first.
      pin_set: the pins of this host; None where the policy has none.
      matched: the first pin of the path that is pinned; None where none is, or none is asked for.
    """

    reason: Reason
    host: str
    seen: tuple[SeenPin, ...]
    pin_set: PinSet | None
    matched: Pin | None = None

    @property
    def accepted(self) -> bool:
        """Whether a request may be sent."""
        return self.reason not in _REFUSALS

    @property
    def wanted(self) -> tuple[Pin, ...]:
        """The pins of which one would have been enough; empty for a host without pins."""
        return self.pin_set.pins if self.pin_set else ()

    @property
    def explanation(self) -> str:
        """Why, without host and outcome: what was seen and what was wanted."""
        match self.reason:
            case Reason.MATCHED:
                match = next(seen for seen in self.seen if seen.pin == self.matched)
                return f"a key of the validated path is pinned, {match}."
            case Reason.NOT_PINNED:
                return "the policy has no pins for this host; the chain was validated all the same."
            case Reason.PINS_EXPIRED:
                return f"its pins expired{self._expiry()} and are no longer asked for."
            case Reason.EMPTY_PATH:
                return "there is no validated path, so no key can be compared. Validate the chain first."
            case Reason.NO_MATCH:
                return f"{NO_MATCH} Seen: {', '.join(map(str, self.seen))}. Wanted: {self.pin_set}."

    @property
    def comparison(self) -> str:
        """The pins seen and the pins wanted, one to a line, to be looked at one below the other."""
        wanted = self.pin_set.texts if self.pin_set else ("none",)
        columns = {"seen": [str(seen) for seen in self.seen], "wanted": list(wanted)}
        return "\n".join(
            f"  {'' if row else name:<7}{text}"
            for name, texts in columns.items()
            for row, text in enumerate(texts)
        )

    def __str__(self) -> str:
        return f"{self.host} is {'accepted' if self.accepted else 'refused'}: {self.explanation}"

    def _expiry(self) -> str:
        expires = self.pin_set.expires if self.pin_set else None
        return f" on {expires.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if expires else ""
