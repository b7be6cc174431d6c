"""curl's --pinnedpubkey: which values it takes, what it compares, and how it ends. The leaf's key only.

The option is the libcurl option CURLOPT_PINNEDPUBLICKEY, so this is what apps on libcurl do too, with OpenSSL below it.
Not modelled, because versions differ: whether the pin also counts for other hosts after a redirect.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

from cryptography import x509

from course.pki import Anchors, Pin, Reason, Untrusted, evaluate_trust
from course.pki.der import public_key_info

CURLE_OK = 0
CURLE_PEER_FAILED_VERIFICATION = 60
CURLE_SSL_PINNEDPUBKEYNOTMATCH = 90

_PREFIX = "sha256//"
_LARGEST_FILE = 1 << 20
_BEGIN, _END = b"-----BEGIN PUBLIC KEY-----", b"\n-----END PUBLIC KEY-----"
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4})*")
_SELF_SIGNED, _IN_CHAIN = "self-signed certificate", " in certificate chain"
_NO_HOST = "SSL: no alternative certificate subject name matches target host name '{}'"
# What OpenSSL says of the faults that have one sentence; curl puts its own words before it.
_OPENSSL = {
    Reason.EXPIRED: "certificate has expired",
    Reason.NOT_YET_VALID: "certificate is not yet valid",
    Reason.UNKNOWN_AUTHORITY: "unable to get local issuer certificate",
}


class Version(StrEnum):
    """The versions of curl between which the reading of lists moved.

    Up to 8.17, what stands between two items goes into the first of them and makes it match nothing, and the next
    item counts again. Since 8.18 (November 2025, curl#19529) a list ends at the first item without `sha256//`, and one
    `;` at its end does no harm.

    Known by: real tool, source (7.88.1 here; lib/vtls/vtls.c for the newer one).
    """

    CURL_7_88 = "7.88"
    CURL_8_18 = "8.18"


@dataclass(frozen=True)
class Outcome:
    """How curl ends, as far as trust and pins go.

    Attributes:
      exit_code: of the program, the same number as the CURLcode of libcurl; 0: the request is sent.
      text: what follows `curl: (90) ` on its error output, in the first line; empty if all is well.

    Known by: real tool (7.88.1 here).
    """

    exit_code: int
    text: str = ""


_OK = Outcome(CURLE_OK)
_NO_MATCH = Outcome(CURLE_SSL_PINNEDPUBKEYNOTMATCH, "SSL: public key does not match pinned public key")


def list_items(pinnedpubkey: str, version: Version = Version.CURL_7_88) -> tuple[str, ...] | None:
    """What curl compares with the leaf's hash, item by item; None if it takes the value for the name of a file.

    Only a value that begins with `sha256//`, exactly so, is a list. Nothing is decoded, and no space is taken away.

    Args:
      pinnedpubkey: the value of the option.
      version: whose reading.

    Known by: real tool, source (7.88.1 here; lib/vtls/vtls.c, Curl_pin_peer_pubkey).
    """
    if not pinnedpubkey.startswith(_PREFIX):
        return None
    if version is Version.CURL_7_88:
        return tuple(pinnedpubkey.removeprefix(_PREFIX).split(f";{_PREFIX}"))
    items = takewhile(lambda item: item.startswith(_PREFIX), pinnedpubkey.split(";"))
    return tuple(item.removeprefix(_PREFIX) for item in items)


def pin_peer_pubkey(
    pinnedpubkey: str | None,
    leaf: x509.Certificate,
    *,
    files: Mapping[str, bytes] | None = None,
    version: Version = Version.CURL_7_88,
) -> Outcome:
    """Compare a leaf with the value of --pinnedpubkey. A wrong key, a missing file and a spelling mistake fail alike.

    Args:
      pinnedpubkey: `sha256//` and base64, or several of these with `;` between them; else the name of a file that
        holds one public key, DER or PEM. None: the option is not given.
      leaf: the first certificate that the server sent.
      files: contents by name, as the name stands in the value.
      version: whose reading of lists.

    Known by: real tool, upstream test, source (7.88.1 here; curl's tests 2034-2048; lib/vtls/vtls.c).
    """
    if pinnedpubkey is None:
        return _OK
    items = list_items(pinnedpubkey, version)
    if items is not None:
        return _OK if Pin.of(leaf).base64 in items else _NO_MATCH
    content = (files or {}).get(pinnedpubkey)
    if content is None or len(content) > _LARGEST_FILE:
        return _NO_MATCH
    key = public_key_info(leaf)
    # A file as long as the key can only be the key; a shorter one is not even read.
    found = content if len(content) <= len(key) else _key_in_pem(content)
    return _OK if found == key else _NO_MATCH


def connect(
    host: str,
    chain: Sequence[x509.Certificate],
    anchors: Anchors | Iterable[x509.Certificate],
    at: datetime,
    *,
    pinnedpubkey: str | None = None,
    files: Mapping[str, bytes] | None = None,
    insecure: bool = False,
    version: Version = Version.CURL_7_88,
) -> Outcome:
    """The whole order of a connection: trust, host name, pin.

    Trust and host name are judged by this course's own evaluation. curl is laxer in one thing: where a certificate has
    no alternative names at all, it takes the common name.

    Args:
      host: whom the URL names.
      chain: as sent, leaf first.
      anchors: what --cacert holds.
      at: the date.
      pinnedpubkey: the value of --pinnedpubkey; None: not given.
      files: contents by name, for a value that names a file.
      insecure: --insecure. The pin still counts, and is then all that counts.
      version: whose reading of lists.

    Known by: real tool, upstream test, source (7.88.1 here, on every chain; curl's test 2048; lib/vtls/openssl.c).
    """
    if not insecure:
        try:
            evaluate_trust(chain, host, anchors, at)
        except Untrusted as untrusted:
            sentence = _sentence(untrusted, host, next(iter(chain), None))
            return Outcome(CURLE_PEER_FAILED_VERIFICATION, sentence)
    return pin_peer_pubkey(pinnedpubkey, chain[0], files=files, version=version)


def _sentence(untrusted: Untrusted, host: str, leaf: x509.Certificate | None) -> str:
    if untrusted.reason is Reason.HOST:
        return _NO_HOST.format(host)
    last = untrusted.certificate
    if untrusted.reason is Reason.UNKNOWN_AUTHORITY and last is not None and last.issuer == last.subject:
        return f"SSL certificate problem: {_SELF_SIGNED}" + ("" if last == leaf else _IN_CHAIN)
    detail = _OPENSSL.get(untrusted.reason)
    return f"SSL certificate problem: {detail}" if detail else "SSL certificate problem"


def _key_in_pem(content: bytes) -> bytes | None:
    """pubkey_pem_to_der: the first PUBLIC KEY of a text that ends, as C has it, at its first zero byte."""
    text = content.partition(b"\0")[0]
    before, begin, rest = text.partition(_BEGIN)
    if not begin or (before and not before.endswith(b"\n")):
        return None
    body, end, _ = rest.partition(_END)
    return _decode(body.replace(b"\r", b"").replace(b"\n", b"")) if end else None


def _decode(text: bytes) -> bytes | None:
    """Curl_base64_decode: whole groups of four, at most two `=`, which may also stand inside the last group."""
    padding = len(text) - len(text.rstrip(b"="))
    if not text or len(text) % 4 or padding > 2:
        return None
    last = text[-4:].replace(b"=", b"A") if padding else text[-4:]
    digits = text[:-4] + last
    if not _BASE64.fullmatch(digits):
        return None
    return base64.b64decode(digits)[: len(digits) // 4 * 3 - padding]
