"""Cases for model and original: thousands of them, the same ones for the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from random import Random

from cryptography import x509

from course.pki.der import public_key_info
from course.platforms.okhttp.cases import Case
from tests.real_clients import texts
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


def generate(seed: str, served: Mapping[str, Chain], asks: Iterable[str] = COUNTS) -> Iterator[Case]:
    """The cases of a run.

    Args:
      seed: another one gives other cases.
      served: chains of the lab, which are asked about too.
      asks: which kinds of them.
    """
    for ask in asks:
        random = Random(f"{seed} {ask}")
        for _ in range(COUNTS[ask]):
            yield _MAKERS[ask](random, served)


def _build(random: Random, served: Mapping[str, Chain]) -> Case:
    rows = _rows(random, _hashes(_a_chain(random, served)))
    return Case("build", pins=rows)


def _find_matching_pins(random: Random, served: Mapping[str, Chain]) -> Case:
    # One row that cannot be read is enough for an exception, and then nothing is matched with anything.
    plain = random.random() < 0.7
    hashes = _hashes(_a_chain(random, served))
    rows = _rows(random, hashes, texts.good_pin, texts.plain_pattern if plain else texts.pattern)
    return Case("find_matching_pins", texts.host_for(random, [row[0] for row in rows]), rows)


def _check(random: Random, served: Mapping[str, Chain]) -> Case:
    chain = _a_chain(random, served)
    hashes = _hashes(_a_chain(random, served) if random.random() < 0.7 else chain)
    host = random.choice(("api.bank.test", "bank.test", "127.0.0.1", "xn--bcher-kva.test"))
    likely = (host, host, "*.bank.test", "API.Bank.test", "bücher.test", texts.plain_pattern(random))
    pin = texts.pin if random.random() < 0.3 else texts.good_pin
    rows = tuple(
        (random.choice(likely), *(pin(random, hashes) for _ in range(random.randint(1, 3))))
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
    if random.random() < 0.15:
        host = host.replace("k", texts.KELVIN)
    return Case("verify_hostname", host, chain=(leaf,))


_MAKERS: Mapping[str, Callable[[Random, Mapping[str, Chain]], Case]] = {
    "build": _build,
    "find_matching_pins": _find_matching_pins,
    "check": _check,
    "pin": _pin,
    "clean_chain": _clean_chain,
    "verify_hostname": _verify_hostname,
    "canonical_host": lambda random, _: Case("canonical_host", texts.host(random)),
    "is_ip_address": lambda random, _: Case("is_ip_address", texts.host(random)),
    "decode_base64": lambda random, _: Case("decode_base64", texts.base64_text(random)),
}


def _rows(
    random: Random,
    hashes: Sequence[bytes],
    pin: Callable[[Random, Sequence[bytes]], str] = texts.pin,
    pattern: Callable[[Random], str] = texts.pattern,
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (pattern(random), *(pin(random, hashes) for _ in range(random.randint(1, 2))))
        for _ in range(random.choice((1, 1, 2, 3)))
    )


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


@cache
def _hashes_of(certificate: x509.Certificate) -> tuple[bytes, bytes]:
    key = public_key_info(certificate)
    return hashlib.sha256(key).digest(), hashlib.sha1(key).digest()
