"""What the driver can be asked: one function for each kind of question, named as OkHttp's own methods are."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

Question = dict[str, object]
# Rows of a pattern and its pins, such as ("*.bank.test", "sha256/...", "sha256/...").
Pins = Iterable[Sequence[str]]


def version() -> Question:
    """Which OkHttp this is, such as "3.13.1"."""
    return {"ask": "version"}


def build(pins: Pins) -> Question:
    """Whether a `CertificatePinner` can be built; the value is None."""
    return {"ask": "build", "pins": _rows(pins)}


def find_matching_pins(pins: Pins, hostname: str) -> Question:
    """The texts of the pins that hold for a host."""
    return {"ask": "find_matching_pins", "pins": _rows(pins), "text": hostname}


def check(pins: Pins, hostname: str, chain: Iterable[x509.Certificate]) -> Question:
    """`CertificatePinner.check` on a chain as given, not cleaned; the value is None."""
    return {"ask": "check", "pins": _rows(pins), "text": hostname, "chain": _encoded(chain)}


def time_check(pins: Pins, hostname: str, chain: Iterable[x509.Certificate], rounds: int) -> Question:
    """How many nanoseconds so many calls of `check` take."""
    return {**check(pins, hostname, chain), "ask": "time_check", "rounds": rounds}


def pin(certificate: x509.Certificate) -> Question:
    """`CertificatePinner.pin`."""
    return {"ask": "pin", "chain": _encoded([certificate])}


def clean_chain(
    hostname: str, chain: Iterable[x509.Certificate], trusted: Iterable[x509.Certificate]
) -> Question:
    """What the chain cleaner makes of a chain: certificates in DER and base64."""
    return {"ask": "clean_chain", "text": hostname, "chain": _encoded(chain), "trusted": _encoded(trusted)}


def verify_hostname(hostname: str, certificate: x509.Certificate) -> Question:
    """Whether OkHttp's `HostnameVerifier` takes a certificate for a host."""
    return {"ask": "verify_hostname", "text": hostname, "chain": _encoded([certificate])}


def is_ip_address(text: str) -> Question:
    """Whether OkHttp takes a text for an IP address."""
    return {"ask": "is_ip_address", "text": text}


def canonical_host(text: str) -> Question:
    """How OkHttp writes a host name; None: it is none."""
    return {"ask": "canonical_host", "text": text}


def decode_base64(text: str) -> Question:
    """What okio reads in base64, in plain base64 again; None: nothing."""
    return {"ask": "decode_base64", "text": text}


def get(url: str, pins: Pins, trusted: Iterable[x509.Certificate], port: int | None = None) -> Question:
    """A GET on a new connection to this machine: "status", "body" and "peer_certificates" (DER in base64)."""
    where: Question = {} if port is None else {"port": port}
    return {"ask": "get", "text": url, "pins": _rows(pins), "trusted": _encoded(trusted), **where}


def _rows(pins: Pins) -> list[list[str]]:
    return [list(row) for row in pins]


def _encoded(certificates: Iterable[x509.Certificate]) -> list[str]:
    return [base64.b64encode(each.public_bytes(Encoding.DER)).decode() for each in certificates]
