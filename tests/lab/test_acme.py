"""A real ACME authority and a real client, on this machine only."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from course.classroom.kernel_guard import is_loopback
from course.lab import acme as acme_module
from course.lab import derive_key
from course.lab import pebble as pebble_module
from course.lab.acme import AcmeError, AcmeServer, Issued
from course.pki import Pin, evaluate_trust, name_of
from tests.programs import need

pytestmark = pytest.mark.programs

HOST = "api.bank.test"
RENEW = ("renew", "--force-renewal")
PATIENCE = 15.0


@pytest.fixture(scope="module")
def acme() -> Iterator[AcmeServer]:
    """One authority for all tests that only ask it for certificates."""
    need("pebble", "certbot")
    with AcmeServer() as server:
        yield server


@pytest.fixture(scope="module")
def first(acme: AcmeServer) -> Issued:
    """The first certificate, which certbot manages."""
    return acme.certbot("certonly", "--domain", HOST)


@pytest.fixture
def pebble() -> None:
    """Both programs are here."""
    need("pebble", "certbot")


def request_file(acme: AcmeServer, host: str = HOST) -> Path:
    """A signing request for a key of ours."""
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    signed = request.add_extension(names, critical=False).sign(derive_key("in the drawer"), SHA256())
    path = acme.folder / "backup.csr"
    path.write_bytes(signed.public_bytes(Encoding.PEM))
    return path


def runs(number: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(numbers: list[int], folder: Path) -> bool:
    """Whether these processes and this folder are gone, or go within a while."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if not folder.exists() and not any(map(runs, numbers)):
            return True
        time.sleep(0.05)
    return False


def programs(of: int | None = None) -> list[psutil.Process]:
    """The guardians, and what they guard, of a process that has started authorities."""
    guardians = [
        process
        for process in psutil.Process(of).children()
        if runs(process.pid) and any("guardian.py" in part for part in process.cmdline())
    ]
    return [each for guardian in guardians for each in (guardian, *guardian.children())]


def test_certbot_gets_a_valid_chain_and_its_key(acme: AcmeServer, first: Issued) -> None:
    """Valid for the host now, up to the first root; the key is the leaf's."""
    path = evaluate_trust(first.chain, HOST, acme.roots, datetime.now(UTC))
    assert path[-1] == acme.roots[0]
    assert first.key is not None
    assert first.key.public_key() == first.chain[0].public_key()
    assert first.fullchain.count(b"BEGIN CERTIFICATE") == len(first.chain) == 2
    assert repr(first) == f"Issued({HOST}, 2 certificates)"


def test_a_renewal_says_which_files_are_new(acme: AcmeServer, first: Issued) -> None:
    """What is returned is the newest, with its own key."""
    second = acme.certbot(*RENEW)
    assert second.chain[0].serial_number != first.chain[0].serial_number
    assert second.pin != first.pin
    assert second.key is not None
    assert second.pin == Pin.of_public_key(second.key.public_key())


@pytest.mark.usefixtures("first")
def test_with_a_request_the_key_is_ours(acme: AcmeServer) -> None:
    """The managed certificate is another one, files of a call before don't matter, and a root can be chosen."""
    (acme.folder / "csr").mkdir()
    (acme.folder / "csr" / "fullchain.pem").write_bytes(b"of a call before")
    managed = acme.folder / "config" / "live" / HOST / "cert.pem"
    before = managed.read_bytes()
    rescue = acme.certbot(
        "certonly", "--csr", request_file(acme), "--preferred-chain", name_of(acme.roots[1])
    )
    assert rescue.key is None
    assert rescue.pin == Pin.of_public_key(derive_key("in the drawer").public_key())
    assert evaluate_trust(rescue.chain, HOST, acme.roots, datetime.now(UTC))[-1] == acme.roots[1]
    assert "will not be renewed automatically" in rescue.said
    assert managed.read_bytes() == before


@pytest.mark.usefixtures("first")
def test_what_certbot_has_deleted_is_said(acme: AcmeServer) -> None:
    """The archive goes with it."""
    with pytest.raises(AcmeError, match="certbot has no certificate now"):
        acme.certbot("delete", "--cert-name", HOST)
    assert not list(acme.folder.glob("config/archive/*/*"))


def test_what_certbot_refuses_is_an_error_with_its_last_words(acme: AcmeServer) -> None:
    """Never the files of the call before."""
    with pytest.raises(AcmeError, match=r"(?s)^certbot ended with 2\. It said: .*--no-such-option$"):
        acme.certbot(*RENEW, "--no-such-option")
    with pytest.raises(AcmeError, match=r"(?s)certbot ended with 2\..*No such file"):
        acme.certbot("certonly", "--csr", acme.folder / "none.csr")


