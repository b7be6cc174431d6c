"""What Android says about one connection."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from course.pinning.verdict import SeenPin
from course.platforms.network_security_config.effective import EffectiveConfig


class Reason(StrEnum):
    """Why a connection is accepted or refused.

    Known by: source (AOSP NetworkSecurityTrustManager.checkPins).
    """

    MATCHED = "matched"
    NOT_PINNED = "not pinned"
    PINS_EXPIRED = "pins expired"
    PINS_OVERRIDDEN = "pins overridden"
    NO_MATCH = "no match"
    NO_ANCHOR = "no trust anchor"
    UNTRUSTED = "untrusted"
    EMPTY_PATH = "empty path"


_ACCEPTED = frozenset({Reason.MATCHED, Reason.NOT_PINNED, Reason.PINS_EXPIRED, Reason.PINS_OVERRIDDEN})


@dataclass(frozen=True)
class Verdict:
    """What Android says about one validated path.

    Known by: source, upstream test (AOSP NetworkSecurityTrustManager; XmlConfigTests).

    Attributes:
      reason: why; `accepted` follows from it.
      host: as the app asked for it.
      config: what counted for it.
      message: the text of Android's CertificateException; None where it throws none.
      seen: one for each certificate of the path, root first, as Android looks at them.
      matched: the first of them that is pinned.
      sentence: why, in the words of this course.
    """

    reason: Reason
    host: str
    config: EffectiveConfig
    message: str | None
    seen: tuple[SeenPin, ...]
    sentence: str
    matched: SeenPin | None = None

    @property
    def accepted(self) -> bool:
        """Whether a request may be sent."""
        return self.reason in _ACCEPTED

    def __str__(self) -> str:
        return f"{self.host} is {'accepted' if self.accepted else 'refused'}: {self.sentence}"
