"""What OkHttp 3.13.1 makes of a pattern: it puts "http://" in front and asks `HttpUrl` for the host."""

from __future__ import annotations

import re

from course.platforms.okhttp.addresses import canonical_ipv6
from course.platforms.okhttp.hosts import INVALID_CHARACTER
from course.platforms.okhttp.older.idna_2003 import to_ascii

_WHITE_SPACE = "\t\n\f\r "
_AUTHORITY_ENDS = re.compile(r"[/\\?#]")
_PORT = re.compile(r"\+?0*([1-9][0-9]{0,4})", re.ASCII)
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_BRACKETS_OR_COLON = re.compile(r"\[[^]]*\]?|:")


def canonical_host(text: str) -> str | None:
    """`Util.canonicalizeHost`: international names by the standard of 2003, and no limit to the length of a name.

    Known by: real tool (OkHttp 3.13.1).
    """
    if ":" in text:
        return canonical_ipv6(text[1:-1] if text.startswith("[") and text.endswith("]") else text)
    name = to_ascii(text)
    return name.lower() if name and not INVALID_CHARACTER.search(name) else None


def host_of(pattern: str) -> str:
    """The host of a URL whose authority begins with a pattern; what stands around the host is dropped.

    Raises:
      ValueError: with the text of `HttpUrl.get`.
    """
    authority = _AUTHORITY_ENDS.split(f"http://{pattern}".strip(_WHITE_SPACE)[len("http:") :].lstrip("/\\"))[
        0
    ]
    host_and_port = authority.rpartition("@")[2]
    colon = next(
        (found.start() for found in _BRACKETS_OR_COLON.finditer(host_and_port) if found[0] == ":"), None
    )
    host, port = host_and_port[:colon], host_and_port[len(host_and_port) if colon is None else colon + 1 :]
    canonical = canonical_host(_percent_decoded(host))
    if port and not _is_port(port):
        raise ValueError(f'Invalid URL port: "{port}"')
    if canonical is None:
        raise ValueError(f'Invalid URL host: "{host}"')
    return canonical


def _is_port(text: str) -> bool:
    number = _PORT.fullmatch(text)
    return number is not None and int(number[1]) <= 65535


def _percent_decoded(text: str) -> str:
    decoded = _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), text.encode("utf-8", "replace"))
    return decoded.decode("utf-8", "replace")
