"""One pin: a host pattern and the hash of a public key."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509

from course.pki.der import public_key_info
from course.platforms.okhttp.hosts import canonical_host
from course.platforms.okhttp.okio_base64 import decode_base64
from course.platforms.okhttp.patterns import covers, has_star_elsewhere

_ALGORITHMS = ("sha1", "sha256")


@dataclass(frozen=True, init=False)
class Pin:
    """`CertificatePinner.Pin`.

    Attributes:
      pattern: in canonical form. `*.` stands for exactly one label, `**.` for any number of them, none included.
      hash_algorithm: "sha256" or "sha1".
      hash: the bytes, however many: OkHttp does not count them. A hash of another length never matches.

    Known by: source (CertificatePinner.kt), upstream test (CertificatePinnerTest, CertificatePinnerKotlinTest).
    """

    pattern: str
    hash_algorithm: str
    hash: bytes

    def __init__(self, pattern: str, pin: str) -> None:
        """Read a pin as OkHttp's constructor does.

        Args:
          pattern: a host, or `*.` or `**.` and a host.
          pin: "sha256/" or "sha1/" and base64.

        Raises:
          ValueError: with the text of OkHttp's `IllegalArgumentException`.
          IndexError: as of `canonical_host`.
        """
        if has_star_elsewhere(pattern):
            raise ValueError(f"Unexpected pattern: {pattern}")
        canonical = canonical_host(pattern)
        if canonical is None:
            raise ValueError(f"Invalid pattern: {pattern}")
        algorithm, digest = read_hash(pin, "Invalid pin hash")
        object.__setattr__(self, "pattern", canonical)
        object.__setattr__(self, "hash_algorithm", algorithm)
        object.__setattr__(self, "hash", digest)

    def matches_hostname(self, hostname: str) -> bool:
        """Whether the pattern covers a host.

        Args:
          hostname: in canonical form already, as `HttpUrl` has it; it is compared as it is.
        """
        return covers(self.pattern, hostname)

    def matches_certificate(self, certificate: x509.Certificate) -> bool:
        """Whether a certificate's public key has this hash."""
        return self.hash == key_hash(certificate, self.hash_algorithm)

    def __str__(self) -> str:
        return f"{self.hash_algorithm}/{base64.b64encode(self.hash).decode('ascii')}"


def read_hash(pin: str, complaint: str) -> tuple[str, bytes]:
    """The algorithm and the bytes of a pin's text.

    Args:
      complaint: how OkHttp begins its sentence about base64 that it cannot read; it differs between versions.

    Raises:
      ValueError: with the text of OkHttp's `IllegalArgumentException`.
    """
    algorithm, slash, encoded = pin.partition("/")
    if algorithm not in _ALGORITHMS or not slash:
        raise ValueError(f"pins must start with 'sha256/' or 'sha1/': {pin}")
    digest = decode_base64(encoded)
    if digest is None:
        raise ValueError(f"{complaint}: {pin}")
    return algorithm, digest


def pin(certificate: x509.Certificate) -> str:
    """`CertificatePinner.pin(certificate)`: "sha256/" and the base64 of its public key's hash.

    Known by: real tool (OkHttp 3.13.1), upstream test (CertificatePinnerTest).
    """
    return f"sha256/{base64.b64encode(key_hash(certificate, 'sha256')).decode('ascii')}"


@lru_cache(maxsize=4096)
def key_hash(certificate: x509.Certificate, algorithm: str) -> bytes:
    """The hash of a certificate's SubjectPublicKeyInfo; SHA-1 because OkHttp still reads such pins."""
    return hashlib.new(algorithm, public_key_info(certificate), usedforsecurity=False).digest()
