"""What three Python libraries pin, and what they switch off for it: urllib3, requests-toolbelt, aiohttp.

All three compare the hash of the leaf, the whole certificate. None of them compares a key.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
from binascii import Error as BinasciiError
from collections.abc import Callable
from pathlib import Path

import aiohappyeyeballs
import aiohttp
import pytest
import requests
import urllib3
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from requests_toolbelt.adapters.fingerprint import FingerprintAdapter
from urllib3.util.ssl_ import assert_fingerprint

from course.pki import Reason, Untrusted, evaluate_trust, load_certificates
from tests.conformance import CONFORMANCE, needs_conformance
from tests.conformance_cases import Case, cases_of
from tests.pinning.proxies import Proxy
from tests.real_clients.chains import AT, HOST, Chains, Served

# These send one and the same leaf.
SAME_LEAF = {"intermediate", "root", "missing intermediate"}
WRONG = "00" * 32
MISMATCH = "Fingerprints did not match"

# A library: what to ask, a fingerprint in hexadecimal or none, a file of trusted roots. The refusal, or None.
Library = Callable[[Served, str | None, Path], Exception | None]


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of the whole certificate."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def is_trusted(chains: Chains, served: Served) -> bool:
    """By the model, whatever host it is for."""
    try:
        evaluate_trust(served.chain, HOST, chains.trusted, AT)
    except Untrusted as untrusted:
        return untrusted.reason is Reason.HOST
    return True


def ask_urllib3(served: Served, fingerprint: str | None, trusted: Path) -> Exception | None:
    """A pool for one server, with the bank's name."""
    pool = urllib3.HTTPSConnectionPool(
        "127.0.0.1",
        served.port,
        ca_certs=str(trusted),
        assert_fingerprint=fingerprint,
        server_hostname=HOST,
        retries=False,
    )
    with pool:
        try:
            pool.request("GET", "/balance")
        except urllib3.exceptions.SSLError as error:
            return error
    return None


def ask_toolbelt(
    served: Served, fingerprint: str | None, trusted: Path, **options: object
) -> Exception | None:
    """A session for one fingerprint. The name in the URL is an address; nobody compares it once there is one."""
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(trusted)
        session.mount("https://", FingerprintAdapter(fingerprint))
        try:
            session.get(f"https://127.0.0.1:{served.port}/balance", **options)  # type: ignore[arg-type]
        except requests.exceptions.SSLError as error:
            return error
    return None


def ask_aiohttp(served: Served, fingerprint: str | None, trusted: Path) -> Exception | None:
    """A session for the bank's name, which leads to this machine."""
    del trusted  # There is no place for it: `ssl` takes a context, or a fingerprint instead.

    sockets: list[socket.socket] = []

    def open_socket(address: aiohappyeyeballs.AddrInfoType) -> socket.socket:
        sockets.append(socket.socket(address[0], address[1]))
        return sockets[-1]

    async def ask() -> Exception | None:
        check = aiohttp.Fingerprint(bytes.fromhex(fingerprint)) if fingerprint else True
        connector = aiohttp.TCPConnector(resolver=_Here(), force_close=True, socket_factory=open_socket)
        refusal: Exception | None = None
        async with aiohttp.ClientSession(connector=connector) as session:
            try:
                async with session.get(f"https://{HOST}:{served.port}/balance", ssl=check) as response:
                    await response.read()
            except (aiohttp.ServerFingerprintMismatch, aiohttp.ClientConnectorError) as error:
                refusal = error
        # TLS says goodbye behind the session's back; without a loop it never would.
        while any(each.fileno() != -1 for each in sockets):
            await asyncio.sleep(0.001)
        return refusal

    return asyncio.run(ask())


