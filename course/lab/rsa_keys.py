"""RSA keys that are the same on every machine. For teaching only, like those of `derive_key`."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric import rsa

_EXPONENT = 65537
_BITS = 1024
# How far above its starting number each prime lies. Looking for one takes half a second, so it was done once.
_STEPS = ((108, 50), (900, 452), (932, 952), (426, 1492))


def rsa_key(number: int = 1) -> rsa.RSAPrivateKey:
    """One of four RSA-2048 keys, for a server that has a leaf of this kind too.

    Args:
      number: 1 to 4; the same number gives the same key.

    Raises:
      ValueError: there is no such key.
    """
    if not 1 <= number <= len(_STEPS):
        raise ValueError(
            f"There are RSA keys 1 to {len(_STEPS)}, and no key {number}: primes are slow to find."
        )
    p, q = (
        _start(f"{number} {letter}") + step for letter, step in zip("pq", _STEPS[number - 1], strict=True)
    )
    return _private_key(p, q, _EXPONENT)


def rsa_key_of_exponent_3() -> rsa.RSAPrivateKey:
    """An RSA-2048 key with the public exponent 3, as some old roots have it.

    Its SubjectPublicKeyInfo is two bytes shorter than that of other RSA-2048 keys.
    """
    # Of the primes above, two are 2 modulo 3; with another one this exponent has no inverse.
    q, p = rsa_key(1).private_numbers().q, rsa_key(2).private_numbers().p
    return _private_key(p, q, 3)


def _private_key(p: int, q: int, exponent: int) -> rsa.RSAPrivateKey:
    d = pow(exponent, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(
        p,
        q,
        d,
        rsa.rsa_crt_dmp1(d, p),
        rsa.rsa_crt_dmq1(d, q),
        rsa.rsa_crt_iqmp(p, q),
        rsa.RSAPublicNumbers(exponent, p * q),
    )
    # The check looks whether both are prime, which takes longer than a handshake.
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)


def _start(label: str) -> int:
    digest = hashlib.shake_256(f"pinning-from-scratch rsa {label}".encode()).digest(_BITS // 8)
    # The two highest bits make the product of two primes 2048 bits long.
    return int.from_bytes(digest) | 3 << _BITS - 2 | 1
