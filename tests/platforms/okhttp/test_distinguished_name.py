"""Subjects as the JDK prints them: every right-hand side was printed by JDK 17."""

from __future__ import annotations

import pytest

from course.platforms.okhttp.distinguished_name import subject_dn
from course.platforms.okhttp.principals import principal

from .der_certificates import EMPTY_NAME, alternative_names, attribute, certificate, distinguished_name, tlv

_O = "2.5.4.10"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("a b", "a b"),
        ("", ""),
        ("Harbour, Bank", '"Harbour, Bank"'),
        ("a+b", '"a+b"'),
        ("a=b", '"a=b"'),
        ("a;b", '"a;b"'),
        ("<a>", '"<a>"'),
        ("#1", '"#1"'),
        ('say "yes"', r'"say \"yes\""'),
        ("a\\b", r'"a\\b"'),
        ('"all"', '"all"'),
        ('"', r'"\""'),
        ('"a"b"', r'"a\"b"'),
        (" a", '" a"'),
        ("a ", '"a "'),
        ("a  b", '"a  b"'),
        ("a\nb", '"a\nb"'),
        ("it's *(a)/b:c-d.e?f_@&!", "it's *(a)/b:c-d.e?f_@&!"),
        ("Bücher 日本 \U0001f512", "Bücher 日本 \U0001f512"),
    ],
)
def test_special_characters_are_quoted(value: str, printed: str) -> None:
    """Quotes around what would be taken for something else, a backslash before a quote or a backslash."""
    assert _printed(attribute(_O, value)) == f"O={printed}"


@pytest.mark.parametrize(
    ("tag", "content", "printed"),
    [
        (0x13, b"Bank", "Bank"),
        (0x16, b"Bank", "Bank"),
        (0x1E, "Bü".encode("utf-16-be"), "Bü"),
        (0x1C, "Bü".encode("utf-32-be"), "Bü"),
        (0x14, b"B\xfc", "Bü"),
        (0x0C, b"B\xfc", "B\ufffd"),
        (0x1A, b"Bank", "#1a0442616e6b"),
        (0x12, b"12", "#12023132"),
        (0x02, b"\x05", "#020105"),
    ],
)
def test_types_of_string(tag: int, content: bytes, printed: str) -> None:
    """Six types are text for the JDK; any other is printed as its bytes."""
    assert _printed(attribute(_O, content, tag)) == f"O={printed}"


@pytest.mark.parametrize(
    ("oid", "keyword"),
    [
        ("2.5.4.3", "CN"),
        ("2.5.4.4", "SURNAME"),
        ("2.5.4.5", "SERIALNUMBER"),
        ("2.5.4.6", "C"),
        ("2.5.4.7", "L"),
        ("2.5.4.8", "ST"),
        ("2.5.4.9", "STREET"),
        ("2.5.4.11", "OU"),
        ("2.5.4.12", "T"),
        ("2.5.4.42", "GIVENNAME"),
        ("2.5.4.43", "INITIALS"),
        ("2.5.4.44", "GENERATION"),
        ("2.5.4.46", "DNQ"),
        ("0.9.2342.19200300.100.1.1", "UID"),
        ("0.9.2342.19200300.100.1.25", "DC"),
        ("1.2.840.113549.1.9.1", "EMAILADDRESS"),
        ("1.3.6.1.4.1.42.2.11.2.1", "IP"),
        ("2.5.4.97", "OID.2.5.4.97"),
        ("1.3.6.1.4.1.311.60.2.1.3", "OID.1.3.6.1.4.1.311.60.2.1.3"),
        ("2.999.3", "OID.2.999.3"),
    ],
)
def test_keywords(oid: str, keyword: str) -> None:
    """Attributes that the JDK knows have a keyword, others their number."""
    assert _printed(attribute(oid, "x")) == f"{keyword}=x"


def test_the_last_part_comes_first() -> None:
    """The order is the certificate's, backwards; in a group of several attributes it is not."""
    bank = attribute("2.5.4.6", "CY"), attribute(_O, "Bank"), attribute("2.5.4.3", "api.bank.test")
    assert _printed(*bank) == "CN=api.bank.test, O=Bank, C=CY"
    group = attribute("2.5.4.3", "a"), attribute("2.5.4.5", "7")
    assert _printed(group, attribute(_O, "b")) == "O=b, CN=a + SERIALNUMBER=7"


def test_an_empty_subject_is_an_empty_text() -> None:
    """As modern certificates have it, whose names stand in the alternative names."""
    names = alternative_names(tlv(0x82, b"a.test"), critical=True)
    assert subject_dn(certificate(names, subject=EMPTY_NAME)) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (attribute(_O, "Bank"), attribute(_O, "BANK"), True),
        (attribute(_O, "Bank"), attribute(_O, "Bank", 0x13), True),
        (attribute(_O, "a b"), attribute(_O, " a  b "), True),
        (attribute(_O, "ﬁn"), attribute(_O, "FIN"), True),
        (attribute(_O, "²"), attribute(_O, "2"), True),
        (attribute(_O, "ß"), attribute(_O, "SS"), True),
        (attribute(_O, "Bank"), attribute(_O, "Banks"), False),
        (attribute(_O, "Bank"), attribute("2.5.4.11", "Bank"), False),
        (attribute(_O, "Bank"), attribute(_O, "Bank", 0x16), False),
        (attribute("2.5.4.5", "a"), attribute("2.5.4.5", "A"), False),
        (attribute("2.5.4.5", "a"), attribute("2.5.4.5", "a"), True),
    ],
)
def test_when_two_names_are_the_same(one: bytes, other: bytes, *, same: bool) -> None:
    """Case, space and the two usual types of string do not count; what has no keyword is compared by its bytes."""
    assert (principal(distinguished_name(one)) == principal(distinguished_name(other))) is same


def test_the_order_of_parts_counts_between_groups_only() -> None:
    """In a group of attributes it does not."""
    a, b = attribute(_O, "a"), attribute("2.5.4.11", "b")
    assert principal(distinguished_name(a, b)) != principal(distinguished_name(b, a))
    assert principal(distinguished_name((a, b))) == principal(distinguished_name((b, a)))


def _printed(*relative: bytes | tuple[bytes, ...]) -> str:
    return subject_dn(certificate(subject=distinguished_name(*relative)))
