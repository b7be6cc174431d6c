"""A pin: the SHA-256 of a SubjectPublicKeyInfo, in all its spellings."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .der import public_key_info

_NOTHING = hashlib.sha256(b"").digest()
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){32}|[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){31}")


class BadPin(ValueError):
    """This text can never match a public key; the sentence says why."""


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """The SHA-256 hash of one SubjectPublicKeyInfo.

    Attributes:
      digest: the 32 bytes.

    Source: RFC 7469 section 2.4.
    """

    digest: bytes

    def __post_init__(self) -> None:
        _refuse_what_never_matches(self.digest)

    @classmethod
    def of(cls, certificate: x509.Certificate) -> Self:
        """The pin of a certificate's public key, hashed as its bytes stand in the certificate."""
        return cls(hashlib.sha256(public_key_info(certificate)).digest())

    @classmethod
    def of_public_key(cls, key: PublicKeyTypes) -> Self:
        """The pin of a key that has no certificate yet, such as a backup key."""
        return cls(hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a pin in any of its usual spellings.

        Args:
          text: `sha256/` and base64, curl's `sha256//`, bare base64, or 64 hexadecimal digits.

        Raises:
          BadPin: the text can never match a key; the sentence says why and what to do.
        """
        if _HEX.fullmatch(text):
            return cls(bytes.fromhex(text.replace(":", "")))
        for prefix in ("sha256//", "sha256/"):
            if text.startswith(prefix):
                text = text.removeprefix(prefix)
                break
        try:
            return cls(base64.b64decode(text, validate=True))
        except (binascii.Error, UnicodeError) as error:
            raise BadPin(f"{text!r} is not base64: {error}.") from error

    @property
    def base64(self) -> str:
        """The 44 characters of base64 without a prefix, as TrustKit and Android write them."""
        return base64.b64encode(self.digest).decode("ascii")

    @property
    def hex(self) -> str:
        """64 hexadecimal digits, as the tools print a hash."""
        return self.digest.hex()

    @property
    def curl(self) -> str:
        """The spelling of curl and wget, with two slashes."""
        return f"sha256//{self.base64}"

    def __str__(self) -> str:
        return f"sha256/{self.base64}"


def _refuse_what_never_matches(digest: bytes) -> None:
    if len(digest) != 32:
        raise BadPin(
            f"A SHA-256 pin has 32 bytes, and this one has {len(digest)}. Take the pin again from the certificate."
        )
    if digest == _NOTHING:
        raise BadPin("This pin is the hash of nothing: the command before the hash failed and gave no bytes.")
    if not any(digest):
        raise BadPin("This pin is 32 zero bytes, a placeholder. Take the pin from the certificate.")
