"""`BasicCertificateChainCleaner`: from what the server sent to a chain that ends in a trusted certificate."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cryptography import x509

from course.pki.der import NotDer, signed_fields
from course.pki.signatures import signature_holds
from course.platforms.okhttp.der_parts import content_of, extension_value, inner_elements
from course.platforms.okhttp.errors import ChainError
from course.platforms.okhttp.messages import chain_too_long, no_trusted_signer
from course.platforms.okhttp.principals import Principal, principal

_MAX_SIGNERS = 9
_BASIC_CONSTRAINTS = bytes.fromhex("0603551d13")
_BOOLEAN = 0x01


class TrustRootIndex:
    """`BasicTrustRootIndex`: the trusted certificates by their subject.

    Args:
      anchors: in the order in which they are asked.

    Known by: source (BasicTrustRootIndex.kt).
    """

    def __init__(self, anchors: Iterable[x509.Certificate]) -> None:
        self._by_subject: dict[Principal, list[x509.Certificate]] = {}
        for anchor in anchors:
            self._by_subject.setdefault(_subject(anchor), []).append(anchor)

    def find_by_issuer_and_signature(self, certificate: x509.Certificate) -> x509.Certificate | None:
        """The first anchor that issued a certificate: its name and its key, whatever its constraints say."""
        named = self._by_subject.get(_issuer(certificate), [])
        return next((anchor for anchor in named if _is_signed(certificate, anchor)), None)


class BasicCertificateChainCleaner:
    """`BasicCertificateChainCleaner`, which has these anchors.

    Args:
      anchors: the certificates that the trust manager trusts.
      limited: whether a signer must be a CA, with a path length that allows the CAs below it. OkHttp 3.13.1 left
        that to the trust manager.

    Known by: real tool (OkHttp 3.13.1), source (BasicCertificateChainCleaner.kt), upstream test
    (CertificateChainCleanerTest).
    """

    def __init__(self, anchors: Iterable[x509.Certificate], *, limited: bool = True) -> None:
        self._index = TrustRootIndex(anchors)
        self._limited = limited

    def clean(self, chain: Sequence[x509.Certificate]) -> list[x509.Certificate]:
        """From the leaf to a trusted certificate, the root last.

        Args:
          chain: as the server sent it, leaf first.

        Raises:
          ChainError: no trusted certificate was reached, or not within nine signers.
          ValueError: the chain is empty, where OkHttp throws `NoSuchElementException`.
        """
        if not chain:
            raise ValueError("The chain is empty, so there is nothing to clean. Give at least the leaf.")
        result, queue = [chain[0]], list(chain[1:])
        found_trusted = False
        for _ in range(_MAX_SIGNERS):
            last = result[-1]
            trusted = self._index.find_by_issuer_and_signature(last)
            if trusted is not None:
                if len(result) > 1 or last != trusted:
                    result.append(trusted)
                if self._may_have_signed(trusted, trusted, len(result) - 2):
                    return result
                found_trusted = True
                continue
            signer = next(
                (each for each in queue if self._may_have_signed(last, each, len(result) - 1)), None
            )
            if signer is not None:
                queue.remove(signer)
                result.append(signer)
            elif found_trusted:
                return result
            else:
                raise ChainError(no_trusted_signer(last))
        raise ChainError(chain_too_long(result))

    def _may_have_signed(
        self, certificate: x509.Certificate, signer: x509.Certificate, intermediates: int
    ) -> bool:
        """Whether a certificate issued another, and may, with so many CAs between itself and the leaf.

        Args:
          intermediates: -1 for a chain of one certificate that vouches for itself; then it need not be a CA.
        """
        return (
            _issuer(certificate) == _subject(signer)
            and (not self._limited or path_length(signer) >= intermediates)
            and _is_signed(certificate, signer)
        )


def clean_chain(
    chain: Sequence[x509.Certificate], anchors: Iterable[x509.Certificate]
) -> list[x509.Certificate]:
    """The chain that OkHttp compares with pins: in order, without strangers, the trusted root at its end.

    Dates, host names and everything else about trust were judged in the handshake.

    Args:
      chain: as the server sent it, leaf first.
      anchors: the certificates that the trust manager trusts.

    Raises:
      ChainError: no trusted certificate was reached, or not within nine signers.
      ValueError: the chain is empty, where OkHttp throws `NoSuchElementException`.

    Known by: real tool (OkHttp 3.13.1), source (BasicCertificateChainCleaner.kt), upstream test
    (CertificateChainCleanerTest).
    """
    return BasicCertificateChainCleaner(anchors).clean(chain)


@lru_cache(maxsize=4096)
def path_length(certificate: x509.Certificate) -> float:
    """`getBasicConstraints()`: -1 if it is no CA, and no limit where none is given."""
    value = extension_value(certificate, _BASIC_CONSTRAINTS)
    try:
        fields = list(inner_elements(value)) if value else []
    except NotDer:
        return -1
    if not fields or fields[0][0] != _BOOLEAN or not any(content_of(fields[0])):
        return -1
    return int.from_bytes(content_of(fields[1]), "big", signed=True) if fields[1:] else math.inf


@lru_cache(maxsize=4096)
def _is_signed(certificate: x509.Certificate, signer: x509.Certificate) -> bool:
    return signature_holds(certificate, signer)


@lru_cache(maxsize=4096)
def _subject(certificate: x509.Certificate) -> Principal:
    return principal(signed_fields(certificate)[4])


@lru_cache(maxsize=4096)
def _issuer(certificate: x509.Certificate) -> Principal:
    return principal(signed_fields(certificate)[2])
