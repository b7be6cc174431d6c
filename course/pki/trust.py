"""Trust evaluation: is this chain good for this host, at this date, for somebody who trusts these anchors?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509

from course.pki.anchors import Anchors, read_all
from course.pki.errors import Reason, Untrusted
from course.pki.facts import Unreadable, facts_of
from course.pki.faults import faults_of
from course.pki.names import issuer_name_of, name_of
from course.pki.search import MOST_CERTIFICATES, MOST_STEPS, Path, Search
from course.pki.strictness import Strictness


def evaluate_trust(
    chain: Sequence[x509.Certificate],
    host: str,
    anchors: Anchors | Iterable[x509.Certificate],
    at: datetime,
    *,
    strictness: Strictness = Strictness.DEFAULT,
) -> tuple[x509.Certificate, ...]:
    """Find a path from the leaf to a trust anchor that is valid for a host at a date.

    Every path is looked at, so that an expired one never hides a valid one. Among valid paths the shortest is
    taken, then the one that stays valid longest, then the one whose certificates come first, anchors before
    certificates sent.

    Args:
      chain: certificates as the server sent them, leaf first, the rest in any order; junk is passed over.
      host: the DNS name or IP address that the client asked for.
      anchors: the client's trust anchors. The root is usually not in `chain`. An anchor can end a path, whoever
        issued it, and is judged by its dates and constraints too. Prepare them with `Anchors` if they are many.
      at: the moment to judge by, timezone-aware. Never read from the machine's clock.
      strictness: which keys, signatures and habits are good enough.

    Returns:
      The path as validated, leaf first, anchor last. Pins are compared with this, not with `chain`.

    Raises:
      Untrusted: no path is valid; `reason` names the first fault of the path that has the fewest.
      ValueError: the date has no time zone.

    Source: RFC 5280 section 6.1; host names by RFC 9525 section 6.
    """
    if at.tzinfo is None:
        raise ValueError(
            f"The date {at} has no time zone. Give one, such as datetime(2027, 1, 4, tzinfo=UTC)."
        )
    if not chain:
        raise Untrusted(Reason.EMPTY_CHAIN, f"{host} sent no certificate, so there is nothing to trust.")
    search = _search(chain, anchors)
    valid: list[Path] = []
    nearest: list[Untrusted] = []
    for path in search.paths():
        if valid and len(path) > len(valid[0]):
            break
        faults = list(faults_of(path, host, at, strictness))
        if not faults:
            valid.append(path)
        elif not nearest or len(faults) < len(nearest):
            nearest = faults
    if valid:
        return _certificates(max(valid, key=lambda path: min(facts.not_after for facts in path)))
    raise _without_a_path(search, nearest)


def all_paths(
    chain: Sequence[x509.Certificate], anchors: Anchors | Iterable[x509.Certificate]
) -> list[tuple[x509.Certificate, ...]]:
    """Every path from the leaf to an anchor whose signatures hold, the shortest first.

    Dates, host and constraints are not looked at: some of these paths may be invalid.

    Args:
      chain: certificates as the server sent them, leaf first.
      anchors: the client's trust anchors.

    Raises:
      Untrusted: the chain is empty, or its leaf cannot be read.
    """
    if not chain:
        raise Untrusted(Reason.EMPTY_CHAIN, "The chain is empty, so there is no path to look for.")
    return [_certificates(path) for path in _search(chain, anchors).paths()]


def _search(chain: Sequence[x509.Certificate], anchors: Anchors | Iterable[x509.Certificate]) -> Search:
    try:
        facts_of(chain[0])
    except Unreadable as error:
        raise Untrusted(Reason.MALFORMED, f"The leaf cannot be judged: {error}.", chain[0]) from error
    return Search(read_all(chain), anchors if isinstance(anchors, Anchors) else Anchors(anchors))


def _certificates(path: Path) -> tuple[x509.Certificate, ...]:
    return tuple(facts.certificate for facts in path)


def _without_a_path(search: Search, nearest: list[Untrusted]) -> Untrusted:
    if search.gave_up:
        return Untrusted(
            Reason.TOO_COMPLEX,
            f"The chain has too many possible issuers: no valid path was found among the first {MOST_STEPS} steps "
            f"and up to {MOST_CERTIFICATES} certificates. An honest server sends two to five.",
        )
    if nearest:
        return nearest[0]
    last = search.dead_end[-1]
    name, issuer = name_of(last.certificate), issuer_name_of(last.certificate)
    if search.forger is not None:
        return Untrusted(
            Reason.BAD_SIGNATURE,
            f"{name!r} says that {issuer!r} issued it, and the signature does not hold under that key. "
            "The certificate was altered, or somebody else made it.",
            last.certificate,
        )
    if last.self_issued:
        sentence = (
            f"{name!r} vouches for itself, and it is an unknown authority: it is not among the trust anchors."
        )
    else:
        sentence = (
            f"{name!r} was issued by an unknown authority, {issuer!r}: it is not among the trust anchors, "
            "and no certificate was sent that leads from it to one."
        )
    return Untrusted(Reason.UNKNOWN_AUTHORITY, sentence, last.certificate)
