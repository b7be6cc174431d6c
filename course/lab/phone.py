"""The learner's phone: which roots it trusts."""

from __future__ import annotations

from collections.abc import Iterable

from cryptography import x509

from course.lab.authority import Authority
from course.pki import Anchors, name_of


class Phone:
    """A trust store that its owner, or somebody else, can change.

    Args:
      roots: what it trusts when it is new.
    """

    def __init__(self, roots: Iterable[Authority | x509.Certificate]) -> None:
        self._anchors = Anchors(map(_certificate, roots))

    @property
    def trusted(self) -> tuple[x509.Certificate, ...]:
        """The roots that it trusts now."""
        return tuple(self._anchors)

    def trust(self, root: Authority | x509.Certificate) -> None:
        """Install a root. Every app that uses the phone's trust store believes it from now on."""
        self._anchors = Anchors([*self._anchors, _certificate(root)])

    def distrust(self, root: Authority | x509.Certificate) -> None:
        """Remove a root."""
        removed = _certificate(root)
        self._anchors = Anchors(kept for kept in self._anchors if kept != removed)

    def anchors(self) -> Anchors:
        """The roots, ready for trust evaluation; the same object until they change."""
        return self._anchors

    def __repr__(self) -> str:
        return f"Phone(trusts {', '.join(map(name_of, self._anchors)) or 'nobody'})"


def _certificate(root: Authority | x509.Certificate) -> x509.Certificate:
    return root.certificate if isinstance(root, Authority) else root
