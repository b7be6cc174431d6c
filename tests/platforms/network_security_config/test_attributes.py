"""What the build tool makes of a boolean, and what Android makes of that."""

from __future__ import annotations

import pytest

from course.platforms.network_security_config import CertificatesEntry

from .files import config, domain_config

_YES = [
    "true",
    "TRUE",
    "True",
    " true ",
    "1",
    "-1",
    "2147483647",
    "0x1",
    "0XfF",
    "#fff",
    "#000",
    "#000000",
    "#1000",
]
_YES += ["-2147483648", "0xFFFFFFFF"]
_NO = ["false", "FALSE", "False", "0", "-0", "0x0", "#0000", "#00000000"]
_NEITHER = ["", "yes", "tRUE", "on", "1.0", "+1", "1 2", "\u00a0true", "@bool/yes", "#12", "#ggg"]
_NEITHER += ["2147483648", "-2147483649", "0x100000000"]


@pytest.mark.parametrize(
    ("text", "expected"), [(t, True) for t in _YES] + [(t, False) for t in (*_NO, *_NEITHER)]
)
def test_subdomains_are_included_where_aapt_sees_a_number_that_is_not_zero(text: str, expected: bool) -> None:
    """True is all bits set, and what is no number counts as the default, false."""
    read = config(f'<domain-config><domain includeSubdomains="{text}">bank.test</domain></domain-config>')
    assert (read.config_for("api.bank.test").domain is not None) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [(t, False) for t in _NO] + [(t, True) for t in (*_YES, *_NEITHER)]
)
def test_cleartext_that_cannot_be_read_is_permitted(text: str, expected: bool) -> None:
    """The default of the attribute is true, although the default without it is false."""
    read = config(f'<base-config cleartextTrafficPermitted="{text}"/>')
    assert read.config_for("").cleartext_permitted is expected
    assert not config("<base-config/>").config_for("").cleartext_permitted


@pytest.mark.parametrize(
    ("text", "expected"), [(t, True) for t in _YES] + [(t, False) for t in (*_NO, *_NEITHER)]
)
def test_other_attributes_are_off_unless_they_are_on(text: str, expected: bool) -> None:
    """hstsEnforced, enabled, and overridePins outside debug-overrides."""
    read = config(
        f'<base-config hstsEnforced="{text}"><certificateTransparency enabled="{text}"/>'
        f'<trust-anchors><certificates src="system" overridePins="{text}"/></trust-anchors></base-config>'
    ).config_for("")
    assert (read.hsts_enforced, read.certificate_transparency) == (expected, expected)
    assert read.anchors == (CertificatesEntry("system", expected),)


@pytest.mark.parametrize(
    ("text", "expected"), [(t, False) for t in _NO] + [(t, True) for t in (*_YES, *_NEITHER)]
)
def test_debug_overrides_override_pins_unless_told_otherwise(text: str, expected: bool) -> None:
    """There the default is true."""
    read = config(
        f'<debug-overrides><trust-anchors><certificates src="user" overridePins="{text}"/></trust-anchors>'
        "</debug-overrides>"
    )
    entry = next(entry for entry in read.config_for("", debuggable=True).anchors if entry.source == "user")
    assert entry.overrides_pins is expected


@pytest.mark.parametrize(
    "source",
    [
        "@raw/own_ca",
        " @raw/own_ca ",
        "@+raw/own",
        "@com.bank:raw/own",
        "@android:raw/a.b",
        "@0x7f010000",
        "@2130771968",
    ],
)
def test_a_resource_can_be_named_in_every_way_that_aapt_knows(source: str) -> None:
    """Blanks around it do no harm."""
    read = config(domain_config(f'<trust-anchors><certificates src="{source}"/></trust-anchors>')).config_for(
        "bank.test"
    )
    assert read.trusts(source.strip())
    assert read.anchors[0].is_resource


def test_the_stores_of_the_phone_are_no_resources() -> None:
    """System, user, and the one of the Wi-Fi Alliance."""
    for store in ("system", "user", "wfa"):
        assert not CertificatesEntry(store).is_resource


def test_cleartext_and_subdomains_need_their_own_spelling() -> None:
    """Attributes have a case."""
    read = config('<domain-config><domain includesubdomains="true">bank.test</domain></domain-config>')
    assert read.config_for("api.bank.test").domain is None


def test_the_namespace_of_an_entry_s_attribute_does_not_count() -> None:
    """Android goes through them by their local names, and asks for all others without a namespace."""
    read = config('<base-config xmlns:a="urn:a" a:cleartextTrafficPermitted="true" a:hstsEnforced="true"/>')
    assert (read.config_for("").cleartext_permitted, read.config_for("").hsts_enforced) == (True, True)
    assert read.ignored == ()
    other = config(
        '<domain-config><domain xmlns:a="urn:a" a:includeSubdomains="true">a</domain></domain-config>'
    )
    assert other.config_for("b.a").domain is None


def test_a_number_without_end_is_no_boolean() -> None:
    """Before anybody counts with it."""
    read = config(
        f'<domain-config><domain includeSubdomains="{"9" * 5000}">bank.test</domain></domain-config>'
    )
    assert read.config_for("api.bank.test").domain is None
