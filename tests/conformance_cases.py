"""The conformance cases, as parameters of a test."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any

from tests.conformance import CONFORMANCE


@dataclass(frozen=True)
class Case:
    """One of them.

    Attributes:
      id: such as "c0632"; also its name as a parameter.
      kind: what is asked.
      input, expected: as the file has them.
    """

    id: str
    kind: str
    input: dict[str, Any]
    expected: dict[str, Any]

    def __str__(self) -> str:
        return self.id


def cases_of(*systems: str, kind: str | None = None) -> list[Case]:
    """The cases of these systems; none on machines that do not have them.

    Args:
      systems: such as "curl"; without any, all.
      kind: only those; None: all.
    """
    return [
        Case(case["id"], case["kind"], case["input"], case["expected"])
        for case in _all_cases()
        if case["system"] in (systems or (case["system"],)) and kind in (None, case["kind"])
    ]


@functools.cache
def _all_cases() -> list[dict[str, Any]]:
    if CONFORMANCE is None:
        return []
    found: list[dict[str, Any]] = json.loads((CONFORMANCE / "cases.json").read_text())["cases"]
    return found
