"""Cases for model and original: thousands of them, the same ones for the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from random import Random

from cryptography import x509

from course.pki.der import public_key_info
from tests.real_clients import texts
from tests.real_clients.cases import Case
from tests.real_clients.odd_certificates import (
    Chain,
    alternatively_named,
    chain_to_clean,
    family,
    oddly_named,
)

# How many of each kind a run has.
COUNTS: Mapping[str, int] = {
    "build": 900,
    "find_matching_pins": 2200,
    "check": 1200,
    "pin": 150,
    "clean_chain": 500,
    "verify_hostname": 900,
    "canonical_host": 900,
    "is_ip_address": 300,
    "decode_base64": 400,
}


def generate(seed: str, served: Mapping[str, Chain]) -> Iterator[Case]:
    """All cases of a run.

    Args:
      seed: another one gives other cases.
      served: chains of the lab, which are asked about too.
    """
    for ask, count in COUNTS.items():
        random = Random(f"{seed} {ask}")  # noqa: S311
        for _ in range(count):
            yield _MAKERS[ask](random, served)


def _build(random: Random, served: Mapping[str, Chain]) -> Case:
    return Case("build", pins=_rows(random, _hashes(_a_chain(random, served))))


def _find_matching_pins(random: Random, served: Mapping[str, Chain]) -> Case:
    # One wrong row is enough for an exception, and then no row is matched with anything.
    rows = _rows(random, _hashes(_a_chain(random, served)), only_good_pins=random.random() < 0.9)
    return Case("find_matching_pins", texts.host_for(random, [row[0] for row in rows]), rows)


def _check(random: Random, served: Mapping[str, Chain]) -> Case:
    chain = _a_chain(random, served)
    hashes = _hashes(_a_chain(random, served) if random.random() < 0.5 else chain)
    host = random.choice(("api.bank.test", "bank.test", "127.0.0.1", "xn--bcher-kva.test"))
    likely = (host, "*.bank.test", "API.Bank.test", "bücher.test", texts.pattern(random))
    rows = tuple(
        (random.choice(likely), *(texts.pin(random, hashes) for _ in range(random.randint(1, 3))))
        for _ in range(random.randint(1, 3))
    )
    return Case("check", host, rows, chain)


def _pin(random: Random, served: Mapping[str, Chain]) -> Case:
    return Case("pin", chain=(random.choice(_a_chain(random, served)),))


def _clean_chain(random: Random, served: Mapping[str, Chain]) -> Case:
    if random.random() < 0.2:
        chain = random.choice(list(served.values()))
        trusted = tuple(random.sample(random.choice(list(served.values())), 1))
    else:
        chain, trusted = chain_to_clean(random)
    return Case("clean_chain", "api.bank.test", chain=chain, trusted=trusted)


def _verify_hostname(random: Random, served: Mapping[str, Chain]) -> Case:
    leaf = random.choice((*alternatively_named(), random.choice(list(served.values()))[0]))
    near = [
        "api.bank.test",
        "bank.test",
        "*.bank.test",
        "k.test",
        "example.com",
        "::ffff:1.2.3.4",
        "2001:db8::1",
    ]
    host = texts.host_for(random, near) if random.random() < 0.8 else texts.host(random)
    return Case("verify_hostname", host, chain=(leaf,))


def _canonical_host(random: Random, served: Mapping[str, Chain]) -> Case:
    return Case("canonical_host", texts.host(random))


def _is_ip_address(random: Random, served: Mapping[str, Chain]) -> Case:
    return Case("is_ip_address", texts.host(random))


def _decode_base64(random: Random, served: Mapping[str, Chain]) -> Case:
    return Case("decode_base64", texts.base64_text(random))


_MAKERS: Mapping[str, Callable[[Random, Mapping[str, Chain]], Case]] = {
    "build": _build,
    "find_matching_pins": _find_matching_pins,
    "check": _check,
    "pin": _pin,
    "clean_chain": _clean_chain,
    "verify_hostname": _verify_hostname,
    "canonical_host": _canonical_host,
    "is_ip_address": _is_ip_address,
    "decode_base64": _decode_base64,
}


def _rows(
    random: Random, hashes: list[bytes], *, only_good_pins: bool = False
) -> tuple[tuple[str, ...], ...]:
    rows = []
    for _ in range(random.choice((1, 1, 2, 3))):
        if only_good_pins:
            pins = [
                f"sha256/{'ABCD'[: random.randint(0, 4)]}" if random.random() < 0.1 else _good(random, hashes)
            ]
        else:
            pins = [texts.pin(random, hashes) for _ in range(random.randint(1, 2))]
        rows.append((texts.pattern(random), *pins))
    return tuple(rows)


def _good(random: Random, hashes: list[bytes]) -> str:
    while not (text := texts.pin(random, hashes)).startswith(("sha256/", "sha1/")) or not text.isascii():
        pass
    return text


def _a_chain(random: Random, served: Mapping[str, Chain]) -> Chain:
    kind = random.random()
    if kind < 0.3:
        return random.choice(list(served.values()))
    if kind < 0.6:
        return tuple(random.sample(oddly_named(), random.randint(1, 3)))
    return tuple(
        each.certificate for each in random.sample(list(family().values()), random.randint(0, 4) or 1)
    )


def _hashes(chain: Chain) -> list[bytes]:
    return [digest for certificate in chain for digest in _hashes_of(certificate)]


def _hashes_of(certificate: x509.Certificate) -> tuple[bytes, bytes]:
    key = public_key_info(certificate)
    return hashlib.sha256(key).digest(), hashlib.sha1(key).digest()
