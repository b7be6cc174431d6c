"""Cases that are looked at only when others are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from course.exercises.record import Case

NOT_LOOKED_AT = "not looked at yet"


def in_turn(first: Sequence[Case], then: Sequence[Case], reference: Any) -> list[Case]:
    """Put cases behind others, so that what an answer gives there says nothing while the others are wrong.

    A mistake is recognised by all that it gives. This way it has its reply whatever else is wrong behind it.

    Args:
      first: looked at in any case.
      then: looked at when the first ones give what the reference gives.
      reference: the right answer.
    """
    return [*first, *(_behind(first, case, reference) for case in then)]


def _behind(first: Sequence[Case], case: Case, reference: Any) -> Case:
    def run(answer: Any) -> object:
        given = [earlier.run(answer) for earlier in first]
        if all(result is ... for result in given):
            return ...  # nothing is written yet
        wanted = [earlier.run(reference) for earlier in first]
        return case.run(answer) if given == wanted else NOT_LOOKED_AT

    return Case(case.label, run, case.gives)
