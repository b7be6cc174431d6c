"""Canonical hosts, addresses, base64."""

from __future__ import annotations

import base64
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.platforms.okhttp import canonical_host, decode_base64, is_ip_address

_LABELS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1, max_size=20)
_NAMES = st.lists(_LABELS, min_size=1, max_size=5).map(".".join).filter(lambda name: "xn--" not in name)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("API.Bank.Test", "api.bank.test"),
        ("bank.test.", "bank.test."),
        ("bank_1.test", "bank_1.test"),
        ("*.bank.test", "*.bank.test"),
        ("*.", "*."),
        ("127.1", "127.1"),
        ("bücher.test", "xn--bcher-kva.test"),
        ("BÜCHER.test", "xn--bcher-kva.test"),
        ("bu\u0308cher.test", "xn--bcher-kva.test"),
        ("straße.test", "xn--strae-oqa.test"),
        ("☃.net", "xn--n3h.net"),
        ("\U0001f512.test", "xn--lv8h.test"),
        ("ｂａｎｋ。ｔｅｓｔ", "bank.test"),
        ("\u212a.test", "k.test"),
        ("™.test", "tm.test"),
        ("ba\u00adnk.test", "bank.test"),
        ("XN--BCHER-KVA.test", "xn--bcher-kva.test"),
        ("xn--abc-.test", "abc.test"),
        ("bank.xn--", "bank."),
        ("\u0301a.test", "xn--a-wbb.test"),
        ("bü_1.test", "xn--b_1-hoa.test"),
        ("⑴.test", "(1).test"),
    ],
)
def test_names_in_canonical_form(text: str, host: str) -> None:
    """Small letters, punycode where it is needed, a dot at the end kept."""
    assert canonical_host(text) == host


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        ".bank.test",
        "bank..test",
        "bank test",
        " bank.test",
        "bank.test\n",
        "bank.test/",
        "bank%2etest",
        "user@bank.test",
        "a#b",
        "a?b",
        "a\\b",
        "[bank]",
        "\x7f",
        "\u00a0.test",
        "bank\u0080.test",
        "xn--a_b-joa.test",
        "xn--ib9b.test",
        "xn--é.test",
        "xn--999999999.test",
        "xn--0ca24w.test\ufffd",
        "xn--",
        "xn--u-ccb.test",
        "x" * 64 + ".test",
        ".".join(["x" * 63] * 4),
        "\u0378.test",
    ],
)
def test_what_is_no_host(text: str) -> None:
    """White space, a delimiter of a URL, an empty or long label, a character that the table disallows."""
    assert canonical_host(text) is None


def test_the_longest_name() -> None:
    """253 characters, and 63 in a label."""
    longest = ".".join(["x" * 63] * 3 + ["x" * 61])
    assert len(longest) == 253
    assert canonical_host(longest) == longest
    assert canonical_host(f"{longest}x") is None


@pytest.mark.parametrize("newer", ["\u1c89", "\ua7cb", "\U000323b0", "\U00010d50", "\u10a0"])
def test_characters_that_are_newer_than_the_table_are_refused(newer: str) -> None:
    """OkHttp's table is Unicode 15.1's; the `idna` package has gone on."""
    assert canonical_host(f"a{newer}.test") is None


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("::1", "::1"),
        ("[::1]", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:c000:201", "192.0.2.1"),
        ("::192.0.2.1", "::c000:201"),
        ("[::1", None),
        ("::1]", None),
        ("[]:", None),
        ("1::2::3", None),
        (":::", None),
        ("1:2:3:4:5:6:7", None),
        ("1:2:3:4:5:6:7:8:9", None),
        ("1:2:3:4:5:6::7:8", None),
        ("12345::", None),
        ("::g", None),
        ("::1%lo", None),
        ("::1.2.3", None),
        ("::01.2.3.4", None),
        ("::256.2.3.4", None),
        ("1.2.3.4::", None),
        ("bank.test:443", None),
    ],
)
def test_ipv6_addresses(text: str, host: str | None) -> None:
    """The shortest spelling, and IPv4 for a mapped address."""
    assert canonical_host(text) == host


def test_an_address_with_one_group_too_many_crashes_the_reader() -> None:
    """OkHttp 3.13.1, 4.12 and 5.4 run over the end of an array here."""
    with pytest.raises(IndexError, match=r"^Index 16 out of bounds for length 16$"):
        canonical_host("1:2:3:4:5:6:7::8")


@given(_NAMES)
def test_ascii_names_are_canonical(name: str) -> None:
    """However they are written."""
    assert canonical_host(name.upper()) == name == canonical_host(name)


@given(st.text(st.characters(categories=["L", "Mn", "Nd"]), max_size=30))
def test_a_canonical_name_stays_as_it_is(text: str) -> None:
    """A second time changes nothing, and it is ASCII."""
    host = canonical_host(text)
    assert host is None or (host.isascii() and canonical_host(host) == host)


@given(st.ip_addresses(v=6))
def test_every_ipv6_address_is_read_in_every_spelling(address: IPv6Address) -> None:
    """Python's own reader is the witness."""
    wanted = str(address.ipv4_mapped or address.compressed)
    for spelling in (address.compressed, address.exploded, address.exploded.upper(), f"[{address}]"):
        assert canonical_host(spelling) == wanted


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_a_name_of_digits(address: IPv4Address) -> None:
    """It is left alone."""
    assert canonical_host(str(address)) == str(address)
    assert is_ip_address(str(address))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("1.2.3.4", True),
        ("54", True),
        ("a:.23", True),
        ("::1", True),
        ("::192.168.0.1", True),
        ("FEDC:BA98:7654:3210:FEDC:BA98:7654:3210", True),
        ("0:0:0:0:0:FFFF:129.144.52.38", True),
        ("[::1]", False),
        ("", False),
        ("a.b", False),
        ("go", False),
        ("www.nintendo.co.jp", False),
    ],
)
def test_what_is_compared_as_an_address(text: str, *, is_one: bool) -> None:
    """More than addresses: whatever has a colon or nothing but digits and dots."""
    assert is_ip_address(text) is is_one


@given(st.binary(max_size=40))
def test_base64_is_read_in_every_dress(data: bytes) -> None:
    """With and without padding, in both alphabets, with white space anywhere."""
    plain, safe = base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode()
    for text in (
        plain,
        safe,
        plain.rstrip("="),
        f" {plain}\n\t",
        "\r\n".join(plain.rstrip("=")),
        "\t".join(plain.rstrip("=")),
        f"{safe}====",
    ):
        assert decode_base64(text) == data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        ("=", b""),
        ("====", b""),
        ("/===", None),
        ("//==", b"\xff"),
        ("///=", b"\xff\xff"),
        ("__//", b"\xff\xff\xff"),
        (" AA A\r\nA ", bytes(3)),
        ("A    AAA", bytes(3)),
        (" \n", b""),
        ("AA", b"\0"),
        ("AB", b"\0"),
        ("AA=A", None),
        ("A", None),
        ("AAAAA", None),
        ("AA.A", None),
        ("ä", None),
        ("AA\x0bA", None),
    ],
)
def test_odd_texts_are_read_as_okio_reads_them(text: str, data: bytes | None) -> None:
    """Stray bits are dropped; padding inside, one character left over, or a foreign one is refused."""
    assert decode_base64(text) == data
