"""Where a pin can come from: every kind of file, and sentences for those that have none."""

from __future__ import annotations

import base64
import re
import subprocess
from pathlib import Path
from typing import Any

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs7,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from course.pki import Pin, PinSource, SourceKind, load_certificates, read_pin_sources, source_of

from .certificates import AFTER, authority, corrupted, ec_parameters_certificate, issue, key_of, name, server
from .openssl import needs_openssl

ROOT = authority("Root")
LEAF = server(ROOT)
PEM = LEAF.certificate.public_bytes(Encoding.PEM)
KEYS: dict[str, Any] = {
    "RSA 2048": rsa.generate_private_key(65537, 2048),
    "EC secp256r1": key_of("any"),
    "EC secp384r1": ec.generate_private_key(ec.SECP384R1()),
    "DSA 1024": dsa.generate_private_key(1024),
    "Ed25519": ed25519.Ed25519PrivateKey.generate(),
    "Ed448": ed448.Ed448PrivateKey.generate(),
}
ENCODINGS = (Encoding.PEM, Encoding.DER)
TRADITIONAL = [kind for kind in KEYS if not kind.startswith("Ed")]
PASSWORD = BestAvailableEncryption(b"correct horse")


def only(data: bytes) -> PinSource:
    """The one source of a file without problems."""
    contents = read_pin_sources(data)
    assert contents.problems == ()
    (source,) = contents.sources
    return source


def problem(data: bytes) -> str:
    """The one problem of a file without a source."""
    contents = read_pin_sources(data)
    assert contents.sources == ()
    (sentence,) = contents.problems
    return sentence


def private_files(kind: str) -> list[bytes]:
    """A private key in every encoding that is not encrypted."""
    forms = [PrivateFormat.PKCS8] + [PrivateFormat.TraditionalOpenSSL] * (kind in TRADITIONAL)
    return [KEYS[kind].private_bytes(e, form, NoEncryption()) for e in ENCODINGS for form in forms]


def request_of(key: Any, *hosts: str, common: str = "api.bank.test") -> x509.CertificateSigningRequest:
    """A certificate request, as one sends it to a CA."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(name(common, "Bank"))
    if hosts:
        names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())


@pytest.mark.parametrize("encoding", ENCODINGS, ids=("PEM", "DER"))
def test_a_certificate_has_a_name_and_an_end(encoding: Encoding) -> None:
    """And it is no CA; its issuer is one."""
    source = only(LEAF.certificate.public_bytes(encoding))
    pin = Pin.of(LEAF.certificate)
    assert source == PinSource(
        SourceKind.CERTIFICATE, pin, "EC secp256r1", "api.bank.test", expires=AFTER, ca=False
    )
    assert only(ROOT.certificate.public_bytes(encoding)).ca is True


@pytest.mark.parametrize("kind", KEYS)
def test_a_private_key_has_the_pin_of_its_public_half(kind: str) -> None:
    """PKCS#8, PKCS#1 and SEC 1, in PEM and DER; and it is called by its kind."""
    wanted = Pin.of_public_key(KEYS[kind].public_key())
    for data in private_files(kind):
        assert only(data) == PinSource(SourceKind.PRIVATE_KEY, wanted, kind)


@pytest.mark.parametrize("kind", KEYS)
def test_a_public_key_has_a_pin(kind: str) -> None:
    """Also an RSA key in PKCS#1, whose bytes are not those that are hashed."""
    key = KEYS[kind].public_key()
    forms = [PublicFormat.SubjectPublicKeyInfo] + [PublicFormat.PKCS1] * kind.startswith("RSA")
    for form in forms:
        for encoding in ENCODINGS:
            wanted = PinSource(SourceKind.PUBLIC_KEY, Pin.of_public_key(key), kind)
            assert only(key.public_bytes(encoding, form)) == wanted


@pytest.mark.parametrize("kind", ["RSA 2048", "EC secp256r1", "Ed25519"])
def test_a_request_has_the_pin_that_its_certificate_will_have(kind: str) -> None:
    """So that a pin can be shipped before the CA has answered."""
    request = request_of(KEYS[kind])
    for encoding in ENCODINGS:
        assert only(request.public_bytes(encoding)) == PinSource(
            SourceKind.REQUEST, Pin.of_public_key(KEYS[kind].public_key()), kind, "api.bank.test"
        )


def test_a_request_without_a_common_name_is_called_by_its_first_host() -> None:
    """As most are today; without a host either, by whatever it says."""
    assert only(
        request_of(key_of("x"), "a.test", "b.test", common="").public_bytes(Encoding.PEM)
    ).subject == ("a.test")
    assert only(request_of(key_of("x"), common="").public_bytes(Encoding.PEM)).subject == ""


