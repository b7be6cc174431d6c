"""What stops an app at its first connection, in Android's words and where."""

from __future__ import annotations

import pytest

from course.platforms.network_security_config import ConfigError, Pin, parse

from .files import OTHER_PIN, PIN, config, document, domain_config, pin, pin_set, trust_anchors

FAULTS = {
    "no digest": (
        domain_config(f"<pin-set>\n<pin>{PIN}</pin></pin-set>"),
        "Unsupported pin digest algorithm: null",
        3,
    ),
    "SHA-1": (
        domain_config(f'<pin-set><pin digest="SHA-1">{PIN}</pin></pin-set>'),
        "Unsupported pin digest algorithm: SHA-1",
        2,
    ),
    "SHA256": (
        domain_config(f'<pin-set><pin digest="SHA256">{PIN}</pin></pin-set>'),
        "Unsupported pin digest algorithm: SHA256",
        2,
    ),
    "no pin": (domain_config(pin_set("")), "Missing pin digest", 2),
    "only layout in a pin": (domain_config(pin_set(" \n ")), "Missing pin digest", 2),
    "an element instead of a pin": (domain_config(pin_set("\n<a/>")), "Missing pin digest", 3),
    "half the padding": (
        domain_config(pin_set("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
        "Invalid pin digest",
        2,
    ),
    "5 bytes": (
        domain_config(pin_set("\nZW5jb2U=")),
        "digest length 5 does not match expected length for SHA-256 of 32",
        2,
    ),
    "the name as it is written": (
        domain_config('<pin-set><pin digest="sha-256">ZW5jb2U=</pin></pin-set>'),
        "digest length 5 does not match expected length for sha-256 of 32",
        2,
    ),
    "an element in a pin": (
        domain_config(pin_set(f"{PIN}\n<a/>")),
        "pin contains additional elements",
        3,
    ),
    "a comment in a pin": (
        domain_config(pin_set(f"{PIN[:8]}<!-- -->{PIN[8:]}").replace(PIN[:8], PIN)),
        "pin contains additional elements",
        2,
    ),
    "two pin-sets": (
        domain_config(f"{pin_set(PIN)}\n{pin_set(OTHER_PIN)}"),
        "Multiple pin-set elements not allowed",
        3,
    ),
    "two trust-anchors": (
        domain_config("<trust-anchors/>\n<trust-anchors/>"),
        "Multiple trust-anchor elements not allowed",
        3,
    ),
    "a bad date": (
        domain_config(pin_set(PIN, expiration="01/01/2030")),
        "Invalid expiration date in pin-set",
        2,
    ),
    "an empty date": (domain_config(pin_set(PIN, expiration="")), "Invalid expiration date in pin-set", 2),
    "an empty domain": ("<domain-config>\n<domain/></domain-config>", "Domain name missing", 3),
    "only layout in a domain": (
        "<domain-config><domain> </domain></domain-config>",
        "Domain name missing",
        2,
    ),
    "an element in a domain": (
        "<domain-config><domain>bank.test<a/></domain></domain-config>",
        "domain contains additional elements",
        2,
    ),
    "a domain twice": (
        f"{domain_config()}\n{domain_config(domain=' BANK.test ')}",
        "bank.test has already been specified",
        3,
    ),
    "a domain twice, one within the other": (
        domain_config(domain_config()),
        "bank.test has already been specified",
        2,
    ),
    "no domain": ("\n<domain-config/>", "No domain elements in domain-config", 3),
    "no domain in a nested one": (
        domain_config("<domain-config></domain-config>"),
        "No domain elements in domain-config",
        2,
    ),
    "domain in base-config": (
        "<base-config><domain>bank.test</domain></base-config>",
        "domain element not allowed in base-config",
        2,
    ),
    "pin-set in base-config": (
        f"<base-config>{pin_set(PIN)}</base-config>",
        "pin-set element not allowed in base-config",
        2,
    ),
    "domain-config in base-config": (
        f"<base-config>{domain_config()}</base-config>",
        "Nested domain-config not allowed in base-config",
        2,
    ),
    "domain in debug-overrides": (
        "<debug-overrides><domain>bank.test</domain></debug-overrides>",
        "domain element not allowed in debug-overrides",
        2,
    ),
    "pin-set in debug-overrides": (
        f"<debug-overrides>{pin_set(PIN)}</debug-overrides>",
        "pin-set element not allowed in debug-overrides",
        2,
    ),
    "domain-config in debug-overrides": (
        f"<debug-overrides>{domain_config()}</debug-overrides>",
        "Nested domain-config not allowed in debug-overrides",
        2,
    ),
    "certificateTransparency in debug-overrides": (
        "<debug-overrides><certificateTransparency/></debug-overrides>",
        "certificateTransparency not allowed in debug-overrides",
        2,
    ),
    "two base-configs": ("<base-config/>\n<base-config/>", "Only one base-config allowed", 3),
    "two debug-overrides": ("<debug-overrides/>\n<debug-overrides/>", "Only one debug-overrides allowed", 3),
    "no src": (
        domain_config("<trust-anchors>\n<certificates/></trust-anchors>"),
        "certificates element missing src attribute",
        3,
    ),
    "an unknown src": (
        domain_config(trust_anchors("raw/own_ca")),
        "Unknown certificates src. Should be one of system|user|@resourceVal",
        2,
    ),
    "a src with a blank": (
        domain_config(trust_anchors("system ")),
        "Unknown certificates src. Should be one of system|user|@resourceVal",
        2,
    ),
}


@pytest.mark.parametrize(("inside", "message", "line"), FAULTS.values(), ids=FAULTS)
def test_a_fault_has_android_s_words(inside: str, message: str, line: int) -> None:
    """ParserException: the message, and where it stands."""
    with pytest.raises(ConfigError) as caught:
        config(inside)
    assert (caught.value.message, caught.value.line) == (message, line)
    assert str(caught.value) == f"{message} at: Binary XML file line #{line}"


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        (f"<domain-config>{pin_set('')}</domain-config>", "Missing pin digest"),
        (domain_config(pin_set("x", expiration="x")), "Invalid expiration date in pin-set"),
        (domain_config('<pin-set><pin digest="MD5"/></pin-set>'), "Unsupported pin digest algorithm: MD5"),
        (domain_config(pin_set("x<a/>")), "Invalid pin digest"),
        (
            domain_config(pin_set("xx<a/>")),
            "digest length 1 does not match expected length for SHA-256 of 32",
        ),
        (
            f"{domain_config()}<domain-config><domain>bank.test<a/></domain></domain-config>",
            "domain contains additional elements",
        ),
        ("<base-config><domain/></base-config>", "domain element not allowed in base-config"),
        (
            domain_config(f"{pin_set(PIN)}<pin-set expiration='x'/>"),
            "Multiple pin-set elements not allowed",
        ),
        ("<base-config/><base-config><domain/></base-config>", "Only one base-config allowed"),
        (
            f"<domain-config/><base-config>{domain_config()}</base-config>",
            "No domain elements in domain-config",
        ),
    ],
)
def test_the_first_fault_that_android_meets_is_reported(inside: str, message: str) -> None:
    """Two faults, of which it says one."""
    with pytest.raises(ConfigError) as caught:
        config(inside)
    assert caught.value.message == message


