"""Choose what to pin, so that the bank can live and nobody else gets in."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from course.exercises.pin_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake
from course.lab.cast import Pinned, cast, handsets
from course.lab.events import Host, attackers, events
from course.lab.survival import meet
from course.pki import Pin

MUST_SURVIVE = ("renew", "rekey", "new intermediate", "change of CA", "cross-sign")
MUST_STAY_OUT = ("another CA", "another intermediate", "the same intermediate")
NAMES = ("leaf key", "backup key", "intermediate key", "root key")
CHOSEN_SOURCE = 'chosen = ["leaf key", "backup key"]'


def _pins() -> dict[str, Pin]:
    people = cast()
    backup = Pin.of_public_key(people.backup.public_key())
    return dict(zip(NAMES, (people.leaf.pin, backup, people.issuing.pin, people.root.pin), strict=True))


def _names(answer: object) -> set[str] | None:
    """The names of an answer, however it collects them; None where these are no names."""
    if not isinstance(answer, set | frozenset | list | tuple):
        return None
    names = {each.strip().casefold() for each in answer if isinstance(each, str)}
    return names if len(names) == len(answer) and names <= set(NAMES) else None


def _shape(answer: object) -> object:
    if answer is None or answer is ...:
        return answer  # the two answers that `check` has words of its own for
    if isinstance(answer, str):
        return "one text, and wanted is a list of names"
    names = _names(answer)
    if isinstance(answer, list | tuple) and all(isinstance(each, str) for each in answer):
        said = [each.strip().casefold() for each in answer]
        twice = [name for name in NAMES if said.count(name) > 1]
        if twice:
            return f"{twice[0]!r} stands there twice, and once is enough"
    if names is None:
        return f"not names out of these: {', '.join(NAMES)}"
    return "names of keys" if names else "nothing is pinned, so everybody gets in"


def _sorted(answer: object) -> object:
    """Tells answers apart whose handshakes end alike."""
    return ", ".join(sorted(_names(answer) or ()))


def _ended(answer: object, host: Host) -> object:
    """How the handshakes of all phones end that pin what the answer names."""
    names = _names(answer)
    return _handshakes(frozenset(names), host) if names else "no pins"


# Once for all the answers that a check tries, its own mistakes included.
@functools.cache
def _handshakes(names: frozenset[str], host: Host) -> str:
    pinned = Pinned("chosen", pins=frozenset(pin for name, pin in _pins().items() if name in names))
    cells = [meet(host, phone, pinned) for phone in handsets()]
    return "; ".join(
        f"{cell.phone} {'gets in' if cell.accepted else f'refuses ({cell.step})'}" for cell in cells
    )


def _case(host: Host) -> Case:
    return Case(host.name, lambda answer: _ended(answer, host))


def _cases() -> Sequence[Case]:
    after = [host for host in events() if host.name in MUST_SURVIVE]
    against = [host for host in attackers() if host.name in MUST_STAY_OUT]
    return [Case("your list", _shape), *map(_case, after + against), Case("your names", _sorted)]


CHOSEN = Exercise(
    name="choose-the-pins",
    lesson=LESSON,
    title="What would you pin?",
    minutes=4,
    solution=CHOSEN_SOURCE,
    cases=_cases,
    wanted="a list of names of keys",
    hints=(
        "The second picture first: which columns keep out all three attackers of the task?",
        "Everything that names a CA lets somebody in. Two keys are left, and each of them is needed for some event.",
    ),
    mistakes=(
        Mistake(
            ["leaf key"],
            "Nobody else gets in. But after a rekey the bank's own users are locked out: the new key is not among your "
            "pins. Which key could you have pinned beside it, long before?",
        ),
        Mistake(
            ["backup key"],
            "No user gets in, on the first day already: the bank still uses its leaf key, and the backup key is in "
            "the safe. One is for today, one for later.",
        ),
        Mistake(
            ["intermediate key"],
            "A new issuing CA locks all users out, and whoever gets a certificate from the same issuing CA gets in. "
            "Look at both pictures in this column.",
        ),
        Mistake(
            ["root key"],
            "A change of CA locks all users out, and whoever gets a certificate below that root gets in. Look at both "
            "pictures in this column.",
        ),
        Mistake(
            ["leaf key", "root key"],
            "All users get in, and so does whoever gets a certificate below the root: one match is enough, so the "
            "widest pin decides. Which narrow key covers the rekey as well?",
        ),
        Mistake(
            ["leaf key", "intermediate key"],
            "All users get in. So does whoever gets a certificate from the same issuing CA: one match is enough, so "
            "the widest pin decides. Which narrow key covers the rekey as well?",
        ),
        Mistake(
            ["leaf key", "intermediate key", "root key"],
            "You pinned all that the bank shows, as people do who copy a failure message (okhttp#3471). Every "
            "certificate below that root is let in: one match is enough. Take the narrow ones.",
        ),
        Mistake(
            ["leaf key", "backup key", "intermediate key"],
            "All users get in, with the first two already. The third lets in whoever gets a certificate from the same "
            "issuing CA: one match is enough, so the widest pin decides. Which one can go?",
        ),
        Mistake(
            ["leaf key", "backup key", "root key"],
            "All users get in, with the first two already. The third lets in whoever gets a certificate below that "
            "root: one match is enough, so the widest pin decides. Which one can go?",
        ),
        Mistake(
            ["leaf key", "backup key", "intermediate key", "root key"],
            "All users get in, and so does whoever gets a certificate below the root: the two CA pins make the other "
            "two pointless. One match is enough, so the widest pin decides.",
        ),
    ),
    correct="Every user gets in after all five events, and no CA can let anybody else in.",
    why="Pins of the bank's own keys do not depend on any CA. The price: both keys must be guarded, since a thief of "
    "either gets in, and the backup key must be ready before it is needed.",
    out_of_scope="Stolen keys, which no choice of pins stops, and a second leaf on the port: its key would have to "
    "be pinned, too.",
    instructor="There is no right answer without the list of demands. Take one demand away (say, the same "
    "intermediate) and ask what changes: then the intermediate's key may come in, and a lost backup key is no longer "
    "the end.",
)