def test_everything_in_a_file_is_found_in_its_order() -> None:
    """A server's file: parameters, key, chain, and text in between."""
    parameters = b"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
    key = LEAF.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    contents = read_pin_sources(
        parameters + key + b"subject=x\n" + PEM + ROOT.certificate.public_bytes(Encoding.PEM)
    )
    assert [(str(each.kind), each.subject) for each in contents.sources] == [
        ("private key", ""),
        ("certificate", "api.bank.test"),
        ("certificate", "Root"),
    ]
    assert contents.sources[0].pin == contents.sources[1].pin
    assert contents.problems == ()


def test_pkcs7_gives_all_its_certificates() -> None:
    """As Windows exports chains."""
    for encoding in ENCODINGS:
        data = pkcs7.serialize_certificates([LEAF.certificate, ROOT.certificate], encoding)
        assert {each.pin for each in read_pin_sources(data).sources} == {
            Pin.of(LEAF.certificate),
            Pin.of(ROOT.certificate),
        }


def test_text_that_windows_has_saved_is_read() -> None:
    """UTF-16 with its mark."""
    pem = KEYS["RSA 2048"].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert only(pem.decode().encode("utf-16")).key == "RSA 2048"


def test_an_encrypted_private_key_gets_a_sentence_with_what_to_do() -> None:
    """PKCS#8 in PEM and DER, and OpenSSL's old way."""
    key = KEYS["RSA 2048"]
    files = [key.private_bytes(encoding, PrivateFormat.PKCS8, PASSWORD) for encoding in ENCODINGS]
    files.append(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, PASSWORD))
    for data in files:
        assert "is an encrypted private key" in problem(data)
        assert "openssl pkey -in FILE -pubout" in problem(data)


def test_what_is_good_is_found_beside_what_is_broken() -> None:
    """A certificate whose key, in the same file, is encrypted; and one behind a block that was cut off."""
    key = LEAF.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, PASSWORD)
    contents = read_pin_sources(key + PEM)
    assert [each.subject for each in contents.sources] == ["api.bank.test"]
    assert contents.problems[0].startswith("Block 1 of the 2 in this file is an encrypted private key")
    contents = read_pin_sources(PEM[:200] + b"\n" + PEM)
    assert len(contents.sources) == 1
    assert contents.problems[0].startswith("Block 1 of the 2 in this file is cut off")


def block(label: str, der: bytes) -> bytes:
    """PEM with any label."""
    return f"-----BEGIN {label}-----\n{base64.encodebytes(der).decode()}-----END {label}-----\n".encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "are empty"),
        (b"<html>", "an HTML or XML page"),
        (block("X509 CRL", b"0\0"), "a revocation list"),
        (block("RSA PRIVATE KEY", b"0\3\2\1\0"), "is labelled 'RSA PRIVATE KEY', and cannot be read as one"),
        (block("PUBLIC KEY", b"0\0"), "is labelled 'PUBLIC KEY', and cannot be read as one"),
        (block("CERTIFICATE REQUEST", b"0\0"), "is labelled 'CERTIFICATE REQUEST', and"),
        (block("CERTIFICATE", b"0\0"), "The block in this file is broken"),
        (b"-----BEGIN PUBLIC KEY-----\n???\n-----END PUBLIC KEY-----\n", "is not base64"),
        (b"-----BEGIN PRIVATE KEY-----\nMIIE", "is cut off"),
        (
            key_of("x").private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
            "a private key of OpenSSH, which no TLS server uses",
        ),
    ],
)
def test_what_has_no_pin_gets_a_sentence(data: bytes, sentence: str) -> None:
    """That says what it is, or what is wrong."""
    assert sentence in problem(data)


def test_a_certificate_under_the_wrong_label_is_not_taken() -> None:
    """A key's label on a certificate is a mistake that somebody should hear of."""
    assert "cannot be read as one" in problem(
        block("PUBLIC KEY", LEAF.certificate.public_bytes(Encoding.DER))
    )


@pytest.mark.parametrize("cut", [1, 10, 100])
def test_a_cut_public_key_has_no_pin(cut: int) -> None:
    """Nor one with bytes behind it: another hash would come out."""
    der = KEYS["RSA 2048"].public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert problem(der[:-cut])
    assert problem(block("PUBLIC KEY", der + b"\0" * cut))


