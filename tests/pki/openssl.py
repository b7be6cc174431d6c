"""The verdict of the real OpenSSL, by its command."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.pki import Strictness

needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="there is no openssl program on this machine"
)

# -partial_chain: an anchor ends the path, whoever issued it, as here and as Python 3.13 has it.
_LEVELS = {
    Strictness.LENIENT: ["-auth_level", "0"],
    Strictness.DEFAULT: ["-auth_level", "2"],
    Strictness.STRICT: ["-auth_level", "2", "-x509_strict"],
}


def openssl_accepts(
    folder: Path,
    chain: Sequence[x509.Certificate],
    host: str,
    anchors: Sequence[x509.Certificate],
    at: datetime,
    strictness: Strictness = Strictness.DEFAULT,
    *,
    partial: bool = True,
) -> tuple[bool, str]:
    """Whether `openssl verify` takes a chain for a TLS server, and what it printed."""
    files = {"leaf": chain[:1], "sent": chain[1:], "anchors": anchors}
    for name, certificates in files.items():
        pem = b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)
        (folder / f"{name}.pem").write_bytes(pem)
    command = [
        "openssl",
        "verify",
        "-no-CApath",
        "-no-CAstore",
        "-purpose",
        "sslserver",
        *_LEVELS[strictness],
    ]
    command += ["-partial_chain"] if partial else []
    command += ["-attime", str(int(at.timestamp())), "-CAfile", str(folder / "anchors.pem")]
    command += ["-verify_ip" if _is_address(host) else "-verify_hostname", host]
    command += ["-untrusted", str(folder / "sent.pem")] if files["sent"] else []
    run = subprocess.run([*command, str(folder / "leaf.pem")], capture_output=True, text=True, check=False)
    return run.returncode == 0, run.stdout + run.stderr


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()
