"""Reading the text of a pin, and saying why a text is none."""

from __future__ import annotations

import base64
import re

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+|[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2})+", re.ASCII)
_QUOTED = re.compile(r'pin-sha256="([^"]*)"')
_PREFIX = re.compile(r"[A-Za-z0-9-]{1,12}[/:=]")
_FOREIGN = re.compile(r"[^A-Za-z0-9+/=]")
_OTHER_HASHES = {16: "MD5", 20: "SHA-1", 28: "SHA-224", 48: "SHA-384", 64: "SHA-512"}
_WANTED = "A pin is 'sha256/' and 44 characters of base64"
_AGAIN = "Take the pin from the certificate again"
_MOST_SHOWN = 60


class BadPin(ValueError):
    """This text can never match a public key; the sentence says why."""


def digest_of(text: str) -> bytes:
    """The bytes of a pin's text, whatever their number.

    Raises:
      BadPin: the text is not base64 or hexadecimal as a pin has it.
    """
    _refuse_other_things(text)
    if _HEX.fullmatch(text) and (":" in text or len(text) in (32, 40, 64, 128)):
        return _right_length(bytes.fromhex(text.replace(":", "")), text, "these hexadecimal digits are")
    encoded = _without_prefix(text)
    if re.fullmatch(r"[0-9a-fA-F]{64}", encoded):
        raise BadPin(
            f"{_shown(text)} has hexadecimal digits where base64 belongs; they would be read as 48 other bytes "
            f"and never match. Write {_spelled(encoded)} instead."
        )
    if _HEX.fullmatch(encoded) and ":" in encoded:
        raise BadPin(
            f"{_shown(text)} has hexadecimal digits where base64 belongs. Leave out what stands before them."
        )
    return _right_length(_decoded(encoded, text), text, "its base64 is")


def _refuse_other_things(text: str) -> None:
    if not text.strip():
        raise BadPin(f"This pin is empty. {_WANTED}.")
    if "-----BEGIN" in text:
        raise BadPin(
            "This is PEM text, not a pin. Load the certificate and take its pin: "
            "str(Pin.of(load_certificates(data)[0]))."
        )
    if text != text.strip():
        raise BadPin(f"{_shown(text)} has white space at an end. Leave it out: clients compare without it.")
    if re.search(r"\s", text):
        raise BadPin(f"{_shown(text)} has white space inside. {_WANTED}, without a break.")


def _without_prefix(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return quoted[1]
    for prefix in ("sha256//", "sha256/"):
        # Base64 may begin with a slash, so that "sha256//" alone does not say whose spelling this is.
        if text.startswith(prefix) and len(text) - len(prefix) != 43:
            return text.removeprefix(prefix)
    if text.startswith("sha256/"):
        return text.removeprefix("sha256/")
    seen = _PREFIX.match(text)
    if seen is None or len(text) == 44:
        return text
    name = re.sub("[^a-z0-9]", "", seen[0].lower())
    if name in ("sha256", "pinsha256"):
        raise BadPin(
            f"{_shown(text)} begins with {seen[0]!r}. Clients want 'sha256/' to the letter: "
            "lower case, no hyphen, a slash."
        )
    if name in ("sha1", "md5", "sha224", "sha384", "sha512"):
        raise BadPin(
            f"{_shown(text)} is a hash of another kind, {seen[0][:-1]}; pins are compared as SHA-256. {_AGAIN}."
        )
    return text


def _decoded(encoded: str, text: str) -> bytes:
    if re.search(r"[-_]", encoded) and not _FOREIGN.search(re.sub(r"[-_]", "", encoded)):
        raise BadPin(
            f"{_shown(text)} is written in the URL-safe alphabet, with '-' and '_'; pins have '+' and '/'. "
            "Replace them."
        )
    foreign = _FOREIGN.search(encoded)
    if foreign:
        raise BadPin(
            f"{_shown(text)} has the character {foreign[0]!r}, which base64 has not. {_WANTED}: A-Z, a-z, 0-9, "
            "'+', '/' and one '=' at the end."
        )
    bare = encoded.rstrip("=")
    if "=" in bare:
        raise BadPin(f"{_shown(text)} has '=' in the middle; it belongs at the end only. {_AGAIN}.")
    if len(bare) % 4 == 1:
        raise BadPin(
            f"{_shown(text)} has {len(bare)} characters of base64, a number that no bytes give. "
            "One was lost or added; copy the pin again."
        )
    padded = bare + "=" * (-len(bare) % 4)
    digest = base64.b64decode(padded, validate=True)
    if len(digest) == 32 and encoded != padded:
        raise BadPin(
            f"{_shown(text)} ends with {len(encoded) - len(bare)} '=' where one belongs. Some clients forgive it, "
            f"and curl never matches it. Write {_spelled(padded)}."
        )
    again = base64.b64encode(digest).decode("ascii")
    if len(digest) == 32 and again != padded:
        raise BadPin(
            f"{_shown(text)} has stray bits in its last character: clients that compare text never match it. "
            f"One character was mistyped; the bytes themselves are written {again}."
        )
    return digest


def _right_length(digest: bytes, text: str, what: str) -> bytes:
    if len(digest) == 32:
        return digest
    kind = _OTHER_HASHES.get(len(digest))
    guess = f" That is the length of {kind}." if kind else ""
    raise BadPin(
        f"{_shown(text)} can never match: {what} {len(digest)} bytes, and a SHA-256 has 32.{guess} {_AGAIN}."
    )


def _spelled(encoded: str) -> str:
    """The right spelling, for what is hexadecimal or base64 without its padding."""
    if len(encoded) == 64:
        encoded = base64.b64encode(bytes.fromhex(encoded)).decode("ascii")
    return f"sha256/{encoded}"


def _shown(text: str) -> str:
    return repr(text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "...")
