"""Recognise what was hashed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from course.exercises.certificates import rekeyed_bank
from course.exercises.hash_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake
from course.pki import Pin

# The words of the exercise, and what the lesson's menu calls them.
MENU = {
    "certificate": "the whole certificate",
    "TBS": "the part that the authority signs (TBS)",
    "bare key": "the bare key, without its header",
    "PEM": "the PEM text of the key",
    "hex": "the SubjectPublicKeyInfo, hash in hex",
    "nothing": "nothing",
}
WORDS = tuple(MENU)
RECOGNISED_SOURCE = """\
recognised = {
    "A": "bare key",
    "B": "TBS",
    "C": "hex",
    "D": "PEM",
    "E": "nothing",
    "F": "certificate",
}"""
RIGHT = {"A": "bare key", "B": "TBS", "C": "hex", "D": "PEM", "E": "nothing", "F": "certificate"}


def _texts() -> dict[str, str]:
    """What the lesson shows under each letter."""
    certificate = rekeyed_bank()
    key = certificate.public_key()
    hashed = {
        "A": key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        "B": certificate.tbs_certificate_bytes,
        "D": key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "E": b"",
        "F": certificate.public_bytes(Encoding.DER),
    }
    texts = {
        letter: base64.b64encode(hashlib.sha256(data).digest()).decode() for letter, data in hashed.items()
    }
    return {
        letter: f"sha256/{text}" for letter, text in sorted({**texts, "C": Pin.of(certificate).hex}.items())
    }


FOUND = _texts()


def _by_letter(answer: dict[object, object]) -> dict[str, object]:
    """The words of an answer by capital letters, however its keys are written."""
    return {key.strip().upper(): word for key, word in answer.items() if isinstance(key, str)}


def _letters(answer: object) -> object:
    """Which letters an answer has."""
    if answer is None or answer is ...:
        return answer  # the two answers that `check` has words of its own for
    if not isinstance(answer, dict):
        return "no dictionary"
    if any(word in answer for word in WORDS):
        return "its keys are words"
    missing = sorted(set(RIGHT) - set(_by_letter(answer)))
    if missing:
        return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    return _misspelt(answer.values()) or "all six letters, each with one of the six words"


def _misspelt(words: Iterable[object]) -> str:
    """Those that are none of the six words."""
    wrong = [repr(word) for word in words if isinstance(word, str) and _known(word) is None]
    return f"{', '.join(wrong)} {'is' if len(wrong) == 1 else 'are'} none of the six words" if wrong else ""


def _known(word: str) -> str | None:
    """The word as the exercise writes it, however the learner does."""
    return {each.casefold(): each for each in WORDS}.get(" ".join(word.split()).casefold())


def _said(answer: object, letter: str) -> object:
    """What an answer says about one of the texts, without giving away what is right."""
    word = _by_letter(answer).get(letter) if isinstance(answer, dict) else None
    if not isinstance(word, str):
        return "no word"
    known = _known(word)
    if known is None:
        return "none of the six words"
    if known == RIGHT[letter]:
        return "the bytes that it was made of"
    return f"not {known}. Choose {MENU[known]!r} above, and compare the first letters"


def _case(letter: str) -> Case:
    return Case(f"text {letter}", lambda answer: _said(answer, letter))


def _cases() -> Sequence[Case]:
    return [Case("your dictionary", _letters), *(_case(letter) for letter in RIGHT)]


CERTIFICATE_AND_TBS = RIGHT | {"B": "certificate", "F": "TBS"}
PEM_AND_BARE_KEY = RIGHT | {"A": "PEM", "D": "bare key"}
HEX_IS_THE_CERTIFICATE = RIGHT | {"C": "certificate", "F": "hex"}
WORDS_FIRST = {word: letter for letter, word in RIGHT.items()}

RECOGNISED = Exercise(
    name="recognise-the-hash",
    lesson=LESSON,
    title="What was hashed?",
    minutes=4,
    solution=RECOGNISED_SOURCE,
    cases=_cases,
    wanted="for every letter one of the six words",
    hints=(
        "Two of the six need no menu: one has another alphabet than the rest, one you have met by its first letters.",
        "All six were made of the certificate `rekeyed`. Go through the menu, and compare the last line of each table "
        "of hashes with the list.",
        "C has 64 digits from 0 to f. E begins with 47DEQpj8. For the four others choose the whole certificate, then "
        "the signed part, then the bare key, then the PEM text.",
    ),
    mistakes=(
        Mistake(
            CERTIFICATE_AND_TBS,
            "Four are right. You took the whole certificate and its signed part for each other: TBS, short for "
            "TBSCertificate, leaves the signature out, so the two hashes differ. Compare B and F with the menu again.",
        ),
        Mistake(
            PEM_AND_BARE_KEY,
            "Four are right. A and D both come of the key alone and survive a renewal, but one has lost its header and "
            "the other has become text. Choose both in the menu and compare the first letters.",
        ),
        Mistake(
            HEX_IS_THE_CERTIFICATE,
            "Four are right. C is written in hex, as tools print the fingerprint of a certificate, but here it is the "
            "right hash in the wrong spelling: choose the last choice but one in the menu.",
        ),
        Mistake(
            WORDS_FIRST,
            'You have them the wrong way round: the letters are the keys of the dictionary, as in {"A": "hex"}, and '
            "the words are its values.",
        ),
    ),
    correct="Six texts that look like pins, and no client will ever match one of them.",
    why="A hash does not say what was hashed. To recognise it one must hash the candidates, all of them, from the same "
    "certificate. Only hex and the hash of nothing can be told by eye.",
    out_of_scope="Hashes of another certificate, of the chain, or with another algorithm.",
    instructor="In pairs: one works the menu, the other reads the list. Ask which of the six would be noticed on the "
    "day of the release (all: none of them matches), and which in a list that also holds a right pin (none).",
)
