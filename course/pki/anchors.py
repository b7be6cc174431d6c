"""The certificates that a client trusts by itself, indexed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cryptography import x509

from .facts import Facts, facts_of
from .names import CanonicalName


class Anchors:
    """Trust anchors, ready for many evaluations.

    Args:
      certificates: the anchors, in any order; copies are dropped.
    """

    def __init__(self, certificates: Iterable[x509.Certificate]) -> None:
        self._facts = tuple(dict.fromkeys(facts_of(certificate) for certificate in certificates))
        self._by_subject: dict[CanonicalName, list[Facts]] = {}
        for facts in self._facts:
            self._by_subject.setdefault(facts.subject, []).append(facts)

    def __iter__(self) -> Iterator[x509.Certificate]:
        return (facts.certificate for facts in self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def named(self, subject: CanonicalName) -> list[Facts]:
        """The anchors with this subject."""
        return self._by_subject.get(subject, [])

    def holds(self, facts: Facts) -> bool:
        """Whether this very certificate is an anchor."""
        return any(facts.certificate == anchor.certificate for anchor in self.named(facts.subject))
