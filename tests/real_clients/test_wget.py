"""wget's --pinnedpubkey: the same values as curl's, another exit code, and one thing that it reads more gently."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from course.pki import Pin
from tests.programs import need
from tests.real_clients.chains import Chains, Served

pytestmark = pytest.mark.programs

REFUSED = "The public key does not match pinned public key!"


@pytest.fixture(autouse=True)
def _program() -> None:
    need("wget")


def wget(served: Served, pinnedpubkey: str, *options: str) -> subprocess.CompletedProcess[str]:
    """One request to the server's address; no chain but one names it."""
    line = [
        "wget",
        "--no-config",
        "-nv",
        "-O",
        "-",
        "--no-proxy",
        "--tries=1",
        "--pinnedpubkey",
        pinnedpubkey,
    ]
    url = f"https://127.0.0.1:{served.port}/balance"
    variables = os.environ | {"LC_ALL": "C"}
    return subprocess.run([*line, *options, url], env=variables, capture_output=True, text=True, check=False)


def test_without_validation_every_chain_is_judged_by_its_leaf(chains: Chains) -> None:
    """Exit 5, and one sentence."""
    for served in chains.served.values():
        run = wget(served, chains.pins["leaf"].curl, "--no-check-certificate")
        matches = Pin.of(served.chain[0]) == chains.pins["leaf"]
        assert run.returncode == (0 if matches else 5), served.name
        assert (REFUSED in run.stderr) is not matches


@pytest.mark.parametrize("pin", ["intermediate", "root", "backup"])
def test_only_the_leaf_counts(chains: Chains, pin: str) -> None:
    """Not a CA that was sent, nor a key that is not in use."""
    assert wget(chains["root"], chains.pins[pin].curl, "--no-check-certificate").returncode == 5


def test_with_validation_both_must_hold(chains: Chains, tmp_path: Path) -> None:
    """On the chain that names the address."""
    trust = ("--ca-certificate", str(chains.write_trusted(tmp_path)))
    assert wget(chains["many names"], chains.pins["leaf"].curl, *trust).returncode == 0
    assert wget(chains["many names"], chains.pins["backup"].curl, *trust).returncode == 5
    untrusted = wget(chains["missing intermediate"], chains.pins["leaf"].curl, *trust)
    assert untrusted.returncode == 5
    assert REFUSED not in untrusted.stderr


def test_a_list_is_read_as_curl_reads_it(chains: Chains) -> None:
    """One right item is enough."""
    pins = f"{chains.pins['backup'].curl};{chains.pins['leaf'].curl}"
    assert wget(chains["intermediate"], pins, "--no-check-certificate").returncode == 0


def test_a_refused_request_is_not_sent(chains: Chains) -> None:
    """The server has seen a handshake and no request."""
    server = chains["rekeyed"].server
    before = server.requests
    assert wget(chains["rekeyed"], chains.pins["leaf"].curl, "--no-check-certificate").returncode == 5
    assert server.requests == before
