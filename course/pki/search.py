"""The search for paths from a leaf to a trust anchor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cryptography import x509

from course.pki.anchors import Anchors
from course.pki.facts import Facts, extension
from course.pki.signatures import is_signed_by

Path = tuple[Facts, ...]

# Real paths have two to five certificates. OkHttp gives up at ten, too.
MOST_CERTIFICATES = 10
# A stranger chooses the chain. Cross-signed CAs in great number make more paths than anybody can look at:
# each step is one possible issuer, so that this number bounds the signatures checked and the paths kept.
MOST_STEPS = 500


class Search:
    """One search, the shortest paths first; what it met on the way explains why there is no path.

    Attributes:
      gave_up: whether a bound was reached, so that there may be paths that were not looked at.
      dead_end: the longest path that leads nowhere, the first of that length.
      forger: a certificate with the name of the dead end's issuer, whose key did not make the signature.
    """

    def __init__(self, sent: Sequence[Facts], anchors: Anchors) -> None:
        self._sent = sent
        self._anchors = anchors
        self._steps = 0
        self.gave_up = False
        self.dead_end: Path = ()
        self.forger: Facts | None = None

    def paths(self) -> Iterator[Path]:
        """Every path whose signatures hold, from the first certificate sent to an anchor.

        A path may go on through an anchor to another one; the shorter path comes first.
        """
        level: list[Path] = [tuple(self._sent[:1])]
        while level:
            yield from (path for path in level if self._anchors.holds(path[-1]))
            level = [longer for path in level for longer in self._extended(path)]

    def _extended(self, path: Path) -> Iterator[Path]:
        last = path[-1]
        used = {facts.identity for facts in path}
        forger = None
        found = False
        for issuer, is_anchor in self._possible_issuers(last):
            self._steps += 1
            if self._steps > MOST_STEPS or len(path) == MOST_CERTIFICATES:
                self.gave_up = True
                return
            # Name and key once in a path, which ends every loop. A self-signed leaf that was made anew with the
            # key of an anchor is the one case in which the same name and key vouch for each other.
            if issuer.identity in used and not (is_anchor and len(path) == 1 and issuer is not last):
                continue
            if is_signed_by(last, issuer):
                found = True
                yield (*path, issuer)
            elif not _is_namesake(last, issuer):
                forger = forger or issuer
        if not found and len(path) > len(self.dead_end):
            self.dead_end, self.forger = path, forger

    def _possible_issuers(self, child: Facts) -> Iterator[tuple[Facts, bool]]:
        anchors = self._anchors.named(child.issuer)
        yield from ((anchor, True) for anchor in anchors)
        for facts in self._sent:
            if facts.subject == child.issuer and facts not in anchors:
                yield facts, False


def _is_namesake(child: Facts, issuer: Facts) -> bool:
    """Whether the key identifiers say that this is another authority of the same name."""
    wanted = extension(child.extensions, x509.AuthorityKeyIdentifier)
    has = extension(issuer.extensions, x509.SubjectKeyIdentifier)
    return wanted is not None and has is not None and wanted.key_identifier not in (None, has.digest)
