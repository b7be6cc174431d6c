"""A server with a name, a chain that can change while it runs, and counters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

from course.lab.authority import Authority
from course.lab.http import Reply, Request
from course.lab.leaf import Leaf
from course.lab.listener import Listener
from course.lab.tls import ServerContext, presenting
from course.pki import Pin


class Server(Listener):
    """A real TLS server for one host, on 127.0.0.1.

    Args:
      leaf: what it shows at first.
      authority: where it renews.
      answer: gives the reply to a request.
    """

    def __init__(self, leaf: Leaf, authority: Authority, answer: Callable[[Request], Reply]) -> None:
        self._authority = authority
        self._leaf = leaf
        self._presented = presenting(leaf.chain, leaf.key)
        super().__init__(self._current, answer)

    @property
    def host(self) -> str:
        """The name that clients ask for."""
        return self._leaf.hosts[0]

    @property
    def leaf(self) -> Leaf:
        """The certificate that it shows, with its key."""
        return self._leaf

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """What it sends, leaf first."""
        return self._leaf.chain

    @property
    def pin(self) -> Pin:
        """The pin of the key that it uses now."""
        return self._leaf.pin

    def present(self, chain: Sequence[x509.Certificate], key: CertificateIssuerPrivateKeyTypes) -> None:
        """Show another chain from now on. Open connections end, as in a restart.

        Args:
          chain: leaf first; sent exactly so, whether it makes sense or not.
          key: the private key of the first certificate.

        Raises:
          ValueError: the key does not belong to the leaf.
        """
        number = self._leaf.number + 1
        self._present(
            replace(self._leaf, certificate=chain[0], issuers=tuple(chain[1:]), key=key, number=number)
        )

    def renew(self) -> None:
        """Get and show a new certificate for the same key."""
        self._present(self._authority.renew(self._leaf))

    def rekey(self, key: CertificateIssuerPrivateKeyTypes | None = None) -> None:
        """Get and show a new certificate for another key.

        Args:
          key: a key made earlier, such as the backup key; None: a new one.
        """
        self._present(self._authority.rekey(self._leaf, key))

    def _present(self, leaf: Leaf) -> None:
        self._presented = presenting(leaf.chain, leaf.key)
        self._leaf = leaf
        self.drop_connections()

    def _current(self) -> ServerContext:
        return self._presented

    def __repr__(self) -> str:
        return f"Server({self.host})"
