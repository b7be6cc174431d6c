"""A picture that carries its words, so that a screen reader, a text console and nbval all get the same facts."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass

from matplotlib.figure import Figure

# A light card with its own background: legible on JupyterLab's white and on its black page alike.
PAPER = "#fbfaf6"
INK = "#22272e"
QUIET = "#8a919b"
BLUE = "#2c6da3"
ORANGE = "#c4620f"

# Pixels per inch of the stored picture, and of the page: twice as many, so that it is sharp on dense screens.
STORED_DPI, PAGE_DPI = 160, 80
# For pictures that move: fewer pixels and less packing, in half the time.
_QUICK_DPI, _QUICK_PACKING = 120, 1


@dataclass(frozen=True)
class Picture:
    """A picture and the sentence that says the same.

    JupyterLab drops the alternative text of PNG outputs, so the picture is shown as an HTML image.

    Attributes:
      words: what the picture shows, computed from the same data.
      png: the picture.
      width: how wide it stands on the page, in CSS pixels.
    """

    words: str
    png: bytes
    width: int

    @property
    def html(self) -> str:
        """The picture as an HTML image whose alternative text is the words."""
        data = base64.b64encode(self.png).decode()
        return (
            f'<img alt="{html.escape(self.words)}" width="{self.width}" src="data:image/png;base64,{data}">'
        )

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.words, "text/html": self.html}


def blank(width: float, height: float) -> Figure:
    """An empty card.

    Args:
      width, height: in inches; 9 inches fill a notebook's column.
    """
    return Figure(figsize=(width, height), facecolor=PAPER, layout="constrained")


def picture(figure: Figure, words: str, *, quick: bool = False) -> Picture:
    """Develop a drawn figure.

    Args:
      figure: drawn.
      words: what it shows.
      quick: coarser, in half the time, for pictures that move.
    """
    stored = io.BytesIO()
    # Without metadata the same drawing gives the same bytes, whatever matplotlib's version says of itself.
    packing = {"compress_level": _QUICK_PACKING} if quick else {}
    dpi = _QUICK_DPI if quick else STORED_DPI
    figure.savefig(stored, format="png", dpi=dpi, metadata={"Software": None}, pil_kwargs=packing)
    return Picture(words, stored.getvalue(), round(figure.get_figwidth() * PAGE_DPI))