class _Here(AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """One address."""
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


LIBRARIES: dict[str, Library] = {
    "urllib3": ask_urllib3,
    "requests-toolbelt": ask_toolbelt,
    "aiohttp": ask_aiohttp,
}


@pytest.fixture(scope="module")
def trusted(chains: Chains, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The phone's roots."""
    return chains.write_trusted(tmp_path_factory.mktemp("trusted"))


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_fingerprint_is_of_one_certificate(chains: Chains, trusted: Path, library: str) -> None:
    """A renewal with the same key breaks it, in all three; a CA's fingerprint never matches."""
    ask = LIBRARIES[library]
    bundled = fingerprint_of(chains["intermediate"].chain[0])
    assert ask(chains["intermediate"], bundled, trusted) is None
    assert ask(chains["renewed"], bundled, trusted) is not None
    assert ask(chains["rekeyed"], bundled, trusted) is not None
    assert ask(chains["stuffed"], bundled, trusted) is not None
    assert ask(chains["intermediate"], fingerprint_of(chains["intermediate"].chain[1]), trusted) is not None


@pytest.mark.parametrize("library", ["urllib3", "requests-toolbelt"])
def test_urllib3_still_validates_and_no_longer_asks_for_the_host(
    chains: Chains, trusted: Path, library: str
) -> None:
    """Every chain with the fingerprint of its own leaf: one for another host is accepted. Case c0620."""
    accepted = {
        name
        for name, served in chains.served.items()
        if LIBRARIES[library](served, fingerprint_of(served.chain[0]), trusted) is None
    }
    assert accepted == {name for name, served in chains.served.items() if is_trusted(chains, served)}
    assert "other host" in accepted
    assert not accepted & {"self-signed", "missing intermediate", "expired"}


def test_without_a_fingerprint_urllib3_asks_for_the_host(chains: Chains, trusted: Path) -> None:
    """So it was the fingerprint that switched it off."""
    assert ask_urllib3(chains["intermediate"], None, trusted) is None
    assert "match" in str(ask_urllib3(chains["other host"], None, trusted))


def test_aiohttp_asks_for_nothing_but_the_fingerprint(chains: Chains, trusted: Path) -> None:
    """Untrusted, expired, for another host: whatever leaf has it is accepted. Case c0627."""
    for served in chains.served.values():
        assert ask_aiohttp(served, fingerprint_of(served.chain[0]), trusted) is None
    bundled = fingerprint_of(chains["intermediate"].chain[0])
    assert {
        name for name, each in chains.served.items() if ask_aiohttp(each, bundled, trusted) is None
    } == SAME_LEAF


def test_without_a_fingerprint_aiohttp_validates(chains: Chains, trusted: Path) -> None:
    """With the machine's own roots, which do not know the bank's."""
    assert isinstance(
        ask_aiohttp(chains["intermediate"], None, trusted), aiohttp.ClientConnectorCertificateError
    )


def test_aiohttp_says_what_it_wanted_and_got(chains: Chains, trusted: Path) -> None:
    """Case c0628."""
    refusal = ask_aiohttp(chains["leaf"], WRONG, trusted)
    assert isinstance(refusal, aiohttp.ServerFingerprintMismatch)
    assert refusal.expected == bytes(32)
    assert refusal.got.hex() == fingerprint_of(chains["leaf"].chain[0])
    assert (refusal.host, refusal.port) == chains["leaf"].server.address


@pytest.mark.parametrize("library", ["urllib3", "requests-toolbelt"])
def test_urllib3_says_what_it_wanted_and_got(chains: Chains, trusted: Path, library: str) -> None:
    """In hexadecimal."""
    got = fingerprint_of(chains["leaf"].chain[0])
    assert f'{MISMATCH}. Expected "{WRONG}", got "{got}"' in str(
        LIBRARIES[library](chains["leaf"], WRONG, trusted)
    )


@pytest.mark.parametrize("library", LIBRARIES)
def test_no_request_reaches_a_server_with_another_certificate(
    chains: Chains, trusted: Path, library: str
) -> None:
    """The comparison comes before the request."""
    before = chains["rekeyed"].server.requests
    assert LIBRARIES[library](chains["rekeyed"], WRONG, trusted) is not None
    assert chains["rekeyed"].server.requests == before


def test_without_validation_only_the_fingerprint_counts(chains: Chains) -> None:
    """CERT_NONE; case c0619. urllib3 warns of every such request, except where there is a fingerprint."""
    served = chains["self-signed"]

    def ask(fingerprint: str) -> int:
        pool = urllib3.HTTPSConnectionPool(
            "127.0.0.1", served.port, cert_reqs="CERT_NONE", assert_fingerprint=fingerprint, retries=False
        )
        with pool:
            return pool.request("GET", "/balance").status

    assert ask(fingerprint_of(served.chain[0])) == 200
    with pytest.raises(urllib3.exceptions.SSLError, match=MISMATCH):
        ask(WRONG)


def test_through_a_proxy_the_toolbelt_compares_nothing(chains: Chains, trusted: Path) -> None:
    """It gives the fingerprint to its own pools only, and a proxy has pools of its own; the host is asked for again."""
    with Proxy(chains["intermediate"].server.address) as proxy:
        url, through = f"https://{HOST}/balance", {"https": proxy.url}
        with requests.Session() as session:
            session.trust_env = False
            session.mount("https://", FingerprintAdapter(WRONG))
            assert session.get(url, proxies=through, verify=str(trusted)).ok
        assert [line.rpartition(" ")[0] for line in proxy.asked] == [f"CONNECT {HOST}:443"]
    assert MISMATCH in str(ask_toolbelt(chains["intermediate"], WRONG, trusted))


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (16, "md5 and sha1 are insecure and not supported. Use sha256."),
        (20, "md5 and sha1 are insecure and not supported. Use sha256."),
        (0, "fingerprint has invalid length"),
        (7, "fingerprint has invalid length"),
        (64, "fingerprint has invalid length"),
    ],
)
def test_aiohttp_takes_32_bytes(length: int, text: str) -> None:
    """Its own documentation shows 64, the hexadecimal digits."""
    with pytest.raises(ValueError, match=text):
        aiohttp.Fingerprint(bytes(length))


