"""A widget: hash different bytes of the same certificates, and see which hash survives what."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Callable, Mapping

import ipywidgets
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from course.pki.der import public_key_info
from course.views.live import Live


def _bare_key(certificate: x509.Certificate) -> bytes:
    """The key without its ASN.1 header, as iOS hands it out (SecKeyCopyExternalRepresentation)."""
    key = certificate.public_key()
    if isinstance(key, EllipticCurvePublicKey):
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)


def _pem_text(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


# What people hash, the right one first. Each takes a certificate and gives the bytes.
HASHED: Mapping[str, Callable[[x509.Certificate], bytes]] = {
    "its SubjectPublicKeyInfo": public_key_info,
    "the whole certificate": lambda certificate: certificate.public_bytes(Encoding.DER),
    "the key without its header": _bare_key,
    "the PEM text of the key": _pem_text,
    "nothing (the command before failed)": lambda _: b"",
}


def what_is_hashed(certificates: Mapping[str, x509.Certificate]) -> Live:
    """Choose what to hash, and compare the hashes of several certificates with the first one's.

    Args:
      certificates: by the name to show; the first is the one to compare with.

    Returns:
      A widget with one choice and a table. Its words say which rows match at first.
    """
    first = next(iter(HASHED))
    choice = ipywidgets.Dropdown(
        options=list(HASHED), value=first, description="Hash", layout={"width": "24em"}
    )
    table = ipywidgets.HTML(value=_table(certificates, first))

    def redraw(change: Mapping[str, str]) -> None:
        table.value = _table(certificates, change["new"])

    choice.observe(redraw, names="value")
    return Live(ipywidgets.VBox([choice, table]), _words(certificates, first), _table(certificates, first))


def _hashes(certificates: Mapping[str, x509.Certificate], what: str) -> dict[str, str]:
    return {
        name: base64.b64encode(hashlib.sha256(HASHED[what](certificate)).digest()).decode()
        for name, certificate in certificates.items()
    }


def _words(certificates: Mapping[str, x509.Certificate], what: str) -> str:
    hashes = _hashes(certificates, what)
    (first, wanted), *others = hashes.items()
    rows = [f"{name}: {'the same hash' if found == wanted else 'another hash'}" for name, found in others]
    return f"Hash {what}. Compared with {first}, " + "; ".join(rows) + "."


def _table(certificates: Mapping[str, x509.Certificate], what: str) -> str:
    hashes = _hashes(certificates, what)
    wanted = next(iter(hashes.values()))
    rows = "".join(
        f"<tr><th scope='row' style='text-align: left'>{html.escape(name)}</th>"
        f"<td style='text-align: left'><code>{found}</code></td>"
        f"<td style='text-align: left'>{'the same' if found == wanted else 'another'}</td></tr>"
        for name, found in hashes.items()
    )
    head = "".join(
        f"<th scope='col' style='text-align: left'>{title}</th>"
        for title in ("certificate", "SHA-256, base64", "compared with the first")
    )
    return (
        f"<table><caption style='text-align: left'>Hash of {html.escape(what)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
