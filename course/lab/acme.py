"""A real ACME authority on this machine (pebble), and the real client that asks it for certificates (certbot)."""

from __future__ import annotations

import subprocess
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from course.lab.closing import ClosedAfterwards
from course.lab.last_lines import last_lines
from course.lab.pebble import AcmeError, environment, start_pebble
from course.pki import Pin, load_certificates, name_of
from course.programs import HOW_TO_GET, find_program

# A call takes a second or two.
_CERTBOT_SECONDS = 45.0

__all__ = ["AcmeError", "AcmeServer", "Issued"]


@dataclass(frozen=True, repr=False)
class Issued:
    """What certbot wrote.

    Attributes:
      fullchain: the file fullchain.pem: the chain as a server sends it.
      key: of privkey.pem; None with `--csr`, where certbot never sees the key.
      said: what certbot printed.
    """

    fullchain: bytes
    key: CertificateIssuerPrivateKeyTypes | None
    said: str

    @cached_property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates of the file, leaf first."""
        return tuple(load_certificates(self.fullchain))

    @property
    def pin(self) -> Pin:
        """The pin of the leaf's key."""
        return Pin.of(self.chain[0])

    def __repr__(self) -> str:
        return f"Issued({name_of(self.chain[0])}, {len(self.chain)} certificates)"


class AcmeServer(ClosedAfterwards):
    """An ACME authority on 127.0.0.1, and a certbot that knows no other.

    The authority makes new keys at every start. It ends, and its folder with all keys is removed, when nobody holds
    this object any more, when Python ends, and also when Python is killed.

    Attributes:
      folder: what certbot is set up with, what it logs, and everything that it writes.
      roots: the authority's two roots. Chains lead to the first one unless certbot asks for the other.

    Raises:
      AcmeError: pebble or certbot is not installed, or pebble does not start.
    """

    def __init__(self) -> None:
        program, self._certbot = _program("pebble"), _program("certbot")
        self._pebble = start_pebble(program)
        self._finalizer = weakref.finalize(self, self._pebble.stop)
        self.folder = self._pebble.folder
        self.roots = self._pebble.roots

    def certbot(self, *options: str | Path) -> Issued:
        """Run certbot as one would on a server, against this authority and in a folder of its own.

        Args:
          options: the subcommand and its options, such as "renew", "--force-renewal", "--reuse-key".

        Returns:
          What it wrote: the one certificate that it manages, or with `--csr` the one just issued.

        Raises:
          AcmeError: certbot failed (the message has its last words), or it has no certificate afterwards.
        """
        if not self._finalizer.alive:
            raise AcmeError("This AcmeServer is closed. Make a new one: acme = AcmeServer().")
        line = [self._certbot, *map(str, options), *self._settings()]
        trusted = {"REQUESTS_CA_BUNDLE": str(self._pebble.trusted)}
        if "--csr" in options:
            asked = self.folder / "csr"
            asked.mkdir(exist_ok=True)
            for name in ("cert", "chain", "fullchain"):
                (asked / f"{name}.pem").unlink(missing_ok=True)
                line += [f"--{name}-path", str(asked / f"{name}.pem")]
            said = _run(line, environment(self.folder, trusted))
            return Issued((asked / "fullchain.pem").read_bytes(), None, said)
        said = _run(line, environment(self.folder, trusted))
        live = next((self.folder / "config" / "live").glob("*/"), None)
        if live is None:
            raise AcmeError(
                'certbot has no certificate now. Ask for one with "certonly", "--domain" and a name.'
            )
        return Issued((live / "fullchain.pem").read_bytes(), _key(live / "privkey.pem"), said)

    def close(self) -> None:
        """End the authority and remove the folder."""
        self._finalizer()

    def _settings(self) -> list[str]:
        webroot = self.folder / "webroot"
        webroot.mkdir(exist_ok=True)
        return [
            *("--config-dir", str(self.folder / "config"), "--work-dir", str(self.folder / "work")),
            *("--logs-dir", str(self.folder / "logs"), "--server", self._pebble.directory),
            *("--non-interactive", "--agree-tos", "--register-unsafely-without-email"),
            *("--webroot", "--webroot-path", str(webroot), "--no-random-sleep-on-renew"),
        ]

    def __repr__(self) -> str:
        return "AcmeServer(pebble)"


def _program(name: str) -> str:
    found = find_program(name)
    if found is None:
        raise AcmeError(f"{name} is needed here and not installed on this machine. {HOW_TO_GET[name]}")
    return found


def _run(line: list[str], variables: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 (the learner's own line)
            line,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_CERTBOT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise AcmeError(f"certbot was stopped after {_CERTBOT_SECONDS:.0f} seconds.") from None
    if done.returncode:
        said = last_lines(done.stderr or done.stdout)
        raise AcmeError(f"certbot ended with {done.returncode}. It said: {said}")
    return done.stdout


def _key(path: Path) -> CertificateIssuerPrivateKeyTypes:
    # certbot makes keys that sign: ECDSA or RSA.
    return cast(CertificateIssuerPrivateKeyTypes, load_pem_private_key(path.read_bytes(), None))