@pytest.mark.parametrize("digest", ["SHA-256", "sha-256", "Sha-256", "ſha-256"])
def test_the_name_of_the_digest_has_no_case(digest: str) -> None:
    """For Java a LATIN SMALL LETTER LONG S is an S, too."""
    read = config(domain_config(f'<pin-set><pin digest="{digest}">{PIN}</pin></pin-set>'))
    assert [found.base64 for found in read.config_for("bank.test").pins] == [PIN]


def test_layout_and_a_comment_in_front_of_a_pin_do_no_harm() -> None:
    """The build tool drops both, and the text is trimmed."""
    read = config(domain_config(pin_set(f"\n  <!-- the leaf -->\n  {PIN}\n", f"<![CDATA[{OTHER_PIN}]]>")))
    assert [found.base64 for found in read.config_for("bank.test").pins] == [PIN, OTHER_PIN]


def test_android_takes_pins_that_no_key_can_have() -> None:
    """The hash of nothing, and 32 zero bytes: the course's own Pin refuses both."""
    nothing, zeros = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "A" * 43 + "="
    read = config(domain_config(pin_set(nothing, zeros)))
    assert [str(found) for found in read.config_for("bank.test").pins] == [
        f"sha256/{nothing}",
        f"sha256/{zeros}",
    ]


