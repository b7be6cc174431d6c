"""The parts of a certificate in order, and what is out of place in an answer."""

from __future__ import annotations

from collections.abc import Sequence

from course.exercises.record import Case, Exercise, Mistake

PARTS = ("serial number", "issuer", "validity", "subject", "public key", "extensions", "signature")
_LONGEST_NAME = 40


def said_of(answer: object) -> str:
    """What is to be said of a list of parts: what is missing or too much in it, or the first out of place."""
    if not isinstance(answer, list | tuple) or not all(isinstance(name, str) for name in answer):
        return "no list of names"
    return _wrong_names(answer) or _wrong_places(answer) or "all seven in the order of their bytes"


def _wrong_names(names: Sequence[str]) -> str:
    faults = [f"'{name[:_LONGEST_NAME]}' is none of the seven" for name in names if name not in PARTS][:1]
    faults += [f"'{name}' stands there more than once" for name in PARTS if names.count(name) > 1][:1]
    # By the alphabet: in their own order they would be the solution.
    missing = [f"'{name}'" for name in sorted(PARTS) if name not in names]
    if missing:
        faults.append(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
    return "; ".join(faults)


def _wrong_places(names: Sequence[str]) -> str:
    if list(names) == sorted(PARTS):
        return "all seven are there, in the order of the alphabet"
    for place, (name, right) in enumerate(zip(names, PARTS, strict=True), 1):
        if name != right:
            return f"all seven are there. The first one out of place is '{name}', as number {place}"
    return ""


def _moved(name: str, place: int) -> list[str]:
    others = [part for part in PARTS if part != name]
    return [*others[:place], name, *others[place:]]


PARTS_IN_ORDER = Exercise(
    name="parts-in-order",
    lesson="02_read_certificates",
    title="The parts in order",
    minutes=3,
    solution=f"parts_in_order = {list(PARTS)!r}".replace("'", '"'),
    cases=lambda: [Case("your list", said_of)],
    wanted="a list of all seven names, each spelt as in the task",
    hints=(
        "Open the explorer and go down the list of fields. Which comes first in the bytes?",
        "A certificate reads like a letter of reference: its number, who writes it, for how long, about whom, with "
        "which key, what else. And what stands below a letter?",
    ),
    mistakes=(
        Mistake(
            sorted(PARTS),
            "That is the order of the alphabet, in which the task names them. Open the explorer and go down its list "
            "of fields: which of the seven comes first in the bytes?",
        ),
        Mistake(
            _moved("subject", 1),
            "You put the subject before the issuer. In the bytes the issuer comes first, then the dates, then the "
            "subject. Look at bytes 43 and 129 in the explorer.",
        ),
        Mistake(
            _moved("validity", 3),
            "You put the dates behind the two names. In the bytes they stand between issuer and subject: look at "
            "bytes 97 to 128 in the explorer.",
        ),
        Mistake(
            _moved("public key", 3),
            "You put the key before its owner. In the bytes the subject comes first, and its key follows: look at "
            "byte 155 in the explorer.",
        ),
        Mistake(
            _moved("public key", 5),
            "You put the key behind the extensions. It stands directly behind the subject, in the middle of the "
            "certificate: look at byte 155 in the explorer.",
        ),
        Mistake(
            _moved("signature", 0),
            "You put the signature first. It covers all the rest, so it is made when the rest is finished, and it "
            "stands at the end.",
        ),
        Mistake(
            _moved("signature", 1),
            "You put the signature second. Behind the serial number only its algorithm is named. The signature itself "
            "covers all the rest, and stands at the end.",
        ),
        Mistake(
            _moved("signature", 5),
            "You put the signature before the extensions. The extensions are signed too: what stands behind the "
            "signed part is not protected. Look at the two lines under the whole certificate in the explorer.",
        ),
    ),
    correct="That is the order in every certificate. The key sits in the middle, behind its owner's "
    "name, and everything but the signature is signed.",
    why="RFC 5280 section 4.1 fixes the order, and DER allows no other. So a reader can count its way to the key.",
    out_of_scope="The version, and the algorithm of the signature, which stands there twice.",
    instructor="Good in pairs, on paper strips. Ask which of the seven the server's owner chooses, and which the "
    "authority: the owner brings the name and the key, everything else is the authority's.",
)
