"""Find the pins of a list that OkHttp takes and that can never match."""

from __future__ import annotations

from collections.abc import Sequence

from course.exercises.android.lesson import LESSON
from course.exercises.certificates import bank
from course.exercises.record import Case, Exercise, Mistake
from course.platforms.okhttp import Pin

REVIEWED = {
    "A": "sha256/bI0F4Qj7BsLpl7UWOc8DgrV6tXV2GSU3Z/+x7BA+RLk=",
    "B": "sha256/6c8d05e108fb06c2e997b51639cf0382b57ab5757619253767ffb1ec103e44b9",
    "C": "sha256//bI0F4Qj7BsLpl7UWOc8DgrV6tXV2GSU3Z/+x7BA+RLk=",
    "D": "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "E": "sha256/bI0F4Qj7BsLpl7UWOc8DgrV6tXV2GSU3Z/+x7BA+RLk",
    "F": "sha1/8+kqIJurAmyngwJSHs/tmoWz6Tg=",
    "G": "sha256/bI0F4Qj7BsLpl7UWOc8DgrV6tXV2GSU3Z/+x7BA+RL==",
    "H": "sha256/bI0F4Qj7BsLpl7UWOc8DgrV6tXV2GSU3Z_-x7BA-RLk=",
}
_SHA_256 = 32
DEAD = ("B", "C", "D", "G")


def _letters(answer: object) -> set[str] | None:
    """The letters of an answer, however it collects them; None if these are no letters of the list."""
    parts = answer if isinstance(answer, list | tuple | set | frozenset | str) else [""]
    letters = {part.strip().upper() for part in parts if isinstance(part, str) and part.strip(" ,")}
    return letters if letters and letters <= set(REVIEWED) else None


def _shape(answer: object) -> object:
    if answer is None or answer is ...:
        return answer  # the two answers that `check` has words of its own for
    return "no letters from A to H" if _letters(answer) is None else "letters"


def _named(answer: object, letter: str) -> object:
    letters = _letters(answer)
    return "no letters" if letters is None else "in your list" if letter in letters else "not in your list"


def _label(letter: str) -> str:
    """A pin, and what OkHttp reads in it."""
    pin = Pin("bank.test", REVIEWED[letter])
    if pin.matches_certificate(bank()):
        return f"{letter}, in which OkHttp reads a hash of the bank's key"
    if len(pin.hash) == _SHA_256:
        return f"{letter}, in which OkHttp reads 32 bytes, the hash of nothing (lesson 03)"
    return f"{letter}, in which OkHttp reads {len(pin.hash)} bytes, and a SHA-256 has 32"


def _case(letter: str) -> Case:
    return Case(_label(letter), lambda answer: _named(answer, letter))


def _cases() -> Sequence[Case]:
    return [Case("your answer", _shape), *map(_case, REVIEWED)]


DEAD_PINS = Exercise(
    name="dead-pins",
    lesson=LESSON,
    title="Pins that never match",
    minutes=4,
    solution='never_match = ["B", "C", "D", "G"]',
    cases=_cases,
    wanted="a list of letters",
    hints=(
        "A SHA-256 has 32 bytes, a SHA-1 has 20. How many bytes does OkHttp read in each of the eight? Let it build "
        "the pins, and print `len(pin.hash)`.",
        "Some spellings are unusual, and the bytes are right all the same: compare `pin.hash` with that of A.",
        "Three have the wrong number of bytes for their hash. One has 32 bytes that belong to no key: you met it in "
        "lesson 03.",
    ),
    mistakes=(
        Mistake(
            ["B", "C", "G"],
            "Those three have the wrong number of bytes. One more has 32 and belongs to no key: it is the hash of "
            "nothing, which lesson 03 met when a pipeline's first command failed.",
        ),
        Mistake(
            ["B", "C", "D"],
            "G is missing. Count what OkHttp reads in it: 31 bytes. A character was lost in copying, and "
            "somebody put a second `=` in its place.",
        ),
        Mistake(
            ["B", "D", "G"],
            "C looks right to whoever knows curl, which writes two slashes. For OkHttp the second one is a digit of "
            "base64: it reads 33 bytes. How many has a SHA-256?",
        ),
        Mistake(
            ["C", "D", "G"],
            "B has the right hash in hexadecimal digits. They are all digits of base64 too, so OkHttp reads 48 bytes "
            "of something else. How many has a SHA-256?",
        ),
        Mistake(
            ["B", "D", "E", "F", "G", "H"],
            "That is what `Pin.parse` refuses. It is stricter than OkHttp about E, F and H, which match, and it reads "
            "curl's spelling, C, which OkHttp takes for 33 bytes. Ask OkHttp's own model for the bytes.",
        ),
        Mistake(
            ["B", "C", "D", "E", "F", "G", "H"],
            "Only A is left. But E, F and H are unusual spellings of the right bytes, and OkHttp matches them. Compare "
            "what it reads with the hash of the key, and not the texts.",
        ),
        Mistake(
            ["B", "C", "D", "E", "G"],
            "E lacks its `=` at the end, and OkHttp does not mind: it reads the same 32 bytes as in A. (curl would "
            "mind.) Take it out.",
        ),
        Mistake(
            ["B", "C", "D", "F", "G"],
            "F is a SHA-1, which is short and out of fashion, and OkHttp still compares it: 20 bytes are right for it. "
            "Take it out.",
        ),
        Mistake(
            ["B", "C", "D", "G", "H"],
            "H is written in the URL-safe alphabet, with `-` and `_`. OkHttp reads both alphabets, so it has the same "
            "32 bytes as A. Take it out.",
        ),
        Mistake(
            ["A", "E", "F", "H"],
            "Those are the four that match. Asked are the other ones.",
        ),
    ),
    correct="Four of eight, and OkHttp took all of them without a word.",
    why="B is read as 48 bytes, C as 33, G as 31: no SHA-256 has so many. D is the hash of no bytes, and every key has "
    "some. E, F and H are unusual spellings of a hash of the bank's key.",
    out_of_scope="The hash of something else, a whole certificate for example: it has 32 bytes, and no program can see "
    "that it belongs to no key. Only a connection shows it.",
    instructor="Give each row of the room one letter to defend. The useful sentence at the end: beside one pin that "
    "matches, a dead one is never noticed, until the day of the backup key.",
)
