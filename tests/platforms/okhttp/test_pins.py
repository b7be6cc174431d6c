"""Pins: what they are read from, and what they cover."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import pki
from course.pki.der import public_key_info
from course.platforms.okhttp import CertificatePinner, Pin, PinningError, pin
from tests.pki.certificates import authority, ec_parameters_certificate, key_of, server

ROOT = authority("Harbour Root CA")
LEAF = server(ROOT)
OTHER = f"sha256/{'A' * 43}="
NOTHING = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

_LABEL = st.text("abc-_", min_size=1, max_size=3)
_LABELS = st.lists(_LABEL, min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("pattern", "text", "message"),
    [
        ("*.*.test", OTHER, "Unexpected pattern: *.*.test"),
        ("**.*.test", OTHER, "Unexpected pattern: **.*.test"),
        ("**", OTHER, "Unexpected pattern: **"),
        ("a*.test", OTHER, "Unexpected pattern: a*.test"),
        ("*", OTHER, "Unexpected pattern: *"),
        ("https://bank.test", OTHER, "Invalid pattern: https://bank.test"),
        ("bank.test:443", OTHER, "Invalid pattern: bank.test:443"),
        ("bank.test ", OTHER, "Invalid pattern: bank.test "),
        ("", OTHER, "Invalid pattern: "),
        ("bank.test", "sha256/%", "Invalid pin hash: sha256/%"),
        ("bank.test", "sha1/A", "Invalid pin hash: sha1/A"),
        ("bank.test", "sha256", "pins must start with 'sha256/' or 'sha1/': sha256"),
        ("bank.test", " sha256/AAAA", "pins must start with 'sha256/' or 'sha1/':  sha256/AAAA"),
        ("bank.test", "pin-sha256=AAAA", "pins must start with 'sha256/' or 'sha1/': pin-sha256=AAAA"),
        # The pattern is looked at first, its stars before its host.
        ("a*b c", "", "Unexpected pattern: a*b c"),
        ("a b", "", "Invalid pattern: a b"),
    ],
)
def test_okhttps_words_for_what_it_refuses(pattern: str, text: str, message: str) -> None:
    """The text of its IllegalArgumentException."""
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole text is compared
        Pin(pattern, text)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("text", "length"),
    [
        (f"sha256/{'ab' * 32}", 48),
        ("sha256//AAA", 3),
        (f"sha256//{'A' * 43}=", 33),
        ("sha256/", 0),
        ("sha256/ =\n", 0),
        ("sha1/AAAA", 3),
        (OTHER.replace("256", "1"), 32),
        (OTHER.rstrip("="), 32),
        (NOTHING, 32),
    ],
)
def test_okhttp_does_not_count_the_bytes_of_a_hash(text: str, length: int) -> None:
    """Hexadecimal digits, a second slash, nothing at all, the hash of nothing: all are taken."""
    assert len(Pin("bank.test", text).hash) == length


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (f"sha256/{'ab' * 32}", "hexadecimal digits where base64 belongs"),
        ("sha256/", "its base64 is 0 bytes"),
        ("sha256//AAA", "its base64 is 2 bytes"),
        ("sha1/AAAA", "a hash of another kind, sha1"),
        (NOTHING, "the SHA-256 of nothing"),
        (OTHER, "32 zero bytes"),
    ],
)
def test_the_course_warns_where_okhttp_does_not(text: str, warning: str) -> None:
    """A pin that no key can have is a pin for OkHttp; the course's own reader says what is wrong with it."""
    assert not Pin("bank.test", text).matches_certificate(LEAF.certificate)
    with pytest.raises(pki.BadPin, match=warning):
        pki.Pin.parse(text)


def test_curls_spelling_is_another_hash_for_okhttp_and_the_same_for_the_course() -> None:
    """Its second slash is one more digit of base64."""
    right = pki.Pin.of(LEAF.certificate)
    assert not Pin("bank.test", right.curl).matches_certificate(LEAF.certificate)
    assert pki.Pin.parse(right.curl) == right


def test_a_pin_is_printed_in_plain_base64() -> None:
    """Whatever alphabet and padding it was written with."""
    assert str(Pin("bank.test", "sha256/_-8 A")) == "sha256//+8A"


def test_pins_are_equal_in_canonical_form() -> None:
    """Two spellings of a pattern and of a hash are one pin, which counts once."""
    assert Pin("*.BANK.test", "sha256/AAA") == Pin("*.bank.test", "sha256/AAA=")
    pinner = CertificatePinner([("bank.test", "sha256/AAAA", "sha256/AAAA"), ("BANK.test", "sha256/A AAA")])
    assert len(pinner.pins) == 1


