"""Ktor's Darwin engine: its `CertificatePinner`, which answers URLSession's challenge. Made after OkHttp's."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509

from course.pki import Anchors, Untrusted, name_of
from course.platforms.ktor.fixed_headers import public_key_bytes
from course.platforms.ktor.pinned_certificate import (
    HASH_ALGORITHM_SHA_1,
    HASH_ALGORITHM_SHA_256,
    PinnedCertificate,
)
from course.platforms.urlsession import SecTrust

_HASHES = {HASH_ALGORITHM_SHA_256: "sha256", HASH_ALGORITHM_SHA_1: "sha1"}


class TlsPeerUnverifiedException(Exception):
    """The connection is cancelled, and the request fails with this.

    Known by: source, upstream test (CertificatePinner.kt; CertificatePinnerTest.kt).
    """


class CertificatePinner:
    """A set of pins. Hosts without a matching pin get the system's default handling.

    Args:
      pins: each a `PinnedCertificate`, or a pattern and one or more texts of pins. A pin given twice counts once.
      validate_trust: `Builder.validateTrust`. False: the pins are compared with the path that the system could build,
        valid or not, for whatever host. Ktor's own test connects to a self-signed server so; an app's author reports
        that on iOS the system refuses all the same, as no credential is handed over (ktor#5871).
      scoped_to_host: False: as it was before 3fcfadd450 (6 March 2026, KTOR-9393), when a host with any pin at all was
        accepted with every pin of every other host.

    Raises:
      ValueError: with the text of Ktor's `IllegalArgumentException`.

    Known by: source, upstream test (CertificatePinner.kt; CertificatePinnerTest.kt; not run on a phone here).
    """

    def __init__(
        self,
        pins: Iterable[PinnedCertificate | Sequence[str]],
        *,
        validate_trust: bool = True,
        scoped_to_host: bool = True,
    ) -> None:
        self.pins = tuple(dict.fromkeys(pin for given in pins for pin in _read(given)))
        self._validate_trust = validate_trust
        self._scoped_to_host = scoped_to_host

    def find_matching_pins(self, hostname: str) -> list[PinnedCertificate]:
        """The pins of all patterns that cover a host.

        Args:
          hostname: as the protection space names it.

        Known by: source (CertificatePinner.kt).
        """
        return [pin for pin in self.pins if pin.matches(hostname)]

    def apply_pinning(self, hostname: str, trust: SecTrust | None) -> bool:
        """Answer the challenge about a server's trust.

        Args:
          hostname: as the protection space names it.
          trust: what the system would evaluate; None where it has none.

        Returns:
          Whether a pin matched: the credential is used. False: the host has no pins, and the system decides.

        Raises:
          TlsPeerUnverifiedException: the trust is missing or not valid, or no pin matched.

        Known by: source, upstream test (CertificatePinner.kt; CertificatePinnerTest.kt).
        """
        matching = self.find_matching_pins(hostname)
        if not matching:
            return False
        if trust is None:
            raise TlsPeerUnverifiedException("Server trust is not available")
        if self._validate_trust:
            try:
                trust.evaluate()
            except Untrusted as untrusted:
                raise TlsPeerUnverifiedException("Server trust is invalid") from untrusted
        path = trust.copy_certificate_chain()
        wanted = matching if self._scoped_to_host else self.pins
        if not any(_matches(pin, certificate) for certificate in path for pin in wanted):
            raise TlsPeerUnverifiedException(_failure(path, hostname, self.pins))
        return True


def evaluate(
    hostname: str,
    chain: Sequence[x509.Certificate],
    anchors: Anchors | Iterable[x509.Certificate],
    at: datetime,
    pinner: CertificatePinner,
) -> bool:
    """A connection to its end: the pinner answers, and without a pin the system evaluates as always.

    App Transport Security is left out: where it is on, the system evaluates besides, whatever `validate_trust` says.

    Args:
      hostname: whom the app asks.
      chain: as the server sent it, leaf first.
      anchors: what the phone trusts.
      at: the phone's date.
      pinner: given to the engine's `handleChallenge`.

    Returns:
      Whether a pin matched. False: accepted, and nothing was compared.

    Raises:
      TlsPeerUnverifiedException: the pinner cancelled.
      Untrusted: there is no pin for this host, and the system refused.

    Known by: source (CertificatePinner.kt, KtorNSURLSessionDelegate.kt).
    """
    known = anchors if isinstance(anchors, Anchors) else Anchors(anchors)
    trust = SecTrust(tuple(chain), hostname, known, at)
    if pinner.apply_pinning(hostname, trust):
        return True
    trust.evaluate()
    return False


def _read(given: PinnedCertificate | Sequence[str]) -> list[PinnedCertificate]:
    if isinstance(given, PinnedCertificate):
        return [given]
    pattern, *texts = given
    return [PinnedCertificate.new(pattern, text) for text in texts]


def _matches(pin: PinnedCertificate, certificate: x509.Certificate) -> bool:
    return pin.hash == _hash(certificate, pin.hash_algorithm)


def _hash(certificate: x509.Certificate, algorithm: str) -> str | None:
    key = public_key_bytes(certificate)
    if key is None:
        return None
    digest = hashlib.new(_HASHES[algorithm], key, usedforsecurity=False).digest()
    return base64.b64encode(digest).decode("ascii")


def _failure(path: Iterable[x509.Certificate], hostname: str, pins: Iterable[PinnedCertificate]) -> str:
    # Kotlin writes "null" for a key that it could not rebuild. All pins are listed, those of other hosts too: so the
    # source had it before KTOR-9393, and the mend was about the comparison.
    seen = [
        f"    {HASH_ALGORITHM_SHA_256}{_hash(certificate, HASH_ALGORITHM_SHA_256) or 'null'}: {name_of(certificate)}"
        for certificate in path
    ]
    wanted = [f"    {pin}" for pin in pins]
    lines = ["Certificate pinning failure!", "  Peer certificate chain:", *seen]
    return "\n".join([*lines, f"  Pinned certificates for {hostname}:", *wanted])
