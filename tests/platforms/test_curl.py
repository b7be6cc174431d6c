"""curl's --pinnedpubkey as values: what tests/real_clients/test_curl.py has judged, for machines without curl."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from course.lab import rsa_key
from course.lab.clock import START
from course.pki.der import public_key_info
from course.platforms.curl import Outcome, Version, connect, list_items, pin_peer_pubkey
from tests.conformance import needs_conformance
from tests.conformance_cases import Case, cases_of
from tests.platforms.connections import BY_NOBODY, HOST, OTHER_NAME, bank, issuing, root

OLD, NEW = Version.CURL_7_88, Version.CURL_8_18
RIGHT, WRONG = bank().pin.curl, issuing().pin.curl
REFUSED = Outcome(90, "SSL: public key does not match pinned public key")
LEAF = bank().certificate
PEM = LEAF.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
END = b"\n-----END"


def code(value: str, version: Version = OLD, files: dict[str, bytes] | None = None) -> int:
    """How curl ends at the bank's leaf."""
    return pin_peer_pubkey(value, LEAF, files=files, version=version).exit_code


def test_without_the_option_nothing_is_compared() -> None:
    """Case c0648."""
    assert pin_peer_pubkey(None, LEAF) == Outcome(0)


def test_a_failure_has_one_code_and_one_text() -> None:
    """Whatever was wrong."""
    assert pin_peer_pubkey(WRONG, LEAF) == pin_peer_pubkey("no such file", LEAF) == REFUSED


@pytest.mark.parametrize("value", [RIGHT, f"{RIGHT};{WRONG}", f"{WRONG};{RIGHT}", f"sha256//;{RIGHT}"])
@pytest.mark.parametrize("version", Version)
def test_one_right_item_is_enough(value: str, version: Version) -> None:
    """Wherever it stands."""
    assert code(value, version) == 0


@pytest.mark.parametrize(
    "value",
    [
        "",
        "sha256//",
        "sha256//ffff",
        RIGHT.removesuffix("="),
        f"{RIGHT}=",
        f"{RIGHT} ",
        f" {RIGHT}",
        f";{RIGHT}",
        RIGHT.replace("//", "/", 1),
        RIGHT.upper(),
        RIGHT.replace("sha256", "sha1"),
        bank().pin.base64,
        bank().pin.hex,
        f"sha256//{bank().pin.hex}",
        f'pin-sha256="{bank().pin.base64}"',
        f"{WRONG}; {RIGHT}",
        f"{WRONG},{RIGHT}",
        f"{WRONG};{RIGHT.replace('//', '/', 1)}",
    ],
)
@pytest.mark.parametrize("version", Version)
def test_nothing_is_decoded_or_trimmed(value: str, version: Version) -> None:
    """A pin in any other spelling is silently no match; without the prefix it is the name of a file."""
    assert code(value, version) == 90


@pytest.mark.parametrize(
    ("value", "old", "new"),
    [
        (f"{RIGHT};", 90, 0),
        (f"{RIGHT};x", 90, 0),
        (f"{WRONG};x;{RIGHT}", 0, 90),
        (f"{WRONG};;{RIGHT}", 0, 90),
        (f"{RIGHT};;{WRONG}", 90, 0),
    ],
)
def test_where_the_reading_of_lists_moved(value: str, old: int, new: int) -> None:
    """Before 8.18 what stands between belongs to the item before it; since then it ends the list."""
    assert (code(value, OLD), code(value, NEW)) == (old, new)


def test_the_items_of_a_list_are_shown() -> None:
    """None: curl looks for a file."""
    assert list_items("sha256//a;b;sha256//c;") == ("a;b", "c;")
    assert list_items("sha256//a;b;sha256//c;", NEW) == ("a",)
    assert list_items("sha256/a") is None


@given(st.lists(st.text("ab=/+", max_size=3), min_size=1, max_size=4))
def test_a_clean_list_is_read_alike_by_all_versions(items: list[str]) -> None:
    """It is what people write."""
    value = ";".join(f"sha256//{item}" for item in items)
    assert list_items(value, OLD) == list_items(value, NEW) == tuple(items)


@pytest.mark.parametrize(
    "content",
    [
        public_key_info(LEAF),
        PEM,
        PEM.replace(b"\n", b"\r\n"),
        b"The bank's key\n" + PEM,
        PEM + b"\0",
        PEM.ljust(1 << 20),
        PEM + issuing().pin.digest,
    ],
)
def test_a_file_holds_the_key(content: bytes) -> None:
    """DER to the byte, or PEM with text around it, up to 1 MiB. Cases c0633 and its DER sibling."""
    assert code("key", files={"key": content}) == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        LEAF.public_bytes(Encoding.DER),
        LEAF.public_bytes(Encoding.PEM),
        public_key_info(LEAF) + b"\n",
        public_key_info(LEAF)[:-1],
        bytes(len(public_key_info(LEAF))),
        public_key_info(issuing().certificate),
        b"The bank's key " + PEM,
        b"The bank's key\0\n" + PEM,
        PEM.replace(b"\n", b"\r"),
        PEM.replace(b"\n", b" \n"),
        PEM.replace(b"PUBLIC", b"RSA PUBLIC"),
        PEM.rstrip(b"\n-"),
        PEM.replace(b"=", b""),
        PEM.replace(END, b"====" + END),
        PEM.replace(END, b"!!!!" + END),
        b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----".ljust(200),
        PEM.ljust((1 << 20) + 1),
    ],
)
def test_everything_else_in_a_file_is_no_match(content: bytes) -> None:
    """A certificate above all; case c0632. It is no error of its own either."""
    assert code("key", files={"key": content}) == 90


