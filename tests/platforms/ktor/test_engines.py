"""The same pins on every engine of Ktor."""

from __future__ import annotations

import base64
import functools
import hashlib
from dataclasses import replace
from datetime import date

import pytest

from course.lab import rsa_key_of_exponent_3
from course.lab.clock import START
from course.pki import Pin
from course.pki.der import public_key_info
from course.platforms.ktor import (
    Engine,
    Outcome,
    Situation,
    as_network_security_config,
    ask,
    compare,
)
from course.platforms.network_security_config import parse
from tests.platforms.connections import BY_NOBODY, EXPIRED, HOST, OTHER_NAME, Seen, bank, issuing

YES, NONE, NO, BAD = Outcome.MATCHED, Outcome.NOTHING_COMPARED, Outcome.NO_MATCH, Outcome.BAD_PINS
# OkHttp, Android, Darwin, Darwin before KTOR-9393, CIO
TABLE = {
    "right key": (YES, YES, YES, YES, NONE),
    "wrong key": (NO, NO, NO, NO, NONE),
    "wrong key, pins ended today": (NO, NONE, NO, NO, NONE),
    "right key, pattern **.": (YES, YES, YES, YES, NONE),
    "right key, pattern *.": (YES, NONE, YES, YES, NONE),
    "an international name": (YES, NONE, NONE, NONE, NONE),
    "right key, RSA with exponent 3": (YES, YES, NO, NO, NONE),
    "right key, pin without =": (YES, YES, NO, NO, NONE),
    "right key, pin as SHA-1": (YES, BAD, YES, YES, NONE),
    "wrong key, but pinned for another host": (NO, NO, NO, YES, NONE),
}


def situation(seen: Seen | None = None, pin: Pin | None = None) -> Situation:
    """The bank's host with one pin."""
    seen = seen or Seen()
    return Situation("", {HOST: [str(pin or bank().pin)]}, HOST, seen.chain, seen.anchors, seen.at)


@functools.cache
def situations() -> dict[str, Situation]:
    """The rows of the table: two on which all engines with a pinner agree, and those that only some of them share."""
    right, pin = situation(), str(bank().pin)
    rekeyed = replace(right, chain=issuing().rekey(bank()).chain)
    exponent_3 = issuing().issue(HOST, key=rsa_key_of_exponent_3())
    international = issuing().issue("xn--bcher-kva.test")
    sha1 = base64.b64encode(hashlib.sha1(public_key_info(bank().certificate)).digest()).decode()
    rows = {
        "right key": right,
        "wrong key": rekeyed,
        "wrong key, pins ended today": replace(rekeyed, expiration=START.date()),
        "right key, pattern **.": replace(right, pins={"**.bank.test": [pin]}),
        "right key, pattern *.": replace(right, pins={"*.bank.test": [pin]}),
        "an international name": replace(
            right,
            pins={"bücher.test": [str(international.pin)]},
            host="xn--bcher-kva.test",
            chain=international.chain,
        ),
        "right key, RSA with exponent 3": replace(situation(pin=exponent_3.pin), chain=exponent_3.chain),
        "right key, pin without =": replace(right, pins={HOST: [pin.rstrip("=")]}),
        "right key, pin as SHA-1": replace(right, pins={HOST: [f"sha1/{sha1}"]}),
        "wrong key, but pinned for another host": replace(
            right, pins={HOST: [str(Pin.of(rekeyed.chain[0]))], "other.bank.test": [pin]}
        ),
    }
    return {name: replace(row, name=name) for name, row in rows.items()}


def test_the_table() -> None:
    """Nobody but OkHttp reads everything that a shared module might say, and CIO reads nothing."""
    rows = compare(situations().values())
    outcomes = {row.situation.name: tuple(row.answers[engine].outcome for engine in Engine) for row in rows}
    assert outcomes == TABLE


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("seen", [EXPIRED, BY_NOBODY, OTHER_NAME])
def test_an_untrusted_chain_is_refused_by_all(engine: Engine, seen: Seen) -> None:
    """With a matching pin, and without one."""
    for given in (situation(seen, Pin.of(seen.chain[0])), replace(situation(seen), pins={})):
        answer = ask(engine, given)
        assert answer.outcome is Outcome.NOT_TRUSTED
        assert answer.message


@pytest.mark.parametrize("engine", Engine)
def test_without_pins_every_engine_goes_by_trust_alone(engine: Engine) -> None:
    """And says that nothing was compared."""
    assert ask(engine, replace(situation(), pins={})).outcome is NONE


@pytest.mark.parametrize(
    ("engine", "begins"),
    [
        (Engine.OKHTTP, "pins must start with 'sha256/' or 'sha1/': md5/AAAA"),
        (Engine.ANDROID, "Unsupported pin digest algorithm: MD5"),
        (Engine.DARWIN, "Pins must start with 'sha256/' or 'sha1/': md5/AAAA"),
    ],
)
def test_each_engine_refuses_pins_in_its_own_words(engine: Engine, begins: str) -> None:
    """For the same mistake."""
    answer = ask(engine, replace(situation(), pins={HOST: ["md5/AAAA"]}))
    assert answer.outcome is BAD
    assert answer.message.startswith(begins)


@pytest.mark.parametrize(("outcome", "accepted"), [(YES, True), (NONE, True), (NO, False), (BAD, False)])
def test_an_outcome_says_whether_the_request_goes_out(outcome: Outcome, accepted: bool) -> None:
    """Compared or not."""
    assert outcome.accepted is accepted


def test_a_config_for_android_says_what_xml_can_say() -> None:
    """Two stars become includeSubdomains; one star is copied, and covers nothing."""
    pins = {"**.bank.test": [str(bank().pin)], "*.shop.test": [issuing().pin.base64]}
    config = parse(as_network_security_config(pins, date(2027, 6, 1)))
    below = config.config_for("a.b.bank.test")
    assert [pin.base64 for pin in below.pins] == [bank().pin.base64]
    assert below.expiration == date(2027, 6, 1)
    assert config.config_for("bank.test").pins == below.pins
    assert config.config_for("a.shop.test").pins == ()
    assert config.config_for("*.shop.test").pins != ()
    assert config.config_for("x.*.shop.test").pins == ()


def test_a_config_for_android_escapes_what_xml_must_not_read() -> None:
    """A pattern with an ampersand is still one domain."""
    assert parse(as_network_security_config({"a&b": [str(bank().pin)]})).config_for("a&b").pins
