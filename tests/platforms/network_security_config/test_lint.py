"""Android Lint's own warnings, as its own test has them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from course.platforms.network_security_config import ConfigError, lint
from course.platforms.network_security_config.spelling import distance

from .files import OTHER_PIN, PIN, document, domain_config, pin, pin_set, trust_anchors

_TODAY = date(2027, 1, 4)
_TOO_SHORT = "Decoded digest length 30 does not match expected length for SHA-256 of 32"
_DOMAIN = '<domain includeSubdomains="true">bank.test</domain>'


def _entry(inside: str) -> str:
    return f"<domain-config>{_DOMAIN}\n{inside}</domain-config>"


def _said(inside: str) -> list[tuple[str, int, str]]:
    return [(found.check, found.line, found.message) for found in lint(document(inside), _TODAY)]


def _config_faults(*faults: tuple[int, str]) -> list[tuple[str, int, str]]:
    return [("NetworkSecurityConfig", line, message) for line, message in faults]


def test_a_config_in_order_has_no_warning() -> None:
    """Two pins, a date far away, user CAs for debugging only."""
    inside = _entry(pin_set(PIN, OTHER_PIN, expiration="2030-01-01") + trust_anchors("system", "@raw/own"))
    assert _said(f"<base-config/>{inside}<debug-overrides>{trust_anchors('user')}</debug-overrides>") == []


def test_a_pin_without_a_backup() -> None:
    """MissingBackupPin; it does not ask whether two pins are the same."""
    assert _said(_entry(pin_set(PIN))) == [
        ("MissingBackupPin", 3, "A backup <pin> declaration is highly recommended")
    ]
    assert _said(_entry(pin_set(PIN, PIN))) == []


@pytest.mark.parametrize(
    ("expiration", "message"),
    [
        ("2027-01-03", "pin-set has already expired"),
        ("2027-01-04", "pin-set is expiring soon"),
        ("2027-01-13", "pin-set is expiring soon"),
        ("2027-01-14", None),
    ],
)
def test_an_expiration_that_is_near(expiration: str, message: str | None) -> None:
    """PinSetExpiry: fewer than ten days."""
    wanted = [("PinSetExpiry", 3, message)] if message else []
    assert _said(_entry(pin_set(PIN, OTHER_PIN, expiration=expiration))) == wanted


@pytest.mark.parametrize("expiration", ["", "2030-1-1", "20300101", "2030-W01-1", "2030-02-30", "30-01-01"])
def test_lint_is_stricter_with_dates_than_android(expiration: str) -> None:
    """ISO 8601, where Android takes one digit for a month."""
    wanted = _config_faults((3, "Invalid expiration in pin-set"))
    assert _said(_entry(pin_set(PIN, OTHER_PIN, expiration=expiration))) == wanted


def test_elements_in_wrong_places() -> None:
    """NetworkSecurityConfigDetectorTest.testInvalidElementAndMissingDomain."""
    base = "<base-config>\n<domain-config>\n<domain>a</domain></domain-config></base-config>"
    assert _said(f'<include domain="file"/>\n{base}\n<domain-config/>') == _config_faults(
        (2, "Unexpected element <include>"),
        (4, "Nested <domain-config> elements are not allowed in base-config"),
        (6, "No <domain> elements in <domain-config>"),
    )


def test_an_entry_without_a_domain_behind_one_with_a_domain_is_missed() -> None:
    """Lint keeps one list for the whole file; Android refuses it."""
    assert _said(f"{_entry('')}<domain-config/>") == []


@pytest.mark.parametrize("entry", ["base-config", "debug-overrides"])
def test_domains_and_pins_belong_in_domain_configs(entry: str) -> None:
    """Lint looks into the pin-set all the same."""
    assert _said(f"<{entry}>{_DOMAIN}\n{pin_set(PIN)}\n<pin-set/></{entry}>") == [
        ("NetworkSecurityConfig", 2, f"domain element not allowed in {entry}"),
        ("NetworkSecurityConfig", 3, f"pin-set element not allowed in {entry}"),
        ("MissingBackupPin", 3, "A backup <pin> declaration is highly recommended"),
        ("NetworkSecurityConfig", 4, f"pin-set element not allowed in {entry}"),
        ("NetworkSecurityConfig", 4, "Multiple <pin-set> elements are not allowed"),
    ]


def test_elements_that_stand_once() -> None:
    """Per file, and per entry."""
    twice = f"{pin_set(PIN, OTHER_PIN)}{trust_anchors('system')}"
    entry = _entry(f"{twice}\n{twice}")
    assert _said(
        f"<base-config/>\n<base-config/>\n<debug-overrides/>\n<debug-overrides/>\n{entry}"
    ) == _config_faults(
        (3, "Expecting at most 1 <base-config>"),
        (5, "Expecting at most 1 <debug-overrides>"),
        (8, "Multiple <pin-set> elements are not allowed"),
        (8, "Multiple <trust-anchors> elements are not allowed"),
    )


def test_domains_that_stand_twice() -> None:
    """Without case, and nested."""
    again = '<domain includeSubdomains="true">Bank.Test</domain>'
    nested = '\n<domain-config><domain includeSubdomains="true"> bank.test</domain></domain-config>'
    assert _said(_entry(f"{again}{nested}")) == _config_faults(
        (3, "Duplicate domain names are not allowed"),
        (4, "Duplicate domain names are not allowed"),
    )


def test_misspelt_names() -> None:
    """At most three letters away; and one wrong pin keeps Lint from counting them."""
    assert _said(
        "<base-cnofig/>\n<test-overrides/>\n<debug-ovrrides/>\n"
        '<domain-config x="y" clearTxtTrafficPermitted="true"><domain includeSubdomain="true">a</domain>\n'
        "<pinset/>\n<trustAnchor/>\n<somethingElse/>\n"
        '<trust-anchors><ceritficates src="x"/>\n<certificates source="x"/></trust-anchors>\n'
        f'<pin-set expiratoin="x">\n<pin dgest="SHA-256">{PIN}</pin>\n<pln/></pin-set></domain-config>'
    ) == _config_faults(
        (2, "Misspelled tag <base-cnofig>: Did you mean base-config ?"),
        (3, "Unexpected element <test-overrides>"),
        (4, "Misspelled tag <debug-ovrrides>: Did you mean debug-overrides ?"),
        (5, "Misspelled attribute clearTxtTrafficPermitted: Did you mean cleartextTrafficPermitted ?"),
        (5, "Misspelled attribute includeSubdomain: Did you mean includeSubdomains ?"),
        (6, "Misspelled tag <pinset>: Did you mean pin-set ?"),
        (7, "Misspelled tag <trustAnchor>: Did you mean trust-anchors ?"),
        (9, "Misspelled tag <ceritficates>: Did you mean certificates ?"),
        (10, "Misspelled attribute source: Did you mean src ?"),
        (11, "Misspelled attribute expiratoin: Did you mean expiration ?"),
        (12, "Misspelled attribute dgest: Did you mean digest ?"),
        (13, "Misspelled tag <pln>: Did you mean pin ?"),
    )


def test_attributes_that_are_missing() -> None:
    """Lint wants includeSubdomains said, which Android does not."""
    entry = "<domain-config><domain>a</domain>\n<trust-anchors><certificates/></trust-anchors>"
    assert _said(f"{entry}\n<pin-set><pin>{PIN}</pin>{pin()}</pin-set></domain-config>") == _config_faults(
        (2, "Missing includeSubdomains attribute"),
        (3, "Missing src attribute"),
        (4, "Missing digest attribute"),
    )


@pytest.mark.parametrize(
    ("element", "message"),
    [
        (f'<pin digest="SHA-1">{PIN}</pin>', "Invalid digest algorithm. Supported digests: SHA-256"),
        (f'<pin digest="sha-256">{PIN}</pin>', None),
        (pin(""), "Missing pin digest"),
        (pin(f"<!-- leaf -->{PIN}"), "Missing pin digest"),
        (pin("aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"), _TOO_SHORT),
        (pin(PIN.rstrip("=")), None),
        (pin(f" {PIN}"), "Invalid pin digest"),
        (pin("!"), "Invalid pin digest"),
        (pin("é"), "Invalid pin digest"),
        (pin("AAAAA"), "Invalid pin digest"),
        (pin("AA="), "Invalid pin digest"),
        (pin(f"{PIN}="), "Invalid pin digest"),
        (pin("AAAA="), "Invalid pin digest"),
    ],
)
def test_what_lint_says_about_a_pin(element: str, message: str | None) -> None:
    """It is stricter than Android with blanks."""
    wanted = _config_faults((3, message)) if message else []
    assert _said(_entry(f"<pin-set>{element}{pin(OTHER_PIN)}</pin-set>")) == wanted


def test_a_pin_set_without_pins() -> None:
    """With which Android switches pinning off."""
    assert _said(_entry("<pin-set><!-- soon --></pin-set>")) == _config_faults(
        (3, "Missing <pin> element(s)")
    )


def test_where_certificates_may_come_from() -> None:
    """testTrustAnchors; and user CAs in a release, testAllowsUserCertificates."""
    unknown = "Unknown certificates src attribute. Expecting system, user or an @resource value"
    user = "The Network Security Configuration allows the use of user certificates in the release version of your app"
    assert _said(_entry(trust_anchors("raw/extras", "wfa", "user", "system", "@raw/own"))) == [
        ("NetworkSecurityConfig", 3, unknown),
        ("NetworkSecurityConfig", 3, unknown),
        ("AcceptsUserCertificates", 3, user),
    ]


def test_cleartext_for_everybody() -> None:
    """testInsecureBaseConfiguration; a domain-config may."""
    assert _said('<base-config cleartextTrafficPermitted="true"/>') == [
        ("InsecureBaseConfiguration", 2, "Insecure Base Configuration")
    ]
    assert _said('<base-config cleartextTrafficPermitted="false"/>') == []
    assert _said(f'<domain-config cleartextTrafficPermitted="true">{_DOMAIN}</domain-config>') == []


def test_lint_misses_what_matches_nothing() -> None:
    """A wildcard, a dot at the end, a hash of nothing: it says no word."""
    nothing = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    for domain in ("*.bank.test", "bank.test."):
        inside = domain_config(pin_set(PIN, nothing), domain=domain, subdomains=True)
        assert _said(inside) == []


def test_another_file_is_not_lint_s_affair() -> None:
    """A layout, say."""
    assert lint("<LinearLayout/>", _TODAY) == []


def test_what_is_no_xml_is_refused() -> None:
    """As it is by the build."""
    with pytest.raises(ConfigError, match="not well-formed"):
        lint("<network-security-config>", _TODAY)


def test_a_moment_will_do_for_a_day() -> None:
    """The day where the app is built."""
    inside = document(_entry(pin_set(PIN, OTHER_PIN, expiration="2027-01-14")))
    late = datetime(2027, 1, 4, 23, tzinfo=UTC)
    assert lint(inside, late) == []
    assert len(lint(inside, late + timedelta(hours=1))) == 1


def test_a_warning_reads_like_lint_s() -> None:
    """With the name of its check, and whether a release build stops."""
    fault, warning = lint(document(f"<include/>{_entry(pin_set(PIN))}"), _TODAY)
    assert str(fault) == "line 2: Error: Unexpected element <include> [NetworkSecurityConfig]"
    assert (
        str(warning) == "line 3: Warning: A backup <pin> declaration is highly recommended [MissingBackupPin]"
    )
    assert (fault.fatal, warning.fatal) == (True, False)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("", "", 0),
        ("", "pin", 3),
        ("pin", "", 3),
        ("pin", "pin", 0),
        ("pin", "pins", 1),
        ("pins", "pin", 1),
        ("pin", "pan", 1),
        ("src", "source", 3),
        ("base-config", "base-cnofig", 2),
        ("abcd", "dabc", 2),
        ("abc", "xyz", 3),
    ],
)
def test_spellings_are_some_letters_apart(one: str, other: str, edits: int) -> None:
    """Put in, taken out, changed."""
    assert distance(one, other) == distance(other, one) == edits
