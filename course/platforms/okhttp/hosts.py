"""Host names and addresses in the one form that OkHttp compares."""

from __future__ import annotations

import re

from course.platforms.okhttp.addresses import canonical_ipv6
from course.platforms.okhttp.idn import to_ascii

_LONGEST_NAME = 253
_LONGEST_LABEL = 63
_AS_ADDRESS = re.compile(r"[0-9a-fA-F]*:[0-9a-fA-F:.]*|[0-9.]+")
INVALID_CHARACTER = re.compile(r"[^\x21-\x7e]|[ #%/:?@\[\\\]]")


def is_ip_address(text: str) -> bool:
    """Whether a host is compared as an IP address. More looks like one than is one: "54", "a:.23", "1..2".

    Known by: real tool (OkHttp 3.13.1), upstream test (HostnameVerifierTest.verifyAsIpAddress).
    """
    return _AS_ADDRESS.fullmatch(text) is not None


def canonical_host(text: str) -> str | None:
    """The form in which OkHttp keeps hosts and patterns.

    Args:
      text: a name, in which letters become small and international ones punycode; or an IPv6 address, with or
        without brackets, which gets its shortest spelling, or IPv4's if it is mapped. A dot at the end stays.

    Returns:
      None for what is no host: empty, a label of more than 63 or a name of more than 253 characters, an empty label,
      white space, or one of `# % / : ? @ [ \\ ]`. So a port, a path or a user makes it none.

    Raises:
      IndexError: seven groups of an IPv6 address, "::" and one more; OkHttp's `ArrayIndexOutOfBoundsException`.

    Known by: source (-HostnamesCommon.kt), upstream test (CertificatePinnerKotlinTest, HttpUrlTest).
    """
    if ":" in text:
        return canonical_ipv6(text[1:-1] if text.startswith("[") and text.endswith("]") else text)
    name = to_ascii(text)
    if not name or INVALID_CHARACTER.search(name) or not _has_valid_lengths(name):
        return None
    return name


def _has_valid_lengths(name: str) -> bool:
    labels = name.removesuffix(".").split(".")
    return len(name) <= _LONGEST_NAME and all(0 < len(label) <= _LONGEST_LABEL for label in labels)
