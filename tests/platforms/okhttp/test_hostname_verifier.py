"""Names of certificates, as the JDK reads them and as OkHttp compares them."""

from __future__ import annotations

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from course.pki import matches_host
from course.platforms.okhttp import verify_hostname
from course.platforms.okhttp.alternative_names import AlternativeNames
from course.platforms.okhttp.alternative_names import alternative_names as names_of
from tests.pki.certificates import server

from .der_certificates import (
    alternative_names,
    attribute,
    basic_constraints,
    certificate,
    distinguished_name,
    tlv,
)

_ADDRESS = tlv(0x87, bytes([192, 0, 2, 1]))


def dns(*names: str) -> x509.Certificate:
    """A certificate for names that no builder would take."""
    return certificate(alternative_names(*(tlv(0x82, name.encode()) for name in names)))


@pytest.mark.parametrize(
    ("name", "hostname", "covered"),
    [
        ("bank.test", "bank.test", True),
        ("Bank.TEST", "bANK.test", True),
        ("bank.test", "bank.test.", True),
        ("bank.test.", "bank.test", True),
        ("bank.test", "bank.test..", False),
        ("bank.test..", "bank.test", False),
        ("bank.test", "api.bank.test", False),
        (".bank.test", "api.bank.test", False),
        ("bank.test", "", False),
        ("", "", False),
        ("*.bank.test", "api.bank.test", True),
        ("*.bank.test", "API.bank.test.", True),
        ("*.bank.test", "bank.test", False),
        ("*.bank.test", "a.b.bank.test", False),
        ("*.bank.test", ".bank.test", False),
        ("*.test", "bank.test", True),
        ("*.", "bank.", False),
        ("*", "bank", False),
        ("*.*.test", "a.b.test", False),
        ("*.*.test", "a.*.test", False),
        ("bank.test..", "bank.test..", False),
        ("a*.bank.test", "api.bank.test", False),
        ("api.*.test", "api.bank.test", False),
        ("*.bank.test", "*.bank.test", True),
        ("bank_1.test", "bank_1.test", True),
        ("\u212a.test", "k.test", False),
        ("k.test", "\u212a.test", False),
        ("\u212a.test", "\u212a.test", False),
        ("192.0.2.1", "192.0.2.1", False),
        ("54", "54", False),
    ],
)
def test_which_hosts_a_name_covers(name: str, hostname: str, *, covered: bool) -> None:
    """A wildcard is one whole label, the first; addresses are not names; ASCII only."""
    assert verify_hostname(hostname, dns(name)) is covered


def test_okhttp_takes_a_wildcard_of_a_top_level_domain() -> None:
    """The course's own rule refuses it."""
    assert verify_hostname("bank.test", dns("*.test"))
    assert not matches_host(dns("*.test"), "bank.test")


@pytest.mark.parametrize(
    ("packed", "hostname", "covered"),
    [
        ("c0000201", "192.0.2.1", True),
        ("c0000201", "192.0.2.2", False),
        ("c0000201", "::ffff:192.0.2.1", True),
        ("00000000000000000000ffffc0000201", "192.0.2.1", True),
        ("00000000000000000000000000000001", "::1", True),
        ("00000000000000000000000000000001", "0:0:0:0:0:0:0:1", True),
        ("20010db8000000000000000000000001", "2001:DB8::1", True),
        ("20010db8000000000000000000000001", "[2001:db8::1]", False),
        # What has no canonical form equals what has none: a network's address with its mask.
        ("c0000201ffffff00", "a:.23", True),
        ("c0000201ffffff00", "192.0.2.1", False),
    ],
)
def test_addresses(packed: str, hostname: str, *, covered: bool) -> None:
    """Both sides are compared in canonical form."""
    assert (
        verify_hostname(hostname, certificate(alternative_names(tlv(0x87, bytes.fromhex(packed))))) is covered
    )


def test_the_common_name_does_not_count() -> None:
    """Neither without alternative names nor beside them."""
    subject = distinguished_name(attribute("2.5.4.3", "bank.test"))
    assert not verify_hostname("bank.test", certificate(subject=subject))
    assert not verify_hostname("bank.test", certificate(alternative_names(_ADDRESS), subject=subject))


