"""The order in which OkHttp judges a connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from cryptography import x509

from course.pki import Anchors, Reason, Untrusted, evaluate_trust
from course.platforms.okhttp.cleaner import clean_chain
from course.platforms.okhttp.errors import ChainError, HostnameError, PinningError
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
    trust_then_host(hostname, chain, known, at, verify_hostname)
    try:
        cleaned = clean_chain(chain, known)
    except ChainError:
        cleaned = []
    pinner.check(hostname, cleaned)
    return cleaned


def is_eligible(hostname: str, certificates: Sequence[x509.Certificate], pinner: CertificatePinner) -> bool:
    """Whether an open HTTP/2 connection may carry requests for another host, as far as TLS decides about it.

    Args:
      hostname: the other host, at the same address and port.
      certificates: the cleaned chain of the open connection.
      pinner: the pins of the other host are asked too.

    Known by: source (RealConnection.kt), upstream test (ConnectionCoalescingTest).
    """
    if not certificates or not verify_hostname(hostname, certificates[0]):
        return False
    try:
        pinner.check(hostname, certificates)
    except PinningError:
        return False
    return True


def trust_then_host(
    hostname: str,
    chain: Sequence[x509.Certificate],
    anchors: Anchors,
    at: datetime,
    verifier: Callable[[str, x509.Certificate], bool],
) -> None:
    """The two steps before the pins.

    Args:
      verifier: says whether the leaf is for the host.

    Raises:
      Untrusted: no path is valid.
      HostnameError: the leaf is for other hosts.
    """
    try:
        evaluate_trust(chain, hostname, anchors, at)
    except Untrusted as error:
        # Where only the host is wrong, the trust manager is content: names are the verifier's question.
        if error.reason is not Reason.HOST:
            raise
    if not verifier(hostname, chain[0]):
        raise HostnameError(hostname_failure(hostname, chain[0]))
