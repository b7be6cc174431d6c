"""`OkHostnameVerifier`: is the leaf for this host?"""

from __future__ import annotations

from cryptography import x509

from course.platforms.okhttp.alternative_names import alternative_names
from course.platforms.okhttp.hosts import canonical_host, is_ip_address


def verify_hostname(hostname: str, certificate: x509.Certificate) -> bool:
    """Whether a certificate's subject alternative names cover a host; the common name is never looked at.

    A wildcard stands for the whole first label. It may stand before a single label too: `*.com` covers `example.com`.

    Args:
      hostname: a name, or an IP address in any spelling. What is not ASCII is never covered.
      certificate: the leaf.

    Raises:
      IndexError: as of `canonical_host`.

    Known by: real tool (OkHttp 3.13.1), source (OkHostnameVerifier.kt), upstream test (HostnameVerifierTest).
    """
    if not hostname.isascii():
        return False
    names = alternative_names(certificate)
    if is_ip_address(hostname):
        # An address that cannot be read has no canonical form, and neither has any other such text.
        return canonical_host(hostname) in map(canonical_host, names.addresses)
    wanted = hostname.lower()
    # A name that is not ASCII has U+FFFD in it by now, so that KELVIN SIGN (U+212A) is no k.
    return any(covers(name.lower(), wanted) for name in names.dns)


def covers(pattern: str, hostname: str) -> bool:
    """Whether a name of a certificate covers a host, both in lower case; a dot at the end does not count."""
    if not (_is_possible(hostname) and _is_possible(pattern)):
        return False
    hostname, pattern = hostname.removesuffix("."), pattern.removesuffix(".")
    if "*" not in pattern:
        return hostname == pattern
    suffix = pattern.removeprefix("*.")
    return "*" not in suffix and hostname.partition(".")[2] == suffix


def _is_possible(name: str) -> bool:
    return bool(name) and not name.startswith(".") and not name.endswith("..")
