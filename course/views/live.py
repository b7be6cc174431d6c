"""A widget with a still beside it, for readers without a kernel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ipywidgets


@dataclass(frozen=True)
class Live:
    """A widget, and what stands in its place where no kernel runs.

    Attributes:
      widget: shown wherever a kernel can move it.
      words: what it shows at first, as a sentence computed from the data.
      still: the same as HTML, for a page that is only read.
    """

    widget: ipywidgets.Widget
    words: str
    still: str

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, Any]:
        return {
            **self.widget._repr_mimebundle_(**kwargs),
            "text/plain": self.words,
            "text/html": self.still,
        }
