"""`OkHostnameVerifier` of OkHttp 3.13.1."""

from __future__ import annotations

from cryptography import x509

from course.platforms.okhttp.alternative_names import alternative_names
from course.platforms.okhttp.hostname_verifier import covers
from course.platforms.okhttp.hosts import is_ip_address


def verify_hostname(hostname: str, certificate: x509.Certificate) -> bool:
    """Whether a certificate covers a host. Letters of all alphabets are folded, addresses compared as text.

    Known by: real tool (OkHttp 3.13.1).
    """
    names = alternative_names(certificate)
    wanted = hostname.lower()
    if is_ip_address(hostname):
        return wanted in names.addresses
    return any(covers(name.lower(), wanted) for name in names.dns)
