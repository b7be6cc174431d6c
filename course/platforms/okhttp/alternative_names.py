"""A certificate's names as the JDK hands them to OkHttp: `getSubjectAlternativeNames()`."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

from cryptography import x509

from course.pki.der import OBJECT_IDENTIFIER, SEQUENCE, NotDer
from course.platforms.okhttp.addresses import MAPPED
from course.platforms.okhttp.der_parts import content_of, extension_value, inner_elements

_SUBJECT_ALTERNATIVE_NAME = bytes.fromhex("0603551d11")
_SET = 0x31
_OTHER_NAME = 0xA0
_E_MAIL = 0x81
_DNS_NAME = 0x82
_X400_ADDRESS = 0xA3
_DIRECTORY_NAME = 0xA4
_URI = 0x86
_IP_ADDRESS = 0x87
_REGISTERED_ID = 0x88
_READABLE_E_MAIL = re.compile(rb"(?:[^@]*@)?+(?!\.?\Z).+", re.DOTALL)
_IN_A_URI = rb"""(?:%[0-9A-Fa-f]{2}|[^\0- "#%<>\\^`{|}\x7f])"""
_READABLE_URI = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*:(?!//\Z)" + _IN_A_URI + rb"+(?:#" + _IN_A_URI + rb"*)?")


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
    try:
        return _sorted(list(inner_elements(value))) if value else AlternativeNames()
    except (NotDer, ValueError):
        return AlternativeNames()


def _sorted(names: list[bytes]) -> AlternativeNames:
    addresses, dns = [], []
    for name in names:
        content = content_of(name)
        if name[0] == _IP_ADDRESS:
            addresses.append(_address(content))
        elif name[0] == _DNS_NAME:
            dns.append(content.decode("ascii", "replace"))
        elif not _is_readable(name):
            raise ValueError("the JDK reads no name of this extension then")
    return AlternativeNames(tuple(addresses), tuple(dns))


def _is_readable(name: bytes) -> bool:
    """Whether the JDK can make something of a name of another kind."""
    content = content_of(name)
    if name[0] == _E_MAIL:
        return _READABLE_E_MAIL.fullmatch(content) is not None
    if name[0] == _URI:
        return _READABLE_URI.fullmatch(content) is not None
    if name[0] == _OTHER_NAME:
        return [part[0] for part in inner_elements(name)][:1] == [OBJECT_IDENTIFIER]
    if name[0] == _DIRECTORY_NAME:
        return _is_a_directory_name(list(inner_elements(name)))
    return name[0] == _X400_ADDRESS or (name[0] == _REGISTERED_ID and content != b"")


def _is_a_directory_name(parts: list[bytes]) -> bool:
    """The JDK takes a name without its outermost element too, and looks at no second one behind it."""
    groups = list(inner_elements(parts[0])) if parts and parts[0][0] == SEQUENCE else parts
    attributes = [attribute for group in groups for attribute in inner_elements(group)]
    return all(group[0] == _SET for group in groups) and all(
        attribute[0] == SEQUENCE and len(list(inner_elements(attribute))) == 2 for attribute in attributes
    )


def _address(packed: bytes) -> str:
    """An address as the JDK prints it: IPv6 without "::", a network with its mask."""
    if len(packed) == 8:
        return f"{IPv4Address(packed[:4])}/{IPv4Address(packed[4:])}"
    if len(packed) == 32:
        mask = f"{int.from_bytes(packed[16:], 'big'):0128b}"
        return f"{_address(packed[:16])}/{len(mask.rstrip('0'))}"
    if len(packed) == 16 and packed.startswith(MAPPED):
        packed = packed.removeprefix(MAPPED)
    if len(packed) == 4:
        return str(IPv4Address(packed))
    return ":".join(f"{int(group, 16):x}" for group in IPv6Address(packed).exploded.split(":"))
