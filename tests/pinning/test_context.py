"""OpenSSL's own verification, the first gate, is set up the same on every Python and by nobody else."""

from __future__ import annotations

import ssl

import pytest

from course.lab import Lab
from course.pinning import PinningAdapter, Policy
from course.pinning.adapter.connection import PinnedConnection, PinnedPool
from course.pinning.adapter.context import PinningContext, pinning_context

from .clients import URL, adapter_for, pins_of, session_for
from .test_gate import gate


@pytest.fixture
def context() -> PinningContext:
    """A context that trusts the bank's root."""
    return pinning_context(gate(Policy({})))


def test_it_demands_a_valid_certificate_for_the_host(context: PinningContext) -> None:
    """By subject alternative name only."""
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert not context.hostname_checks_common_name
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_its_flags_do_not_depend_on_the_version_of_python(context: PinningContext) -> None:
    """Strict, partial chains, trusted first, and no clock."""
    assert int(context.verify_flags) == 0x20 | 0x8000 | 0x80000 | 0x200000


def test_it_takes_no_ticket_and_no_second_handshake(context: PinningContext) -> None:
    """Both could bring a connection whose chain was never looked at."""
    assert context.options & ssl.OP_NO_TICKET
    assert context.options & ssl.OP_NO_RENEGOTIATION


def test_options_of_urllib3_cannot_loosen_a_connection(context: PinningContext) -> None:
    """Whoever sets them, on a pool or a connection."""
    connection = PinnedConnection(
        "api.bank.test",
        ssl_context=context,
        cert_reqs="CERT_NONE",
        ca_certs="/etc/ssl/certs/ca-certificates.crt",
        ca_cert_dir="/etc/ssl/certs",
        ca_cert_data=b"",
        assert_hostname=False,
        assert_fingerprint="00" * 32,
        server_hostname="other.test",
    )
    assert connection.cert_reqs == "CERT_REQUIRED"
    assert connection.ca_certs is connection.ca_cert_dir is connection.ca_cert_data is None
    assert connection.assert_hostname is connection.assert_fingerprint is connection.server_hostname is None


def test_requests_adds_no_anchor(lab: Lab) -> None:
    """It would load certifi's roots into every context that it is given."""
    adapter = adapter_for(lab, pins_of(lab))
    with session_for(adapter) as session:
        assert session.get(URL).ok
    (context,) = adapter._contexts.values()
    assert [anchor["subject"][-1] for anchor in context.get_ca_certs()] == [
        (("commonName", "Harbour Root CA"),)
    ]


def test_there_are_no_other_pools() -> None:
    """Direct and through a proxy; for http:// there is none."""
    adapter = PinningAdapter(Policy({}), anchors=[])
    for manager in (adapter.poolmanager, adapter.proxy_manager_for("http://127.0.0.1:9")):
        assert manager.pool_classes_by_scheme == {"https": PinnedPool}
