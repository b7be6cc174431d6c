"""The buttons of each lesson's first cell: answers and progress go into a file, and come back from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ipywidgets

WORDS = (
    "Two buttons: one saves your answers and your progress in a small file, "
    "the other brings them back from such a file."
)
STILL = f"<p>{WORDS} They are here once you have run this cell.</p>"


@dataclass(frozen=True)
class WorkButtons:
    """The buttons, and what stands in their place where no kernel runs.

    Attributes:
      widget: the buttons and their words.
    """

    widget: ipywidgets.Widget

    def __repr__(self) -> str:
        return WORDS

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, Any]:
        return {**self.widget._repr_mimebundle_(**kwargs), "text/plain": WORDS, "text/html": STILL}


def work_buttons(lesson: str) -> WorkButtons:
    """The buttons of a lesson.

    Args:
      lesson: its name, such as `03_hash_public_keys`.
    """
    return WorkButtons(ipywidgets.VBox([ipywidgets.HTML(f"<p>{lesson}</p>")]))
