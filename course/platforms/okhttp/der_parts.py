"""Parts of a certificate as bytes. The JDK reads each extension alone; `cryptography` reads all of them or none."""

from __future__ import annotations

from collections.abc import Iterator

from cryptography import x509

from course.pki.der import NotDer, element_at

_EXTENSIONS = 0xA3
_OCTET_STRING = 0x04


def inner_elements(constructed: bytes) -> Iterator[bytes]:
    """The elements inside a DER element, tag and length included.

    Raises:
      NotDer: one of them is broken.
    """
    outer = element_at(constructed)
    here = outer.content
    while here < outer.end:
        end = element_at(constructed, here).end
        yield constructed[here:end]
        here = end


def content_of(element: bytes) -> bytes:
    """What stands behind an element's tag and length."""
    return element[element_at(element).content :]


def extension_value(certificate: x509.Certificate, oid: bytes) -> bytes | None:
    """The value of an extension, or None where it is absent or broken.

    Args:
      oid: the object identifier as DER, tag and length included.
    """
    try:
        for field in inner_elements(certificate.tbs_certificate_bytes):
            if field[0] == _EXTENSIONS:
                return _value_among(inner_elements(content_of(field)), oid)
    except NotDer:
        return None
    return None


def _value_among(extensions: Iterator[bytes], oid: bytes) -> bytes | None:
    for extension in extensions:
        parts = list(inner_elements(extension))
        if parts[0] == oid and parts[-1][0] == _OCTET_STRING:
            return content_of(parts[-1])
    return None