def test_names_in_their_order_and_kinds() -> None:
    """Addresses as the JDK prints them, names as they stand, everything else left out."""
    made = certificate(
        basic_constraints(),
        alternative_names(
            tlv(0x82, b"b.test"),
            tlv(0x87, bytes(15) + b"\x01"),
            tlv(0x81, b"a@bank.test"),
            tlv(0x86, b"https://bank.test/"),
            tlv(0x82, b"a.test"),
            _ADDRESS,
            tlv(0x82, b"caf\xc3\xa9.test"),
        ),
    )
    assert names_of(made) == AlternativeNames(
        ("0:0:0:0:0:0:0:1", "192.0.2.1"), ("b.test", "a.test", "caf\ufffd\ufffd.test")
    )


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("c0000201", "192.0.2.1"),
        ("c0000200ffffff00", "192.0.2.0/255.255.255.0"),
        ("20010db8000000000000000000000000", "2001:db8:0:0:0:0:0:0"),
        ("20010db8" + "00" * 12 + "ffffffff" + "00" * 12, "2001:db8:0:0:0:0:0:0/32"),
        ("00000000000000000000ffffc0000201", "192.0.2.1"),
    ],
)
def test_addresses_as_the_jdk_prints_them(address: str, text: str) -> None:
    """Without "::", a network with its mask, a mapped address as IPv4."""
    assert names_of(certificate(alternative_names(tlv(0x87, bytes.fromhex(address))))).addresses == (text,)


@pytest.mark.parametrize(
    "broken",
    [
        tlv(0x87, b"\x01\x02\x03"),
        tlv(0x81, b""),
        tlv(0x81, b"a@"),
        tlv(0x81, b"a@."),
        tlv(0x86, b"bank.test"),
        tlv(0x86, b"https://bank test/"),
        tlv(0x86, b"https://bank.test/%zz"),
        tlv(0x86, b"https://"),
        tlv(0x86, b"bank:"),
        tlv(0x88),
        tlv(0x89, b"x"),
        tlv(0xA0),
        tlv(0xA0, tlv(0x0C, b"x")),
        tlv(0xA4, b"bank"),
        tlv(0xA4, tlv(0x30, tlv(0x30))),
        tlv(0xA4, tlv(0x30, tlv(0x31, tlv(0x30, b"\x05\x00")))),
        b"\x82\x7f",
    ],
)
def test_one_broken_name_spoils_all(broken: bytes) -> None:
    """The JDK reads none of them then, and the host is refused."""
    made = certificate(alternative_names(tlv(0x82, b"bank.test"), broken))
    assert names_of(made) == AlternativeNames()
    assert not verify_hostname("bank.test", made)


@pytest.mark.parametrize(
    "other",
    [
        tlv(0x81, b"bank"),
        tlv(0x81, b"a@b@bank.test"),
        tlv(0x82),
        tlv(0x86, b"urn:bank"),
        tlv(0x86, b"https://bank.test/%41?a#b"),
        tlv(0x88, b"\x2a\x03"),
        tlv(0xA0, bytes.fromhex("06022a03"), tlv(0xA0, tlv(0x0C, b"x"))),
        tlv(0xA3, b"anything"),
        tlv(0xA4, distinguished_name(attribute("2.5.4.3", "bank"))),
        tlv(0xA4, tlv(0x31)),
        tlv(0xA4),
    ],
)
def test_names_of_other_kinds_are_passed_over(other: bytes) -> None:
    """As long as the JDK can read them."""
    assert verify_hostname("bank.test", certificate(alternative_names(other, tlv(0x82, b"bank.test"))))


@given(st.text("abc-.*K", max_size=12), st.text("abc-.k", max_size=12))
def test_where_the_course_covers_a_host_okhttp_does(name: str, hostname: str) -> None:
    """RFC 9525 as the course has it is never laxer."""
    made = dns(name)
    assert verify_hostname(hostname, made) or not matches_host(made, hostname)


def test_an_ordinary_certificate() -> None:
    """As a builder makes it."""
    made = server(None, dns=["api.bank.test", "*.bank.test"], addresses=["127.0.0.1"]).certificate
    assert all(verify_hostname(host, made) for host in ("api.bank.test", "www.bank.test", "127.0.0.1"))
    assert not verify_hostname("bank.test", made)
