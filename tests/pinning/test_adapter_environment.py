"""No environment variable and no argument loosens or switches off the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.lab import Lab
from course.lab.leaf import chain_pem
from course.pinning import PinningError, TrustError

from .clients import URL, adapter_for, pins_of, session_for, wrong_pins
from .proxies import Proxy

VARIABLES = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"]


@pytest.fixture
def bundle(lab: Lab, tmp_path: Path) -> Path:
    """A file with the root that the client must not come to trust."""
    file = tmp_path / "bundle.pem"
    file.write_bytes(chain_pem((lab.root.certificate,)))
    return file


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_variable_adds_no_anchor(
    lab: Lab, bundle: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A root that only the environment names is not trusted, by a session that trusts its environment."""
    monkeypatch.setenv(variable, str(bundle))
    with session_for(adapter_for(lab, pins_of(lab), anchors=[])) as session, pytest.raises(TrustError):
        session.get(URL)


def test_a_folder_of_the_environment_adds_no_anchor(
    lab: Lab, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for SSL_CERT_DIR."""
    monkeypatch.setenv("SSL_CERT_DIR", str(bundle.parent))
    with session_for(adapter_for(lab, pins_of(lab), anchors=[])) as session, pytest.raises(TrustError):
        session.get(URL)


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_variable_takes_no_anchor_away(
    lab: Lab, tmp_path: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does a file that is not there."""
    monkeypatch.setenv(variable, str(tmp_path / "missing.pem"))
    with session_for(adapter_for(lab, pins_of(lab))) as session:
        assert session.get(URL).ok


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_variable_does_not_switch_pins_off(
    lab: Lab, bundle: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a bundle that trusts the server, the pins still decide."""
    monkeypatch.setenv(variable, str(bundle))
    with session_for(adapter_for(lab, wrong_pins())) as session, pytest.raises(PinningError):
        session.get(URL)


def test_verify_with_a_path_adds_no_anchor(lab: Lab, bundle: Path) -> None:
    """By argument and by session."""
    with session_for(adapter_for(lab, pins_of(lab), anchors=[])) as session:
        with pytest.raises(TrustError):
            session.get(URL, verify=str(bundle))
        session.verify = str(bundle)
        with pytest.raises(TrustError):
            session.get(URL)


def test_a_proxy_of_the_environment_does_not_take_the_pin_away(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTPS_PROXY sends the connection through a proxy, and the check goes with it."""
    with Proxy(lab.bank.address) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with session_for(adapter_for(lab, wrong_pins())) as session, pytest.raises(PinningError):
            session.get(URL)
        assert [line.split()[1] for line in proxy.asked] == ["api.bank.test:443"]
        # While the proxy runs: it may still have the client's last message.
        assert (lab.bank.handshakes, lab.bank.requests) == (1, 0)


def test_no_key_log_is_written(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SSLKEYLOGFILE would let somebody else read along; this client does not know it."""
    log = tmp_path / "keys.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    with session_for(adapter_for(lab, pins_of(lab))) as session:
        assert session.get(URL).ok
    assert not log.exists()