@pytest.mark.parametrize(("more", "expected"), [(b"", 0), (b"A===", 90), (b"====", 90), (b"AA==", 90)])
def test_a_text_ends_in_at_most_two_signs_of_padding(more: bytes, expected: int) -> None:
    """A key whose length is a multiple of three needs none."""
    leaf = issuing().issue(HOST, key=rsa_key())
    pem = leaf.certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    files = {"key": pem.replace(END, more + END)}
    assert len(public_key_info(leaf.certificate)) % 3 == 0
    assert pin_peer_pubkey("key", leaf.certificate, files=files).exit_code == expected


def test_a_file_is_found_by_its_name_as_written() -> None:
    """And a list is never a file."""
    key = public_key_info(LEAF)
    assert code("keys/bank.der", files={"keys/bank.der": key}) == 0
    assert code("bank.der", files={"keys/bank.der": key}) == 90
    assert code(WRONG, files={WRONG: key}) == 90


def test_trust_comes_first_and_insecure_leaves_only_the_pin() -> None:
    """Case c0637."""
    trusted = [root().certificate]
    assert connect(HOST, bank().chain, trusted, START, pinnedpubkey=RIGHT) == Outcome(0)
    assert connect(HOST, bank().chain, trusted, START, pinnedpubkey=WRONG) == REFUSED
    assert connect(HOST, BY_NOBODY.chain, trusted, START, pinnedpubkey=RIGHT).exit_code == 60
    assert connect(HOST, BY_NOBODY.chain, trusted, START, pinnedpubkey=RIGHT, insecure=True) == REFUSED
    assert connect(HOST, BY_NOBODY.chain, trusted, START, insecure=True) == Outcome(0)


def test_a_refusal_of_trust_says_what_openssl_says() -> None:
    """The first line of it."""
    trusted, late, early = [root().certificate], START + timedelta(days=400), START - timedelta(days=400)
    alone = BY_NOBODY.chain[:1]
    texts = [
        connect(HOST, bank().chain, trusted, late).text,
        connect(HOST, bank().chain, trusted, early).text,
        connect(HOST, alone, trusted, START).text,
        connect(HOST, [root().certificate], [], START).text,
        connect(HOST, [*bank().chain, root().certificate], [], START).text,
        connect(HOST, OTHER_NAME.chain, trusted, START).text,
    ]
    assert texts == [
        "SSL certificate problem: certificate has expired",
        "SSL certificate problem: certificate is not yet valid",
        "SSL certificate problem: unable to get local issuer certificate",
        "SSL certificate problem: self-signed certificate",
        "SSL certificate problem: self-signed certificate in certificate chain",
        f"SSL: no alternative certificate subject name matches target host name '{HOST}'",
    ]


def test_a_fault_without_a_sentence_of_its_own_still_ends_with_60() -> None:
    """An empty chain here, which no TLS server sends."""
    assert connect(HOST, [], [root().certificate], START) == Outcome(60, "SSL certificate problem")


FILES = {
    "certificate": LEAF.public_bytes(Encoding.DER),
    "right.der": public_key_info(LEAF),
    "right.pem": PEM,
    "wrong.der": public_key_info(issuing().certificate),
    "wrong.pem": issuing()
    .certificate.public_key()
    .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
}
# What a case says in words, and the value that it means.
SITUATIONS = {
    "NULL": None,
    "test-localhost.der (a CERTIFICATE in DER)": "certificate",
    "test-localhost.pub.der (right key, DER)": "right.der",
    "test-localhost.pub.pem (right key, PEM)": "right.pem",
    "test-localhost0h.pub.der (other key, DER)": "wrong.der",
    "test-localhost0h.pub.pem (other key, PEM)": "wrong.pem",
    "--insecure + other key": "wrong.der",
    "--insecure + right key": "right.der",
}
SPELLINGS = {
    "<right without =>": bank().pin.base64.rstrip("="),
    "<right>": bank().pin.base64,
    "<wrong>": issuing().pin.base64,
}
# The case without a value is about redirects, where versions differ: not modelled.
CASES = [case for case in cases_of("curl") if "pinnedpubkey" in case.input]


def meant_by(described: str) -> str | None:
    """The value of a case; a visible skip where it is described in words that nobody here has rebuilt."""
    if described in SITUATIONS:
        return SITUATIONS[described]
    if re.search(r"\(|--", described):
        pytest.skip(f"This case describes a situation that is not rebuilt here: {described}.")
    for spelling, pin in SPELLINGS.items():
        described = described.replace(spelling, pin)
    return described


@needs_conformance
@pytest.mark.parametrize("case", CASES, ids=str)
def test_conformance(case: Case) -> None:
    """The situations of the conformance cases, with the bank's keys. They speak of curl's newest source."""
    outcome = pin_peer_pubkey(meant_by(case.input["pinnedpubkey"]), LEAF, files=FILES, version=NEW)
    assert outcome.exit_code == case.expected["curl_exit_code"]
