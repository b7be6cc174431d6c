"""When a delegate may loosen what the system checks."""

from __future__ import annotations

import pytest

from course.platforms.app_transport_security import (
    AppTransportSecurity,
    ExceptionDomain,
    insecure_http_loads,
)


def test_ats_is_on_unless_somebody_switches_it_off() -> None:
    """Without a word in Info.plist."""
    assert not AppTransportSecurity().may_loosen("api.bank.test")


def test_arbitrary_loads_switch_it_off_for_every_host_without_an_entry() -> None:
    """Apple: domains in NSExceptionDomains aren't affected by this key."""
    entries = {"api.bank.test": ExceptionDomain()}
    security = AppTransportSecurity(allows_arbitrary_loads=True, exception_domains=entries)
    assert security.may_loosen("shop.test")
    assert not security.may_loosen("api.bank.test")


@pytest.mark.parametrize(("host", "loosened"), [("API.bank.test", True), ("shop.test", False)])
def test_an_exception_is_for_its_domain(host: str, loosened: bool) -> None:
    """However the host is spelt; and for nobody else."""
    assert insecure_http_loads("api.bank.test").may_loosen(host) is loosened


@pytest.mark.parametrize("included", [True, False])
def test_subdomains_are_included_only_where_it_says_so(included: bool) -> None:
    """NSIncludesSubdomains, at any depth."""
    entry = ExceptionDomain(allows_insecure_http_loads=True, includes_subdomains=included)
    security = AppTransportSecurity(exception_domains={"bank.test": entry})
    assert security.may_loosen("bank.test")
    assert security.may_loosen("api.bank.test") is included
    assert security.may_loosen("eu.api.bank.test") is included
    assert not security.may_loosen("otherbank.test")


def test_the_nearest_entry_counts() -> None:
    """A stricter one below a loose one."""
    loose = ExceptionDomain(allows_insecure_http_loads=True, includes_subdomains=True)
    strict = ExceptionDomain(includes_subdomains=True)
    security = AppTransportSecurity(exception_domains={"bank.test": loose, "api.bank.test": strict})
    assert not security.may_loosen("api.bank.test")
    assert not security.may_loosen("eu.api.bank.test")
    assert security.may_loosen("www.bank.test")
