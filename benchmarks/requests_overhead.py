"""What a pin costs: the pinning adapter against plain `requests`, on new connections and on kept ones."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import requests
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from requests.adapters import HTTPAdapter
from requests_toolbelt.adapters.fingerprint import FingerprintAdapter

from benchmarks.timing import medians, report
from course.lab import Lab, Server
from course.lab.bank import bank_answers
from course.pinning import PinningAdapter, Policy

ROUNDS = 400


def client(adapter: HTTPAdapter, root: Path) -> requests.Session:
    """A session with one adapter, told whom to trust in the way of `requests`."""
    session = requests.Session()
    session.trust_env = False
    session.verify = str(root)
    session.mount("https://", adapter)
    return session


def main() -> None:
    with Lab(dates="stock") as lab, tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root.pem"
        root.write_bytes(lab.root.certificate.public_bytes(Encoding.PEM))
        measure(lab, root)


def measure(lab: Lab, root: Path) -> None:
    """Time three clients that do the same work on the same server."""
    bank = Server(lab.issuing.issue("127.0.0.1"), lab.issuing, bank_answers)
    address, port = bank.address
    url = f"https://{address}:{port}/balance"
    fingerprint = bank.chain[0].fingerprint(SHA256()).hex()
    adapters: dict[str, Callable[[], HTTPAdapter]] = {
        "plain requests": HTTPAdapter,
        "pinned (this course)": lambda: PinningAdapter(
            Policy({address: [bank.pin]}), anchors=[lab.root.certificate]
        ),
        "fingerprint (requests-toolbelt)": lambda: FingerprintAdapter(fingerprint),
    }
    sessions = {name: client(make(), root) for name, make in adapters.items()}

    def on_new_connection(session: requests.Session) -> Callable[[], object]:
        return lambda: session.get(url, headers={"Connection": "close"})

    new = medians({name: on_new_connection(session) for name, session in sessions.items()}, ROUNDS)
    report("A request on a new connection", new, "plain requests")
    kept = medians({name: lambda s=session: s.get(url) for name, session in sessions.items()}, ROUNDS)
    report("A request on a kept connection", kept, "plain requests")
    for session in sessions.values():
        session.close()
    bank.close()
