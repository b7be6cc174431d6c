"""Pins: what is hashed, how they are spelled, and which texts can never match."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from course.pki import BadPin, Pin, load_certificates, name_of

from .certificates import ec_parameters_certificate, key_of, server

PIN = Pin(hashlib.sha256(b"a key").digest())
digests = st.binary(min_size=32, max_size=32).filter(any)


@given(digests)
def test_every_spelling_is_read_back(digest: bytes) -> None:
    """Law: a pin is the same in all its spellings."""
    pin = Pin(digest)
    pairs = [pin.hex[at : at + 2] for at in range(0, 64, 2)]
    spellings = [
        str(pin),
        pin.curl,
        pin.base64,
        pin.hex,
        pin.hex.upper(),
        ":".join(pairs),
        ":".join(pairs).upper(),
    ]
    for text in [*spellings, f'pin-sha256="{pin.base64}"']:
        assert Pin.parse(text) == pin


def test_pins_whose_base64_begins_with_a_slash_are_not_taken_for_curls() -> None:
    """`sha256//` begins curl's spelling, and also the plain one of every 64th pin."""
    pin = Pin(b"\xff" * 32)
    assert str(pin).startswith("sha256////")
    assert Pin.parse(str(pin)) == Pin.parse(pin.curl) == pin


@given(st.one_of(st.text(), st.text("0123456789abcdefABCDEF:/=+-_ sha256\n", max_size=80)))
def test_a_text_is_a_pin_or_a_bad_pin(text: str) -> None:
    """Law: nothing else is ever raised, and what is read is written and read again."""
    try:
        pin = Pin.parse(text)
    except BadPin as refusal:
        sentence = str(refusal)
    else:
        sentence = "."
        assert Pin.parse(str(pin)) == pin
    assert sentence.endswith(".")


@given(digests, st.integers(0, 43), st.characters())
def test_one_wrong_character_never_gives_the_same_pin(digest: bytes, at: int, character: str) -> None:
    """Law: no two texts with a prefix mean one pin, so that comparing texts and comparing bytes agree."""
    pin = Pin(digest)
    text = pin.base64[:at] + character + pin.base64[at + 1 :]
    if text == pin.base64:
        return
    with contextlib.suppress(BadPin):
        assert Pin.parse(f"sha256/{text}") != pin


def test_pins_are_values() -> None:
    """Equal by their bytes, hashable, sortable, not to be changed."""
    assert {PIN, Pin(PIN.digest)} == {PIN}
    assert sorted([Pin(b"\xff" * 32), PIN])[0] == PIN
    with pytest.raises(AttributeError):
        PIN.digest = b""  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        (
            f"sha256/{PIN.hex}",
            f"they would be read as 48 other bytes and never match. Write {PIN} instead",
        ),
        (f"sha256//{PIN.hex.upper()}", f"Write {PIN}"),
        (f"sha256/{':'.join(['ab'] * 32)}", "hexadecimal digits where base64 belongs"),
        ("sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "the SHA-256 of nothing"),
        (hashlib.sha256().hexdigest(), "the SHA-256 of nothing"),
        ("sha256/" + "A" * 43 + "=", "32 zero bytes, the placeholder"),
        ("0" * 64, "32 zero bytes, the placeholder"),
        ("sha1/DmxUShsZuNiqPQsX2Oi9uv2sCnw=", "a hash of another kind, sha1"),
        (
            "DmxUShsZuNiqPQsX2Oi9uv2sCnw=",
            "its base64 is 20 bytes, and a SHA-256 has 32. That is the length of SHA-1",
        ),
        ("md5/1B2M2Y8AsgTpgAmY7PhCfg==", "a hash of another kind, md5"),
        ("d41d8cd98f00b204e9800998ecf8427e", "16 bytes, and a SHA-256 has 32. That is the length of MD5"),
        (":".join(["ab"] * 20), "20 bytes"),
        ("sha512/" + base64.b64encode(bytes(64)).decode(), "a hash of another kind, sha512"),
        (f"sha256:{PIN.base64}", "begins with 'sha256:'. Clients want 'sha256/' to the letter"),
        (f"SHA256/{PIN.base64}", "lower case"),
        (f"sha-256/{PIN.base64}", "no hyphen"),
        (f"pin-sha256={PIN.base64}", "begins with 'pin-sha256='"),
        (
            str(PIN)[:-1],
            f"ends with 0 '=' where one belongs. Some clients forgive it, and curl never matches it. Write {PIN}",
        ),
        (f"{PIN}=", "ends with 2 '='"),
        (f"{PIN}\n", "white space at an end"),
        (f"{str(PIN)[:20]} {str(PIN)[20:]}", "white space inside"),
        ("sha256/" + base64.urlsafe_b64encode(b"\xfb" * 32).decode(), "URL-safe alphabet"),
        ("sha256/" + base64.b64encode(b"a" * 32).decode()[:-2] + "F=", "stray bits in its last character"),
        ("sha256/abc!", "the character '!'"),
        ("sha256/\u212aAAA", "the character '\u212a'"),
        ("sha256/AA=A", "'=' in the middle"),
        ("sha256/AAAAA", "a number that no bytes give"),
        ("sha256/AAAA", "3 bytes, and a SHA-256 has 32"),
        ("sha256/", "0 bytes"),
        ("-----BEGIN CERTIFICATE-----\nMIIB", "PEM text, not a pin"),
        ("sha256/" + "A" * 1000, "..."),
    ],
)
def test_what_can_never_match_is_refused_with_the_reason(text: str, sentence: str) -> None:
    """Each of these was seen in a real app, accepted by some client, and matched nothing."""
    with pytest.raises(BadPin) as caught:
        Pin.parse(text)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 400


