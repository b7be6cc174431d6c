"""The lab serves clients that we did not write."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import requests

from course.lab import Lab
from course.lab.leaf import chain_pem

URL = "https://api.bank.test/balance"
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine")
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")


def run(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line as a shell would split it."""
    return subprocess.run(shlex.split(line), capture_output=True, text=True, timeout=30)


@needs_curl
def test_curl_gets_the_balance() -> None:
    """With the second set, since curl reads the machine's clock."""
    with Lab(dates="stock") as lab:
        done = run(lab.curl(URL, "--write-out", " %{http_code}"))
    assert (done.returncode, done.stdout, done.stderr) == (0, '{"balance": "1024.00 EUR"} 200', "")


@needs_curl
def test_curl_ignores_a_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is complete: nothing of the environment leads it elsewhere."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with Lab(dates="stock") as lab:
        assert run(lab.curl(URL)).returncode == 0


@needs_curl
def test_curl_pins_as_we_do() -> None:
    """It accepts the pin, and a renewal with the same key; after a rekey it ends with 90."""
    with Lab(dates="stock") as lab:
        line = lab.curl(URL, "--pinnedpubkey", lab.bank.pin.curl)
        assert run(line).returncode == 0
        lab.bank.renew()
        assert run(line).returncode == 0
        lab.bank.rekey()
        done = run(line)
        assert done.returncode == 90
        assert "public key does not match pinned public key" in done.stderr
        assert lab.bank.requests == 2


@needs_curl
def test_curl_is_intercepted_as_an_app_is() -> None:
    """First it does not trust; then it is read; with a pin it is not."""
    with Lab(dates="stock") as lab, lab.interceptor() as mallory:
        mallory.intercept("api.bank.test")
        assert run(lab.curl(URL)).returncode == 60
        lab.phone.trust(mallory.authority)
        assert run(lab.curl(URL)).stdout == '{"balance": "1024.00 EUR"}'
        assert len(mallory.read) == 1
        assert run(lab.curl(URL, "--pinnedpubkey", lab.bank.pin.curl)).returncode == 90
        assert len(mallory.read) == 1


@needs_curl
def test_curl_cannot_use_the_calendars_certificates_for_ever() -> None:
    """With a certificate that is not valid yet anywhere near today, curl refuses."""
    with Lab() as lab:
        lab.clock.advance(days=36500)
        lab.bank.renew()
        assert run(lab.curl(URL)).returncode == 60


def test_plain_requests_gets_the_balance(tmp_path: Path) -> None:
    """`requests.get(verify=...)`, by address."""
    with Lab(dates="stock") as lab:
        leaf = lab.issuing.issue("127.0.0.1")
        lab.bank.present(leaf.chain, leaf.key)
        root = tmp_path / "root.pem"
        root.write_bytes(chain_pem((lab.root.certificate,)))
        url = f"https://127.0.0.1:{lab.bank.address[1]}/balance"
        assert requests.get(url, verify=str(root), timeout=10).json() == {"balance": "1024.00 EUR"}


@needs_openssl
def test_openssl_verifies_the_chain(tmp_path: Path) -> None:
    """Strictly, and for the host."""
    with Lab(dates="stock") as lab:
        root = tmp_path / "root.pem"
        root.write_bytes(chain_pem((lab.root.certificate,)))
        done = subprocess.run(
            [
                *("openssl", "s_client", "-connect", f"127.0.0.1:{lab.bank.address[1]}"),
                *("-servername", "api.bank.test", "-verify_hostname", "api.bank.test"),
                *("-CAfile", str(root), "-x509_strict", "-verify_return_error"),
            ],
            input="",
            capture_output=True,
            text=True,
            timeout=30,
        )
    assert "Verify return code: 0 (ok)" in done.stdout
