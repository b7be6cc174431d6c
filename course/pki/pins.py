"""A pin: the SHA-256 of a SubjectPublicKeyInfo, in all its spellings."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from course.pki.der import public_key_info
from course.pki.pin_text import BadPin, digest_of

__all__ = ["BadPin", "Pin"]

_NOTHING = hashlib.sha256(b"").digest()


def _no_certificate(given: object) -> str:
    if isinstance(given, x509.CertificateSigningRequest):
        return (
            "Pin.of takes a certificate, and this is a request. Take the pin of the key in it: "
            "Pin.of_public_key(request.public_key())."
        )
    return (
        f"Pin.of takes a certificate, and this is an object of type {type(given).__name__}. "
        "Bytes are read by load_certificates(...); a public key has Pin.of_public_key(...)."
    )


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Pin:
    """The SHA-256 hash of one SubjectPublicKeyInfo.

    Attributes:
      digest: the 32 bytes.

    Raises:
      BadPin: no key can have this hash.

    Source: RFC 7469 section 2.4.
    """

    digest: bytes

    def __post_init__(self) -> None:
        if len(self.digest) != 32:
            raise BadPin(
                f"This hash has {len(self.digest)} bytes; the SHA-256 of a public key has 32. "
                "Take the pin from the certificate again."
            )
        if self.digest == _NOTHING:
            raise BadPin(
                "This is the SHA-256 of nothing: the command before the hash failed and gave it no bytes. "
                "Run that command alone, mend it, and take the pin again."
            )
        if not any(self.digest):
            raise BadPin(
                "This pin is 32 zero bytes, the placeholder of many examples; no key has it. "
                "Put the pin of your own key in its place."
            )

    @classmethod
    def of(cls, certificate: x509.Certificate) -> Self:
        """The pin of a certificate's public key, hashed as its bytes stand in the certificate.

        Raises:
          TypeError: it is no certificate; the sentence says what takes the pin of a request or a key.
        """
        if not isinstance(certificate, x509.Certificate):
            raise TypeError(_no_certificate(certificate))
        return cls(hashlib.sha256(public_key_info(certificate)).digest())

    @classmethod
    def of_public_key(cls, key: PublicKeyTypes) -> Self:
        """The pin of a key that has no certificate yet, such as a backup key."""
        return cls(hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a pin in any of its usual spellings.

        Args:
          text: `sha256/` and base64, curl's `sha256//` and base64, `pin-sha256="base64"`, bare base64, or 64
            hexadecimal digits, with or without a colon between the bytes.

        Raises:
          BadPin: the text can never match a key; the sentence says why and what to do.
        """
        return cls(digest_of(text))

    @property
    def base64(self) -> str:
        """The 44 characters of base64 without a prefix, as TrustKit and Android write them."""
        return base64.b64encode(self.digest).decode("ascii")

    @property
    def hex(self) -> str:
        """64 hexadecimal digits, as tools print a hash."""
        return self.digest.hex()

    @property
    def curl(self) -> str:
        """The spelling of curl and wget, with two slashes."""
        return f"sha256//{self.base64}"

    def __str__(self) -> str:
        return f"sha256/{self.base64}"

    def __repr__(self) -> str:
        return f"Pin({str(self)!r})"
