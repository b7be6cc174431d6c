"""What a server sent, beside what was validated."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from cryptography import x509

from course.cli.pin_connection import NoChain, chain_of
from course.cli.pin_report import Problem, Row, ServerPins
from course.cli.pin_words import Server
from course.pinning.adapter.adapter import certifi_anchors, machine_clock
from course.pki import Anchors, PinSource, Reason, Untrusted, evaluate_trust, source_of

_PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


@dataclass(frozen=True, slots=True)
class Question:
    """How a server is to be asked.

    Attributes:
      anchors: what is trusted; None: certifi's roots.
      anchors_named: whose they are, in words.
      at: where to connect instead; None: where the name leads.
      seconds: for one server.
      show_untrusted: whether to show a chain that is not validated.
    """

    anchors: Anchors | None
    anchors_named: str
    at: Server | None
    seconds: float
    show_untrusted: bool


def ask(server: Server, question: Question) -> tuple[ServerPins | None, Problem | None]:
    """Connect once and judge what the server sent.

    Returns:
      The pins, if there is something to show; and what was wrong, if something was.
    """
    try:
        sent, address = chain_of(server, at=question.at, seconds=question.seconds)
    except NoChain as error:
        return None, Problem(str(server), error.reason, f"{error}{_about_a_proxy()}")
    try:
        chain = [x509.load_der_x509_certificate(der) for der in sent]
    except ValueError:
        return None, Problem(str(server), "malformed", f"{server} sent a certificate that can't be read.")
    at = machine_clock()
    anchors = question.anchors or certifi_anchors()
    named = question.anchors_named or f"certifi {version('certifi')}"
    path: tuple[x509.Certificate, ...] = ()
    problem = None
    try:
        path = evaluate_trust(chain, server.host, anchors, at)
    except Untrusted as untrusted:
        problem = Problem(str(server), str(untrusted.reason), _refusal(server, untrusted, question))
        if not question.show_untrusted:
            return None, problem
    return ServerPins(server, address, named, at, problem is None, tuple(_rows(chain, path))), problem


def notes_on(pins: ServerPins) -> list[str]:
    """What to know before one of these pins goes into an app."""
    notes = []
    if any(row.sent and row.validated is None for row in pins.rows) and pins.trusted:
        notes.append("What was sent and is not in the validated path never matches: do not pin it.")
    notes.append(
        f"These are the pins of whoever answered at {pins.address}. Behind a proxy that looks into TLS, as "
        "companies and schools have it, they are the proxy's. Compare them with `course pin` of the certificate "
        f"or the key from those who run {pins.server.host}, or with this command in another network."
    )
    return notes


def proxy_variable() -> str | None:
    """The name of a variable that makes other clients use a proxy here."""
    return next((name for name in _PROXIES if os.environ.get(name)), None)


def _about_a_proxy() -> str:
    name = proxy_variable()
    return f" {name} is set, and this command connects without a proxy." if name else ""


def _refusal(server: Server, untrusted: Untrusted, question: Question) -> str:
    sentence = f"{server} is not trusted, so its pins are worth nothing: {untrusted}"
    if untrusted.reason is Reason.UNKNOWN_AUTHORITY:
        sentence += " A CA of your own, or your company's, can be named with --cafile."
    return sentence if question.show_untrusted else f"{sentence} --show-untrusted shows what was sent."


def _rows(chain: Sequence[x509.Certificate], path: Sequence[x509.Certificate]) -> list[Row]:
    """One row per certificate: the path, then what else was sent."""
    certificates = [*path, *(sent for sent in dict.fromkeys(chain) if sent not in path)]
    rows = []
    for certificate in certificates:
        sent = tuple(place for place, each in enumerate(chain, 1) if each == certificate)
        place = path.index(certificate) + 1 if certificate in path else None
        source = source_of(certificate)
        rows.append(Row(source, _role(source, certificate, place, len(path), sent), sent, place))
    return rows


def _role(
    source: PinSource, certificate: x509.Certificate, place: int | None, length: int, sent: tuple[int, ...]
) -> str:
    if place == 1 or (length == 0 and sent[:1] == (1,)):
        return "leaf, a CA" if source.ca else "leaf"
    if place is not None and place == length:
        return "root CA" if certificate.subject == certificate.issuer else "anchor"
    if place is not None:
        return "intermediate CA"
    return "CA" if source.ca else "certificate"