def test_a_point_beside_the_curve_has_no_pin() -> None:
    """No server can have that key."""
    der = bytearray(key_of("x").public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    der[-1] ^= 1
    assert problem(bytes(der))


def test_a_key_of_an_unknown_kind_is_hashed_all_the_same() -> None:
    """A pin is a hash of bytes, and a new algorithm is none of its business."""
    info = bytes.fromhex("3010300706052a0304050603050041424344")
    assert only(info).key == "unknown"
    assert only(block("PUBLIC KEY", info)).pin == only(info).pin
    assert problem(info + b"\0")
    assert problem(b"\x30\x11" + info[2:] + b"\0")


def test_a_key_is_hashed_as_it_stands() -> None:
    """A curve that is spelled out gives another pin than its name, in certificate and key file alike."""
    certificate, info = ec_parameters_certificate()
    assert only(info).pin == source_of(certificate).pin == Pin.of(certificate)
    assert only(info).pin != Pin.of_public_key(certificate.public_key())


def test_an_old_root_without_basic_constraints_is_a_ca() -> None:
    """As trust evaluation has it; a certificate that only lacks them is none."""
    assert source_of(issue("Old", ca=None, usage=("key_cert_sign",)).certificate).ca is True
    assert source_of(issue("Plain", ca=None).certificate).ca is False


def test_a_certificate_with_an_unreadable_part_keeps_its_pin() -> None:
    """Whether that part is its key's curve or its name."""
    odd_key = corrupted(LEAF, bytes.fromhex("06082a8648ce3d030107"), bytes.fromhex("06082a8648ce3d030109"))
    assert source_of(odd_key).key == "unknown"
    odd_name = corrupted(server(ROOT, "caf\u00e9"), "caf\u00e9".encode(), b"caf\xff\xfe")
    source = source_of(odd_name)
    assert (source.pin, source.expires, source.ca) == (Pin.of(odd_name), None, False)
    assert source.subject.startswith("certificate number")


def test_all_roots_of_certifi_are_cas_with_an_end() -> None:
    """And each has the pin of its certificate."""
    data = Path(certifi.where()).read_bytes()
    contents = read_pin_sources(data)
    assert contents.problems == ()
    assert [each.pin for each in contents.sources] == [Pin.of(each) for each in load_certificates(data)]
    assert all(each.ca and each.expires and each.subject for each in contents.sources)


def pieces(data: bytes) -> set[str]:
    """Every piece of a key file that would give something away."""
    encoded = data if b"-----" in data else base64.b64encode(data)
    return {piece.decode() for piece in re.findall(rb"[A-Za-z0-9+/]{12}", encoded)}


@pytest.mark.parametrize("kind", KEYS)
def test_nothing_of_a_private_key_is_repeated(kind: str) -> None:
    """Whole, cut, or altered."""
    for data in private_files(kind):
        for changed in (data, data[:-30], data[:40] + data[45:], data + b"x"):
            said = repr(read_pin_sources(changed))
            assert not [piece for piece in pieces(data) if piece in said]


FILES = [PEM, ROOT.certificate.public_bytes(Encoding.DER), *private_files("EC secp256r1")] + [
    request_of(key_of("x"), "a.test").public_bytes(encoding) for encoding in ENCODINGS
]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.builds(lambda a, b: a + b, st.sampled_from(FILES), st.binary(max_size=9)))
def test_any_bytes_give_a_pin_or_a_sentence(data: bytes) -> None:
    """And never an exception."""
    contents = read_pin_sources(data)
    assert contents.sources or contents.problems


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_files_that_were_altered_give_a_pin_or_a_sentence(file: bytes, data: st.DataObject) -> None:
    """One byte of a real file at a time."""
    place = data.draw(st.integers(0, len(file) - 1))
    contents = read_pin_sources(file[:place] + data.draw(st.binary(max_size=2)) + file[place + 1 :])
    assert contents.sources or contents.problems


def run(line: str, data: bytes, folder: Path) -> bytes:
    """What a shell prints for a line, in a folder with the data as `file`."""
    (folder / "file").write_bytes(data)
    return subprocess.run(line, shell=True, cwd=folder, capture_output=True, check=True).stdout


HASH = "openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | openssl base64"


@needs_openssl
@pytest.mark.parametrize(
    "make", ["genrsa 2048", "ecparam -genkey -name prime256v1", "genpkey -algorithm ed25519"]
)
def test_openssl_pins_the_same_in_all_its_files(make: str, tmp_path: Path) -> None:
    """Key, request and certificate as the `openssl` program writes them, hashed by the usual pipeline."""
    key = run(f"openssl {make}", b"", tmp_path)
    request = run("openssl req -new -key file -subj /CN=a.test", key, tmp_path)
    certificate = run("openssl req -x509 -key file -subj /CN=a.test -days 9", key, tmp_path)
    wanted = run(f"openssl pkey -in file -pubout | {HASH}", key, tmp_path).decode().strip()
    assert run(f"openssl req -in file -pubkey -noout | {HASH}", request, tmp_path).decode().strip() == wanted
    for data in (key, request, certificate):
        assert only(data).pin.base64 == wanted
