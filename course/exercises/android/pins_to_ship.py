"""Take the pins that an app ships out of a failure message."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence

from course.exercises.android.lesson import LESSON
from course.exercises.android.people import SHOP_HOST, Path, bank_path, cdn_path, pins, shop_path
from course.exercises.record import Case, Exercise, Mistake
from course.platforms.okhttp import CertificatePinner, PinningError, pin

BOGUS = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
OLD = "sha256/snhhYuRG/raS6TnL2MEs3Ezun66e0dYeZ4fCJasIUhQ="


def pins_to_ship(message: str, backup: str) -> list[str]:
    lines = message.splitlines()
    leaf = lines[lines.index("  Peer certificate chain:") + 1]
    return [leaf.strip().partition(":")[0], backup]


def everything_printed(message: str, backup: str) -> list[str]:
    return [*re.findall(r"sha256/[A-Za-z0-9+/=]{44}", message), backup]


def the_whole_chain(message: str, backup: str) -> list[str]:
    return [*re.findall(r"(sha256/\S{44}): ", message), backup]


def the_root(message: str, backup: str) -> list[str]:
    return [re.findall(r"(sha256/\S{44}): ", message)[-1], backup]


def the_pinned_ones(message: str, backup: str) -> list[str]:
    return [*re.findall(r"sha256/\S+$", message.partition("  Pinned")[2], re.M), backup]


def whole_line(message: str, backup: str) -> list[str]:
    return [message.splitlines()[2].strip(), backup]


def with_the_colon(message: str, backup: str) -> list[str]:
    return [message.splitlines()[2].split()[0], backup]


def bare_base64(message: str, backup: str) -> list[str]:
    return [pins_to_ship(message, backup)[0].removeprefix("sha256/"), backup]


def blanks_in_front(message: str, backup: str) -> list[str]:
    return [message.splitlines()[2].partition(":")[0], backup]


def whole_line_with_blanks(message: str, backup: str) -> list[str]:
    return [message.splitlines()[2], backup]


def without_its_padding(message: str, backup: str) -> list[str]:
    return [pins_to_ship(message, backup)[0].rstrip("="), backup]


def as_the_lesson_printed(message: str, backup: str) -> list[str]:
    return [*as_printed_without_the_backup(message, backup), backup]


def as_printed_without_the_backup(message: str, backup: str) -> list[str]:  # noqa: ARG001  # the mistake
    return [line.split(": ")[0].strip() for line in message.splitlines()[2:5]]


def chain_without_the_backup(message: str, backup: str) -> list[str]:  # noqa: ARG001  # the mistake
    return re.findall(r"(sha256/\S{44}): ", message)


def the_third_line(message: str, backup: str) -> list[str]:
    return [message.splitlines()[4].strip().split(": ")[0], backup]


def the_notebooks_pin(message: str, backup: str) -> list[str]:  # noqa: ARG001  # the mistake
    return [pins().bank, backup]


def the_notebooks_backup(message: str, backup: str) -> list[str]:  # noqa: ARG001  # the mistake
    return [pins_to_ship(message, "")[0], pins().backup]


def the_notebooks_two(message: str, backup: str) -> list[str]:  # noqa: ARG001  # the mistake
    return [pins().bank, pins().backup]


def without_the_backup(message: str, backup: str) -> list[str]:  # noqa: ARG001  # the mistake
    return pins_to_ship(message, "")[:1]


def the_backup_alone(message: str, backup: str) -> list[str]:  # noqa: ARG001  # the mistake
    return [backup]


def one_text(message: str, backup: str) -> str:
    return pins_to_ship(message, backup)[0]


@functools.cache
def failure(host: str, path: Path, *wrong: str) -> str:
    """What OkHttp says when a host shows this path, and these pins are in the app."""
    try:
        CertificatePinner([(host, *wrong)]).check(host, path)
    except PinningError as refusal:
        return str(refusal)
    raise AssertionError("One of the wrong pins is right.")


def _words(given: object, path: Path, wrong: tuple[str, ...], backup: str) -> object:
    """Whose pins an answer has returned, in an order that says nothing."""
    if not isinstance(given, list | tuple | set | frozenset):
        return "one text" if isinstance(given, str) else given
    leaf, *authorities = map(pin, path)
    known = dict.fromkeys(wrong, "a pin that the app had before")
    known |= dict.fromkeys(authorities, "a CA's pin") | {leaf: "the server's pin", backup: "the backup's pin"}
    mine = {pins().bank: "the pin of this notebook's bank", pins().backup: "this notebook's backup pin"}
    found = sorted({_called(each, mine | known) for each in given})
    return " and ".join(found) if found else "nothing"


def _called(text: object, known: Mapping[str, str]) -> str:
    """Whose pin it is, and what is wrong with its spelling."""
    if not isinstance(text, str):
        return "something that is no text"
    stripped = text.strip()
    for pin_text, whose in known.items():
        if stripped.startswith(pin_text):
            spelt = [" with blanks around it"] * (stripped != text)
            spelt += [" with what stands behind it"] * (len(stripped) > len(pin_text) + 1)
            spelt += [" with its colon"] * (stripped == f"{pin_text}:")
            return whose + " and".join(spelt)
        if stripped == pin_text.removeprefix("sha256/"):
            return f"{whose} without sha256/"
        if stripped == pin_text.rstrip("="):
            return f"{whose} without its last character"
    return f"a text that is no pin of the message ({len(text)} characters)"


def _case(label: str, host: str, path: Path, *wrong: str, other: bool = False) -> Case:
    backup = pins(other=other).backup

    def run(answer: Callable[..., object]) -> object:
        return _words(answer(failure(host, path, *wrong), backup), path, wrong, backup)

    return Case(label, run)


def _cases() -> Sequence[Case]:
    return [
        _case("the bank's message", "api.bank.test", bank_path("api.bank.test"), BOGUS),
        _case("a message with two wrong pins", "bank.test", bank_path("bank.test"), BOGUS, OLD),
        _case("a message with a chain of two", "img.bank.test", cdn_path("img.bank.test"), OLD),
        _case("the message of a shop, whose leaf has no CN", SHOP_HOST, shop_path(), OLD, other=True),
    ]


PINS_TO_SHIP = Exercise(
    name="pins-to-ship",
    lesson=LESSON,
    title="The pins that you ship",
    minutes=6,
    solution=pins_to_ship,
    cases=_cases,
    wanted="a list of two texts",
    hints=(
        "The message has two halves: what the server showed, and what the app had wanted. Which half has the new pin?",
        "The chain is printed leaf first. The line below `Peer certificate chain:` is the one; it has blanks in front, "
        "and a colon and a name behind the pin.",
        "`message.splitlines()[2].strip()` is that line without blanks; `.partition(':')[0]` is what stands before "
        "the colon. Return a list of it and of `backup`.",
    ),
    mistakes=(
        Mistake(
            everything_printed,
            "You ship every pin of the message: leaf, CA and root, and the wrong ones, too. One match is enough, so "
            "whoever gets a certificate below that root gets in. The leaf's pin and the backup's are enough.",
        ),
        Mistake(
            the_whole_chain,
            "You ship the pin of every certificate of the chain, up to the root. One match is enough, so whoever gets "
            "a certificate below that root gets in (okhttp#3471). Ship the first line's and the backup's.",
        ),
        Mistake(
            as_the_lesson_printed,
            "You ship all that is printed, as the hurried developer did: the CAs, too. One match is enough, so whoever "
            "gets a certificate from one of them gets in. Ship the first line's pin and the backup's.",
        ),
        Mistake(
            as_printed_without_the_backup,
            "You ship all that is printed, the CAs, too: whoever gets a certificate from one of them gets in. And the "
            "backup is missing. Ship the first line's pin and `backup`.",
        ),
        Mistake(
            chain_without_the_backup,
            "You ship the pin of every certificate of the chain: whoever gets a certificate from one of its CAs gets "
            "in. And the backup is missing. Ship the first line's pin and `backup`.",
        ),
        Mistake(
            the_root,
            "You ship the pin of a CA, further down in the chain: whoever gets a certificate for the name from it, or "
            "from a CA below it, gets in, as the thief did. Asked is the server's own key, in the first line.",
        ),
        Mistake(
            the_third_line,
            "You took the third line of the chain. There stands a CA, or nothing at all: a chain may be shorter. Asked "
            "is the server's own key, in the first line.",
        ),
        Mistake(
            the_pinned_ones,
            "You took the lower half. Those are the pins that the app had, and that failed; some were put in wrong on "
            "purpose. What the server has shown stands in the upper half.",
        ),
        Mistake(
            whole_line,
            "You took the right line, and all of it. The name behind the colon is no base64, so OkHttp builds no "
            "pinner of it. Keep what stands before the colon.",
        ),
        Mistake(
            whole_line_with_blanks,
            "You took the right line, and all of it: with the blanks in front and the name behind. OkHttp builds no "
            "pinner of it. Keep what stands before the colon, and take the blanks off with `.strip()`.",
        ),
        Mistake(
            blanks_in_front,
            "You took the right pin, and the blanks in front of it. A pin has to begin with `sha256/`, so OkHttp "
            "builds no pinner of it. Take them off with `.strip()`.",
        ),
        Mistake(
            without_its_padding,
            "You took the right pin without its last character, `=`. OkHttp reads it all the same, and Ktor on an "
            "iPhone never matches it. Ship what is printed, whole.",
        ),
        Mistake(
            the_notebooks_pin,
            "You return the pin of this notebook's bank, whatever the message says. The check has messages of other "
            "servers, too. Read `message`.",
        ),
        Mistake(
            the_notebooks_backup,
            "You return the backup pin of this notebook, whatever the function is given. Use the parameter, `backup`.",
        ),
        Mistake(
            the_notebooks_two,
            "You return the two pins of this notebook, whatever the function is given. Use the parameters, `message` "
            "and `backup`.",
        ),
        Mistake(
            with_the_colon,
            "You took the right pin, and the colon behind it. A colon is no base64, so OkHttp builds no pinner of it. "
            "Leave it out.",
        ),
        Mistake(
            bare_base64,
            "You took the right pin without its first seven characters. OkHttp builds no pinner of it: `pins must "
            "start with 'sha256/' or 'sha1/'`. Keep them.",
        ),
        Mistake(
            without_the_backup,
            "The right key, and nothing else: on the day of the backup key nobody gets in. You were handed the "
            "backup's pin; put it into the list.",
        ),
        Mistake(
            the_backup_alone,
            "Only the backup's pin is in your list. The server does not use that key yet, so nobody gets in today. The "
            "pin of its key stands in the message.",
        ),
        Mistake(
            one_text,
            "You returned one text. Wanted is a list of two: the pin of the server's key, and the backup's.",
        ),
    ),
    correct="The key of the server and the key in the safe: nobody who merely has a certificate below that "
    "root gets in.",
    why="The message prints the pins of the whole cleaned chain, leaf first. The higher a certificate stands, the more "
    "people its pin lets in. So only the first line is taken, and the backup's pin comes from the safe.",
    out_of_scope="Whether the message came from your server at all: lesson 03 took a pin behind a gateway. Compare it "
    "with the operators' file before it ships.",
    instructor="Somebody asks why OkHttp prints CA and root at all: because pinning them is allowed, and sometimes "
    "wanted. Have the class say for each line who gets in with it, before anybody writes code.",
)
