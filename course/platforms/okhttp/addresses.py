"""IPv6 addresses as OkHttp reads and writes them."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address

_GROUP = re.compile(r"[0-9a-fA-F]{1,4}")
_STARTS_WITH_A_GROUP = re.compile(r"[0-9a-fA-F]{1,4}(?![0-9a-fA-F])")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,2}")
# What stands before an IPv4 address that is written as IPv6.
MAPPED = bytes(10) + b"\xff\xff"


def canonical_ipv6(text: str) -> str | None:
    """The one spelling of an IPv6 address; an IPv4-mapped one becomes IPv4. None if it is none.

    Source: RFC 5952 section 4; RFC 4291 section 2.5.5.2.
    """
    packed = decode_ipv6(text)
    if packed is None:
        return None
    if packed.startswith(MAPPED):
        return str(IPv4Address(packed.removeprefix(MAPPED)))
    return IPv6Address(packed).compressed


def decode_ipv6(text: str) -> bytes | None:
    """The sixteen bytes of an address, without brackets and without a zone; None if it is none.

    Raises:
      IndexError: "::" and a group follow seven groups. OkHttp's reader runs over the end of its buffer then.
    """
    head, double, tail = text.partition("::")
    left = _groups(head, may_end_in_ipv4=not double)
    if left is None or not (double or len(left) == 16):
        return None
    if len(left) == 14 and _STARTS_WITH_A_GROUP.match(tail):
        raise IndexError("Index 16 out of bounds for length 16")
    right = _groups(tail, may_end_in_ipv4=True)
    if right is None:
        return None
    gap = 16 - len(left) - len(right)
    if double and gap < 2:
        return None
    return left + bytes(gap) + right


def _groups(text: str, *, may_end_in_ipv4: bool) -> bytes | None:
    if not text:
        return b""
    *groups, last = text.split(":")
    if "." in last:
        ipv4 = _ipv4(last) if may_end_in_ipv4 else None
        if ipv4 is None:
            return None
    elif _GROUP.fullmatch(last):
        ipv4 = bytes.fromhex(last.zfill(4))
    else:
        return None
    if not all(map(_GROUP.fullmatch, groups)):
        return None
    return bytes.fromhex("".join(group.zfill(4) for group in groups)) + ipv4


def _ipv4(text: str) -> bytes | None:
    numbers = text.split(".")
    if len(numbers) != 4 or not all(_NUMBER.fullmatch(each) and int(each) < 256 for each in numbers):
        return None
    return bytes(map(int, numbers))
