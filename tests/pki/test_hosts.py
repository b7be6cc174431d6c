"""Which hosts a certificate is for (RFC 9525)."""

from __future__ import annotations

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from course.pki import matches_host

from .certificates import corrupted, key_of, name, server

labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)


def certificate(*names: str) -> x509.Certificate:
    addresses = [each for each in names if each.replace(".", "").isdigit() or ":" in each]
    return server(
        None, dns=[each for each in names if each not in addresses], addresses=addresses
    ).certificate


@pytest.mark.parametrize(
    ("presented", "host", "expected"),
    [
        ("bank.test", "bank.test", True),
        ("bank.test", "BANK.Test", True),
        ("BANK.test", "bank.test", True),
        ("bank.test", "bank.test.", True),
        ("bank.test.", "bank.test", True),
        ("bank.test", "bank.test..", False),
        ("bank.test", "api.bank.test", False),
        ("bank.test", "", False),
        ("bank.test", ".", False),
        ("bank.test", ".bank.test", False),
        ("bank.test", "bank.test\0.evil.test", False),
        ("bank.test", "bank.test:443", False),
        ("bank.test", "bank.test\n", False),
        ("k.test", "\u212a.test", False),
        ("*.bank.test", "api.bank.test", True),
        ("*.bank.test", "API.bank.test.", True),
        ("*.bank.test", "bank.test", False),
        ("*.bank.test", ".bank.test", False),
        ("*.bank.test", "a.b.bank.test", False),
        ("*.bank.test", "*.bank.test", False),
        ("*.bank.test", "xn--bcher-kva.bank.test", True),
        ("*.bank.test", "under_score.bank.test", True),
        ("a*.bank.test", "api.bank.test", False),
        ("*i.bank.test", "api.bank.test", False),
        ("api.*.test", "api.bank.test", False),
        ("*.*.test", "api.bank.test", False),
        ("*", "localhost", False),
        ("*.test", "bank.test", False),
        ("*.0.0.1", "127.0.0.1", False),
        ("xn--bcher-kva.test", "XN--BCHER-KVA.test", True),
        ("xn--bcher-kva.test", "b\u00fccher.test", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.2", False),
        ("127.0.0.1", "127.1", False),
        ("127.0.0.1", "127.0.0.01", False),
        ("127.0.0.1", "127.0.0.1.", False),
        ("::1", "0:0:0:0:0:0:0:1", True),
        ("::1", "[::1]", True),
        ("2001:DB8::A", "2001:db8:0::a", True),
        ("127.0.0.1", "::ffff:127.0.0.1", False),
        ("fe80::1", "fe80::1%eth0", False),
    ],
)
def test_names_and_hosts(presented: str, host: str, expected: bool) -> None:
    """Only whole labels, only ASCII case, only one star on the far left, addresses as addresses."""
    assert matches_host(certificate(presented), host) is expected


def test_a_dns_name_of_digits_is_no_address() -> None:
    """An address in a dNSName counts for nothing."""
    assert not matches_host(server(None, dns=("127.0.0.1",)).certificate, "127.0.0.1")
    assert not matches_host(server(None, dns=("127.1",)).certificate, "127.1")


def test_the_common_name_never_counts() -> None:
    """RFC 9525 section 2: the subject is for people."""
    assert not matches_host(server(None, "bank.test", dns=()).certificate, "bank.test")


def test_every_name_of_a_certificate_counts() -> None:
    """Not only the first one."""
    both = certificate("shop.test", "127.0.0.1", "bank.test")
    assert matches_host(both, "bank.test")
    assert matches_host(both, "127.0.0.1")


@given(st.text(), st.sampled_from(["bank.test", "*.bank.test", "127.0.0.1"]))
def test_no_text_raises(host: str, presented: str) -> None:
    """Law: every text is a host or is not."""
    assert matches_host(certificate(presented), host) in (True, False)


@given(st.lists(labels.filter(lambda label: not label.isdigit()), min_size=2, max_size=5))
def test_a_wildcard_stands_for_one_label(parts: list[str]) -> None:
    """Law: `*.x` covers `a.x` exactly if x has two labels or more, and never x or `b.a.x`."""
    host = ".".join(parts)
    wildcard = certificate(f"*.{host}")
    assert matches_host(wildcard, f"a.{host}")
    assert not matches_host(wildcard, host)
    assert not matches_host(wildcard, f"b.a.{host}")


def test_an_unreadable_certificate_is_for_nobody() -> None:
    """No names, no host."""
    broken = corrupted(server(None, name("caf\u00e9"), key=key_of("x")), "caf\u00e9".encode(), b"caf\xff\xfe")
    assert not matches_host(broken, "api.bank.test")
