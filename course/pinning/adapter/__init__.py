"""The door of this room: the handshake, the check at its end, and the adapter for `requests`."""

from course.pinning.adapter.adapter import PinningAdapter

__all__ = ["PinningAdapter"]
