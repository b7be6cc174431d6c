"""The conformance cases of Android's config and of Android Lint; those that only describe are rebuilt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from course.lab.clock import START
from course.pki import Pin, evaluate_trust
from course.platforms.network_security_config import Config, ConfigError, lint
from course.platforms.network_security_config.checking import TrustedPath, check_pins
from course.platforms.network_security_config.effective import EffectiveConfig
from course.platforms.network_security_config.entries import CertificatesEntry
from course.platforms.network_security_config.pins import Pin as AndroidPin
from course.platforms.network_security_config.pins import PinSet
from tests.conformance import needs_conformance
from tests.conformance_cases import Case, cases_of
from tests.platforms.connections import HOST, bank, issuing, root

from .files import OTHER_PIN, PIN, config, document, domain_config, pin_set, trust_anchors
from .test_parse import FAULTS

pytestmark = needs_conformance

_PATH = evaluate_trust(bank().chain, HOST, [root().certificate], START)
_PINS = {
    "leaf": Pin.of(bank().certificate).base64,
    "ca": Pin.of(issuing().certificate).base64,
    "root": Pin.of(root().certificate).base64,
    "wrong": OTHER_PIN,
    "A": PIN,
    "B": OTHER_PIN,
}


def _of(kind: str) -> list[Case]:
    return cases_of("android-nsc", kind=kind)


def _rebuilt(found: str | None) -> str:
    """The config that somebody described, or a visible skip where nobody here has written it."""
    if found is None:
        pytest.skip("This case describes a situation that is not rebuilt here.")
    return found


@pytest.mark.parametrize("case", _of("config_parse"), ids=str)
def test_config_parse(case: Case) -> None:
    """Each message, provoked by a file of our own."""
    message = case.expected.get("message_contains", "")
    described = next((inside for inside, said, _ in FAULTS.values() if message and message in said), None)
    with pytest.raises(ConfigError) as caught:
        config(_rebuilt(described))
    assert message in str(caught.value)


@pytest.mark.parametrize("case", _of("pin_parse"), ids=str)
def test_pin_parse(case: Case) -> None:
    """A pin and its digest."""
    digest = case.input.get("digest")
    attribute = "" if digest is None else f' digest="{digest}"'
    inside = f"<pin-set><pin{attribute}>{case.input['pin']}</pin></pin-set>"
    if case.expected["ok"]:
        assert len(config(domain_config(inside)).config_for("bank.test").pins) == 1
        return
    with pytest.raises(ConfigError) as caught:
        config(domain_config(inside))
    assert case.expected.get("message_contains", "") in str(caught.value)


@pytest.mark.parametrize("case", _of("expiration_parse"), ids=str)
def test_expiration_parse(case: Case) -> None:
    """An expiration."""
    inside = domain_config(pin_set(PIN, expiration=case.input["expiration"]))
    if case.expected["ok"]:
        assert config(inside).config_for("bank.test").expiration
        return
    with pytest.raises(ConfigError) as caught:
        config(inside)
    assert case.expected["message_contains"] in str(caught.value)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-10))])
@pytest.mark.parametrize("case", _of("pinset_expiry"), ids=str)
def test_pinset_expiry(case: Case, zone: timezone) -> None:
    """Wherever the phone is."""
    read = config(domain_config(pin_set(OTHER_PIN, expiration=case.input["expiration"])))
    at = datetime.fromisoformat(case.input["now_local"]).replace(tzinfo=zone)
    accepted = read.evaluate("bank.test", _PATH, at, time_zone=zone).accepted
    assert accepted is not case.expected["pins_enforced"]


@pytest.mark.parametrize("case", _of("domain_match"), ids=str)
def test_domain_match(case: Case) -> None:
    """A domain and a host."""
    domain = case.input.get("domain", "android.com")
    read = config(domain_config(domain=domain, subdomains=case.input.get("includeSubdomains", False)))
    if "error" in case.expected:
        with pytest.raises(ValueError, match=case.expected["message"]):
            read.config_for(case.input["hostname"])
        return
    found = read.config_for(case.input["hostname"]).domain
    assert (found is not None) is case.expected["match"]


@pytest.mark.parametrize("case", _of("pin_inheritance"), ids=str)
def test_pin_inheritance(case: Case) -> None:
    """A nested domain-config."""
    own = case.input["child_pin_set"]
    inner = "" if own is None else pin_set(*(_PINS[name] for name in own))
    outer = pin_set(*(_PINS[name] for name in case.input["parent_pins"]))
    read = config(domain_config(outer + domain_config(inner, domain="api.bank.test")))
    pins = [found.base64 for found in read.config_for("api.bank.test").pins]
    assert pins == [_PINS[name] for name in case.expected["effective_pins"]]


@pytest.mark.parametrize("case", _of("default_config"), ids=str)
def test_default_config(case: Case) -> None:
    """What the platform says by itself."""
    found = config("").config_for("", target_sdk=case.input["targetSdk"])
    facts = {
        "user_ca_trusted": found.trusts("user"),
        "cleartext": found.cleartext_permitted,
        "cleartext_permitted": found.cleartext_permitted,
        "pins": "empty" if not found.pins else "some",
    }
    assert {key: facts[key] for key in case.expected if key in facts} == case.expected


_FILES = {
    "pins1.xml": domain_config(pin_set(_PINS["root"]), domain="android.com"),
    "bad_pin.xml": domain_config(pin_set(_PINS["wrong"]), domain="android.com"),
    "expired_pin.xml": domain_config(pin_set(_PINS["wrong"], expiration="2015-01-01"), domain="android.com"),
    "override_pins.xml": domain_config(
        trust_anchors("system", override="true") + pin_set(_PINS["wrong"]), domain="android.com"
    ),
    "override_dedup.xml": domain_config(
        '<trust-anchors><certificates src="system" overridePins="true"/><certificates src="system"/></trust-anchors>'
        + pin_set(_PINS["wrong"]),
        domain="android.com",
    ),
    "empty_config.xml": "",
    "nested_domains.xml": domain_config(
        domain_config(pin_set(PIN), domain="developer.android.com"), domain="android.com", subdomains=True
    )
    + "<base-config cleartextTrafficPermitted='false'/>",
    "domain_whitespace.xml": (
        f"<domain-config><domain>   developer.android.com    </domain>{pin_set(f'  {PIN}  ')}</domain-config>"
        f"<domain-config><domain>android.com\n</domain>{pin_set(PIN)}</domain-config>"
    ),
    "debug_*.xml": f"<debug-overrides>{trust_anchors('@raw/debug_ca')}</debug-overrides>",
}


def _file(case: Case) -> Config:
    return config(_rebuilt(_FILES.get(case.input["file"])))


@pytest.mark.parametrize("case", _of("e2e"), ids=str)
def test_e2e(case: Case) -> None:
    """A connection, as far as the config decides."""
    accepted = _file(case).evaluate(case.input["host"], _PATH, START).accepted
    assert accepted is case.expected["connect"]


@pytest.mark.parametrize("case", _of("config_lookup"), ids=str)
def test_config_lookup(case: Case) -> None:
    """What counts for a host."""
    read = _file(case)
    hosts = case.input.get("hosts", [case.input.get("host", "android.com")])
    for host in hosts:
        found = read.config_for(host, debuggable=case.input.get("debuggable", False))
        assert all(_holds(found, fact, said) for fact, said in case.expected.items())


def _holds(found: EffectiveConfig, fact: str, said: object) -> bool:
    """Pins and anchors are told in words, "empty" and "ignored" among them."""
    if fact == "pins":
        return (said == "empty") is not bool(found.pins)
    if fact == "debug_anchors":
        return (said == "ignored") is not found.trusts("@raw/debug_ca")
    assert fact == "match", f"Nobody here knows what {fact!r} is."
    return (found.domain is not None) is said


@pytest.mark.parametrize("case", _of("pin_order"), ids=str)
def test_pin_order(case: Case) -> None:
    """From the root to the leaf."""
    verdict = config(domain_config(pin_set(*(_PINS[name] for name in case.input["pins"])))).evaluate(
        "bank.test", _PATH, START
    )
    assert verdict.accepted is case.expected["ok"]
    assert [seen.pin.base64 for seen in verdict.seen] == [
        _PINS[name] for name in reversed(case.input["chain"])
    ]


@pytest.mark.parametrize("case", _of("pin_check"), ids=str)
def test_pin_check(case: Case) -> None:
    """Described in three ways: a digest without bytes, wrong pins, and two domains of which one is nearer."""
    if isinstance(case.input.get("pins"), dict):
        # The parser refuses it; AOSP's test makes it by hand.
        pins = PinSet(tuple(AndroidPin(text.encode()) for text in case.input["pins"].values()))
        effective = EffectiveConfig(None, pins, (CertificatesEntry("system"),), False, False, False)
        verdict = check_pins(effective, TrustedPath("a.test", _PATH, frozenset({"system"})), START, UTC)
    else:
        wide = domain_config(pin_set(_PINS["wrong"]), subdomains=True)
        near = domain_config(pin_set(_PINS["leaf"]), domain="api.bank.test")
        described = {"wrong": wide, None: wide + near}.get(case.input.get("pins"))
        verdict = config(_rebuilt(described)).evaluate("api.bank.test", _PATH, START)
    assert verdict.accepted is case.expected["ok"]
    assert case.expected.get("message") in (None, verdict.message)


_LINTED = {
    "one <pin>": domain_config(pin_set(PIN)),
    "expires soon": domain_config(pin_set(PIN, OTHER_PIN, expiration="2027-01-09")),
    '<include domain="file"/>': '<include domain="file"/>',
    "domain-config in base-config": f"<base-config>{domain_config()}</base-config>",
    "domain-config without domain": "<domain-config></domain-config>",
}


@pytest.mark.parametrize("case", cases_of("android-lint"), ids=str)
def test_lint(case: Case) -> None:
    """A warning, and the name of its check."""
    described = _rebuilt(_LINTED.get(case.input["config"]))
    found = [(warning.check, warning.message) for warning in lint(document(described), START)]
    assert (case.input["check"], case.expected["message"]) in found


def test_no_case_is_of_a_kind_that_is_not_asked() -> None:
    """Where new kinds come, they are seen."""
    asked = {
        "config_parse", "pin_parse", "expiration_parse", "pinset_expiry", "domain_match", "pin_inheritance",
        "default_config", "e2e", "config_lookup", "pin_order", "pin_check",
    }  # fmt: skip
    assert {case.kind for case in cases_of("android-nsc")} <= asked
    assert {case.kind for case in cases_of("android-lint")} == {"lint"}
