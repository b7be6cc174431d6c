"""`<domain>`, and which of them a host belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# What java.lang.String.trim() takes off.
_TRIMMED = "".join(map(chr, range(0x21)))


@dataclass(frozen=True)
class Domain:
    """One `<domain>`.

    Known by: source (AOSP Domain.java).

    Attributes:
      hostname: trimmed and in lower case. A wildcard or a dot at its end is kept, and matches nothing.
      subdomains_included: whether every host below it belongs to it, however deep.
    """

    hostname: str
    subdomains_included: bool = False

    def includes(self, host: str) -> bool:
        """Whether a normalised host is this one or, where they are included, below it."""
        return host == self.hostname or (self.subdomains_included and host.endswith(f".{self.hostname}"))


def domain_name(text: str) -> str:
    """The text of a `<domain>` as Android keeps it."""
    return text.strip(_TRIMMED).lower()


def normalised(host: str) -> str:
    """A host as Android looks it up: in lower case, without one dot at its end.

    Known by: source (AOSP ApplicationConfig.getConfigForHostname).

    Raises:
      ValueError: Android's IllegalArgumentException.
    """
    if host.startswith("."):
        raise ValueError("hostname must not begin with a .")
    return host.lower().removesuffix(".")


def most_specific(host: str, domains: Iterable[Domain]) -> Domain | None:
    """The domain that decides for a host: the longest that includes it.

    Known by: source, upstream test (AOSP ApplicationConfig; NetworkSecurityConfigTests).

    Args:
      host: normalised.
      domains: no two with the same name.
    """
    return max(
        (domain for domain in domains if domain.includes(host)),
        key=lambda domain: len(domain.hostname),
        default=None,
    )
