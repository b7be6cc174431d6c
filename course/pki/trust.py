"""Trust evaluation: is this chain good for this host, at this date, for who trusts these anchors?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509

from .anchors import Anchors
from .errors import Reason, Untrusted
from .facts import Facts
from .faults import faults_of
from .names import issuer_name_of, name_of
from .search import paths_to


def evaluate_trust(
    chain: Sequence[x509.Certificate],
    host: str,
    anchors: Anchors | Iterable[x509.Certificate],
    at: datetime,
) -> tuple[x509.Certificate, ...]:
    """Find a path from the leaf to a trust anchor that is valid for a host at a date.

    Args:
      chain: certificates as the server sent them, leaf first, the rest in any order.
      host: the DNS name or IP address that the client asked for.
      anchors: the client's trust anchors. The root is usually not in `chain`.
      at: the moment to judge by, timezone-aware. Never read from the machine's clock.

    Returns:
      The path as validated, leaf first, anchor last. Pins are compared with this, not with `chain`.

    Raises:
      Untrusted: no path is valid; `reason` names the best path's first fault.

    Source: RFC 5280 section 6.1; host names by RFC 9525 section 6.
    """
    if at.tzinfo is None:
        raise ValueError(
            f"The date {at} has no time zone. Give one, such as datetime(2027, 1, 4, tzinfo=UTC)."
        )
    if not chain:
        raise Untrusted(Reason.EMPTY_CHAIN, f"{host} sent no certificate, so that nothing can be trusted.")
    best: list[Untrusted] | None = None
    valid: list[tuple[Facts, ...]] = []
    for path in paths_to(chain, anchors if isinstance(anchors, Anchors) else Anchors(anchors)):
        if valid and len(path) > len(valid[0]):
            break
        faults = list(faults_of(path, host, at))
        if not faults:
            valid.append(path)
        elif best is None or len(faults) < len(best):
            best = faults
    if valid:
        chosen = max(valid, key=lambda path: min(facts.not_after for facts in path))
        return tuple(facts.certificate for facts in chosen)
    if best:
        raise best[0]
    leaf = chain[0]
    raise Untrusted(
        Reason.UNKNOWN_AUTHORITY,
        f"{name_of(leaf)!r} was issued by {issuer_name_of(leaf)!r}, and no path leads from there to a trust anchor.",
        leaf,
    )


def all_paths(
    chain: Sequence[x509.Certificate], anchors: Anchors | Iterable[x509.Certificate]
) -> list[tuple[x509.Certificate, ...]]:
    """Every path from the leaf to an anchor whose signatures hold, the shortest first.

    Dates, host and constraints are not looked at: some of these paths may be invalid.
    """
    prepared = anchors if isinstance(anchors, Anchors) else Anchors(anchors)
    return [tuple(facts.certificate for facts in path) for path in paths_to(chain, prepared)]
