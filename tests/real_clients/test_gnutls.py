"""gnutls-cli as a witness: it computes the same pins, and its trust on first use is a pin that nobody has chosen."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.lab import Lab
from course.lab.leaf import chain_pem
from course.pki import Pin
from tests.programs import need
from tests.real_clients.chains import HOST, Chains

pytestmark = pytest.mark.programs


@pytest.fixture(autouse=True)
def _program() -> None:
    need("gnutls-cli")


def gnutls(port: int, home: Path, *options: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """One connection; what it knows of servers it keeps in its home folder."""
    line = ["gnutls-cli", "127.0.0.1", "--port", str(port), "--sni-hostname", HOST, "--verify-hostname", HOST]
    variables = os.environ | {"HOME": str(home), "LC_ALL": "C"}
    variables.pop("XDG_DATA_HOME", None)
    return subprocess.run(
        [*line, *options], input=answer, env=variables, capture_output=True, text=True, check=False
    )


def test_it_prints_our_pins_for_every_chain(chains: Chains, tmp_path: Path) -> None:
    """One for each certificate, as it was sent."""
    for served in chains.served.values():
        run = gnutls(served.port, tmp_path, "--insecure", "--print-cert")
        printed = re.findall(r'pin-sha256="([^"]+)"', run.stdout)
        assert [Pin.parse(pin) for pin in printed] == [*map(Pin.of, served.chain)], served.name


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A bank whose chain changes."""
    with Lab(dates="stock") as opened:
        yield opened


def test_trust_on_first_use_survives_a_renewal_and_not_a_new_key(lab: Lab, tmp_path: Path) -> None:
    """It remembers a public key for a host and a port. At the first contact it has nothing to go by."""
    port = lab.bank.address[1]
    (tmp_path / "trusted.pem").write_bytes(chain_pem((lab.root.certificate,)))
    trust = ("--x509cafile", str(tmp_path / "trusted.pem"))
    first = gnutls(port, tmp_path, *trust, "--strict-tofu")
    assert first.returncode == 1
    assert "has never been contacted before" in first.stdout + first.stderr
    assert gnutls(port, tmp_path, *trust, "--tofu", answer="y\n").returncode == 0
    assert gnutls(port, tmp_path, *trust, "--strict-tofu").returncode == 0
    lab.bank.renew()
    assert gnutls(port, tmp_path, *trust, "--strict-tofu").returncode == 0
    lab.bank.rekey()
    refused = gnutls(port, tmp_path, *trust, "--strict-tofu")
    assert refused.returncode == 1
    assert "is known and it is associated with a different key" in refused.stdout + refused.stderr
