"""The refusals of a pinning client. Each names the host and the step."""

from __future__ import annotations

from typing import Literal

import requests

from course.pinning.verdict import SeenPin, Verdict
from course.pki import Pin, Untrusted

Step = Literal["request", "get the chain", "validate", "compare"]


class Refused(requests.exceptions.SSLError):
    """The client refused. No byte of the request was sent.

    Attributes:
      host: the name that was asked for.
      step: where it ended: before any connection ("request"), or at one of the steps of the check.
      explanation: why, without host and step.
    """

    def __init__(self, host: str, step: Step, explanation: str) -> None:
        super().__init__(f"{host} was refused at step '{step}': {explanation}")
        self.host = host
        self.step: Step = step
        self.explanation = explanation


class TrustError(Refused):
    """No path from the leaf to a trust anchor is valid for this host and date.

    Attributes:
      untrusted: what trust evaluation said; None where only OpenSSL's verification refused.
    """

    def __init__(self, host: str, explanation: str, untrusted: Untrusted | None = None) -> None:
        super().__init__(host, "validate", explanation)
        self.untrusted = untrusted


class PinningError(Refused):
    """The chain is valid, and none of its keys is pinned.

    Attributes:
      verdict: what the policy said.
    """

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.host, "compare", verdict.explanation)
        self.verdict = verdict

    @property
    def seen(self) -> tuple[SeenPin, ...]:
        """The pins of the validated path, leaf first, each with the name of its certificate."""
        return self.verdict.seen

    @property
    def wanted(self) -> tuple[Pin, ...]:
        """The pins of which one would have been enough."""
        return self.verdict.wanted
