"""The texts of OkHttp's refusals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cryptography import x509

from course.platforms.okhttp.alternative_names import alternative_names
from course.platforms.okhttp.distinguished_name import subject_dn
from course.platforms.okhttp.pins import Pin, pin


def pinning_failure(hostname: str, chain: Sequence[x509.Certificate], pins: Iterable[Pin]) -> str:
    """No pin matched: all keys of the chain, and all pins of the host."""
    return "\n".join(
        [
            "Certificate pinning failure!",
            "  Peer certificate chain:",
            *(f"    {pin(certificate)}: {subject_dn(certificate)}" for certificate in chain),
            f"  Pinned certificates for {hostname}:",
            *(f"    {wanted}" for wanted in pins),
        ]
    )


def hostname_failure(hostname: str, leaf: x509.Certificate) -> str:
    """The leaf is for other hosts."""
    names = alternative_names(leaf)
    return "\n".join(
        [
            f"Hostname {hostname} not verified:",
            f"    certificate: {pin(leaf)}",
            f"    DN: {subject_dn(leaf)}",
            f"    subjectAltNames: [{', '.join([*names.addresses, *names.dns])}]",
        ]
    )


def no_trusted_signer(certificate: x509.Certificate) -> str:
    """The chain ends nowhere. OkHttp prints the whole certificate here, in the JDK's notation; this is its subject."""
    return f"Failed to find a trusted cert that signed {subject_dn(certificate)}"


def chain_too_long(chain: Iterable[x509.Certificate]) -> str:
    """More than nine signers. OkHttp prints the whole certificates here; these are their subjects."""
    return f"Certificate chain too long: [{', '.join(map(subject_dn, chain))}]"
