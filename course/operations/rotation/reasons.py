"""Why a group of users can connect, or cannot."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """What one version of the app on one kind of phone makes of the server."""

    MATCHED = "a pin matches"
    NOT_PINNED = "not pinned"
    PINS_EXPIRED = "pins expired"
    NOTHING_PRESENTED = "nothing presented"
    NO_TRUSTED_ROOT = "no trusted root"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    NO_MATCH = "no pin matches"

    @property
    def connects(self) -> bool:
        """Whether they can connect."""
        return self in _CONNECTS

    @property
    def protected(self) -> bool:
        """Whether they connect and a pin was asked for."""
        return self is Reason.MATCHED


_CONNECTS = frozenset({Reason.MATCHED, Reason.NOT_PINNED, Reason.PINS_EXPIRED})
