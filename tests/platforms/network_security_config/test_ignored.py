"""What Android skips without a word."""

from __future__ import annotations

import pytest

from course.platforms.network_security_config import parse

from .files import OTHER_PIN, PIN, config, document, domain_config, pin_set, trust_anchors


def test_a_config_in_order_has_nothing_that_is_skipped() -> None:
    """Every element and attribute that Android knows; notes for the tools are not its affair."""
    text = f"""<network-security-config xmlns:tools="http://schemas.android.com/tools" tools:ignore="MissingBackupPin">
      <base-config cleartextTrafficPermitted="false" hstsEnforced="true">
        <trust-anchors><certificates src="system" overridePins="false"/></trust-anchors>
        <certificateTransparency enabled="true"/>
      </base-config>
      <domain-config cleartextTrafficPermitted="false" hstsEnforced="false">
        <domain includeSubdomains="true">bank.test</domain>
        <!-- leaf, backup -->
        {pin_set(PIN, OTHER_PIN, expiration="2030-01-01")}
        <certificateTransparency enabled="true"/>
        {domain_config("<pin-set/>", domain="status.bank.test")}
      </domain-config>
      <debug-overrides>{trust_anchors("user", "@raw/proxy")}</debug-overrides>
    </network-security-config>"""
    assert parse(text).ignored == ()


_SKIPPED = {
    "a misspelt pin-set": (
        domain_config(f"\n<pinset>{PIN}</pinset>"),
        "<pinset> in line 3, in <domain-config>, is unknown to Android there and skipped with all that is in it; "
        "did you mean <pin-set>?",
    ),
    "a misspelt pin": (
        domain_config(f"<pin-set><pins>{PIN}</pins></pin-set>"),
        "<pins> in line 2, in <pin-set>, is unknown to Android there and skipped with all that is in it; "
        "did you mean <pin>?",
    ),
    "an element in the wrong place": (
        pin_set(PIN),
        "<pin-set> in line 2, in <network-security-config>, is unknown to Android there and skipped with all that "
        "is in it; did you mean <pin-set> in <domain-config>?",
    ),
    "a misspelt element in the wrong place": (
        domain_config("<certificate src='system'/>"),
        "<certificate> in line 2, in <domain-config>, is unknown to Android there and skipped with all that is in it; "
        "did you mean <certificates> in <trust-anchors>?",
    ),
    "an element of TrustKit": (
        domain_config('<trustkit-config enforcePinning="true"/>'),
        "<trustkit-config> in line 2, in <domain-config>, is unknown to Android there and skipped with all that is "
        "in it.",
    ),
    "an element in an element without content": (
        domain_config("<trust-anchors><certificates src='system'><pin/></certificates></trust-anchors>"),
        "<pin> in line 2, in <certificates>, is unknown to Android there and skipped with all that is in it; "
        "did you mean <pin> in <pin-set>?",
    ),
    "case": (
        "<Domain-Config/>",
        "<Domain-Config> in line 2, in <network-security-config>, is unknown to Android there and skipped with all "
        "that is in it; did you mean <domain-config>?",
    ),
    "a misspelt attribute": (
        domain_config(f'<pin-set expires="2030-01-01">{""}</pin-set>'),
        'expires="2030-01-01" in line 2, in <pin-set>, is unknown to Android there and skipped; '
        "did you mean expiration?",
    ),
    "an attribute in the wrong place": (
        '<domain-config includeSubdomains="true"><domain>bank.test</domain></domain-config>',
        'includeSubdomains="true" in line 2, in <domain-config>, is unknown to Android there and skipped; '
        "did you mean includeSubdomains on <domain>?",
    ),
    "an attribute of TrustKit": (
        '<domain-config enforcePinning="true"><domain>bank.test</domain></domain-config>',
        'enforcePinning="true" in line 2, in <domain-config>, is unknown to Android there and skipped.',
    ),
    "what debug-overrides do not say": (
        '<debug-overrides cleartextTrafficPermitted="true"/>',
        'cleartextTrafficPermitted="true" in line 2, in <debug-overrides>, is unknown to Android there and skipped; '
        "did you mean cleartextTrafficPermitted on <base-config>?",
    ),
    "a boolean that is none": (
        '<domain-config><domain includeSubdomains="yes">bank.test</domain></domain-config>',
        'includeSubdomains="yes" in line 2, in <domain>, is neither true nor false for Android, which takes its '
        "default.",
    ),
    "an attribute with a namespace": (
        domain_config('<pin-set xmlns:a="urn:a" a:expiration="2030-01-01"/>'),
        "expiration in line 2, in <pin-set>, has a namespace, and Android asks for none; did you mean expiration?",
    ),
    "an entry's attribute elsewhere, with a namespace": (
        domain_config('<pin-set xmlns:a="urn:a" a:hstsEnforced="true"/>'),
        "hstsEnforced in line 2, in <pin-set>, has a namespace, and Android asks for none.",
    ),
    "capitals": (
        domain_config("<PINSET/>"),
        "<PINSET> in line 2, in <domain-config>, is unknown to Android there and skipped with all that is in it; "
        "did you mean <pin-set>?",
    ),
    "an attribute in capitals": (
        '<domain-config><domain INCLUDE_SUBDOMAINS="true">bank.test</domain></domain-config>',
        'INCLUDE_SUBDOMAINS="true" in line 2, in <domain>, is unknown to Android there and skipped; '
        "did you mean includeSubdomains?",
    ),
    "an unknown attribute with a namespace": (
        '<base-config xmlns:a="urn:a" a:b="c"/>',
        "b in line 2, in <base-config>, has a namespace, and Android asks for none.",
    ),
    "a text where none is read": (
        domain_config(f"<pin-set>\n  {PIN}\n</pin-set>"),
        f"The text {PIN!r} in line 2, in <pin-set>, is not read by Android.",
    ),
}


@pytest.mark.parametrize(("inside", "sentence"), _SKIPPED.values(), ids=_SKIPPED)
def test_what_is_skipped_is_told_with_its_line(inside: str, sentence: str) -> None:
    """And with what was perhaps meant."""
    assert [str(skipped) for skipped in config(inside).ignored] == [sentence]


def test_what_is_skipped_is_told_in_the_order_of_the_file() -> None:
    """Once for an element, with nothing of what is in it."""
    inside = f'<a><pinset/></a>\n{domain_config("<b/>")}\n<debug-overrides c="d"><e/></debug-overrides>'
    assert [(skipped.line, skipped.what, skipped.parent) for skipped in config(inside).ignored] == [
        (2, "<a>", "network-security-config"),
        (3, "<b>", "domain-config"),
        (4, 'c="d"', "debug-overrides"),
        (4, "<e>", "debug-overrides"),
    ]


def test_the_other_file_has_its_own_lines() -> None:
    """So that nothing of it is told here."""
    read = parse(document("<a/>"), debug_xml=document("<b/>"))
    assert [skipped.what for skipped in read.ignored] == ["<a>"]
