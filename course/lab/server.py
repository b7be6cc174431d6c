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
      clients: asks every client for a certificate of this CA, and lets in nobody else. None: asks nobody.
      resumes: gives out session tickets, so that a client can come back without a full handshake.
    """

    def __init__(
        self,
        leaf: Leaf,
        authority: Authority,
        answer: Callable[[Request], Reply],
        *,
        clients: Authority | None = None,
        resumes: bool = False,
    ) -> None:
        self._authority = authority
        self._leaf = leaf
        self._beside: Leaf | None = None
        self._clients = clients
        self._resumes = resumes
        self._presented = self._context_for(leaf, None)
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

    def present(
        self,
        chain: Sequence[x509.Certificate],
        key: CertificateIssuerPrivateKeyTypes,
        *,
        beside: Leaf | None = None,
    ) -> None:
        """Show another chain from now on. Open connections end, as in a restart.

        Args:
          chain: leaf first; sent exactly so, whether it makes sense or not.
          key: the private key of the first certificate.
          beside: a second leaf on the same port, with a key of another kind (RSA beside ECDSA). A client sees the
            one for which it has the first cipher; with TLS 1.3, where ciphers name no kind of key, ECDSA.

        Raises:
          ValueError: the key does not belong to the leaf.
        """
        number = self._leaf.number + 1
        leaf = replace(self._leaf, certificate=chain[0], issuers=tuple(chain[1:]), key=key, number=number)
        self._present(leaf, beside)

    def renew(self) -> None:
        """Get and show a new certificate for the same key."""
        self._present(self._authority.renew(self._leaf), self._beside)

    def rekey(self, key: CertificateIssuerPrivateKeyTypes | None = None) -> None:
        """Get and show a new certificate for another key.

        Args:
          key: a key made earlier, such as the backup key; None: a new one.
        """
        self._present(self._authority.rekey(self._leaf, key), self._beside)

    def _present(self, leaf: Leaf, beside: Leaf | None) -> None:
        self._presented = self._context_for(leaf, beside)
        self._leaf, self._beside = leaf, beside
        self.drop_connections()

    def _context_for(self, leaf: Leaf, beside: Leaf | None) -> ServerContext:
        clients = self._clients.certificate if self._clients else None
        return presenting(leaf.chain, leaf.key, beside=beside, clients=clients, resumes=self._resumes)

    def _current(self) -> ServerContext:
        return self._presented

    def __repr__(self) -> str:
        return f"Server({self.host})"
