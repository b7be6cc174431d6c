"""What a word behind `course pin` means: a file, or a server."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

HTTPS = 443
_FILE_ENDINGS = {
    ".pem",
    ".crt",
    ".cer",
    ".cert",
    ".der",
    ".key",
    ".csr",
    ".req",
    ".pub",
    ".p7b",
    ".p12",
    ".pfx",
}
_OTHER_ENDINGS = {".txt", ".bin", ".json", ".zip", ".html"}
_WITH_PORT = re.compile(r"(\[[^\]]*\]|[^:]*):([^:\]]*)")


class BadWord(ValueError):
    """A word that means neither a file nor a server; the sentence says what to write instead."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server to ask.

    Attributes:
      host: a DNS name, or an IP address without brackets.
      port: from 1 to 65535.
    """

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def meaning_of(word: str) -> Path | Server:
    """Decide what a word means. A file that is there comes first, `-` is standard input.

    Raises:
      BadWord: there is no such file, and it is no host either.
    """
    if not word.strip():
        raise BadWord("A word is empty. Name a file or a server.")
    path = Path(word)
    if word == "-" or _is_there(path):
        return path
    if "://" in word:
        raise BadWord(f"{word!r} is a URL. Give host and port alone, such as {_without_scheme(word)}.")
    if "/" in word or "\\" in word or path.suffix.lower() in _FILE_ENDINGS:
        raise BadWord(f"There is no file {word}.")
    return server(word)


def server(word: str, port: int = HTTPS) -> Server:
    """Read HOST, HOST:PORT, [IPv6] or [IPv6]:PORT.

    Args:
      word: as it was written.
      port: where none is written.

    Raises:
      BadWord: it is none of these.
    """
    from course.pinning.hosts import (
        host_key,
        policy_host,
    )  # with it comes `requests`, which files do not need

    if word.count(":") > 1 and not word.startswith("["):
        example = (
            f"[{word}]:{port}" if _is_address(word) else f"api.bank.test:{port}, or [2001:db8::1]:{port}"
        )
        raise BadWord(f"{word!r} has more than one colon. Write {example}.")
    match = _WITH_PORT.fullmatch(word)
    host, written = (match[1], match[2]) if match else (word, str(port))
    if not (re.fullmatch("[0-9]{1,5}", written) and 0 < int(written) < 65536):
        raise BadWord(f"{written!r} in {word!r} is no port. A port is a number from 1 to 65535.")
    if host.startswith("["):
        address = host[1:-1]
        if not host.endswith("]") or ":" not in address or not _is_address(address):
            raise BadWord(f"{word!r} has no IPv6 address in its brackets. Write [2001:db8::1]:{port}.")
        return Server(host_key(address), int(written))
    if host.startswith("*"):
        raise BadWord(f"{host!r} stands for many hosts. Name one of them.")
    try:
        name = policy_host(host)
    except ValueError as error:
        raise BadWord(str(error)) from error
    if not name.isprintable() or len(name) > 253 or max(map(len, name.split("."))) > 63:
        raise BadWord(
            f"{_shortened(host)!r} can be no host's name: it is too long, or has control characters."
        )
    return Server(name, int(written))


def is_like_a_host(word: str) -> bool:
    """Whether a file's name could be a server's too, so that it is worth saying which was meant."""
    if word == "-" or "/" in word or Path(word).suffix.lower() in _FILE_ENDINGS | _OTHER_ENDINGS:
        return False
    try:
        server(word)
    except BadWord:
        return False
    return "." in word or ":" in word or word == "localhost"


def _shortened(word: str) -> str:
    return word if len(word) <= 80 else f"{word[:77]}..."


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except PermissionError:  # it may be there; reading it will say so
        return True
    except (OSError, ValueError):  # not there, or a name that is too long, or that holds a zero byte
        return False
    return True


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _without_scheme(word: str) -> str:
    rest = word.partition("://")[2].partition("/")[0] or "api.bank.test"
    return rest if ":" in rest else f"{rest}:{HTTPS}"
