"""The app that decides on real handshakes, by its network security config."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from course.lab import Interceptor, JudgedApp, Lab
from course.platforms.network_security_config import App, parse

HOST = "api.bank.test"
URL = f"https://{HOST}/balance"
WRONG = "C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M="


def _config(pins: str) -> str:
    return (
        "<network-security-config><domain-config>"
        f"<domain>{HOST}</domain>{pins}"
        "</domain-config></network-security-config>"
    )


def _pin_set(pin: str, expiration: str = "2028-01-01") -> str:
    return f'<pin-set expiration="{expiration}"><pin digest="SHA-256">{pin}</pin></pin-set>'


def _interceptor(lab: Lab) -> Interceptor:
    mallory = lab.interceptor()
    mallory.intercept(HOST)
    return mallory


def test_the_pinned_bank_gets_in_and_an_interceptor_reads_nothing() -> None:
    """With Android's own message, which names no pin."""
    with Lab() as lab:
        app = JudgedApp(lab, App(parse(_config(_pin_set(lab.bank.pin.base64)))))
        assert app.attempt(URL).accepted
        assert app.ruling is not None
        assert app.ruling.step == "accepted"
        mallory = _interceptor(lab)
        lab.phone.trust(mallory.authority)
        refusal = app.attempt(URL)
        assert (refusal.step, refusal.text, mallory.read) == ("compare", "Pin verification failed", [])


def test_an_unknown_authority_is_refused_before_the_pins() -> None:
    """Nobody asks for pins where the chain is not trusted."""
    with Lab() as lab:
        _interceptor(lab)
        refusal = JudgedApp(lab, App(parse(_config(_pin_set(WRONG))))).attempt(URL)
    assert (refusal.step, refusal.text) == ("validate", "Trust anchor for certification path not found.")


@pytest.mark.parametrize(("target_sdk", "step"), [(23, "accepted"), (24, "validate")])
def test_the_owners_certificates_count_for_old_apps_only(target_sdk: int, step: str) -> None:
    """An app without pins, and a proxy whose CA the phone's owner has installed."""
    with Lab() as lab:
        mallory = _interceptor(lab)
        owners = [mallory.authority.certificate]
        app = App(parse(_config("")), target_sdk=target_sdk, user_certificates=owners)
        assert JudgedApp(lab, app).attempt(URL).step == step
        assert len(mallory.read) == (step == "accepted")


DEBUG = (
    "<network-security-config><debug-overrides><trust-anchors>"
    '<certificates src="user"/></trust-anchors></debug-overrides>'
    f"<domain-config><domain>{HOST}</domain>{_pin_set(WRONG)}</domain-config></network-security-config>"
)


@pytest.mark.parametrize(("debuggable", "step"), [(True, "accepted"), (False, "validate")])
def test_a_debug_build_lets_the_proxy_in_past_the_pins(debuggable: bool, step: str) -> None:
    """The debug-overrides override pins, and a release does not read them."""
    with Lab() as lab:
        mallory = _interceptor(lab)
        owners = [mallory.authority.certificate]
        app = App(parse(DEBUG), debuggable=debuggable, user_certificates=owners)
        assert JudgedApp(lab, app).attempt(URL).step == step


@pytest.mark.parametrize(("hours", "step"), [(13, "accepted"), (-10, "compare")])
def test_pins_end_at_the_phones_midnight(hours: int, step: str) -> None:
    """At one moment it is the last day in the west, and over in the east."""
    with Lab() as lab:
        lab.clock.set(datetime(2027, 1, 31, 12, tzinfo=UTC))
        zone = timezone(timedelta(hours=hours))
        app = App(parse(_config(_pin_set(WRONG, "2027-02-01"))), time_zone=zone)
        assert JudgedApp(lab, app).attempt(URL).step == step


def test_an_own_authority_comes_with_the_app() -> None:
    """The app trusts what it brings, and no longer what the phone trusts."""
    trusting = (
        "<network-security-config><domain-config>"
        f"<domain>{HOST}</domain>"
        '<trust-anchors><certificates src="@raw/own_ca"/></trust-anchors>'
        "</domain-config></network-security-config>"
    )
    with Lab() as lab:
        own = lab.authority("Own Root CA", "Harbour Bank")
        app = JudgedApp(
            lab, App(parse(trusting), resources={"@raw/own_ca": own.certificate.public_bytes(Encoding.PEM)})
        )
        refusal = app.attempt(URL)
        lab.serve(own.issue(HOST), own)
        assert app.attempt(URL).accepted
    assert (refusal.step, refusal.text) == ("validate", "Trust anchor for certification path not found.")
