"""The chains that real clients and models are asked about, each of them sent by a running server."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

from course.lab import Authority, Lab, Leaf, Server, derive_key
from course.lab.bank import bank_answers
from course.lab.certify import certify, may_serve
from course.lab.leaf import chain_pem
from course.pki import Pin

HOST = "api.bank.test"
# A moment at which all these certificates are valid, as they are on the machine's clock.
AT = datetime(2027, 1, 4, 9, tzinfo=UTC)

_BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
_STOCK = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True)
class Served:
    """A chain and the server that sends it.

    Attributes:
      name: "leaf", "renewed", ...; see `Chains`.
      chain: as sent, leaf first.
      server: it listens on 127.0.0.1, and counts handshakes and requests.
    """

    name: str
    chain: tuple[x509.Certificate, ...]
    server: Server

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server.address[1]


@dataclass(frozen=True)
class Chains:
    """Chains for `HOST`, valid on the machine's clock unless their name says otherwise.

    "leaf": a leaf for the bank's key directly below the root. "intermediate": with the issuing CA, as usual. "root":
    with the root too. "renewed": as "intermediate", a new certificate for the same key. "rekeyed": for a new key.
    "stuffed": a leaf of an interceptor whose CA the phone trusts, and behind it the genuine chain. "rogue": that leaf
    alone. "self-signed": nobody's. "missing intermediate": the usual leaf alone. "expired". "other host": for another
    name of the bank. "many names": for several hosts, `HOST` among them, with the usual key.

    Attributes:
      served: all of them, by name.
      trusted: what the phone trusts: the bank's root and the interceptor's CA.
      pins: "leaf", "intermediate", "root" (of the bank), "backup" (a key in a safe), "rogue" (the interceptor's CA).
    """

    served: Mapping[str, Served]
    trusted: tuple[x509.Certificate, ...]
    pins: Mapping[str, Pin]

    def __getitem__(self, name: str) -> Served:
        return self.served[name]

    @property
    def by_name(self) -> dict[str, tuple[x509.Certificate, ...]]:
        """The chains without their servers."""
        return {name: served.chain for name, served in self.served.items()}

    @property
    def ports(self) -> dict[tuple[x509.Certificate, ...], int]:
        """Where each chain is sent."""
        return {served.chain: served.port for served in self.served.values()}

    def write_trusted(self, folder: Path) -> Path:
        """The trusted roots in a file, as programs want them."""
        path = folder / "trusted.pem"
        path.write_bytes(chain_pem(self.trusted))
        return path


@contextlib.contextmanager
def serving() -> Iterator[Chains]:
    """All the chains, each with a server, until the end of the block."""
    with Lab(dates="stock") as lab, contextlib.ExitStack() as opened:
        usual = lab.bank.leaf
        rogue_ca = lab.authority("SafeSurf Root CA", "mallory")
        rogue = rogue_ca.issue(HOST)
        renewed, rekeyed = lab.issuing.renew(usual), lab.issuing.rekey(usual)
        expired = lab.issuing.issue(HOST, key=usual.key, not_before=_BEFORE, days=30, number=9)
        other = lab.issuing.issue("old.bank.test")
        leaf = lab.root.issue(HOST, key=usual.key)
        many = lab.issuing.issue(HOST, "*.bank.test", "xn--bcher-kva.test", "127.0.0.1", key=usual.key)
        root = lab.root.certificate
        sent: dict[str, tuple[tuple[x509.Certificate, ...], CertificateIssuerPrivateKeyTypes]] = {
            "leaf": (leaf.chain, leaf.key),
            "intermediate": (usual.chain, usual.key),
            "root": ((*usual.chain, root), usual.key),
            "renewed": (renewed.chain, renewed.key),
            "rekeyed": (rekeyed.chain, rekeyed.key),
            "stuffed": ((rogue.certificate, *usual.chain, root), rogue.key),
            "rogue": (rogue.chain, rogue.key),
            "self-signed": _self_signed(),
            "missing intermediate": ((usual.certificate,), usual.key),
            "expired": (expired.chain, expired.key),
            "other host": (other.chain, other.key),
            "many names": (many.chain, many.key),
        }
        served = {}
        for name, (chain, key) in sent.items():
            server = opened.enter_context(sending(chain, key, lab.issuing))
            served[name] = Served(name, chain, server)
        pins = {
            "leaf": usual.pin,
            "intermediate": lab.issuing.pin,
            "root": lab.root.pin,
            "backup": Pin.of_public_key(derive_key("api.bank.test backup").public_key()),
            "rogue": rogue_ca.pin,
        }
        yield Chains(served, (root, rogue_ca.certificate), pins)


@contextlib.contextmanager
def sending(
    chain: tuple[x509.Certificate, ...], key: CertificateIssuerPrivateKeyTypes, renews_at: Authority
) -> Iterator[Server]:
    """A server that sends a chain, until the end of the block."""
    server = Server(Leaf(chain[0], key, chain[1:], (HOST,)), renews_at, bank_answers)
    try:
        yield server
    finally:
        server.close()


def _self_signed() -> tuple[tuple[x509.Certificate], CertificateIssuerPrivateKeyTypes]:
    key = derive_key("a certificate of one's own")
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    certificate = certify(
        subject=name,
        public_key=key.public_key(),
        issuer=name,
        issuer_key=key,
        validity=_STOCK,
        number=1,
        purpose=may_serve([HOST]),
    )
    return (certificate,), key
