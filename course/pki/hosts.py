"""Does a certificate name this host?"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from cryptography import x509

from .facts import facts_of
from .names import ascii_lower


def matches_host(certificate: x509.Certificate, host: str) -> bool:
    """Say whether a certificate is for a host. The common name is never looked at.

    Args:
      certificate: the leaf.
      host: a DNS name (in ASCII; an international name in its `xn--` form) or an IP address.

    Source: RFC 9525 section 6.
    """
    facts = facts_of(certificate)
    address = as_address(host)
    if address is not None:
        return address in facts.ip_names
    wanted = _labels(host)
    return wanted is not None and any(_covers(name, wanted) for name in facts.dns_names)


def as_address(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _labels(name: str) -> list[str] | None:
    """A DNS name's labels in lower case, or None for what is not one. One trailing dot is dropped."""
    labels = ascii_lower(name.removesuffix(".")).split(".")
    if not name.isascii() or not all(labels):
        return None
    return labels


def _covers(presented: str, wanted: list[str]) -> bool:
    labels = _labels(presented)
    if labels is None or len(labels) != len(wanted):
        return False
    if labels[0] == "*":
        return len(labels) > 1 and labels[1:] == wanted[1:]
    return "*" not in presented and labels == wanted
