"""Parts of a certificate as bytes. The JDK reads each extension alone; `cryptography` reads all of them or none."""

from __future__ import annotations

from collections.abc import Iterator

from cryptography import x509

from course.pki.der import element_at

_EXTENSIONS = 0xA3


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
    """The value of an extension, or None where it is absent.

    Args:
      oid: the object identifier as DER, tag and length included.
    """
    fields = {field[0]: field for field in inner_elements(certificate.tbs_certificate_bytes)}
    if _EXTENSIONS not in fields:
        return None
    for extension in inner_elements(content_of(fields[_EXTENSIONS])):
        parts = list(inner_elements(extension))
        if parts[0] == oid:
            return content_of(parts[-1])
    return None
