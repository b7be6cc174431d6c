"""From bytes to certificates, whatever file they came in."""

from __future__ import annotations

from cryptography import x509

from .quiet import quietly


class NotACertificate(ValueError):
    """These bytes hold no certificate; the sentence says what they look like instead."""


def load_certificates(data: bytes) -> list[x509.Certificate]:
    """Read every certificate of a file, in its order.

    Args:
      data: the file's bytes: PEM with or without text around it, DER, or PKCS#7 of either kind.

    Raises:
      NotACertificate: there is none, or one is broken; the sentence says what the bytes look like.
    """
    with quietly():
        try:
            if b"-----BEGIN" in data:
                return x509.load_pem_x509_certificates(data)
            return [x509.load_der_x509_certificate(data)]
        except ValueError as error:
            raise NotACertificate(f"These bytes hold no certificate: {error}") from error
