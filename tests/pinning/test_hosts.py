"""The names under which a policy keeps its hosts."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.pinning.hosts import host_key, policy_host


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("api.bank.test", "api.bank.test"),
        ("API.Bank.TEST", "api.bank.test"),
        ("api.bank.test.", "api.bank.test"),
        ("xn--strae-oqa.test", "xn--strae-oqa.test"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("2001:DB8::A", "2001:db8::a"),
    ],
)
def test_a_host_has_one_key(written: str, key: str) -> None:
    """ASCII case and one trailing dot do not count."""
    assert policy_host(written) == host_key(written) == key


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("https://api.bank.test", "no scheme, port or path"),
        ("api.bank.test:443", "no scheme, port or path"),
        ("api.bank.test/login", "no scheme, port or path"),
        ("user@bank.test", "no scheme, port or path"),
        ("api bank.test", "no scheme, port or path"),
        ("api.bank.test..", "no scheme, port or path"),
        ("", "no scheme, port or path"),
        (".", "no scheme, port or path"),
        ("*.bank.test", "exact names only"),
        ("straße.test", "begins with xn--"),
    ],
)
def test_what_can_never_be_a_host_is_refused(written: str, why: str) -> None:
    """Its pins would never be asked for, so the policy is not made."""
    with pytest.raises(ValueError, match=why):
        policy_host(written)


def test_only_ascii_letters_are_folded() -> None:
    """KELVIN SIGN is not a k: str.lower() would make it one."""
    assert host_key("\u212a.test") == "\u212a.test"
    with pytest.raises(ValueError, match="not ASCII"):
        policy_host("\u212a.test")


@given(st.text())
def test_a_key_is_its_own_key_but_for_dots(host: str) -> None:
    """Folding twice changes nothing but further trailing dots."""
    key = host_key(host)
    assert host_key(key) in {key, key.removesuffix(".")}
    assert not set(key) & set(string.ascii_uppercase)
