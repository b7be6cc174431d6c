"""Lesson 06: the pins of the next release."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from course.exercises.expiry_and_rotation.lesson import LESSON
from course.exercises.record import Case, Exercise, Gives, Mistake
from course.lab import Lab, Leaf, Server, attempt, derive_key
from course.pki import Pin

HOST = "api.bank.test"
URL = f"https://{HOST}/balance"
Answer = Callable[[Server, x509.CertificateSigningRequest], object]

# As text and without annotations, as the stub has it: nothing in the notebook imports their names.
NEXT_PIN_SET = """\
def next_pins(bank, request):
    return [bank.pin, Pin.of_public_key(request.public_key())]"""
SOLUTION = f"from course.pki import Pin\n\n\n{NEXT_PIN_SET}"


def only_the_current(bank: Server, request: object) -> object:  # noqa: ARG001  # that it isn't used is the mistake
    return [bank.pin]


def only_the_next(bank: Server, request: x509.CertificateSigningRequest) -> object:  # noqa: ARG001  # as above
    return [Pin.of_public_key(request.public_key())]


def keeping_the_lost(bank: Server, request: x509.CertificateSigningRequest) -> object:
    with Lab() as before:
        return [before.bank.pin, bank.pin, Pin.of_public_key(request.public_key())]


def the_authority(bank: Server, request: object) -> object:  # noqa: ARG001  # as above
    return [Pin.of(bank.chain[1])]


def the_whole_request(bank: Server, request: x509.CertificateSigningRequest) -> object:  # noqa: ARG001  # as above
    return [Pin(hashlib.sha256(request.public_bytes(Encoding.DER)).digest())]


def the_lost_and_the_current(bank: Server, request: object) -> object:  # noqa: ARG001  # as above
    with Lab() as before:
        return [before.bank.pin, bank.pin]


def _request() -> x509.CertificateSigningRequest:
    return (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(derive_key("api.bank.test, the key after next"), SHA256(), ecdsa_deterministic=True)
    )


def _trying(then: Callable[[Lab, Leaf], None]) -> Callable[[Answer], object]:
    """What an app with the answer's pins meets, when something has happened at the bank."""

    def outcome(answer: Answer) -> object:
        with Lab() as lab:
            lost = lab.bank.leaf
            # Not the notebook's backup key: a pin that was copied from there is none of this bank's.
            lab.bank.rekey(derive_key("api.bank.test, another backup"))
            shown = lab.bank.leaf
            pins = answer(lab.bank, _request())
            if lab.bank.leaf is not shown:
                return "changed by your answer, which should only ask it"
            if pins is None or pins is ...:
                return pins  # the two answers that `check` has words of its own for
            if not isinstance(pins, list | tuple | set | frozenset):
                return f"no list of pins, but an object of type {type(pins).__name__}"
            if not pins:
                return "an empty list"
            try:
                app = lab.app(pins={HOST: pins})
            except (ValueError, TypeError):
                return "something in the list is no pin"
            then(lab, lost)
            tried = attempt(app, URL)
            return "accepted" if tried.accepted else f"refused at step {tried.step}"

    return outcome


def _nothing(lab: Lab, lost: Leaf) -> None: ...


def _next_key(lab: Lab, lost: Leaf) -> None:  # noqa: ARG001  # every case gets both
    lab.clock.advance(days=60)
    lab.bank.rekey(derive_key("api.bank.test, the key after next"))


def _the_thief(lab: Lab, lost: Leaf) -> None:
    lab.bank.present(lost.chain, lost.key)


def _somebody_else(lab: Lab, lost: Leaf) -> None:  # noqa: ARG001  # as above
    other = lab.issuing.issue(HOST, key=derive_key("another customer of the same CA"))
    lab.bank.present(other.chain, other.key)


def _cases() -> Sequence[Case]:
    # The thief must fail and the bank must stay reachable, today and after its next rekey.
    return [
        Case("the bank today", _trying(_nothing), Gives.OUTCOME),
        Case("the bank with the key from the safe", _trying(_next_key), Gives.OUTCOME),
        Case("a server with the lost key", _trying(_the_thief), Gives.OUTCOME),
        Case("a third key below the bank's own CA", _trying(_somebody_else), Gives.OUTCOME),
    ]


NEXT_PINS = Exercise(
    name="next-pin-set",
    lesson=LESSON,
    title="The next pin set",
    minutes=5,
    solution=SOLUTION,
    cases=_cases,
    wanted="a list of pins that accepts the bank's key of today and the key from the safe, and no other",
    hints=(
        "Three keys are in the story: the lost one, the one in use, the one in the safe. Which of them may the "
        "bank show while this release is in use? Which may it never show again?",
        "`bank.pin` is the pin of the key in use. For the key in the safe you have a request, and lesson 03 took a "
        "pin from one: `Pin.of_public_key(...)`.",
        "A list of two: `bank.pin`, and `Pin.of_public_key(request.public_key())`.",
    ),
    mistakes=(
        Mistake(
            only_the_current,
            "The app accepts the bank today, and refuses it once the new key from the safe is used: no pin in your "
            "list is that of the key in the request. Neither is the pin of the notebook's `backup`, nor a hash of the "
            "whole request: take `Pin.of_public_key(request.public_key())`.",
        ),
        Mistake(
            only_the_next,
            "The app refuses the bank of today: of its keys only the one in the safe is pinned, and no server shows it "
            "yet. The key in use is needed as well: `bank.pin`, of the bank that you are handed. The notebook's "
            "`backup_pin` is that of another bank.",
        ),
        Mistake(
            keeping_the_lost,
            "The bank gets in, and so does the thief: the lost key is still pinned. Its certificate is valid for "
            "months, and one match is enough. A release after a leak drops that pin.",
        ),
        Mistake(
            the_authority,
            "The bank gets in, today and later, and so does everybody else: a CA above the bank is among your "
            "pins, and all four keys have a certificate below it, the thief's too. Pin the two keys themselves.",
        ),
        Mistake(
            the_whole_request,
            "Your app refuses everybody, the bank included. No pin in the list is that of a key which the bank "
            "shows. Take `bank.pin` for today, and hash the key in the request, not the request.",
        ),
        Mistake(
            the_lost_and_the_current,
            "The thief gets in, since the lost key is still pinned, and the bank will not, once it uses the key "
            "from the safe. Drop the one pin, and add the other.",
        ),
    ),
    correct="The bank gets in today and after the next rekey, the thief does not, nor does any other customer of "
    "the same CA.",
    why="A pin set names the keys that the server may show while the release is in use: the one in use, and the "
    "one in the safe. A key that was lost must not be shown again, so it must not be pinned again.",
    out_of_scope="How long the release before this one, which still pins the lost key, stays in use (lesson 11).",
    instructor="Let them argue about the lost key's pin first: 'one pin more does no harm' is the usual sentence. "
    "Then show the case with the thief. Ask also: what if the safe burns down today?",
)
