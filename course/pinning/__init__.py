"""The mechanism: policy and verdict, and the adapter for `requests`."""

from .adapter import PinningAdapter
from .errors import PinningError, Refused, TrustError
from .pinset import PinSet
from .policy import Policy
from .verdict import Reason, SeenPin, Verdict

__all__ = [
    "PinSet",
    "PinningAdapter",
    "PinningError",
    "Policy",
    "Reason",
    "Refused",
    "SeenPin",
    "TrustError",
    "Verdict",
]
