"""Starts and ends pebble, the ACME authority that the developers of Let's Encrypt test with."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography import x509

from course.lab import guardian
from course.lab.last_lines import last_lines
from course.pki import load_certificates

# A start takes a third of a second.
_START_SECONDS = 15.0
_END_SECONDS = 10.0
# Between choosing a port and using it somebody else may take it.
_TRIES = 3

# Every challenge counts as passed, and for later orders too; nothing is slowed down or refused at random; and there is
# a second root.
_SETTINGS = {
    "PEBBLE_VA_ALWAYS_VALID": "1",
    "PEBBLE_VA_NOSLEEP": "1",
    "PEBBLE_AUTHZREUSE": "100",
    "PEBBLE_WFE_NONCEREJECT": "0",
    "PEBBLE_ALTERNATE_ROOTS": "1",
}
_ROOTS = 2


class AcmeError(RuntimeError):
    """pebble did not start, or certbot got no certificate; the message says why."""


@dataclass(frozen=True)
class Pebble:
    """pebble, while it runs.

    Attributes:
      folder: its own; removed at its end.
      directory: the address that an ACME client is given.
      roots: the certificates that its chains lead to; the first one unless a client asks for the other.
      process: of its guardian.
    """

    folder: Path
    directory: str
    roots: tuple[x509.Certificate, ...]
    process: subprocess.Popen[bytes]

    @property
    def trusted(self) -> Path:
        """The certificate, in a file, by which a client knows pebble's own server."""
        return self.folder / "trusted.pem"

    def stop(self) -> None:
        """End it, and wait until its folder is gone."""
        _stop(self.process, self.folder)


def start_pebble(program: str) -> Pebble:
    """Start pebble on loopback, with new keys, in a folder of its own.

    Args:
      program: the path of pebble.

    Raises:
      AcmeError: it does not start, on three pairs of ports; the message has its last words.
    """
    for _ in range(_TRIES):
        folder = Path(tempfile.mkdtemp(prefix="course-acme-"))
        ports = _free_ports()
        # Kept in memory: where pebble does not start, its folder is soon gone.
        context = ssl.create_default_context(cadata=_write_files(folder, ports))
        with (folder / "pebble.log").open("w+b") as log:
            process = _start(program, folder, log.fileno())
            roots = _roots_once_up(process, ports[1], context)
            if roots is not None:
                return Pebble(folder, f"https://127.0.0.1:{ports[0]}/dir", roots, process)
            _stop(process, folder)
            log.seek(0)
            said = last_lines(log.read().decode(errors="replace"))
    raise AcmeError(f"pebble did not start. It said: {said}")


def environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """The variables for a program that sees nothing of the machine's own settings: no proxy, no roots, no home.

    Args:
      folder: what it takes for its home.
      more: what it is to see besides.
    """
    path = os.environ.get("PATH", os.defpath)
    return {"PATH": path, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", **more}


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def _write_files(folder: Path, ports: tuple[int, int]) -> str:
    """Write what pebble reads, and return the certificate by which its own server is known."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "trusted.pem")
    own = folder / "own.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(own)
    config = {
        "listenAddress": f"127.0.0.1:{ports[0]}",
        "managementListenAddress": f"127.0.0.1:{ports[1]}",
        "certificate": str(own),
        "privateKey": str(own),
        "httpPort": 80,
        "tlsPort": 443,
        "ocspResponderURL": "",
        "externalAccountBindingRequired": False,
    }
    (folder / "pebble.json").write_text(json.dumps({"pebble": config}))
    return authority.cert_pem.bytes().decode()


def _start(program: str, folder: Path, log: int) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-I", "-S", guardian.__file__, str(folder)]
    return subprocess.Popen(  # noqa: S603 (our own script)
        [*line, program, "-config", str(folder / "pebble.json")],
        env=environment(folder, _SETTINGS),
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        # An interrupt of a notebook's cell goes to the whole group of its kernel.
        start_new_session=True,
    )


def _stop(process: subprocess.Popen[bytes], folder: Path) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _roots_once_up(
    process: subprocess.Popen[bytes], port: int, context: ssl.SSLContext
) -> tuple[x509.Certificate, ...] | None:
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with suppress(OSError):
            return tuple(_root(port, context, number) for number in range(_ROOTS))
        time.sleep(0.02)
    return None


def _root(port: int, context: ssl.SSLContext, number: int) -> x509.Certificate:
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=_START_SECONDS)
    try:
        connection.request("GET", f"/roots/{number}")
        return load_certificates(connection.getresponse().read())[0]
    finally:
        connection.close()
