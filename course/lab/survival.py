"""Which pins survive which event, and whom they let in: every cell is the outcome of a TLS handshake."""

from __future__ import annotations

import functools
import ssl
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from cryptography import x509

from course.lab.cast import HOST, NOW, Handset, Pinned, choices, handsets
from course.lab.events import Host, attackers, events
from course.lab.handshake import both_ends, shake_hands
from course.lab.tls import ServerContext
from course.lab.tls_client import chain_shown
from course.pki import Untrusted, evaluate_trust, name_of

Step = Literal["accepted", "validate", "compare"]


@dataclass(frozen=True)
class Cell:
    """How one connection ended.

    Attributes:
      row: what had happened to the bank, or who posed as it.
      phone: which kind of phone connected.
      pinned: what its app had pinned.
      step: "accepted", or the step of the check that refused.
      why: in words: the path and what was compared, or why there is no path.
      thief: for an event that gave somebody the means to pose as the bank: how their connection ended.
    """

    row: str
    phone: str
    pinned: str
    step: Step
    why: str
    thief: Step | None = None

    @property
    def accepted(self) -> bool:
        """Whether the app sent its request."""
        return self.step == "accepted"

    def __str__(self) -> str:
        outcome = "accepted" if self.accepted else f"refused ({self.step})"
        return f"{self.row}, {self.phone}, {self.pinned} pinned: {outcome}: {self.why}"


@dataclass(frozen=True, repr=False)
class Survival:
    """The survival matrix.

    Attributes:
      cells: one for each event, phone and choice of pins: does the honest app still connect?
      impostors: one for each attacker, phone and choice of pins: do they get in?
    """

    cells: tuple[Cell, ...]
    impostors: tuple[Cell, ...]

    def cell(self, event: str, phone: str, pinned: str) -> Cell:
        """The cell of an event.

        Raises:
          KeyError: there is no such event, phone or choice of pins.
        """
        return _find(self.cells, event, phone, pinned)

    def survives(self, pinned: str) -> tuple[str, ...]:
        """The events after which these pins let every phone in that gets in without pins."""
        lost = {
            cell.row
            for cell in self.cells
            if cell.pinned == pinned
            and not cell.accepted
            and self.cell(cell.row, cell.phone, "nothing").accepted
        }
        return tuple(row for row in _in_order(cell.row for cell in self.cells) if row not in lost)

    def lets_in(self, pinned: str) -> tuple[str, ...]:
        """The attackers whom these pins let in, on one phone at least."""
        return _in_order(cell.row for cell in self.impostors if cell.pinned == pinned and cell.accepted)

    @property
    def columns(self) -> tuple[str, ...]:
        """The choices of pins."""
        return _in_order(cell.pinned for cell in self.cells)

    @property
    def phones(self) -> tuple[str, ...]:
        """The kinds of phones."""
        return _in_order(cell.phone for cell in self.cells)

    def __repr__(self) -> str:
        return "\n\n".join(
            [_table(self.cells, phone, self.columns) for phone in self.phones]
            + [_table(self.impostors, phone, self.columns) for phone in self.phones[-1:]]
        )


def meet(host: Host, phone: Handset, pinned: Pinned) -> Cell:
    """Let an app on a phone connect once, and once more to whoever profits from the event.

    Args:
      host: who answers.
      phone: whose trust store and TLS it is.
      pinned: what the app has pinned.
    """
    step, why = _connect(host.server, phone, pinned)
    thief = _connect(host.thief, phone, pinned)[0] if host.thief else None
    return Cell(host.name, phone.name, pinned.name, step, why, thief)


@functools.cache
def measure_survival() -> Survival:
    """Make all the handshakes."""
    return Survival(_all(events()), _all(attackers()))


def _all(hosts: Sequence[Host]) -> tuple[Cell, ...]:
    return tuple(meet(host, phone, pinned) for host in hosts for phone in handsets() for pinned in choices())


def validated_path(server: ServerContext, phone: Handset) -> tuple[x509.Certificate, ...]:
    """The path that a phone finds from what a server shows it in a handshake, leaf first.

    Raises:
      Untrusted: it finds none.
    """
    ends = both_ends(phone.context, server, HOST)
    # Where OpenSSL refuses in the handshake, evaluate_trust refuses too, and says why.
    with suppress(ssl.SSLCertVerificationError):
        shake_hands(*ends)
    return evaluate_trust(chain_shown(ends[0]), HOST, phone.roots, NOW)


def _connect(server: ServerContext, phone: Handset, pinned: Pinned) -> tuple[Step, str]:
    try:
        path = validated_path(server, phone)
    except Untrusted as untrusted:
        return "validate", str(untrusted)
    names = " <- ".join(map(name_of, path))
    if pinned.matches(path):
        return "accepted", f"the validated path is {names}."
    return "compare", f"the validated path is {names}, and nothing of it is pinned."


def _find(cells: tuple[Cell, ...], row: str, phone: str, pinned: str) -> Cell:
    for cell in cells:
        if (cell.row, cell.phone, cell.pinned) == (row, phone, pinned):
            return cell
    raise KeyError(f"There is no cell {row!r}, {phone!r}, {pinned!r} in this matrix.")


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _table(cells: tuple[Cell, ...], phone: str, columns: tuple[str, ...]) -> str:
    chosen = [cell for cell in cells if cell.phone == phone]
    widths = [max(len(column), 8) for column in columns]
    lines = [f"{phone:<26}" + "  ".join(f"{c:<{w}}" for c, w in zip(columns, widths, strict=True))]
    for row in _in_order(cell.row for cell in chosen):
        marks = ["yes" if c.accepted else c.step for c in chosen if c.row == row]
        lines.append(f"{row:<26}" + "  ".join(f"{m:<{w}}" for m, w in zip(marks, widths, strict=True)))
    return "\n".join(line.rstrip() for line in lines)