def test_certbot_is_not_waited_for_for_ever(acme: AcmeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time it is ended."""
    monkeypatch.setattr(acme_module, "_CERTBOT_SECONDS", 0.1)
    with pytest.raises(AcmeError, match="certbot was stopped after 0 seconds"):
        acme.certbot(*RENEW)


def test_it_listens_on_loopback_only(acme: AcmeServer) -> None:
    """pebble's own example would listen on every address of the machine."""
    listening = [
        connection.laddr.ip
        for process in programs()
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert repr(acme) == "AcmeServer(pebble)"
    assert len(listening) == 2
    assert all(map(is_loopback, listening))


def test_settings_of_the_machine_do_not_matter(acme: AcmeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that is not there, and roots that are not pebble's."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    with AcmeServer() as other:
        assert other.roots[0] != acme.roots[0]
        assert other.certbot("certonly", "--domain", HOST).chain


@pytest.mark.usefixtures("pebble")
def test_closing_leaves_nothing() -> None:
    """No program, no folder; a second time it does nothing, and certbot is refused in words."""
    before = {process.pid for process in programs()}
    acme = AcmeServer()
    made = [process.pid for process in programs() if process.pid not in before]
    assert len(made) == 2
    acme.close()
    assert not acme.folder.exists()
    assert not any(map(runs, made))
    acme.close()
    with pytest.raises(AcmeError, match=r"^This AcmeServer is closed\. Make a new one"):
        acme.certbot(*RENEW)


@pytest.mark.usefixtures("pebble")
def test_it_ends_when_nobody_holds_it() -> None:
    """As when a cell that made one is run again."""
    acme = AcmeServer()
    folder = acme.folder
    del acme
    gc.collect()
    assert not folder.exists()


# Says where it works, then what it is asked to do.
_HOLDER = """
import signal, time
from course.lab.acme import AcmeServer

signal.signal(signal.SIGINT, lambda *_: None)
acme = AcmeServer()
print(acme.folder, flush=True)
{then}
"""


def holder(then: str) -> tuple[subprocess.Popen[str], Path, list[int]]:
    """A Python with an authority, in a process group of its own, as a notebook's kernel is."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER.format(then=then)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    return process, folder, [each.pid for each in programs(process.pid)]


@pytest.mark.usefixtures("pebble")
@pytest.mark.parametrize(
    "then", ["time.sleep(60)", "acme.certbot('certonly', '--domain', 'api.bank.test'); time.sleep(60)"]
)
def test_a_killed_kernel_leaves_nothing(then: str) -> None:
    """Killed while nothing happens, and in the middle of a call of certbot."""
    process, folder, numbers = holder(then)
    with process:
        assert len(numbers) == 2
        if "certbot" in then:
            give_up = time.monotonic() + PATIENCE
            while not (folder / "logs").exists() and time.monotonic() < give_up:
                time.sleep(0.02)
            assert (folder / "logs").exists()
        process.kill()
        process.wait(PATIENCE)
        assert gone(numbers, folder)


@pytest.mark.usefixtures("pebble")
def test_python_that_ends_leaves_nothing() -> None:
    """Without a word about closing."""
    process, folder, numbers = holder("time.sleep(0.5)")
    with process:
        process.wait(PATIENCE)
        assert gone(numbers, folder)


@pytest.mark.usefixtures("pebble")
def test_an_interrupted_cell_does_not_end_the_authority() -> None:
    """JupyterLab's stop button sends SIGINT to the whole group of the kernel."""
    then = "time.sleep(0.3); print(len(acme.certbot('certonly', '-d', 'a.test').chain))"
    process, folder, _ = holder(then)
    with process:
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout is not None
        assert process.stdout.read() == "2\n"
        assert process.wait(PATIENCE) == 0
        assert not folder.exists()


@pytest.mark.usefixtures("pebble")
def test_a_port_that_somebody_took_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    """It tries other ones; after three times it gives up, and says what pebble said."""
    real, before = pebble_module._free_ports, {process.pid for process in programs()}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        found = iter([(number, real()[1])])
        monkeypatch.setattr(pebble_module, "_free_ports", lambda: next(found, None) or real())
        with AcmeServer() as server:
            assert server.roots
        monkeypatch.setattr(pebble_module, "_free_ports", lambda: (number, real()[1]))
        with pytest.raises(AcmeError, match=r"(?s)^pebble did not start\. It said: .*address already in use"):
            AcmeServer()
    assert {process.pid for process in programs()} == before


@pytest.mark.parametrize(
    ("program", "advice"), [("pebble", "apt install pebble"), ("certbot", "pip install certbot")]
)
def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, program: str, advice: str) -> None:
    """With how to get it, before anything is started."""
    monkeypatch.setattr(acme_module, "find_program", lambda name: None if name == program else sys.executable)
    with pytest.raises(AcmeError, match=rf"^{program} is needed here and not installed.*{advice}"):
        AcmeServer()


@pytest.mark.parametrize("patience", [10.0, 0.1])
def test_a_pebble_that_never_answers_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, patience: float
) -> None:
    """It is ended, and its folder goes, also where it does not listen and nobody waits for its guardian."""
    deaf = tmp_path / "pebble"
    ignore = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" * (patience < 1)
    deaf.write_text(f"#!{sys.executable} -IS\n{ignore}import time\ntime.sleep(60)\n")
    deaf.chmod(0o755)
    before = {process.pid for process in programs()}
    monkeypatch.setattr(acme_module, "find_program", lambda _: str(deaf))
    monkeypatch.setattr(pebble_module, "_START_SECONDS", 0.4)
    monkeypatch.setattr(pebble_module, "_END_SECONDS", patience)
    monkeypatch.setattr(pebble_module, "_TRIES", 1)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(AcmeError, match=r"^pebble did not start\. It said: nothing\.$"):
        AcmeServer()
    assert [path.name for path in tmp_path.iterdir()] == ["pebble"]
    assert {process.pid for process in programs()} == before
