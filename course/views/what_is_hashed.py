"""A widget: hash different bytes of the same certificates, and see which hash is a pin."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import ipywidgets
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from course.pki import Pin
from course.pki.der import public_key_info
from course.views.live import Live

# The columns that say what a text is good for, in the order of `Merits`.
QUESTIONS = ("survives the renewal?", "changes with the key?", "is what clients compute?")


class Merits(NamedTuple):
    """What a text behind `sha256/` is good for."""

    survives: bool
    tells_keys_apart: bool
    computed_by_clients: bool


def _bare_key(certificate: x509.Certificate) -> bytes:
    """The key without its ASN.1 header, as iOS hands it out (SecKeyCopyExternalRepresentation)."""
    key = certificate.public_key()
    if isinstance(key, EllipticCurvePublicKey):
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)


def _pem_text(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _in_base64(take: Callable[[x509.Certificate], bytes]) -> Callable[[x509.Certificate], str]:
    return lambda certificate: base64.b64encode(hashlib.sha256(take(certificate)).digest()).decode()


# What people write behind `sha256/`, the right one first. Each takes a certificate and gives the text.
HASHED: Mapping[str, Callable[[x509.Certificate], str]] = {
    "the SubjectPublicKeyInfo": _in_base64(public_key_info),
    "the whole certificate": _in_base64(lambda certificate: certificate.public_bytes(Encoding.DER)),
    "the part that the authority signs (TBS)": _in_base64(
        lambda certificate: certificate.tbs_certificate_bytes
    ),
    "the bare key, without its header": _in_base64(_bare_key),
    "the PEM text of the key": _in_base64(_pem_text),
    "the SubjectPublicKeyInfo, hash in hex": lambda certificate: Pin.of(certificate).hex,
    "nothing": _in_base64(lambda _: b""),
}


def what_is_hashed(before: x509.Certificate, renewed: x509.Certificate, rekeyed: x509.Certificate) -> Live:
    """Choose what to hash, and compare the hashes of three certificates of one server.

    Args:
      before: a certificate.
      renewed: another one for the same key.
      rekeyed: another one for another key.

    Returns:
      A widget with a menu and a table of hashes. Its words and its still answer three questions about every
      choice of the menu: does the hash survive the renewal, does it change with the key, and is it what clients
      compute?
    """
    certificates = {"before the renewal": before, "renewed, same key": renewed, "rekeyed": rekeyed}
    merits = {what: _merits(take, before, renewed, rekeyed) for what, take in HASHED.items()}
    first = next(iter(HASHED))
    choice = ipywidgets.Dropdown(
        options=list(HASHED),
        value=first,
        description="Bytes to hash",
        layout={"width": "30em"},
        style={"description_width": "8em"},
    )
    table = ipywidgets.HTML(value=_shown(certificates, merits, first))

    def redraw(change: Mapping[str, str]) -> None:
        table.value = _shown(certificates, merits, change["new"])

    choice.observe(redraw, names="value")
    still = f"{_overview(merits)}<p>Run the cell to get a menu that shows the hashes themselves.</p>"
    return Live(ipywidgets.VBox([choice, table]), _words(merits), still)


def _merits(take: Callable[[x509.Certificate], str], *certificates: x509.Certificate) -> Merits:
    before, renewed, rekeyed = map(take, certificates)
    return Merits(before == renewed, before != rekeyed, before == Pin.of(certificates[0]).base64)


def _words(merits: Mapping[str, Merits]) -> str:
    rows = (
        f"{what}: " + ", ".join(f"{one} {_yes(two)}" for one, two in zip(QUESTIONS, row, strict=True))
        for what, row in merits.items()
    )
    return "\n".join(["What is hashed, and what the hash is good for.", *rows])


def _shown(certificates: Mapping[str, x509.Certificate], merits: Mapping[str, Merits], what: str) -> str:
    return f"{_hashes(certificates, what)}<br>{_overview(merits, chosen=what)}"


def _hashes(certificates: Mapping[str, x509.Certificate], what: str) -> str:
    texts = {name: HASHED[what](certificate) for name, certificate in certificates.items()}
    first, *others = texts
    fates = {first: "–"} | {name: "the same" if texts[name] == texts[first] else "another" for name in others}
    rows = [[name, f"<code>{text}</code>", fates[name]] for name, text in texts.items()]
    return _table(f"SHA-256 of {what}", ["certificate", "the hash", "compared with the first"], rows)


def _overview(merits: Mapping[str, Merits], chosen: str = "") -> str:
    rows = [[_marked(what, chosen), *map(_yes, row)] for what, row in merits.items()]
    return _table("What the hash is good for", ["bytes that are hashed", *QUESTIONS], rows)


def _marked(what: str, chosen: str) -> str:
    name = html.escape(what)
    return f"<b>▸ {name}</b>" if what == chosen else f"<span style='font-weight: normal'>{name}</span>"


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _table(caption: str, columns: Iterable[str], rows: Iterable[list[str]]) -> str:
    left = "style='text-align: left; line-height: 1.5; padding-right: 1em'"
    head = "".join(f"<th scope='col' {left}>{column}</th>" for column in columns)
    body = "".join(
        f"<tr><th scope='row' {left}>{name}</th>{''.join(f'<td {left}>{cell}</td>' for cell in cells)}</tr>"
        for name, *cells in rows
    )
    return (
        f"<table><caption {left}>{html.escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
