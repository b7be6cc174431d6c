"""The mechanism: policy and verdict, and the adapter for `requests`."""

from course.pinning.adapter import PinningAdapter
from course.pinning.errors import PinningError, Refused, TrustError
from course.pinning.pinset import PinSet
from course.pinning.policy import Policy
from course.pinning.verdict import Reason, SeenPin, Verdict

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
