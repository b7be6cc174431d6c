"""Lesson 06: a runbook's steps in order."""

from __future__ import annotations

from course.exercises.expiry_and_rotation.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake

RIGHT = ("C", "F", "D", "B", "A", "G", "E")
NEEDLESS = "H"


def said_of(answer: object) -> str:
    """What is to be said of a list of letters: what is missing or too much in it, or the first out of place."""
    if answer is None or answer is ...:
        return answer  # type: ignore[return-value]  # the two answers that `check` has words of its own for
    if isinstance(answer, str):
        answer = [letter for letter in answer if letter.isalpha()]  # "CFDBAGE" says the same
    if not isinstance(answer, list | tuple) or not all(isinstance(letter, str) for letter in answer):
        return "no list of letters"
    letters = [letter.strip().upper() for letter in answer]
    if NEEDLESS in letters:
        return f"{NEEDLESS} is in it"
    if unknown := [letter for letter in letters if letter not in RIGHT]:
        return f"'{unknown[0][:20]}' is none of the letters"
    if twice := [letter for letter in sorted(RIGHT) if letters.count(letter) > 1]:
        return f"{twice[0]} stands there more than once"
    if missing := [letter for letter in sorted(RIGHT) if letter not in letters]:
        return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    for letter, right in zip(letters, RIGHT, strict=True):
        if letter != right:
            return f"the first step out of place is {letter}, as number {letters.index(letter) + 1}"
    return "all seven in an order that locks out nobody"


RUNBOOK_IN_ORDER = Exercise(
    name="runbook-in-order",
    lesson=LESSON,
    title="Put the runbook in order",
    minutes=4,
    solution='runbook = ["C", "F", "D", "B", "A", "G", "E"]',
    cases=lambda: [Case("your list", said_of)],
    wanted="a list of seven letters, in the order in which the steps are done",
    hints=(
        "What must exist before a pin can be taken? What must be in every app before the server may change?",
        "Key, pin, release, wait, present, look, clean up. One of the eight steps belongs to another story, in "
        "which a key was lost.",
        "C and F make the pin; D brings it to the users, B waits for them. Then A, and G looks at it. E is for the "
        "next time.",
    ),
    mistakes=(
        Mistake(
            sorted(RIGHT),
            "Your list begins at the server: every app that lacks the next key's pin would be locked out on the "
            "first day. What comes before any certificate?",
        ),
        Mistake(
            ["C", "F", "D", "A", "B", "G", "E"],
            "You present the next key before you have waited. A release reaches nobody on its first day: whoever "
            "has not updated is locked out. This is the overlap rule, and B stands for it.",
        ),
        Mistake(
            ["C", "F", "A", "D", "B", "G", "E"],
            "You present the next key before the release that pins it. Every app in the world refuses the server "
            "then, the new release comes too late.",
        ),
        Mistake(
            ["C", "F", "E", "D", "B", "A", "G"],
            "You drop the old key's pin while the server still shows the old key: E belongs to the end, when "
            "nothing shows it any more.",
        ),
        Mistake(
            ["C", "F", "D", "E", "B", "A", "G"],
            "You drop the old key's pin (E) while the server still shows the old key: whoever has updated is locked "
            "out. First the server has to show the next key. Which step does that?",
        ),
        Mistake(
            ["C", "F", "D", "B", "E", "A", "G"],
            "You waited well, and then dropped the old key's pin (E) while the server still shows the old key: "
            "whoever updates is locked out. First the server has to show the next key. Which step does that?",
        ),
        Mistake(
            ["D", "C", "F", "B", "A", "G", "E"],
            "D puts the next key's pin into a release. Nobody has made that key yet, so there is no pin to put in. "
            "Which two steps make it?",
        ),
        Mistake(
            ["C", "F", "D", "G", "B", "A", "E"],
            "You look (G) right after the release, and the server still shows the old key: all versions get in "
            "anyway. G is worth something after the next key is there.",
        ),
        Mistake(
            ["C", "F", "G", "D", "B", "A", "E"],
            "You look (G) before any version has the new pin and before the server has the new key: there is nothing "
            "to see yet. G is worth something after the next key is there.",
        ),
        Mistake(
            ["C", "F", "B", "D", "A", "G", "E"],
            "You wait for all users to have a pin that no release has brought yet. What do they wait for?",
        ),
        Mistake(
            ["C", "F", "D", "B", "G", "A", "E"],
            "You look before anything has changed: the server still shows the old key, and both versions get in "
            "anyway. G is worth something after the next key is there.",
        ),
        Mistake(
            ["F", "C", "D", "B", "A", "G", "E"],
            "F takes the pin of a key that nobody has made yet. What does it need?",
        ),
        Mistake(
            ["C", "D", "F", "B", "A", "G", "E"],
            "You released before the pin was taken and compared by a second person. Whatever is in a release stays "
            "in use for months: compare first.",
        ),
        Mistake(
            ["C", "F", "D", "B", "A", "E", "G"],
            "Nobody is locked out, but you drop the old key's pin before anybody has looked whether the new one "
            "works. While the old one is pinned you can go back. G comes first.",
        ),
        Mistake(
            ["C", "F", "D", "B", "A", "G", "E", "H"],
            "H belongs to another story. Nobody has lost the old key, so there is nothing to revoke; its "
            "certificate may simply expire. And until E is out everywhere it is your way back.",
        ),
    ),
    correct="In this order nobody is locked out, and until the last step there is a way back.",
    why="First the pin, then the key: a release is the slow part, so everything that the server will show has to "
    "be in the apps long before. And clean up last, because the old key is the way back.",
    out_of_scope="What to do when the old key has been lost (lesson 13).",
    instructor="Strips of paper, in groups. Ask of every neighbouring pair: what happens if these two are swapped? "
    "Each swap is an outage that somebody has had.",
)