@needs_conformance
@pytest.mark.parametrize("case", cases_of("urllib3", kind="fingerprint"), ids=str)
def test_conformance_of_urllib3(case: Case) -> None:
    """The real function, and its words."""
    assert CONFORMANCE is not None
    path = case.input["cert"]
    (certificate,) = load_certificates((CONFORMANCE / path).read_bytes()) if path else (None,)
    leaf = certificate.public_bytes(Encoding.DER) if certificate else None
    if case.expected["ok"]:
        assert_fingerprint(leaf, case.input["fingerprint"])
        return
    # Older versions let the error about digits out as it is; 2.8 wraps it. The facts speak of the older ones.
    with pytest.raises((urllib3.exceptions.SSLError, BinasciiError)) as caught:
        assert_fingerprint(leaf, case.input["fingerprint"])
    assert str(caught.value).startswith(
        case.expected["message"].removeprefix("binascii.Error (not SSLError): ")
    )


@needs_conformance
@pytest.mark.parametrize("case", cases_of("aiohttp", kind="fingerprint_parse"), ids=str)
def test_conformance_of_aiohttp(case: Case) -> None:
    """The real class, and its words."""
    given = bytes(case.input["bytes"])
    if case.expected["ok"]:
        assert aiohttp.Fingerprint(given).fingerprint == given
        return
    with pytest.raises(ValueError, match=case.expected["message"]):
        aiohttp.Fingerprint(given)


def test_the_toolbelt_takes_a_fingerprint_in_hexadecimal(chains: Chains, trusted: Path) -> None:
    """Case c0621, whose recorded server is not here; colons and capitals do not count."""
    digits = fingerprint_of(chains["intermediate"].chain[0])
    colons = ":".join(digits[at : at + 2] for at in range(0, 64, 2)).upper()
    assert ask_toolbelt(chains["intermediate"], digits, trusted) is None
    assert ask_toolbelt(chains["intermediate"], colons, trusted) is None
