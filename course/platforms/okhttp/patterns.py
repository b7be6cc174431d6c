"""The patterns of `CertificatePinner`. Ktor's Darwin engine has taken these rules over, to the letter."""

from __future__ import annotations


def has_star_elsewhere(pattern: str) -> bool:
    """Whether a star stands where it means nothing: anywhere but in `*.` or `**.` at the beginning.

    Known by: upstream test (CertificatePinnerTest), source (Ktor's PinnedCertificate.kt).
    """
    return "*" in pattern.removeprefix("**." if pattern.startswith("**.") else "*.")


def covers(pattern: str, hostname: str) -> bool:
    """Whether a pattern covers a host: `*.` stands for exactly one label, `**.` for any number of them, none included.

    Args:
      pattern: in whatever form hosts are compared in.
      hostname: in the same form.

    Known by: upstream test (CertificatePinnerKotlinTest), source (Ktor's PinnedCertificate.kt).
    """
    if pattern.startswith("**."):
        suffix = pattern.removeprefix("**.")
        prefix = hostname.removesuffix(suffix)
        return hostname.endswith(suffix) and (not prefix or prefix.endswith("."))
    if pattern.startswith("*."):
        suffix = pattern.removeprefix("*")
        return hostname.endswith(suffix) and "." not in hostname.removesuffix(suffix)
    return hostname == pattern
