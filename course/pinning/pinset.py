"""The pins of one host, whose they are, and until when they count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from course.pki import Pin

Pins = Mapping[str, Pin | str] | Iterable[Pin | str]


@dataclass(frozen=True, init=False)
class PinSet:
    """The pins of one host. One match is enough.

    Args:
      pins: pins or their texts, or a mapping from a label ("leaf key", "backup key") to a pin.
      expires: after this moment the host counts as not pinned, as in Android and TrustKit. None: never.

    Attributes:
      labels: one for each pin, empty where none was given.

    Raises:
      BadPin: a text can never match a key.
      ValueError: no pin at all, or a date without time zone.
    """

    pins: tuple[Pin, ...]
    labels: tuple[str, ...]
    expires: datetime | None

    def __init__(self, pins: Pins | Pin | str, expires: datetime | None = None) -> None:
        if expires is not None and expires.tzinfo is None:
            raise ValueError(
                f"The pins expire on {expires}, a date without time zone. "
                "Give one, such as datetime(2028, 1, 1, tzinfo=UTC)."
            )
        named = {_as_pin(pin): label for label, pin in _labelled(pins)}
        if not named:
            raise ValueError(
                "A pin list is empty. It could mean 'accept nothing' or 'not pinned', so it means neither: "
                "give at least one pin (better two, one of them a backup), or leave the host out of the policy."
            )
        object.__setattr__(self, "pins", tuple(named))
        object.__setattr__(self, "labels", tuple(named.values()))
        object.__setattr__(self, "expires", expires)

    @property
    def texts(self) -> tuple[str, ...]:
        """Each pin, and whose it is where that was said."""
        return tuple(
            f"{pin} ({label})" if label else str(pin)
            for pin, label in zip(self.pins, self.labels, strict=True)
        )

    def __str__(self) -> str:
        return ", ".join(self.texts)


def _labelled(pins: Pins | Pin | str) -> Iterable[tuple[str, Pin | str]]:
    if isinstance(pins, Pin | str):
        return [("", pins)]
    if isinstance(pins, Mapping):
        return pins.items()
    if not isinstance(pins, Iterable):
        raise TypeError(f"The pins of a host are a list of pins, and this is a {type(pins).__name__}.")
    return [("", pin) for pin in pins]


def _as_pin(pin: Pin | str) -> Pin:
    if isinstance(pin, Pin):
        return pin
    if isinstance(pin, str):
        return Pin.parse(pin)
    raise TypeError(
        f"A pin is a Pin or its text, and this is a {type(pin).__name__}. Take the pin of it: Pin.of(...)."
    )
