"""A real ACME CA on this machine (pebble), and the real client that asks it for certificates (certbot)."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import requests
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from course.lab import guardian
from course.pki import Pin, load_certificates, name_of
from course.programs import find_program

# A start takes a third of a second, a call of certbot one or two.
_START_SECONDS = 15.0
_CERTBOT_SECONDS = 45.0
_END_SECONDS = 10.0
# Between choosing a port and using it somebody else may take it.
_TRIES = 3
_LINES_OF_A_LOG = 8

_HOW_TO_GET = {
    "pebble": "Debian, Ubuntu: apt install pebble. Elsewhere: https://github.com/letsencrypt/pebble.",
    "certbot": "Install it into the course's environment: pip install certbot.",
}
# Every challenge counts as passed, nothing is slowed down or refused at random, and there is a second root.
_PEBBLE = {
    "PEBBLE_VA_ALWAYS_VALID": "1",
    "PEBBLE_VA_NOSLEEP": "1",
    "PEBBLE_WFE_NONCEREJECT": "0",
    "PEBBLE_ALTERNATE_ROOTS": "1",
}


class AcmeError(RuntimeError):
    """pebble did not start, or certbot got no certificate; the message says why."""


@dataclass(frozen=True, repr=False)
class Issued:
    """What certbot wrote.

    Attributes:
      chain: of fullchain.pem, leaf first.
      key: of privkey.pem; None with `--csr`, where certbot never sees the key.
      said: what certbot printed.
    """

    chain: tuple[x509.Certificate, ...]
    key: CertificateIssuerPrivateKeyTypes | None
    said: str

    @property
    def pin(self) -> Pin:
        """The pin of the leaf's key."""
        return Pin.of(self.chain[0])

    def __repr__(self) -> str:
        return f"Issued({name_of(self.chain[0])}, {len(self.chain)} certificates)"


