"""The order in which OkHttp 3.13.1 judges a connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509

from course.pki import Anchors
from course.platforms.okhttp.cleaner import BasicCertificateChainCleaner
from course.platforms.okhttp.connection import trust_then_host
from course.platforms.okhttp.older.hostname_verifier import verify_hostname
from course.platforms.okhttp.older.pinner import CertificatePinner


def clean_chain(
    chain: Sequence[x509.Certificate], anchors: Iterable[x509.Certificate]
) -> list[x509.Certificate]:
    """The cleaned chain of OkHttp 3.13.1, which does not ask whether a signer is a CA.

    Known by: real tool (OkHttp 3.13.1).
    """
    return BasicCertificateChainCleaner(anchors, limited=False).clean(chain)


def evaluate(
    hostname: str,
    chain: Sequence[x509.Certificate],
    anchors: Anchors | Iterable[x509.Certificate],
    at: datetime,
    pinner: CertificatePinner,
) -> list[x509.Certificate]:
    """A connection of OkHttp 3.13.1 to its end. A chain that cannot be cleaned says so itself.

    Returns:
      What `handshake().peerCertificates()` says afterwards: the chain as sent.

    Known by: real tool (OkHttp 3.13.1).
    """
    known = anchors if isinstance(anchors, Anchors) else Anchors(anchors)
    trust_then_host(hostname, chain, known, at, verify_hostname)
    if pinner.find_matching_pins(hostname):
        pinner.check(hostname, clean_chain(chain, known))
    return list(chain)
