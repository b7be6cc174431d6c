"""`<pin>` and `<pin-set>`."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import date

_FOREIGN = re.compile(r"[^A-Za-z0-9+/=]")
_DATA_AND_PADDING = re.compile(r"([A-Za-z0-9+/]*)(=*)")
# By what is left over after groups of four: which padding may follow.
_PADDINGS = {0: ("",), 1: (), 2: ("", "=="), 3: ("", "=")}
_DIGEST_LENGTHS = {"SHA-256": 32}


@dataclass(frozen=True, repr=False)
class Pin:
    """One `<pin>`: any 32 bytes. Android does not ask whether a key can have this hash.

    Known by: source (AOSP Pin.java).

    Attributes:
      digest: the bytes.
    """

    digest: bytes

    @property
    def base64(self) -> str:
        """As it should stand in the file."""
        return base64.b64encode(self.digest).decode("ascii")

    def __str__(self) -> str:
        return f"sha256/{self.base64}"

    def __repr__(self) -> str:
        return f"Pin({str(self)!r})"


@dataclass(frozen=True)
class PinSet:
    """A `<pin-set>`. An empty one switches pinning off, which is not the same as none.

    Known by: source (AOSP PinSet.java).

    Attributes:
      pins: in the order of the file, each once.
      expiration: the first day on which it counts no more; None for never.
    """

    pins: tuple[Pin, ...]
    expiration: date | None = None


def digest_length(algorithm: str | None) -> int | None:
    """How many bytes a digest has, or None where Android does not support the algorithm.

    Known by: source (AOSP Pin.java).
    """
    return _DIGEST_LENGTHS.get(algorithm.upper()) if algorithm else None


def decode_base64(text: str) -> bytes | None:
    """Decode as `android.util.Base64` does, or None where it refuses.

    It skips every character outside the alphabet, the URL-safe "-" and "_" included; the padding may be missing, but
    not half of it.

    Known by: source (AOSP Base64.java).
    """
    return decode_padded(_FOREIGN.sub("", text))


def decode_padded(text: str) -> bytes | None:
    """Decode base64 whose padding may be missing, or None where there is anything else in it.

    Known by: real tool (OpenJDK 17's java.util.Base64 on thousands of texts).
    """
    match = _DATA_AND_PADDING.fullmatch(text)
    if match is None or match[2] not in _PADDINGS[len(match[1]) % 4]:
        return None
    return base64.b64decode(match[1] + "=" * (-len(match[1]) % 4))
