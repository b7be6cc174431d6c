"""Keys in files: the public half of any of them, and what kind it is."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

from course.pki.quiet import quietly


class UnreadableKey(ValueError):
    """These bytes are no key of this kind. Without a reason: a parser's words could repeat a part of the key."""


class EncryptedKey(ValueError):
    """A private key that needs a password; the text goes on where its name ends."""

    def __init__(self) -> None:
        super().__init__(
            "is an encrypted private key, and no password is asked for here. "
            "Take its public half out with `openssl pkey -in FILE -pubout`, and give that."
        )


def public_half(der: bytes, *, private: bool) -> bytes:
    """The SubjectPublicKeyInfo of a key.

    Args:
      der: a private key in PKCS#8, PKCS#1 or SEC 1, or a public key as SubjectPublicKeyInfo or in PKCS#1.
      private: which of the two is wanted.

    Raises:
      UnreadableKey: these bytes are none.
      EncryptedKey: it is a private key that needs a password.
    """
    try:
        with quietly():
            key = load_der_private_key(der, None).public_key() if private else load_der_public_key(der)
            return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except TypeError:
        raise EncryptedKey from None
    except Exception:  # ValueError, UnsupportedAlgorithm, and whatever a parser says of strange bytes
        raise UnreadableKey from None


def kind_of_key(key: Any) -> str:
    """The kind of a public key in the usual short words: "RSA 2048", "EC secp256r1", "Ed25519"."""
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.curve.name}"
    if isinstance(key, dsa.DSAPublicKey):
        return f"DSA {key.key_size}"
    return type(key).__name__.removesuffix("PublicKey")