class AcmeServer:
    """pebble on 127.0.0.1, the ACME CA that Let's Encrypt's own developers test with, and a certbot that knows only it.

    It makes new CA keys at every start. It ends, and its folder with all keys is removed, when nobody holds this object
    any more, when Python ends, and also when Python is killed.

    Attributes:
      folder: the configuration of certbot, its logs, and everything that it writes.
      roots: pebble's two roots. Chains lead to the first one unless certbot asks for the other.

    Raises:
      AcmeError: pebble or certbot is not installed, or pebble does not start.
    """

    def __init__(self) -> None:
        self._pebble, self._certbot = _program("pebble"), _program("certbot")
        for number in range(1, _TRIES + 1):
            self.folder = Path(tempfile.mkdtemp(prefix="course-acme-"))
            ports = _free_ports()
            process = _start(self._pebble, self.folder, ports)
            self._finalizer = weakref.finalize(self, _stop, process)
            self._directory = f"https://127.0.0.1:{ports[0]}/dir"
            trouble = _wait_until_up(process, self.folder, f"https://127.0.0.1:{ports[1]}/roots/0")
            if trouble is None:
                break
            self.close()
            if number == _TRIES:
                raise AcmeError(trouble)
        self.roots = tuple(
            _ask(self.folder, f"https://127.0.0.1:{ports[1]}/roots/{number}") for number in range(2)
        )

    def certbot(self, *options: str | Path) -> Issued:
        """Run certbot as one would on a server, against this CA and in a folder of its own.

        Args:
          options: the subcommand and its options, such as "renew", "--force-renewal", "--reuse-key".

        Returns:
          What it wrote: the one certificate that it manages, or with `--csr` the one just issued.

        Raises:
          AcmeError: certbot failed; the message has its last words.
        """
        if not self._finalizer.alive:
            raise AcmeError("This AcmeServer is closed. Make a new one: acme = AcmeServer().")
        csr = self.folder / "csr"
        line = [self._certbot, *map(str, options), *self._settings()]
        if "--csr" in options:
            csr.mkdir(exist_ok=True)
            for name in ("cert", "chain", "fullchain"):
                (csr / f"{name}.pem").unlink(missing_ok=True)
                line += [f"--{name}-path", str(csr / f"{name}.pem")]
        said = _run(line, _environment(self.folder, {"REQUESTS_CA_BUNDLE": str(self.folder / "server.pem")}))
        if "--csr" in options:
            return Issued(_chain(csr / "fullchain.pem"), None, said)
        live = next((self.folder / "config" / "live").glob("*/"))
        return Issued(_chain(live / "fullchain.pem"), _key(live / "privkey.pem"), said)

    def close(self) -> None:
        """End pebble and remove the folder."""
        self._finalizer()

    def _settings(self) -> list[str]:
        webroot = self.folder / "webroot"
        webroot.mkdir(exist_ok=True)
        return [
            *("--config-dir", str(self.folder / "config"), "--work-dir", str(self.folder / "work")),
            *("--logs-dir", str(self.folder / "logs"), "--server", self._directory),
            *("--non-interactive", "--agree-tos", "--register-unsafely-without-email"),
            *("--webroot", "--webroot-path", str(webroot), "--no-random-sleep-on-renew"),
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return "AcmeServer(pebble)"


def _program(name: str) -> str:
    found = find_program(name)
    if found is None:
        raise AcmeError(f"{name} is needed here and not installed on this machine. {_HOW_TO_GET[name]}")
    return found


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def _environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    # Nothing of the machine's own settings: no proxy, no other roots, no configuration of somebody's certbot.
    path = os.environ.get("PATH", os.defpath)
    return {"PATH": path, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", **more}


def _start(pebble: str, folder: Path, ports: tuple[int, int]) -> subprocess.Popen[bytes]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "server.pem")
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(folder / "server-key.pem")
    config = {
        "listenAddress": f"127.0.0.1:{ports[0]}",
        "managementListenAddress": f"127.0.0.1:{ports[1]}",
        "certificate": str(folder / "server-key.pem"),
        "privateKey": str(folder / "server-key.pem"),
        "httpPort": 80,
        "tlsPort": 443,
        "ocspResponderURL": "",
        "externalAccountBindingRequired": False,
    }
    (folder / "pebble.json").write_text(json.dumps({"pebble": config}))
    watched = [pebble, "-config", str(folder / "pebble.json")]
    with (folder / "pebble.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 (our own script)
            [sys.executable, "-I", "-S", guardian.__file__, str(folder), *watched],
            env=_environment(folder, _PEBBLE),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            # An interrupt of a notebook's cell goes to the whole group of its kernel.
            start_new_session=True,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_up(process: subprocess.Popen[bytes], folder: Path, url: str) -> str | None:
    """None, or why it is not up."""
    log = (folder / "pebble.log").open(errors="replace")
    with log:
        give_up = time.monotonic() + _START_SECONDS
        while time.monotonic() < give_up and process.poll() is None:
            with suppress(requests.ConnectionError):
                _ask(folder, url)
                return None
            time.sleep(0.02)
        return f"pebble did not start. It said: {_last_lines(log.read())}"


def _ask(folder: Path, url: str) -> x509.Certificate:
    with requests.Session() as session:
        session.trust_env = False
        reply = session.get(url, verify=str(folder / "server.pem"), timeout=_START_SECONDS)
    return load_certificates(reply.content)[0]


def _run(line: list[str], environment: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 (the learner's own line)
            line,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_CERTBOT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise AcmeError(f"certbot was stopped after {_CERTBOT_SECONDS:.0f} seconds. Is pebble closed?") from None
    if done.returncode:
        raise AcmeError(f"certbot ended with {done.returncode}. It said: {_last_lines(done.stderr or done.stdout)}")
    return done.stdout


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-_LINES_OF_A_LOG:]) or "nothing."


def _chain(path: Path) -> tuple[x509.Certificate, ...]:
    return tuple(load_certificates(path.read_bytes()))


def _key(path: Path) -> CertificateIssuerPrivateKeyTypes:
    key = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, CertificateIssuerPrivateKeyTypes)
    return key
