"""A certificate's names as the JDK hands them to OkHttp: `getSubjectAlternativeNames()`."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

from cryptography import x509

from course.pki.der import NotDer
from course.platforms.okhttp.addresses import MAPPED
from course.platforms.okhttp.der_parts import content_of, extension_value, inner_elements

_SUBJECT_ALTERNATIVE_NAME = bytes.fromhex("0603551d11")
_DNS_NAME = 0x82
_IP_ADDRESS = 0x87


class AlternativeNames(NamedTuple):
    """The two kinds that OkHttp asks for, as texts."""

    addresses: tuple[str, ...] = ()
    dns: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def alternative_names(certificate: x509.Certificate) -> AlternativeNames:
    """The names in their order. A byte that is not ASCII becomes U+FFFD, and one broken name spoils all of them.

    Known by: real tool (JDK 17).
    """
    value = extension_value(certificate, _SUBJECT_ALTERNATIVE_NAME)
    if value is None:
        return AlternativeNames()
    try:
        names = list(inner_elements(value))
        return AlternativeNames(
            tuple(_address(content_of(name)) for name in names if name[0] == _IP_ADDRESS),
            tuple(content_of(name).decode("ascii", "replace") for name in names if name[0] == _DNS_NAME),
        )
    except (NotDer, ValueError):
        return AlternativeNames()


def _address(packed: bytes) -> str:
    if len(packed) == 16 and packed.startswith(MAPPED):
        packed = packed.removeprefix(MAPPED)
    if len(packed) == 4:
        return str(IPv4Address(packed))
    # The JDK prints an IPv6 address without "::".
    return ":".join(f"{int(group, 16):x}" for group in IPv6Address(packed).exploded.split(":"))
