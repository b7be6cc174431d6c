"""What an entry says, what it inherits, and what the platform says where nobody does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.platforms.network_security_config import CertificatesEntry, Config

from .files import OTHER_PIN, PIN, config, domain_config, pin_set, trust_anchors

_SYSTEM = CertificatesEntry("system")
_USER = CertificatesEntry("user")


def _pins(read: Config, host: str) -> list[str]:
    return [pin.base64 for pin in read.config_for(host).pins]


def _nested(outer: str, inner: str) -> Config:
    return config(domain_config(outer + domain_config(inner, domain="api.bank.test")))


def test_a_nested_entry_inherits_the_pins() -> None:
    """With their expiration."""
    read = _nested(pin_set(PIN, expiration="2030-01-01"), "")
    assert read.config_for("api.bank.test").pin_set == read.config_for("bank.test").pin_set
    assert _pins(read, "api.bank.test") == [PIN]
    assert read.config_for("api.bank.test").expiration == date(2030, 1, 1)


def test_its_own_pin_set_replaces_the_inherited_one() -> None:
    """They are not joined, and the expiration is not inherited."""
    read = _nested(pin_set(PIN, expiration="2030-01-01"), pin_set(OTHER_PIN))
    assert _pins(read, "api.bank.test") == [OTHER_PIN]
    assert read.config_for("api.bank.test").expiration is None


def test_an_empty_pin_set_switches_pinning_off() -> None:
    """For the nested entry."""
    read = _nested(pin_set(PIN), "<pin-set/>")
    assert (_pins(read, "bank.test"), _pins(read, "api.bank.test")) == ([PIN], [])


def test_a_misspelt_pin_set_inherits() -> None:
    """<pinset> says nothing, so that the outer pins count."""
    assert _pins(_nested(pin_set(PIN), f"<pinset>{OTHER_PIN}</pinset>"), "api.bank.test") == [PIN]


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=1, max_size=6))
def test_the_nearest_pin_set_counts(levels: list[int | None]) -> None:
    """At any depth: none inherits, an empty one switches off, any other replaces."""
    pins = [PIN, OTHER_PIN, "A" * 42 + "E="]
    inside = ""
    for level, said in reversed(list(enumerate(levels))):
        own = "" if said is None else pin_set(*pins[:said])
        inside = domain_config(own + inside, domain=f"{level}.test")
    read = config(inside)
    for level in range(len(levels)):
        said = next((count for count in reversed(levels[: level + 1]) if count is not None), 0)
        assert _pins(read, f"{level}.test") == pins[:said]


def test_nested_entries_need_not_be_below_each_other() -> None:
    """They inherit by nesting, not by name."""
    assert _pins(config(domain_config(pin_set(PIN) + domain_config(domain="shop.test"))), "shop.test") == [
        PIN
    ]


def test_an_entry_inherits_anchors_until_it_has_its_own() -> None:
    """From the nearest that has some; they are not joined."""
    read = config(
        f"<base-config>{trust_anchors('@raw/own')}</base-config>"
        + domain_config(domain_config(trust_anchors("user"), domain="api.bank.test"))
    )
    assert read.config_for("bank.test").anchors == (CertificatesEntry("@raw/own"),)
    assert read.config_for("api.bank.test").anchors == (_USER,)


def test_empty_trust_anchors_trust_nobody() -> None:
    """AOSP's empty_trust."""
    assert config(domain_config("<trust-anchors/>")).config_for("bank.test").anchors == ()


def test_the_base_config_may_come_last() -> None:
    """It is everybody's parent wherever it stands."""
    base = f"<base-config cleartextTrafficPermitted='true' hstsEnforced='true'>{trust_anchors('user')}</base-config>"
    before, after = config(base + domain_config()), config(domain_config() + base)
    assert before.config_for("bank.test") == after.config_for("bank.test")
    found = after.config_for("bank.test")
    assert (found.anchors, found.cleartext_permitted, found.hsts_enforced) == ((_USER,), True, True)


