"""What `check` and its sisters answer: a state and a reply, as text and as HTML."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from enum import StrEnum

# What an answer prints drowns its reply if it has more lines than this.
MOST_LINES = 5


class State(StrEnum):
    """How far an answer is."""

    NOT_ATTEMPTED = "not attempted"
    NOT_YET = "not yet"
    CORRECT = "correct"


@dataclass(frozen=True, repr=False)
class Reply:
    """The reply to an answer.

    Attributes:
      state: how far the answer is.
      reply: what was seen, what it means, what to do next.
      mistake: the name of the mistake that was recognised, if any.
      printed: what the answer printed while it was tried; shown until it is correct, if it is a lot by its first line.
    """

    state: State
    reply: str
    mistake: str | None = field(default=None, compare=False)
    printed: str = field(default="", compare=False)

    def __repr__(self) -> str:
        return f"{self.state}: {self.reply}" + (f"\nIt printed:\n{self._print}" if self._shows_print else "")

    def _repr_html_(self) -> str:
        printed = f"<p>It printed:</p><pre>{html.escape(self._print)}</pre>" if self._shows_print else ""
        return boxed(self.state.capitalize(), paragraph(self.reply) + printed)

    @property
    def _shows_print(self) -> bool:
        return bool(self.printed) and self.state is not State.CORRECT

    @property
    def _print(self) -> str:
        lines = self.printed.split("\n")
        return self.printed if len(lines) <= MOST_LINES else f"{lines[0]}\n… and more"


def boxed(heading: str, body: str) -> str:
    """A reply's frame: its heading in bold words, its colours those of the page, light or dark."""
    return (
        '<div style="border-left: 4px solid currentColor; padding: 0 0 0 0.8em; margin: 0.3em 0">'
        f"<p><strong>{html.escape(heading)}</strong></p>{body}</div>"
    )


def paragraph(text: str) -> str:
    """Text as an HTML paragraph, with `code` between backticks."""
    coded = re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
    return f"<p>{coded}</p>"
