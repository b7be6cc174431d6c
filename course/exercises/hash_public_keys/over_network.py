"""Take a pin over the network, and find out whose it is."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from textwrap import shorten

from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.certificates import bank
from course.exercises.hash_public_keys.from_request import request
from course.exercises.hash_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake
from course.lab import Authority, Clock, Lab, attempt, office_network
from course.lab.dates import Validities
from course.lab.office import GATEWAY, GATEWAY_CA
from course.pki import BadPin, Pin

HOST = "api.bank.test"
ISRG_ROOT_X1 = "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M="
OF_NOTHING = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@functools.cache
def _owners() -> dict[Pin, str]:
    validities = Validities(Clock())
    gateway = Authority(GATEWAY_CA, GATEWAY, validities)
    root = Authority("Harbour Root CA", "Harbour Bank", validities)
    issuing = root.intermediate("Harbour Issuing CA")
    return {
        Pin.of(bank()): "the bank's server",
        issuing.pin: "the bank's authority",
        root.pin: "the bank's root",
        gateway.issue(HOST).pin: "the gateway, in the bank's name",
        gateway.pin: "the gateway's authority",
        Pin.of_public_key(request().public_key()): "the bank's server, one day",
        issuing.rekey(issuing.issue(HOST)).pin: "the bank's server, after a rekey",
        Pin(
            hashlib.sha256(bank().public_bytes(Encoding.DER)).digest()
        ): "nobody, as a whole certificate was hashed",
        Pin.parse(ISRG_ROOT_X1): "a root of Let's Encrypt",
    }


BANK, ISSUING, ROOT, GATEWAY_LEAF, GATEWAY_AUTHORITY, NEXT, REKEYED, WHOLE_CERTIFICATE, _ = map(
    str, _owners()
)


def _pins(answer: object) -> list[str | Pin] | None:
    """The pins of an answer: one, or a list of them; None if it is something else."""
    parts = list(answer) if isinstance(answer, list | tuple) else [answer]
    pins = [part for part in parts if isinstance(part, str | Pin)]
    return pins if pins and len(pins) == len(parts) else None


def _used(answer: object, *, at_desk: bool) -> object:
    """How an app with the answer's pins gets on."""
    if answer is None or answer is ...:
        return answer  # the two answers that `check` has words of its own for
    pins = _pins(answer)
    if pins is None:
        return "a dictionary" if isinstance(answer, dict) else "no pin"
    with Lab() as lab:
        gateway = office_network(lab) if at_desk else None
        try:
            app = lab.app(pins={HOST: pins})
        except BadPin as refusal:
            return f"no pin: {shorten(str(refusal), 140, placeholder=' …')}"
        outcome = attempt(app, f"https://{HOST}/balance")
        said = (
            "accepted" if outcome.accepted else f"refused ({outcome.step}), no key that it met has this pin"
        )
        return said if gateway is None else f"{said}; requests read on the way: {len(gateway.read)}"


def _owner(answer: object) -> object:
    pins = _pins(answer)
    if pins is None:
        return answer if answer is None or answer is ... else "no pin"
    owners = _owners()
    try:
        return sorted({owners.get(Pin.parse(str(pin)), "somebody else") for pin in pins})
    except BadPin:
        return "no pin"


def _cases() -> Sequence[Case]:
    # The gateway must fail and the customer must get in; a pin for both would let the gateway read on.
    return [
        Case("the app on a customer's phone", lambda answer: _used(answer, at_desk=False)),
        Case("the app at your desk", lambda answer: _used(answer, at_desk=True)),
        Case("the owner of the key", _owner),
    ]


PIN_TO_SHIP = Exercise(
    name="pin-to-ship",
    lesson=LESSON,
    title="The pin that you ship",
    minutes=4,
    solution=f'shipped_pin = "{BANK}"',
    cases=_cases,
    wanted="customers get in, and nobody between your desk and the bank reads along",
    hints=(
        "Read the two lines behind `seen` to the end. Who issued the certificate that bears the bank's name?",
        "The gateway's certificate bears the bank's name and the gateway's key. You need the bank's key from a place "
        "that this network cannot reach: what did the operators give you?",
        "`before` came from the bank's own machine, as a file. `Pin.of(before)` is its pin; print it, and compare it "
        "with what you saw at your desk.",
    ),
    mistakes=(
        Mistake(
            GATEWAY_LEAF,
            "At your desk the app was accepted, and on a customer's phone refused. That pin belongs to Northwind's "
            "gateway: the certificate bears the bank's name, and the next line of the message who issued it. Take the "
            "pin from the file that the operators sent.",
        ),
        Mistake(
            GATEWAY_AUTHORITY,
            "That is the pin of the gateway's own authority. At your desk it accepts whatever the gateway mints, and "
            "a customer's phone meets the bank's chain, in which it does not occur. Take the pin from the "
            "operators' file.",
        ),
        Mistake(
            [GATEWAY_LEAF, GATEWAY_AUTHORITY],
            "You shipped every pin that the message printed. Both keys belong to the gateway of your own company, so "
            "no customer gets in. Take the one pin of the bank's key, from the operators' file.",
        ),
        Mistake(
            [BANK, GATEWAY_LEAF],
            "Now everybody gets in, and so does the gateway: whoever holds its key can read along with every customer. "
            "Ship the bank's pin alone. That the app fails at your desk is what it is for.",
        ),
        Mistake(
            ISSUING,
            "Customers get in, but this is the pin of the bank's authority: it accepts every certificate that this "
            "authority issues for the name. Asked is the key of the server itself.",
        ),
        Mistake(
            ROOT,
            "Customers get in, but this is the pin of the bank's root: it accepts every certificate for the name from "
            "any authority under that root. Asked is the key of the server itself.",
        ),
        Mistake(
            {HOST: [BANK]},
            "Your answer is a dictionary. `lab.app` takes one, and the check makes it for you: set `shipped_pin` to "
            "the text of the pin alone.",
        ),
        Mistake(
            ISRG_ROOT_X1,
            "That is the pin which you put in on purpose, so that it fails. It belongs to a root of Let's Encrypt, and "
            "the bank's chain does not end there.",
        ),
        Mistake(
            NEXT,
            "That is the bank's next key, the one of the request. The server uses it one day, and no customer gets in "
            "before. Take the pin of the key that it uses now, from the operators' file, `before`.",
        ),
        Mistake(
            REKEYED,
            "That is the key of the laboratory in which the bank made a new one, further up. Here it still has its "
            "old key, so no customer gets in. Take the pin from the operators' file, `before`.",
        ),
        Mistake(
            WHOLE_CERTIFICATE,
            "You took the right file and hashed the whole certificate. The app hashes the SubjectPublicKeyInfo, so "
            "this matches nobody. Take the pin of its key: `Pin.of(...)`, or your own `spki_pin`.",
        ),
        Mistake(
            OF_NOTHING,
            "`47DEQpj8…` is the hash of nothing: the command before the hash gave it no bytes. Run that command alone "
            "on the operators' file, mend it, and take the pin again.",
        ),
    ),
    correct="Customers get in, and at your desk the app refuses: it has found the gateway, which reads nothing.",
    why="A certificate that came over a network shows the key of whoever sent it. The pin came from the operators' "
    "file, which the gateway never touched. Two ways that agree are better still: a file and another network.",
    out_of_scope="Pinning an authority on purpose, backup pins, what to tell the IT department.",
    instructor="Let people fall in; say nothing about the network. Then ask who of them works behind such a gateway, "
    "and how they would know. Whoever reads the line below the bank's name has earned the break.",
)
