"""The same login under different circumstances, as the machines at its ends counted it."""

from __future__ import annotations

from dataclasses import dataclass

import requests

from course.lab.attempt import attempt
from course.lab.interceptor import Interceptor
from course.lab.server import Server


@dataclass(frozen=True)
class Scene:
    """One login, and who read it.

    Attributes:
      title: the circumstances.
      step: where it ended: "accepted", or the step of the check that refused.
      read_by_bank: how many requests the bank read.
      read_between: how many requests the one in between read; None where nobody stood there.
    """

    title: str
    step: str
    read_by_bank: int
    read_between: int | None = None

    @property
    def readers(self) -> list[str]:
        """Who could read the request, nearest first."""
        return ["Mallory"] * bool(self.read_between) + ["the bank"] * bool(self.read_by_bank)


def watch(title: str, app: requests.Session, bank: Server, between: Interceptor | None = None) -> Scene:
    """Log in once, and count what that adds at the other ends.

    Args:
      title: the circumstances, in words.
      app: who logs in.
      bank: where.
      between: who stands in between, if anybody does.
    """
    at_bank, seen = bank.requests, len(between.read) if between else 0
    result = attempt(app, f"https://{bank.host}/login", "POST", json={"user": "ada", "password": "secret"})
    read_between = len(between.read) - seen if between else None
    return Scene(title, result.step, bank.requests - at_bank, read_between)
