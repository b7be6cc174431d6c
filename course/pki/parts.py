"""The parts of a certificate in the order of its bytes."""

from __future__ import annotations

from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.pki.der import element_at

_TAGGED = {
    0xA0: "version",
    0x81: "issuer's unique number",
    0x82: "subject's unique number",
    0xA3: "extensions",
}
_PLAIN = ("serial number", "algorithm", "issuer", "validity", "subject", "SubjectPublicKeyInfo")
_OUTER = ("signature algorithm", "signature")


class Part(NamedTuple):
    """One part: its name, where it starts in the certificate's DER, and its bytes, tag and length included."""

    name: str
    start: int
    data: bytes


def parts_of(certificate: x509.Certificate) -> list[Part]:
    """Cut a certificate into its parts.

    Args:
      certificate: of any version; the parts that it leaves out are not in the list.

    Returns:
      The parts of the signed content (TBSCertificate), then the signature's algorithm and the signature.

    Source: RFC 5280 section 4.1.
    """
    der = certificate.public_bytes(Encoding.DER)
    tbs = element_at(der, element_at(der).content)
    parts: list[Part] = []
    plain = iter(_PLAIN)
    start = tbs.content
    while start < tbs.end:
        element = element_at(der, start)
        parts.append(Part(_TAGGED.get(element.tag) or next(plain), start, der[start : element.end]))
        start = element.end
    for name in _OUTER:
        element = element_at(der, start)
        parts.append(Part(name, start, der[start : element.end]))
        start = element.end
    return parts
