"""What bytes look like that are no certificate. Nothing of a key is ever repeated."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence

from cryptography import x509

from course.pki.der import OBJECT_IDENTIFIER, SEQUENCE, Element, NotDer, Truncated, element_at
from course.pki.quiet import quietly

_PKCS5_AND_12 = (bytes.fromhex("2a864886f70d0105"), bytes.fromhex("2a864886f70d010c01"))

# What a length must be to be taken for that of a certificate which was cut off.
_SHORTEST, _LONGEST = 16, 1 << 24

_PRIVATE = (
    "a private key. It belongs on the server and nowhere else. "
    "Take the file that begins with BEGIN CERTIFICATE, or read the certificate from the server"
)
_PUBLIC = "a public key without a certificate. A pin needs no more: load the key and use Pin.of_public_key"
_REQUEST = "a certificate request. Send it to the authority, and load the certificate that comes back"
_CRL = "a revocation list (CRL). Load the certificate of the authority that issued it instead"
_PKCS12 = (
    "a PKCS#12 file (.p12 or .pfx), which also holds a private key. "
    "Take the certificate out with: openssl pkcs12 -in FILE -clcerts -nokeys"
)

_PEM_LABELS = (
    ("PRIVATE KEY", _PRIVATE),
    ("PUBLIC KEY", _PUBLIC),
    ("CERTIFICATE REQUEST", _REQUEST),
    ("CRL", _CRL),
)
_BEGINNINGS = (
    (b"\xfe\xed\xfe\xed", "a Java key store. Take the certificate out with: keytool -exportcert -rfc"),
    (b"PK\x03\x04", "a zip archive, as an .apk and an .ipa are. Unpack it first"),
    (b"\x1f\x8b", "a gzip file. Unpack it first"),
    (b"ssh-", "an SSH public key. SSH keys have no certificates of this kind"),
    (b"ecdsa-sha2-", "an SSH public key. SSH keys have no certificates of this kind"),
    (b"sha256/", "a pin, not the certificate that it was taken from"),
    (b"<", "an HTML or XML page. The download was an error page or a login page; open it in a browser"),
    (b"{", "JSON. Look in it for the text that begins with BEGIN CERTIFICATE"),
    (
        b"Certificate:",
        "the text that `openssl x509 -text` prints. Leave out -noout, so that the PEM block is printed too",
    ),
)


def describe_pem(labels: Sequence[str]) -> str:
    """The sentence for PEM text that holds other things than certificates."""
    for ending, thing in _PEM_LABELS:
        if any(label.endswith(ending) for label in labels):
            return _sentence(thing)
    return _sentence(f"PEM text labelled {labels[0]!r}. Take the file that begins with BEGIN CERTIFICATE")


def describe(data: bytes, complaint: str) -> str:
    """The sentence for bytes that are neither PEM nor a certificate in DER.

    Args:
      data: the bytes.
      complaint: what the parser said, for bytes that are nearly a certificate.
    """
    if not data.strip():
        return "These bytes are empty. The command or the download before gave nothing; look at its errors."
    if b"BEGIN CERTIFICATE" in data:
        return _sentence(
            "PEM text whose BEGIN line is damaged. It must be exactly -----BEGIN CERTIFICATE-----"
        )
    for beginning, thing in _BEGINNINGS:
        if data.lstrip().startswith(beginning):
            return _sentence(thing)
    inner = _from_base64(data)
    if inner is not None:
        return _describe_base64(inner)
    return _describe_der(data, complaint)


def _sentence(thing: str) -> str:
    return f"These bytes hold no certificate; they look like {thing}."


def _from_base64(data: bytes) -> bytes | None:
    text = b"".join(data.split())
    if not re.fullmatch(rb"[A-Za-z0-9+/]{20,}={0,2}", text):
        return None
    try:
        inner = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return inner if inner[0] == SEQUENCE else None


def _describe_base64(inner: bytes) -> str:
    thing = _known_der(inner)
    if thing:
        return _sentence(f"base64 without its BEGIN and END lines, of {thing}")
    return _sentence(
        "base64 without its BEGIN and END lines. Put -----BEGIN CERTIFICATE----- on a line before it "
        "and -----END CERTIFICATE----- on a line behind it"
    )


def _describe_der(data: bytes, complaint: str) -> str:
    try:
        outer = element_at(data)
    except Truncated as cut:
        if data[0] == SEQUENCE and _SHORTEST < cut.wanted < _LONGEST:
            return (
                f"These bytes are cut off: they begin like a certificate of {cut.wanted} bytes, "
                f"and only {cut.got} are there. Copy or download the file again."
            )
        outer = None
    except NotDer:
        outer = None
    if outer is None or outer.tag != SEQUENCE:
        kind = "text" if data.isascii() and data.decode("ascii").strip().isprintable() else "binary data"
        return (
            f"These {len(data)} bytes hold no certificate; they are {kind} of another kind. "
            "A certificate begins with -----BEGIN CERTIFICATE----- or, in DER, with the byte 30."
        )
    thing = _known_der(data)
    if thing:
        return _sentence(thing)
    if outer.end < len(data) and _is_certificate(data[: outer.end]):
        return (
            f"These bytes begin with a certificate of {outer.end} bytes, and {len(data) - outer.end} more stand "
            "behind it. Cut them off, or put several certificates into one file as PEM."
        )
    return f"These bytes are laid out in DER, but not as a certificate is: {complaint}."


def _known_der(data: bytes) -> str | None:
    """Tell the usual other things in DER by the tags of their first elements."""
    if _loads(x509.load_der_x509_csr, data):
        return _REQUEST
    if _loads(x509.load_der_x509_crl, data):
        return _CRL
    children = _children(data, 0)
    # 02 INTEGER, 03 BIT STRING, 04 OCTET STRING, 30 SEQUENCE.
    match [child.tag for child in children]:
        case [0x02, 0x30, 0x04, *_] | [0x02, 0x04, *_]:  # PKCS#8; SEC 1
            return _PRIVATE
        case [0x02, 0x02, 0x02, *_]:  # PKCS#1, and DSA in the way of OpenSSL
            return _PRIVATE
        case [0x02, 0x30, *_] if data[children[0].content : children[0].end] == b"\x03":
            return _PKCS12
        case [0x30, 0x04] if _oid(data, children[0]).startswith(_PKCS5_AND_12):
            return _PRIVATE
        case [0x30, 0x03] if _oid(data, children[0]):
            return _PUBLIC
        case [0x02, 0x02]:
            return _PUBLIC
    return None


def _children(data: bytes, start: int) -> list[Element]:
    """The elements inside an element, as far as they can be read; the first few are enough."""
    found: list[Element] = []
    try:
        outer = element_at(data, start)
        here = outer.content
        while here < outer.end and len(found) < 4:
            found.append(element_at(data, here))
            here = found[-1].end
    except NotDer:
        pass
    return found


def _oid(data: bytes, algorithm: Element) -> bytes:
    """The object identifier that an AlgorithmIdentifier begins with; empty for anything else."""
    first = next(iter(_children(data, algorithm.start)), None)
    return data[first.content : first.end] if first and first.tag == OBJECT_IDENTIFIER else b""


def _is_certificate(data: bytes) -> bool:
    return _loads(x509.load_der_x509_certificate, data)


def _loads(loader: Callable[[bytes], object], data: bytes) -> bool:
    try:
        with quietly():
            loader(data)
    except Exception:  # whatever a parser says, these bytes are not its kind
        return False
    return True
