"""PEM blocks, whatever stands around them and whoever saved the text."""

from __future__ import annotations

import base64
import binascii
import codecs
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

_BEGIN = re.compile(rb"-----BEGIN ([A-Za-z0-9 .#/+-]{0,60})-----")
_HEADER = re.compile(rb"[A-Za-z0-9-]+: .*")


class BrokenBlock(ValueError):
    """A PEM block that was cut off or altered; the text goes on where its name ends: "is cut off: ..."."""


class Block(NamedTuple):
    """One PEM block.

    Attributes:
      label: what its BEGIN line calls it.
      body: everything between its BEGIN and END lines.
      complete: whether there is an END line.
    """

    label: bytes
    body: bytes
    complete: bool

    @property
    def encrypted(self) -> bool:
        """Whether its headers say that a password is needed (RFC 1421, as OpenSSL's old private keys)."""
        return b"Proc-Type:" in self.body and b"ENCRYPTED" in self.body

    def der(self) -> bytes:
        """The bytes that it carries.

        Raises:
          BrokenBlock: it has no END line, or what it holds is not base64.
        """
        if not self.complete:
            raise BrokenBlock(
                "is cut off: it has a BEGIN line, and the END line is missing. Copy the whole block again."
            )
        lines = [line.strip() for line in self.body.splitlines()]
        text = b"".join(line for line in lines if not _HEADER.fullmatch(line))
        try:
            return base64.b64decode(b"".join(text.split()), validate=True)
        except binascii.Error as error:
            raise BrokenBlock(
                "is broken: what stands between its BEGIN and END lines is not base64. "
                "Copy the whole block again, without anything that a mail or a web page put into it."
            ) from error


def as_utf8(data: bytes) -> bytes:
    """Undo what Windows tools do to text: PowerShell's `>` writes UTF-16, editors write a byte order mark."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(encoding, "replace").encode("utf-8")
    return data.removeprefix(codecs.BOM_UTF8)


def blocks(data: bytes) -> Iterator[Block]:
    """Every PEM block, also one without its END line, which is never taken across the next BEGIN line.

    Source: RFC 7468.
    """
    begins = list(_BEGIN.finditer(data))
    for begin, following in itertools.zip_longest(begins, begins[1:]):
        limit = following.start() if following else len(data)
        end = data.find(b"-----END " + begin[1] + b"-----", begin.end(), limit)
        yield Block(begin[1], data[begin.end() : limit if end < 0 else end], complete=end >= 0)