@pytest.mark.parametrize(
    ("target_sdk", "anchors", "cleartext", "transparency"),
    [
        (23, (_SYSTEM, _USER), True, False),
        (24, (_SYSTEM,), True, False),
        (27, (_SYSTEM,), True, False),
        (28, (_SYSTEM,), False, False),
        (36, (_SYSTEM,), False, False),
        (37, (_SYSTEM,), False, True),
    ],
)
def test_the_platform_says_what_nobody_else_does(
    target_sdk: int, anchors: tuple[CertificatesEntry, ...], cleartext: bool, transparency: bool
) -> None:
    """User CAs until Android 6, cleartext until 8.1, Certificate Transparency from 17 on."""
    for read in (config(""), config("<base-config/>"), config(domain_config())):
        found = read.config_for("bank.test", target_sdk=target_sdk)
        assert (found.anchors, found.cleartext_permitted, found.certificate_transparency) == (
            anchors,
            cleartext,
            transparency,
        )
        assert (found.pins, found.hsts_enforced) == ((), False)


def test_the_nearest_word_on_cleartext_counts() -> None:
    """False below true."""
    read = config(
        "<base-config cleartextTrafficPermitted='true'/>"
        "<domain-config cleartextTrafficPermitted='false'><domain>bank.test</domain>"
        f"{domain_config(domain='api.bank.test')}</domain-config>"
    )
    assert read.config_for("").cleartext_permitted
    assert not read.config_for("api.bank.test").cleartext_permitted


def test_anchors_that_override_pins_come_first() -> None:
    """So that a certificate in two sources counts as one of them; otherwise the order stays."""
    read = config(
        domain_config(
            '<trust-anchors><certificates src="user"/><certificates src="@raw/own" overridePins="true"/>'
            '<certificates src="system"/></trust-anchors>'
        )
    )
    assert [entry.source for entry in read.config_for("bank.test").anchors] == ["@raw/own", "user", "system"]


_DEBUG = f"<debug-overrides>{trust_anchors('user')}</debug-overrides>"


def test_debug_overrides_join_everybody_s_anchors() -> None:
    """The base-config's, a domain's own, even of one that trusts nobody; in a debuggable app."""
    read = config(_DEBUG + domain_config("<trust-anchors/>" + domain_config(domain="api.bank.test")))
    added = CertificatesEntry("user", overrides_pins=True)
    assert read.config_for("", debuggable=True).anchors == (added, _SYSTEM)
    assert read.config_for("bank.test", debuggable=True).anchors == (added,)
    assert read.config_for("api.bank.test", debuggable=True).anchors == (added,)
    assert read.config_for("", debuggable=False).anchors == (_SYSTEM,)


def test_debug_overrides_change_nothing_else() -> None:
    """Their other words are not read by anybody."""
    read = config("<debug-overrides cleartextTrafficPermitted='true' hstsEnforced='true'/>")
    found = read.config_for("", debuggable=True)
    assert (found.anchors, found.cleartext_permitted, found.hsts_enforced) == ((_SYSTEM,), False, False)


_LOGGED = '<certificateTransparency enabled="true"/>'


@pytest.mark.parametrize(
    ("base", "inside", "asked"),
    [
        ("", "", False),
        (_LOGGED, "", True),
        ("", _LOGGED, True),
        (_LOGGED, '<certificateTransparency enabled="false"/>', False),
        (_LOGGED, "<certificateTransparency/>", False),
        (_LOGGED, trust_anchors("system"), True),
        (_LOGGED, trust_anchors("system", "user"), False),
        (_LOGGED, trust_anchors("@raw/own"), False),
        (_LOGGED, trust_anchors("wfa"), True),
        ("", _LOGGED + trust_anchors("user"), True),
        (trust_anchors("user") + _LOGGED, "", True),
        (trust_anchors("user"), _LOGGED, True),
        ("", '<certificateTransparency enabled="true"/><certificateTransparency enabled="false"/>', False),
    ],
)
def test_certificate_transparency_is_asked_for(base: str, inside: str, asked: bool) -> None:
    """Where somebody says so, unless a private CA is trusted and nobody says anything nearer; AOSP's ct_*.xml."""
    read = config(f"<base-config>{base}</base-config>{domain_config(inside)}")
    assert read.config_for("bank.test").certificate_transparency is asked


def test_a_debug_build_with_user_cas_does_not_ask_for_transparency() -> None:
    """A proxy's certificates are in no log."""
    read = config(f"{_DEBUG}<base-config/>{domain_config(_LOGGED)}")
    assert not read.config_for("", debuggable=True, target_sdk=37).certificate_transparency
    assert read.config_for("", debuggable=False, target_sdk=37).certificate_transparency
    assert read.config_for("bank.test", debuggable=True).certificate_transparency
