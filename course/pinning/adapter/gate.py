"""The check of one connection: get the chain, validate it, take the keys, hash them, compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography import x509

from course.pinning.errors import PinningError, Refused, TrustError
from course.pinning.policy import Policy
from course.pki import Anchors, Untrusted, evaluate_trust


class Stop(Exception):
    """Carries a refusal out through urllib3, which would wrap and retry an OSError."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True)
class Gate:
    """What every connection of one client is judged by."""

    policy: Policy
    anchors: Anchors
    now: Callable[[], datetime]

    def judge(self, chain: Sequence[bytes], host: str, *, resumed: bool) -> None:
        """Return if a request may be sent.

        Args:
          chain: as sent, in DER.
          host: the name that the client asked for.
          resumed: whether the handshake resumed an earlier TLS session.

        Raises:
          Refused: the request must not be sent.
        """
        if resumed:
            explanation = (
                "the TLS session was resumed, and then no chain is shown. Do not share TLS sessions."
            )
            raise Refused(host, "get the chain", explanation)
        if not chain:
            raise Refused(host, "get the chain", "the server sent no certificate.")
        at = self.now()
        path = self._validate(chain, host, at)
        verdict = self.policy.evaluate(host, path, at)
        if not verdict.accepted:
            raise PinningError(verdict)

    def explain(self, chain: Sequence[bytes], host: str, message: str) -> Refused:
        """Say why OpenSSL refused a chain, by our own trust evaluation where it refuses too.

        OpenSSL's own words depend on its version and on what it looks at first.

        Args:
          chain: as sent, in DER; empty where it cannot be had.
          host: the name that the client asked for.
          message: OpenSSL's `verify_message`.
        """
        try:
            if chain:
                self._validate(chain, host, self.now())
        except Refused as refusal:
            return refusal
        return TrustError(host, f"OpenSSL does not accept the chain: {message.rstrip('.')}.")

    def _validate(self, chain: Sequence[bytes], host: str, at: datetime) -> tuple[x509.Certificate, ...]:
        try:
            certificates = [_certificate(der) for der in chain]
        except ValueError as error:
            raise TrustError(host, "the server sent a certificate that cannot be read.") from error
        try:
            return evaluate_trust(certificates, host, self.anchors, at)
        except Untrusted as untrusted:
            raise TrustError(host, str(untrusted), untrusted) from untrusted


# A server sends the same bytes at every handshake.
@lru_cache(maxsize=512)
def _certificate(der: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(der)
