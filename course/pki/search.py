"""Every path from a leaf to a trust anchor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from .anchors import Anchors
from .facts import Facts, facts_of

MOST_CERTIFICATES = 12
MOST_STEPS = 2_000


@lru_cache(maxsize=4096)
def signed_by(child: Facts, issuer: Facts) -> bool:
    """Whether a certificate's signature holds under another's key."""
    try:
        child.certificate.verify_directly_issued_by(issuer.certificate)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def paths_to(chain: Sequence[x509.Certificate], anchors: Anchors) -> Iterator[tuple[Facts, ...]]:
    """Paths in the order of their length; each certificate's signature is checked with the next one's key."""
    sent = tuple(dict.fromkeys(facts_of(certificate) for certificate in chain))
    steps = 0
    level: list[tuple[Facts, ...]] = [sent[:1]] if sent else []
    while level:
        longer: list[tuple[Facts, ...]] = []
        for path in level:
            last = path[-1]
            if anchors.holds(last):
                yield path
                continue
            used = {(facts.subject, facts.public_key_info) for facts in path}
            for issuer in _issuers(last, sent, anchors):
                steps += 1
                if steps > MOST_STEPS:
                    return
                if (issuer.subject, issuer.public_key_info) not in used and signed_by(last, issuer):
                    longer.append((*path, issuer))
        level = longer if len(level[0]) < MOST_CERTIFICATES else []


def _issuers(child: Facts, sent: Iterable[Facts], anchors: Anchors) -> Iterator[Facts]:
    seen = set()
    for issuer in [*anchors.named(child.issuer), *(facts for facts in sent if facts.subject == child.issuer)]:
        if issuer not in seen:
            seen.add(issuer)
            yield issuer
