"""The order in which OkHttp judges a connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509

from course.pki import Anchors, Reason, Untrusted, evaluate_trust
from course.platforms.okhttp.cleaner import clean_chain
from course.platforms.okhttp.errors import ChainError, HostnameError
from course.platforms.okhttp.hostname_verifier import verify_hostname
from course.platforms.okhttp.messages import hostname_failure
from course.platforms.okhttp.pinner import CertificatePinner


def evaluate(
    hostname: str,
    chain: Sequence[x509.Certificate],
    anchors: Anchors | Iterable[x509.Certificate],
    at: datetime,
    pinner: CertificatePinner,
) -> list[x509.Certificate]:
    """A connection to its end: trust, then the host name, then the chain cleaned, then the pins.

    Args:
      hostname: in canonical form, as `HttpUrl` has it.
      chain: as the server sent it, leaf first.
      anchors: what the trust manager trusts.
      at: the moment to judge by, timezone-aware.
      pinner: its pins count from the first request on.

    Returns:
      What `handshake().peerCertificates()` says afterwards: the cleaned chain; nothing, if it could not be cleaned and
      no pin asked for it.

    Raises:
      Untrusted: the trust manager refuses, in the course's words. The JDK has its own, such as "PKIX path building
        failed".
      HostnameError: the leaf is for other hosts.
      PinningError: no key in the cleaned chain has a pin of this host. A chain that cannot be cleaned counts as empty.

    Known by: real tool (OkHttp 3.13.1), source (ConnectPlan.kt, Handshake.kt).
    """
    known = anchors if isinstance(anchors, Anchors) else Anchors(anchors)
    try:
        evaluate_trust(chain, hostname, known, at)
    except Untrusted as error:
        # Nothing but the host was wrong, and that is the verifier's question, not the trust manager's.
        if error.reason is not Reason.HOST:
            raise
    if not verify_hostname(hostname, chain[0]):
        raise HostnameError(hostname_failure(hostname, chain[0]))
    try:
        cleaned = clean_chain(chain, known)
    except ChainError:
        cleaned = []
    pinner.check(hostname, cleaned)
    return cleaned
