"""Predict what the delegate does."""

from __future__ import annotations

from collections.abc import Sequence

from course.exercises.fragile_cer.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake, question

RENEWED_CER = question(
    name="renewed-cer",
    lesson=LESSON,
    title="Predict: the renewal",
    minutes=1,
    answer_name="after_renewal",
    right="refused",
    wrong={
        "accepted": "You expect that the same key is enough. Run the next cell: what does the delegate compare, keys "
        "or bytes?",
    },
    hints=(
        "Server, key, name and authority stay. What does the delegate look at?",
        "In lesson 03 you saw which parts of the certificate are new after a renewal. Are they in the file?",
    ),
    correct="Yes. The key is the same, and the delegate never asks for it: other bytes, so no login.",
    instructor="Let pairs argue aloud before anybody runs it; about half will say accepted. Ask the others what they "
    "would tell the operators, who did everything right.",
)

RIGHT = {
    "A": "refused",
    "B": "accepted",
    "C": "accepted",
    "D": "accepted",
    "E": "refused",
    "F": "refused",
}
SITUATIONS = {
    "A": "renewed",
    "B": "expired",
    "C": "for another host",
    "D": "vouched for by nobody",
    "E": "the shop",
    "F": "a client certificate",
}
_ASK = {
    "A": "which bytes are the same, and which are compared?",
    "B": "which step reads a date?",
    "C": "which step reads the host?",
    "D": "which step reads an issuer?",
    "E": "which file is the shop's leaf compared with?",
    "F": "what does the first step do with the second challenge?",
}
_WORDS = ("accepted", "refused")


def _letters(answer: object) -> object:
    """Which letters an answer has."""
    if answer is None or answer is ...:
        return answer  # the two answers that `check` has words of its own for
    if not isinstance(answer, dict):
        return "no dictionary"
    missing = sorted(set(RIGHT) - set(answer))
    if missing:
        return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    unknown = [str(letter) for letter in answer if letter not in RIGHT]
    if unknown:
        return f"{unknown[0][:20]!r} is none of the six letters"
    return "all six letters"


def _said(answer: object, letter: str) -> object:
    """Whether a prediction came true."""
    said = answer.get(letter) if isinstance(answer, dict) else None
    word = said.strip().casefold() if isinstance(said, str) else said
    if word not in _WORDS:
        shown = (
            repr(said[:20])
            if isinstance(said, str)
            else f"{said}"
            if isinstance(said, bool)
            else "what stands there"
        )
        return f"{shown} is neither 'accepted' nor 'refused'"
    if word == RIGHT[letter]:
        return "what the handshake gives"
    return f"{word}, and the handshake ends otherwise: {_ASK[letter]}"


def _case(letter: str) -> Case:
    return Case(f"{letter}, {SITUATIONS[letter]}", lambda answer: _said(answer, letter))


def _cases() -> Sequence[Case]:
    return [Case("your dictionary", _letters), *(_case(letter) for letter in RIGHT)]


class _Guess(dict[str, str]):
    """A dictionary with a name, so that statistics can name the mistake."""

    def __init__(self, name: str, **changed: str) -> None:
        super().__init__(RIGHT | changed)
        self.__name__ = name


SIX_HANDSHAKES = Exercise(
    name="six-handshakes",
    lesson=LESSON,
    title="Predict six handshakes",
    minutes=4,
    solution="expected = {\n"
    + "".join(f'    "{letter}": "{word}",\n' for letter, word in RIGHT.items())
    + "}",
    cases=_cases,
    wanted="for every letter 'accepted' or 'refused'",
    hints=(
        "Go through the delegate's steps for each letter, and ask at each step only what the step asks.",
        "In B, C and D the server shows exactly the bundled bytes. Which step looks at dates, at the host, or at who "
        "signed?",
        "In E the leaf is not the file. In F there are two challenges, and the second is of another kind: read the "
        "delegate's first step again.",
    ),
    mistakes=(
        Mistake(
            _Guess("expiry", B="refused"),
            "Five came true. You expect the expired certificate to be refused. Which of the five steps looks at a "
            "date? None: the bytes are those of the file.",
        ),
        Mistake(
            _Guess("host", C="refused"),
            "Five came true. You expect the delegate to notice the wrong host. It never asks for a name: the bytes are "
            "those of the file.",
        ),
        Mistake(
            _Guess("authority", D="refused"),
            "Five came true. You expect somebody to ask who signed. The delegate does not, and the system was told to "
            "stay out of it.",
        ),
        Mistake(
            _Guess("host_and_authority", C="refused", D="refused"),
            "Four came true. For the other two, go through the steps again: which of them looks at a name, the host's "
            "or the issuer's?",
        ),
        Mistake(
            _Guess("validates", B="refused", C="refused", D="refused"),
            "Three came true. You expect the delegate to validate: date, host, authority. Go through its steps: not "
            "one of them does, and the system was told to stay out of it.",
        ),
        Mistake(
            _Guess("renewal", A="accepted"),
            "Five came true. You expect the renewed certificate to be accepted. You ran that handshake in the section "
            "above: other bytes.",
        ),
        Mistake(
            _Guess("other_hosts", E="accepted"),
            "Five came true. You expect the shop to be left alone. The delegate belongs to the whole session and asks "
            "for no host, so it compares the shop's leaf with the bank's file.",
        ),
        Mistake(
            _Guess("client_certificate", F="accepted"),
            "Five came true. In F the server is the bank, with the right bytes, but it also asks who you are. What "
            "does the delegate's first step do with a challenge of another kind?",
        ),
        Mistake(
            _Guess("other_hosts_and_client_certificate", E="accepted", F="accepted"),
            "Four came true. The delegate is asked for every host of its session, and for client certificates too. "
            "What does it say when its first step, or its last, fails?",
        ),
        Mistake(
            _Guess(
                "sensible", A="accepted", B="refused", C="refused", D="refused", E="accepted", F="accepted"
            ),
            "None came true. You described what a sensible client does, and this delegate does the opposite of it in "
            "all six. Go through its steps, one letter after the other.",
        ),
    ),
    correct="The three that a client should refuse get in, and the three that it should let in do not.",
    why="The delegate compares bytes, for every host, and cancels whatever is not a server-trust challenge. In B, C "
    "and D the bytes are those of the file; in A and E they are not; F brings a challenge of another kind.",
    out_of_scope="What ATS adds on a phone; that is the section after the next.",
    instructor="Hands up for each letter, then run the cell. The room learns most from D: ask who has such a server at "
    "work, and which line in Info.plist made it work.",
)
