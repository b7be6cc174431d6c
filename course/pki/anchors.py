"""The certificates that a client trusts by itself, indexed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cryptography import x509

from course.pki.facts import Facts, Unreadable, facts_of
from course.pki.names import CanonicalName


class Anchors:
    """Trust anchors, ready for many evaluations.

    Args:
      certificates: the anchors, in any order; copies, and certificates without a readable name, are dropped.
    """

    def __init__(self, certificates: Iterable[x509.Certificate]) -> None:
        self._facts = read_all(certificates)
        self._by_subject: dict[CanonicalName, list[Facts]] = {}
        for facts in self._facts:
            self._by_subject.setdefault(facts.subject, []).append(facts)

    def __iter__(self) -> Iterator[x509.Certificate]:
        return (facts.certificate for facts in self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __contains__(self, certificate: object) -> bool:
        return any(certificate == anchor for anchor in self)

    def named(self, subject: CanonicalName) -> Sequence[Facts]:
        """The anchors with this subject."""
        return self._by_subject.get(subject, ())

    def holds(self, facts: Facts) -> bool:
        """Whether this very certificate is an anchor."""
        return any(facts.certificate == anchor.certificate for anchor in self.named(facts.subject))


def read_all(certificates: Iterable[x509.Certificate]) -> tuple[Facts, ...]:
    """The facts of each certificate once, in their order; what cannot be read is passed over."""
    found: dict[Facts, None] = {}
    for certificate in certificates:
        try:
            found.setdefault(facts_of(certificate))
        except Unreadable:
            continue
    return tuple(found)
