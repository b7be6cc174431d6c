"""Files that are no config at all."""

from __future__ import annotations

import pytest

from course.platforms.network_security_config import ConfigError, parse

from .files import PIN, config, document, domain_config, pin_set


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "The file is not well-formed XML: no element found, in line 1", 1),
        ("pins, please", "The file is not well-formed XML: syntax error, in line 1", 1),
        (
            "<network-security-config>\n<base-config>",
            "The file is not well-formed XML: no element found, in line 2",
            2,
        ),
        (
            "\n<?xml version='1.0'?><network-security-config/>",
            "The file is not well-formed XML: XML or text declaration not at start of entity, in line 2",
            2,
        ),
        ("<a:network-security-config/>", "The file is not well-formed XML: unbound prefix, in line 1", 1),
        ("<network-security-config>\n\ud800", "The file has a character that XML cannot hold, in line 2", 2),
        ("<manifest/>", "Unexpected start tag: found manifest, expected network-security-config", 1),
        (
            "<Network-Security-Config/>",
            "Unexpected start tag: found Network-Security-Config, expected network-security-config",
            1,
        ),
    ],
)
def test_a_file_that_is_no_config_is_refused(text: str, message: str, line: int) -> None:
    """By the build tool or by Android."""
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert (str(caught.value), caught.value.line) == (message, line)


def test_a_config_that_is_nested_very_deeply_is_refused() -> None:
    """Before anything calls itself too often."""
    with pytest.raises(ConfigError, match="nested deeper than 100 elements"):
        parse(document("<domain-config>" * 100_000))


def test_a_config_may_be_nested_deeply() -> None:
    """As deep as anybody could want."""
    inside = pin_set(PIN)
    for level in range(90):
        inside = domain_config(inside, domain=f"{level}.test")
    read = config(inside)
    assert read.config_for("0.test").pins
    assert not read.config_for("1.test").pins


@pytest.mark.parametrize(
    "declaration", ['<!ENTITY pin "AAAA">', '<!ENTITY pin SYSTEM "file:///etc/hostname">', '<!ENTITY % a "">']
)
def test_entities_are_refused(declaration: str) -> None:
    """No file is opened, and nothing grows."""
    with pytest.raises(ConfigError, match="The file declares the entity"):
        parse(f"<!DOCTYPE a [{declaration}]>{document('')}")


def test_a_reference_to_a_document_type_opens_nothing() -> None:
    """A file on nobody's disk."""
    parse(f'<!DOCTYPE a SYSTEM "file:///nowhere.dtd">{document("<!-- -->")}<!-- -->')


def test_characters_can_be_written_as_numbers() -> None:
    """A byte order mark at the start is fine, too."""
    read = parse(f"\ufeff{document(domain_config(domain='b&#97;nk.t&#x65;st'))}")
    assert read.config_for("bank.test").domain
