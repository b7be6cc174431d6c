"""Which domain-config a host belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.platforms.network_security_config import Domain, parse

from .files import config, document, domain_config, pin_set

_LABEL = st.sampled_from(["a", "b", "api", "bank", "test"])
_NAME = st.lists(_LABEL, min_size=1, max_size=4).map(".".join)
_DOMAINS = st.dictionaries(_NAME, st.booleans(), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("domain", "subdomains", "host", "matches"),
    [
        ("bank.test", False, "bank.test", True),
        ("bank.test", False, "api.bank.test", False),
        ("bank.test", True, "bank.test", True),
        ("bank.test", True, "api.bank.test", True),
        ("bank.test", True, "eu.api.bank.test", True),
        ("bank.test", True, "otherbank.test", False),
        ("bank.test", True, "test", False),
        ("Bank.Test", False, "bank.TEST", True),
        ("  bank.test\t\n", False, "bank.test", True),
        ("\x85bank.test", False, "bank.test", False),
        ("!bank.test", False, "bank.test", False),
        ("bank.test", False, "bank.test.", True),
        ("bank.test", False, "bank.test..", False),
        ("bank.test", True, "api.bank.test.", True),
        ("bank.test.", False, "bank.test", False),
        ("bank.test.", False, "bank.test.", False),
        ("bank.test.", True, "api.bank.test.", False),
        ("bank.test.", False, "bank.test..", True),
        ("*.bank.test", False, "api.bank.test", False),
        ("*.bank.test", True, "api.bank.test", False),
        (".bank.test", True, "api.bank.test", False),
        ("test", True, "bank.test", True),
        ("straße.test", False, "STRAßE.test", True),
        ("straße.test", False, "strasse.test", False),
        ("straße.test", False, "xn--strae-oqa.test", False),
        ("k.test", False, "\u212a.test", True),
        ("10.0.0.1", False, "10.0.0.1", True),
    ],
)
def test_a_domain_matches(domain: str, subdomains: bool, host: str, matches: bool) -> None:
    """By its text: no wildcard, no IDN, and of the host one dot at its end is taken off."""
    read = config(domain_config(pin_set("A" * 43), domain=domain, subdomains=subdomains))
    assert bool(read.config_for(host).pins) is matches


@pytest.mark.parametrize("host", [".", ".bank.test", ".."])
def test_a_host_cannot_begin_with_a_dot(host: str) -> None:
    """IllegalArgumentException."""
    with pytest.raises(ValueError, match=r"^hostname must not begin with a \.$"):
        config("").config_for(host)


def test_no_host_asks_for_the_base_config() -> None:
    """As Android's own tests do."""
    assert config(f"<base-config hstsEnforced='true'/>{domain_config()}").config_for("").hsts_enforced


def test_the_longest_domain_decides_wherever_it_stands() -> None:
    """Inside, outside, before and after."""
    read = config(
        domain_config(domain_config(domain="eu.api.bank.test"), domain="api.bank.test", subdomains=True)
        + domain_config(subdomains=True)
    )
    found = {
        host: read.config_for(host).domain
        for host in (
            "bank.test",
            "www.bank.test",
            "api.bank.test",
            "us.api.bank.test",
            "eu.api.bank.test",
            "a.test",
        )
    }
    assert {host: domain and domain.hostname for host, domain in found.items()} == {
        "bank.test": "bank.test",
        "www.bank.test": "bank.test",
        "api.bank.test": "api.bank.test",
        "us.api.bank.test": "api.bank.test",
        "eu.api.bank.test": "eu.api.bank.test",
        "a.test": None,
    }


def test_an_exact_domain_without_subdomains_hides_a_wider_one_for_itself_only() -> None:
    """Its own subdomains fall back to the wider one."""
    read = config(domain_config(subdomains=True) + domain_config(domain="api.bank.test"))
    assert read.config_for("api.bank.test").domain == Domain("api.bank.test")
    assert read.config_for("eu.api.bank.test").domain == Domain("bank.test", True)


@given(_DOMAINS, _NAME, st.randoms())
def test_the_order_of_domains_does_not_matter(domains: dict[str, bool], host: str, chance: object) -> None:
    """Two files with the same domains give every host the same domain."""
    entries = [domain_config(domain=name, subdomains=subdomains) for name, subdomains in domains.items()]
    shuffled = list(entries)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (parse(document("".join(texts))).config_for(host).domain for texts in (entries, shuffled))
    assert one == other


@given(_DOMAINS, _NAME)
def test_nobody_decides_who_is_not_asked(domains: dict[str, bool], host: str) -> None:
    """The domain found is the host or above it, and no longer one is."""
    entries = "".join(domain_config(domain=name, subdomains=included) for name, included in domains.items())
    found = config(entries).config_for(host).domain
    fits = [
        name for name, included in domains.items() if host == name or (included and host.endswith(f".{name}"))
    ]
    assert (found.hostname if found else None) == max(fits, key=len, default=None)


@given(_NAME)
def test_case_and_one_dot_at_the_end_do_not_matter(host: str) -> None:
    """Of the host; of the domain only the case."""
    read = config(domain_config(domain=host.upper()))
    assert read.config_for(f"{host.title()}.").domain == Domain(host)
