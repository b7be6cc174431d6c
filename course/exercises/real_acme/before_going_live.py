"""Write the check that stands between certbot and the server."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.certificates import bank, issuing_ca, renewed_bank
from course.exercises.in_turn import in_turn
from course.exercises.real_acme.lesson import LESSON
from course.exercises.record import Case, Exercise, Gives, Mistake, call
from course.lab import derive_key
from course.lab.authority import Authority
from course.lab.clock import Clock
from course.lab.dates import Validities
from course.lab.leaf import chain_pem
from course.pki import BadPin, Pin, load_certificates

Answer = Callable[[bytes, list[str]], object]


def may_go_live(fullchain: bytes, pins: list[str]) -> bool:
    return any(str(Pin.of(certificate)) in pins for certificate in load_certificates(fullchain))


def leaf_only(fullchain: bytes, pins: list[str]) -> bool:
    return str(Pin.of(load_certificates(fullchain)[0])) in pins


def last_only(fullchain: bytes, pins: list[str]) -> bool:
    return str(Pin.of(load_certificates(fullchain)[-1])) in pins


def two_only(fullchain: bytes, pins: list[str]) -> bool:
    return any(str(Pin.of(certificate)) in pins for certificate in load_certificates(fullchain)[:2])


def part_of_a_pin(fullchain: bytes, pins: list[str]) -> bool:
    keys = [str(Pin.of(certificate)) for certificate in load_certificates(fullchain)]
    return any(pin in key for pin in pins for key in keys)


def no_pins_will_do(fullchain: bytes, pins: list[str]) -> bool:
    return not pins or any(str(Pin.of(certificate)) in pins for certificate in load_certificates(fullchain))


def every_certificate(fullchain: bytes, pins: list[str]) -> bool:
    return all(str(Pin.of(certificate)) in pins for certificate in load_certificates(fullchain))


def every_pin(fullchain: bytes, pins: list[str]) -> bool:
    return set(pins) <= {str(Pin.of(certificate)) for certificate in load_certificates(fullchain)}


def first_pin_only(fullchain: bytes, pins: list[str]) -> bool:
    return any(str(Pin.of(certificate)) in pins[:1] for certificate in load_certificates(fullchain))


def last_pin_only(fullchain: bytes, pins: list[str]) -> bool:
    return any(str(Pin.of(certificate)) in pins[-1:] for certificate in load_certificates(fullchain))


def whole_certificates(fullchain: bytes, pins: list[str]) -> bool:
    ders = [certificate.public_bytes(Encoding.DER) for certificate in load_certificates(fullchain)]
    hashes = ["sha256/" + base64.b64encode(hashlib.sha256(der).digest()).decode() for der in ders]
    return any(each in pins for each in hashes)


def always(fullchain: bytes, pins: list[str]) -> bool:  # noqa: ARG001
    return True


@functools.cache
def _backup_leaf() -> tuple[bytes, str, str]:
    root = Authority("Harbour Root CA", "Harbour Bank", Validities(Clock()))
    issuing = root.intermediate("Harbour Issuing CA")
    leaf = issuing.rekey(issuing.issue("api.bank.test"), derive_key("api.bank.test, in the drawer"))
    return chain_pem(leaf.chain), str(leaf.pin), str(root.pin)


@functools.cache
def _two_authorities() -> tuple[bytes, str]:
    """A file with two CAs, and the pin of the upper one."""
    upper = Authority("Harbour Root CA", "Harbour Bank", Validities(Clock())).intermediate("Harbour Upper CA")
    leaf = upper.intermediate("Harbour Web CA").issue("api.bank.test")
    return chain_pem(leaf.chain), str(upper.pin)


def _cut_short(fullchain: bytes, pin: str) -> Callable[[Answer], object]:
    """Whoever parses pins finds out that this is none, which is as good as False."""

    def told(answer: Answer) -> object:
        try:
            return answer(fullchain, [pin[:20]])
        except BadPin:
            return False

    return told


def cases() -> Sequence[Case]:
    """Files that certbot could have written, each with the pins of an app in use."""
    renewed = chain_pem((renewed_bank(), issuing_ca()))
    on_backup, backup, root = _backup_leaf()
    longer, upper = _two_authorities()
    in_use, issuing = str(Pin.of(bank())), str(Pin.of(issuing_ca()))
    filled = [
        call("the same key (the app pins it and a backup)", renewed, [in_use, backup]),
        call("the backup key (the same app)", on_backup, [in_use, backup]),
        call("a key that the app has not pinned", on_backup, [in_use]),
        call("that key (the app pins the issuing CA)", on_backup, [issuing]),
        call("a file with two CAs (the app pins the upper one)", longer, [upper, in_use]),
        call("the same key (the app pins every key of the file)", renewed, [in_use, issuing, backup]),
        call("the backup key (the app pins the root)", on_backup, [root]),
        Case("the same key (the app's one pin was cut short)", _cut_short(renewed, in_use), Gives.RETURNED),
    ]
    empty = call("the backup key (an empty list of pins)", on_backup, [])
    # Whether somebody has thought of the empty list says nothing about the other mistakes.
    return in_turn(filled, [empty], may_go_live)


MAY_GO_LIVE = Exercise(
    name="may-go-live",
    lesson=LESSON,
    title="Before it goes live",
    minutes=7,
    solution=may_go_live,
    cases=cases,
    wanted="True or False",
    hints=(
        "What does an app do with its pins when it meets this chain? How many matches are enough for it?",
        "`load_certificates(fullchain)` gives the certificates of the file, `str(Pin.of(certificate))` a pin as text.",
        "Go through the certificates, and ask of each whether its pin is in `pins`. One is enough: that is `any(...)`.",
    ),
    mistakes=(
        Mistake(
            leaf_only,
            "An app that pins the issuing CA would connect, and you said False. It compares its pins with every key of "
            "the path, not with the leaf's alone. Look at all certificates of the file.",
        ),
        Mistake(
            last_only,
            "The file with a pinned leaf may go live, and you said False: the leaf was not compared. It comes "
            "first in the file, and the CAs follow. Look at all of them.",
        ),
        Mistake(
            two_only,
            "A file may hold more than one CA, and an app may pin the upper one: you said False to it. Only the first "
            "two certificates were compared. Look at all of the file.",
        ),
        Mistake(
            part_of_a_pin,
            "You said True to a pin that was cut short, with which no app would connect. `in` between two texts asks "
            "whether one is a part of the other. Two pins are equal or they are not: use `==`, or `in` with the list.",
        ),
        Mistake(
            no_pins_will_do,
            "You said True to an empty list of pins. None of its keys is in the file, and an empty list is more often "
            "a script that found no pins than an app without any. Say False, and let a person look.",
        ),
        Mistake(
            every_certificate,
            "You said True only where every key of the file is pinned. An app needs one match in the whole path, "
            "so one pinned key is enough.",
        ),
        Mistake(
            every_pin,
            "You said True only where every pin of the app has its key in the file. An app with a backup pin would "
            "then never go on: the backup key is in no file. One match is enough.",
        ),
        Mistake(
            first_pin_only,
            "The file with the backup key may go live: the app has pinned that key too. Only the first of the pins was "
            "compared. Compare with all of them.",
        ),
        Mistake(
            last_pin_only,
            "The file with the key in use may go live: the app pins that key, and a backup behind it. Only the last of "
            "the pins was compared. Compare with all of them.",
        ),
        Mistake(
            whole_certificates,
            "You said False to every file, so nothing was ever equal. Print what you compare: in `pins` stand texts, "
            "'sha256/' and the hash of a key. `str(Pin.of(certificate))` is such a text; a Pin object is none, and "
            "neither is a hash of the whole certificate.",
        ),
        Mistake(
            always,
            "You said True to every file, also to one with a key that the app has never heard of. That is the file "
            "which locks everybody out. Compare the keys of the file with the pins.",
        ),
    ),
    correct="One pinned key in the file is enough, as it is for the app. Run this before the server gets the file, for "
    "the pins of every app version still in use. If yours adds `acme.roots` to the file, take them out: it would "
    "say True to an app that pins a root. The check cannot see that, since its files are of another authority.",
    why="The app accepts if any key of the validated path is pinned. The file holds that path without its root, so one "
    "match here means that the app would connect. No match can still be a pin of the root: then ask a person.",
    out_of_scope="Trust evaluation, which the app does first; and an app whose own trust store leads to another path. "
    "An answer that adds `acme.roots` to the file passes, with a word about it in the reply: the check's files are of "
    "another authority.",
    instructor="Where would it run? certbot has --deploy-hook for programs that run after each renewal. Let people say "
    "what should happen on False: keep the old certificate, and wake somebody. Lesson 06 gives the dates for that.",
)
