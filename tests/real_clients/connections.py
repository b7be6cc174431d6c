"""Real TLS connections to the lab: every chain with many pins, and one chain under many names."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence

from course.pki.der import public_key_info
from course.platforms.okhttp.cases import Case
from tests.real_clients.chains import AT, HOST, Chains

_HOSTS = (
    "API.Bank.TEST",
    "www.bank.test",
    "a.b.bank.test",
    "api.bank.test.",
    "bücher.test",
    "127.0.0.1",
    "bank.test",
)


def connections(chains: Chains) -> Iterator[Case]:
    """What to ask, each on a new connection."""
    pins = {name: str(pin) for name, pin in chains.pins.items()}
    for served in chains.served.values():
        for rows in (
            *((HOST, pin) for pin in pins.values()),
            (HOST, pins["backup"], pins["leaf"]),
            ("*.bank.test", pins["backup"]),
        ):
            yield Case("connect", HOST, (rows,), served.chain, chains.trusted, AT)
        yield Case("connect", HOST, (), served.chain, chains.trusted, AT)
    yield from _ways_to_pin(chains)
    for host in _HOSTS:
        for pattern in (host, "*.bank.test", "**.bank.test"):
            yield Case(
                "connect", host, ((pattern, pins["backup"]),), chains["many names"].chain, chains.trusted, AT
            )


def _ways_to_pin(chains: Chains) -> Iterator[Case]:
    leaf, backup = chains.pins["leaf"], str(chains.pins["backup"])
    sha1 = hashlib.sha1(public_key_info(chains["intermediate"].chain[0])).digest()
    rows: Sequence[tuple[tuple[str, ...], ...]] = (
        ((HOST, f"sha256/{leaf.hex}"),),
        ((HOST, leaf.curl),),
        ((HOST, f"sha1/{base64.b64encode(sha1).decode()}"),),
        ((HOST, f"sha1/{leaf.base64}"),),
        ((HOST, str(leaf).rstrip("=")),),
        ((HOST.upper(), backup),),
        ((HOST, backup), ("*.bank.test", str(leaf))),
        (("*.bank.test", backup), (HOST, str(leaf))),
        (("bank.test", backup),),
        (("www.bank.test", backup),),
        (("*.test", backup),),
        (("**.bank.test", backup),),
        (("**.test", backup), (HOST, str(leaf))),
        ((f"{HOST}:443", backup),),
        (("*.", backup),),
    )
    for each in rows:
        yield Case("connect", HOST, each, chains["intermediate"].chain, chains.trusted, AT)