def test_a_pin_twice_is_one_pin() -> None:
    """Android keeps a set."""
    assert len(config(domain_config(pin_set(PIN, PIN))).config_for("bank.test").pins) == 1


def test_namespaces_of_elements_do_not_count() -> None:
    """Android asks for local names."""
    inside = domain_config(f'<a:pin-set xmlns:a="urn:a">{pin()}</a:pin-set>')
    assert config(inside).config_for("bank.test").pins == (Pin(config_digest()),)


def config_digest() -> bytes:
    """The bytes of the usual pin."""
    return config(domain_config(pin_set(PIN))).config_for("bank.test").pins[0].digest


def test_a_release_never_reads_its_debug_overrides() -> None:
    """What is wrong in there waits for somebody who builds a debug version."""
    text = document(f"<debug-overrides>{pin_set(PIN)}</debug-overrides>{domain_config(pin_set(PIN))}")
    read = parse(text, debuggable=False)
    assert read.config_for("bank.test").pins
    with pytest.raises(ConfigError, match="pin-set element not allowed in debug-overrides"):
        read.config_for("bank.test", debuggable=True)
    with pytest.raises(ConfigError, match="pin-set element not allowed in debug-overrides"):
        parse(text)


def test_a_debug_build_meets_its_debug_overrides_where_they_stand() -> None:
    """So that it may report another fault than a release does."""
    text = document("<debug-overrides><domain/></debug-overrides><domain-config/>")
    with pytest.raises(ConfigError, match="domain element not allowed in debug-overrides"):
        parse(text)
    with pytest.raises(ConfigError, match="No domain elements in domain-config"):
        parse(text, debuggable=False)


def test_a_release_counts_its_debug_overrides_all_the_same() -> None:
    """Two of them stop it."""
    with pytest.raises(ConfigError, match="Only one debug-overrides allowed"):
        parse(document("<debug-overrides/><debug-overrides/>"), debuggable=False)


def test_the_other_file_brings_debug_overrides() -> None:
    """The one with "_debug" behind its name, where the first has none."""
    other = document(
        f"<debug-overrides>{trust_anchors('user')}</debug-overrides>{domain_config()}{domain_config()}"
    )
    read = parse(document(""), debug_xml=other)
    assert read.config_for("", debuggable=True).trusts("user")
    assert not read.config_for("").trusts("user")
    assert not read.domains


def test_the_other_file_does_not_count_where_the_first_has_debug_overrides() -> None:
    """Not even its faults do."""
    first = document(f"<debug-overrides>{trust_anchors('@raw/own')}</debug-overrides>")
    read = parse(first, debug_xml=document(f"<debug-overrides>{trust_anchors('nobody')}</debug-overrides>"))
    assert read.config_for("", debuggable=True).trusts("@raw/own")


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<debug-overrides/><debug-overrides/>", "Only one debug-overrides allowed"),
        (f"<debug-overrides>{trust_anchors('x')}</debug-overrides>", "Unknown certificates src"),
    ],
)
def test_a_fault_in_the_other_file_stops_a_debug_build(inside: str, message: str) -> None:
    """AOSP's bad_extra_debug_resource."""
    with pytest.raises(ConfigError, match=message):
        parse(document(""), debug_xml=document(inside))


def test_an_empty_config_says_nothing() -> None:
    """And the platform's default counts."""
    read = parse("<network-security-config/>")
    assert (read.base, read.domains, read.debug, read.ignored) == (None, (), None, ())
