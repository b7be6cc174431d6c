"""The exercises of the drill: every key of the file, whole pins, and replies that hold for its story."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from course.classroom import check
from course.pki import Pin, load_certificates

Answer = Callable[[bytes, list[str]], bool]


def keys_of(fullchain: bytes) -> list[str]:
    """The pins of a file, in its order."""
    return [str(Pin.of(certificate)) for certificate in load_certificates(fullchain)]


@pytest.mark.parametrize(
    "right",
    [
        lambda fullchain, pins: bool(set(keys_of(fullchain)) & set(pins)),
        lambda fullchain, pins: any(key == pin for key in keys_of(fullchain) for pin in pins),
        lambda fullchain, pins: bool(
            {Pin.parse(pin) for pin in pins} & {Pin.of(each) for each in load_certificates(fullchain)}
        ),
    ],
    ids=["sets", "loops", "parsed"],
)
def test_it_may_be_written_in_several_ways(right: Answer) -> None:
    """Whoever parses the pins stops at the one that was cut short, which is as good as False."""
    assert check("may-go-live", right).state == "correct"


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        (lambda fullchain, pins: any(key in pins for key in keys_of(fullchain)[:2]), "more than one CA"),
        (lambda fullchain, pins: any(key in pins for key in keys_of(fullchain)[1:]), "leaf was not compared"),
        (lambda fullchain, pins: any(p in key for p in pins for key in keys_of(fullchain)), "cut short"),
        (lambda fullchain, pins: set(pins) <= set(keys_of(fullchain)), "every pin of the app"),
        (lambda fullchain, pins: bool(pins) and set(pins) <= set(keys_of(fullchain)), "every pin of the app"),
        (lambda fullchain, pins: pins[-1] in keys_of(fullchain), "Only the last of the pins"),
        (lambda fullchain, pins: bool(pins) and pins[-1] in keys_of(fullchain), "Only the last of the pins"),
        (lambda fullchain, pins: not pins or keys_of(fullchain)[0] in pins, "not with the leaf's alone"),
    ],
    ids=["two", "CAs", "part", "all pins", "all pins, guarded", "last", "last, guarded", "leaf, unguarded"],
)
def test_the_cause_is_named_whatever_an_empty_list_gives(wrong: Answer, cause: str) -> None:
    """That list comes last, and says nothing about the rest."""
    reply = check("may-go-live", wrong)
    assert reply.state == "not yet"
    assert cause in reply.reply


def test_added_roots_are_spoken_of() -> None:
    """The check can't see them: pebble makes new ones at every start."""
    assert (
        "`acme.roots`" in check("may-go-live", lambda file, pins: bool(set(keys_of(file)) & set(pins))).reply
    )


@pytest.mark.parametrize("option", ["renew --reuse-key", "renew --new-key"])
def test_after_the_leak_the_server_shows_a_key_that_nobody_pinned(option: str) -> None:
    """So neither option lets the leaked one go."""
    reply = check("after-the-leak", option).reply
    assert "locked out" in reply
    assert "Which of the keys that it pins has not leaked?" in reply
