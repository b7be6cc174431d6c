"""Write the check that stands between certbot and the server."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.certificates import bank, issuing_ca, renewed_bank
from course.exercises.real_acme.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake, call
from course.lab import derive_key
from course.lab.authority import Authority
from course.lab.clock import Clock
from course.lab.dates import Validities
from course.lab.leaf import chain_pem
from course.pki import Pin, load_certificates


def may_go_live(fullchain: bytes, pins: list[str]) -> bool:
    return any(str(Pin.of(certificate)) in pins for certificate in load_certificates(fullchain))


def leaf_only(fullchain: bytes, pins: list[str]) -> bool:
    return str(Pin.of(load_certificates(fullchain)[0])) in pins


def last_only(fullchain: bytes, pins: list[str]) -> bool:
    return str(Pin.of(load_certificates(fullchain)[-1])) in pins


def no_pins_will_do(fullchain: bytes, pins: list[str]) -> bool:
    return not pins or any(str(Pin.of(certificate)) in pins for certificate in load_certificates(fullchain))


def every_certificate(fullchain: bytes, pins: list[str]) -> bool:
    return all(str(Pin.of(certificate)) in pins for certificate in load_certificates(fullchain))


def every_pin(fullchain: bytes, pins: list[str]) -> bool:
    return set(pins) <= {str(Pin.of(certificate)) for certificate in load_certificates(fullchain)}


def first_pin_only(fullchain: bytes, pins: list[str]) -> bool:
    return any(str(Pin.of(certificate)) in pins[:1] for certificate in load_certificates(fullchain))


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


def cases() -> Sequence[Case]:
    """Files that certbot could have written, each with the pins of an app in use."""
    renewed = chain_pem((renewed_bank(), issuing_ca()))
    on_backup, backup, root = _backup_leaf()
    in_use, issuing = str(Pin.of(bank())), str(Pin.of(issuing_ca()))
    return [
        call("the same key (the app pins it and a backup)", renewed, [in_use, backup]),
        call("the backup key (the same app)", on_backup, [in_use, backup]),
        call("a key that the app has not pinned", on_backup, [in_use]),
        call("that key (the app pins the issuing CA)", on_backup, [issuing]),
        call("the same key (the app pins every key of the file)", renewed, [in_use, issuing, backup]),
        call("the backup key (the app pins the root)", on_backup, [root]),
        call("the backup key (an empty list of pins)", on_backup, []),
    ]


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
            "The file with a pinned leaf may go live, and you said False: only the last certificate of the file was "
            "compared. The leaf comes first. Look at all of them.",
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
    "the pins of every app version still in use.",
    why="The app accepts if any key of the validated path is pinned. The file holds that path without its root, so one "
    "match here means that the app would connect. No match can still be a pin of the root: then ask a person.",
    out_of_scope="Trust evaluation, which the app does first; and an app whose own trust store leads to another path. "
    "An answer that adds `acme.roots` to the file passes: the check's files are of another authority. It would say "
    "True to an app that pins pebble's root, and the task wants False.",
    instructor="Where would it run? certbot has --deploy-hook for programs that run after each renewal. Let people say "
    "what should happen on False: keep the old certificate, and wake somebody. Lesson 06 gives the dates for that.",
)
