"""Which name leads where."""

from __future__ import annotations

import pytest

from course.lab import Lab, UnknownHost


def test_a_name_leads_to_its_server(lab: Lab) -> None:
    """In every spelling, at every port."""
    for host in ("api.bank.test", "API.Bank.test", "api.bank.test."):
        assert lab.network.address(host, 443) == lab.bank.address
        assert lab.network.genuine(host, 8443) == lab.bank.address
    assert repr(lab.network) == "Network(api.bank.test)"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "::1"])
def test_loopback_addresses_lead_to_themselves(lab: Lab, host: str) -> None:
    """For a proxy, for instance."""
    assert lab.network.address(host, 3128) == (host, 3128)


@pytest.mark.parametrize("host", ["example.com", "8.8.8.8", "localhost", ""])
def test_no_other_name_is_looked_up(lab: Lab, host: str) -> None:
    """Neither by the system nor outside."""
    with pytest.raises(UnknownHost, match=r"knows no host named .*It knows: api\.bank\.test"):
        lab.network.address(host, 443)