@given(_LABELS, _LABELS)
def test_one_star_is_one_label_and_two_are_any_number(before: list[str], domain: list[str]) -> None:
    """The law of the patterns."""
    name, host = ".".join(domain), ".".join([*before, *domain])
    assert Pin(f"*.{name}", OTHER).matches_hostname(host) is (len(before) == 1)
    assert Pin(f"**.{name}", OTHER).matches_hostname(host)
    assert Pin(f"**.{name}", OTHER).matches_hostname(name)
    assert not Pin(f"*.{name}", OTHER).matches_hostname(name)
    assert not Pin(f"**.{name}", OTHER).matches_hostname(f"x{name}")
    assert not Pin(name, OTHER).matches_hostname(host)


@pytest.mark.parametrize(
    ("pattern", "host", "covered"),
    [
        ("bank.test", "BANK.test", False),
        ("bank.test", "bank.test.", False),
        ("bank.test.", "bank.test.", True),
        ("*.bank.test", "api.bank.test.", False),
        ("*.test", "bank.test", True),
        ("*.", "localhost.", True),
        ("**.", "a.b.", True),
        ("*.0.0.1", "127.0.0.1", True),
        ("*.localhost", "localhost", False),
        ("[::1]", "::1", True),
        ("*.bank.test", "*.bank.test", True),
        ("*.bank.test", ".bank.test", True),
        ("*.bank.test", "..bank.test", False),
        ("*.bank.test", "a..bank.test", False),
        ("**.bank.test", "..bank.test", True),
        ("**.bank.test", "a..bank.test", True),
        ("*.bank.test", "bank.test.notbank.test", False),
        ("*.bank.test", "test", False),
        ("*.bank.test.", "api.bank.test.", True),
        ("*.MyBank.Test", "api.mybank.test", True),
        ("**.bücher.test", "a.b.xn--bcher-kva.test", True),
        ("bücher.test", "bücher.test", False),
        ("[::FFFF:192.0.2.1]", "192.0.2.1", True),
        ("2001:DB8:0::1", "2001:db8::1", True),
    ],
)
def test_hosts_are_compared_as_they_are(pattern: str, host: str, *, covered: bool) -> None:
    """A pattern becomes canonical, a host is taken as it comes."""
    assert Pin(pattern, OTHER).matches_hostname(host) is covered


def test_the_pin_of_a_certificate_is_the_courses() -> None:
    """SHA-256 of the SubjectPublicKeyInfo, byte for byte as it stands there."""
    assert pin(LEAF.certificate) == str(pki.Pin.of(LEAF.certificate))
    certificate, info = ec_parameters_certificate()
    assert pin(certificate) == f"sha256/{base64.b64encode(hashlib.sha256(info).digest()).decode()}"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_pin_matches_the_key_of_a_certificate(algorithm: str) -> None:
    """By either hash, and no other key's."""
    digest = hashlib.new(algorithm, public_key_info(LEAF.certificate)).digest()
    wanted = Pin("bank.test", f"{algorithm}/{base64.b64encode(digest).decode()}")
    assert wanted.hash_algorithm == algorithm
    assert wanted.matches_certificate(LEAF.certificate)
    assert not wanted.matches_certificate(ROOT.certificate)
    CertificatePinner([wanted]).check("bank.test", [ROOT.certificate, LEAF.certificate])


def test_without_a_matching_pattern_the_chain_is_not_looked_at() -> None:
    """Neither without any pin, nor for another host."""
    unseen = _Unseen()
    CertificatePinner().check("bank.test", unseen)
    CertificatePinner([("other.test", OTHER)]).check("bank.test", unseen)


def test_patterns_are_a_union() -> None:
    """A pin of the wide pattern is enough, although a closer one is there."""
    pinner = CertificatePinner([("**.bank.test", pin(ROOT.certificate)), ("api.bank.test", OTHER)])
    pinner.check("api.bank.test", [ROOT.certificate])
    assert [each.pattern for each in pinner.find_matching_pins("api.bank.test")] == [
        "**.bank.test",
        "api.bank.test",
    ]


def test_the_failure_message() -> None:
    """All keys of the chain with their subjects, and all pins of the host."""
    backup = server(ROOT, key=key_of("backup")).certificate
    pinner = CertificatePinner(
        [("*.bank.test", OTHER), ("api.bank.test", pin(backup)), ("b.test", "sha256/BBBB")]
    )
    with pytest.raises(PinningError) as failure:
        pinner.check("api.bank.test", [LEAF.certificate, ROOT.certificate])
    assert str(failure.value) == (
        "Certificate pinning failure!\n"
        "  Peer certificate chain:\n"
        f"    {pin(LEAF.certificate)}: CN=api.bank.test, O=Bank\n"
        f"    {pin(ROOT.certificate)}: CN=Harbour Root CA, O=Bank\n"
        "  Pinned certificates for api.bank.test:\n"
        f"    {OTHER}\n"
        f"    {pin(backup)}"
    )


class _Unseen(tuple[()]):
    """A chain that nobody may look into."""

    __slots__ = ()

    def __iter__(self) -> Iterator[object]:  # type: ignore[override]
        raise AssertionError("the chain was looked at")
