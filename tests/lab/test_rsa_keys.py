"""The RSA key that is not like the others."""

from __future__ import annotations

from course.lab import rsa_key_of_exponent_3


def test_the_key_of_exponent_3_is_real_and_the_same_everywhere() -> None:
    """Loading it with the check proves that both its factors are prime and its exponents belong together."""
    private = rsa_key_of_exponent_3()
    private.private_numbers().private_key()
    assert private.key_size == 2048
    assert private.public_key().public_numbers().e == 3
    assert private.private_numbers() == rsa_key_of_exponent_3().private_numbers()
