"""Does a certificate name this host?"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from cryptography import x509

from course.pki.facts import Facts, Unreadable, facts_of
from course.pki.names import ascii_lower

# Letters, digits and hyphens, and the underscore that real host names have. re.ASCII matters for nobody here:
# the class is spelled out, so that no other alphabet's letters or digits are in it.
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_LONGEST_NAME = 253


def matches_host(certificate: x509.Certificate, host: str) -> bool:
    """Say whether a certificate is for a host. The common name is never looked at.

    Args:
      certificate: the leaf.
      host: a DNS name or an IP address. An international name must be in its ASCII form (`xn--`): turning
        letters into that form is the work of whoever reads the URL. One dot at the end does not count.

    Source: RFC 9525 section 6.
    """
    try:
        return names_host(facts_of(certificate), host)
    except Unreadable:
        return False


def names_host(facts: Facts, host: str) -> bool:
    """The same question, for a certificate that was read already."""
    address = as_address(host)
    if address is not None:
        # An address is compared as an address, with iPAddress only: a dNSName of digits and dots is no address.
        return any(
            isinstance(name, x509.IPAddress) and name.value == address for name in facts.alternative_names
        )
    wanted = _labels(host)
    return wanted is not None and any(
        _covers(name.value, wanted) for name in facts.alternative_names if isinstance(name, x509.DNSName)
    )


def as_address(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is, or None for a name; an IPv6 address may stand in a URL's brackets."""
    text = host[1:-1] if host.startswith("[") and host.endswith("]") and ":" in host else host
    try:
        return ip_address(text)
    except ValueError:
        return None


def _labels(name: str) -> list[str] | None:
    """A DNS name's labels in lower case, or None for what can be no host name."""
    name = ascii_lower(name.removesuffix("."))
    labels = name.split(".")
    if len(name) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    # No top-level domain is a number: "127.1" and "127.0.0.01" are addresses in a spelling that is refused.
    return None if labels[-1].isdigit() else labels


def _covers(presented: str, wanted: list[str]) -> bool:
    """Whether a dNSName covers a host: the same labels, or `*` for the whole left-most label, exactly one."""
    if not presented.startswith("*."):
        return _labels(presented) == wanted
    parent = _labels(presented[2:])
    # At least two labels behind the star, as OpenSSL has it: nobody owns "*.com".
    return parent is not None and len(parent) >= 2 and parent == wanted[1:]