def test_the_pin_of_isrg_root_x1() -> None:
    """The most printed pin of all, from the certificate in certifi."""
    roots = load_certificates(Path(certifi.where()).read_bytes())
    [root] = [root for root in roots if name_of(root) == "ISRG Root X1"]
    assert str(Pin.of(root)) == "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M="
    assert Pin.of_public_key(root.public_key()) == Pin.of(root)


def test_a_key_has_its_pin_before_it_has_a_certificate() -> None:
    """A backup pin comes from the key alone."""
    key = key_of("backup")
    assert Pin.of_public_key(key.public_key()) == Pin.of(server(None, key=key).certificate)
    assert Pin.of_public_key(ed25519.Ed25519PrivateKey.from_private_bytes(b"7" * 32).public_key())


def test_the_bytes_are_hashed_as_they_stand_in_the_certificate() -> None:
    """A key that names its curve's parameters has another pin than the same key that names the curve."""
    certificate, info = ec_parameters_certificate()
    assert Pin.of(certificate).digest == hashlib.sha256(info).digest()
    named = key_of("parameters").public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert info != named
    assert isinstance(key_of("parameters"), ec.EllipticCurvePrivateKey)


def test_a_key_of_an_unknown_kind_has_a_pin() -> None:
    """`cryptography` cannot load it, and clients hash it all the same."""
    issued = server(None).certificate.public_bytes(Encoding.DER)
    unknown = issued.replace(bytes.fromhex("06072a8648ce3d0201"), bytes.fromhex("06072a8648ce3d0277"), 1)
    [certificate] = load_certificates(unknown)
    with pytest.raises(Exception, match="Unknown key type"):
        certificate.public_key()
    assert Pin.of(certificate) != Pin.of(server(None).certificate)


def test_typed_alone_in_a_cell_a_pin_shows_its_text() -> None:
    """As code that makes it again, so that nobody has to read escaped bytes."""
    assert repr(PIN) == f"Pin('{PIN}')"


def test_a_request_is_told_which_call_takes_its_pin() -> None:
    """The likeliest slip on the way to a backup pin."""
    key = ec.generate_private_key(ec.SECP256R1())
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(key, SHA256())
    with pytest.raises(TypeError, match=r"this is a request.*Pin\.of_public_key\(request\.public_key"):
        Pin.of(request)  # type: ignore[arg-type]  # that is the slip


def test_what_is_no_certificate_is_named() -> None:
    """Bytes that nobody has read yet, for one."""
    with pytest.raises(TypeError, match="an object of type bytes"):
        Pin.of(b"a file")  # type: ignore[arg-type]  # as above
