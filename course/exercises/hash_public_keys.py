"""Lesson 03: what is a pin?"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from course.exercises.certificates import bank, isrg_root_x1, renewed_bank, rsa_shop
from course.exercises.record import Case, Exercise, Mistake, call

LESSON = "03_hash_public_keys"


def spki_pin(certificate: x509.Certificate) -> str:
    spki = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = hashlib.sha256(spki).digest()
    return "sha256/" + base64.b64encode(digest).decode()


def _spki(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _pin_of(data: bytes) -> str:
    return "sha256/" + base64.b64encode(hashlib.sha256(data).digest()).decode()


# What is hashed.


def whole_certificate(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_bytes(Encoding.DER))


def fingerprint_in_hex(certificate: x509.Certificate) -> str:
    return "sha256/" + certificate.fingerprint(hashes.SHA256()).hex()


def to_be_signed_part(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.tbs_certificate_bytes)


def pem_of_certificate(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_bytes(Encoding.PEM))


def pem_of_key(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def key_without_header(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return pkcs1_key(certificate)
    return point_of_key(certificate)


def point_of_key(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def pkcs1_key(certificate: x509.Certificate) -> str:
    return _pin_of(certificate.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1))


def nothing(certificate: x509.Certificate) -> str:  # noqa: ARG001  # that it isn't used is the mistake
    return _pin_of(b"")


def always_the_bank(certificate: x509.Certificate) -> str:  # noqa: ARG001  # that it isn't used is the mistake
    return spki_pin(bank())


# How it is hashed.


def no_hash(certificate: x509.Certificate) -> str:
    return "sha256/" + base64.b64encode(_spki(certificate)).decode()


def sha1(certificate: x509.Certificate) -> str:
    digest = hashlib.sha1(_spki(certificate)).digest()  # noqa: S324  # the weak hash is the mistake
    return "sha256/" + base64.b64encode(digest).decode()


# How the hash is written.


def bare_digest(certificate: x509.Certificate) -> bytes:
    return hashlib.sha256(_spki(certificate)).digest()


def hex_digits(certificate: x509.Certificate) -> str:
    return "sha256/" + hashlib.sha256(_spki(certificate)).hexdigest()


def base64_of_hex_digits(certificate: x509.Certificate) -> str:
    return "sha256/" + base64.b64encode(hashlib.sha256(_spki(certificate)).hexdigest().encode()).decode()


def url_alphabet(certificate: x509.Certificate) -> str:
    return "sha256/" + base64.urlsafe_b64encode(hashlib.sha256(_spki(certificate)).digest()).decode()


def no_padding(certificate: x509.Certificate) -> str:
    return spki_pin(certificate).rstrip("=")


def line_end(certificate: x509.Certificate) -> str:
    return spki_pin(certificate) + "\n"


def bytes_in_text(certificate: x509.Certificate) -> str:
    return f"sha256/{base64.b64encode(hashlib.sha256(_spki(certificate)).digest())!r}"


def bytes_for_text(certificate: x509.Certificate) -> bytes:
    return spki_pin(certificate).encode()


def no_prefix(certificate: x509.Certificate) -> str:
    return spki_pin(certificate).removeprefix("sha256/")


def colon(certificate: x509.Certificate) -> str:
    return spki_pin(certificate).replace("sha256/", "sha256:", 1)


def two_slashes(certificate: x509.Certificate) -> str:
    return spki_pin(certificate).replace("sha256/", "sha256//", 1)


def _cases() -> Sequence[Case]:
    return [
        call("the bank's certificate", bank()),
        call("the bank's renewed certificate", renewed_bank()),
        call("a shop's RSA certificate", rsa_shop()),
        call("ISRG Root X1", isrg_root_x1()),
    ]


SPKI_PIN = Exercise(
    name="spki-pin",
    lesson=LESSON,
    title="The pin of a certificate",
    minutes=8,
    solution=spki_pin,
    cases=_cases,
    wanted="'sha256/' and 44 characters of base64",
    hints=(
        "A certificate has many parts. Which part stayed the same when the bank renewed?",
        "`certificate.public_key()` gives you the key object, and its `public_bytes` writes it down. "
        "Which encoding and which format name the SubjectPublicKeyInfo in DER?",
        "`public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)`, then `hashlib.sha256(...).digest()`, "
        'then base64. Put "sha256/" in front.',
    ),
    mistakes=(
        Mistake(
            whole_certificate,
            "Your pin changed when the certificate was renewed with the same key. You hashed the whole "
            "certificate; a pin is the hash of its SubjectPublicKeyInfo.",
        ),
        Mistake(
            fingerprint_in_hex,
            "Your result is the certificate's fingerprint, in hex, and it changed at the renewal although the key "
            "did not. Hash the SubjectPublicKeyInfo instead, and write the hash in base64.",
        ),
        Mistake(
            to_be_signed_part,
            "Your pin changed when the certificate was renewed with the same key. You hashed everything that the "
            "authority signs, dates and serial number included. Take out the public key first, then hash that.",
        ),
        Mistake(
            pem_of_certificate,
            "Your pin changed at the renewal, and it matches no certificate viewer either: you hashed the PEM text "
            "of the whole certificate. Take its public key, and hash that in DER.",
        ),
        Mistake(
            pem_of_key,
            "Your pin survives the renewal, but nobody else computes it: you hashed the PEM text, with its BEGIN "
            "line and line ends. A pin is the hash of the DER bytes. Which encoding gives those?",
        ),
        Mistake(
            key_without_header,
            "Your pin survives the renewal, but no client will match it: you hashed the bare key, as iOS hands it out "
            "with `SecKeyCopyExternalRepresentation`. The SubjectPublicKeyInfo starts with an ASN.1 header that names "
            "the algorithm, and it is hashed too. Which `PublicFormat` includes it?",
        ),
        Mistake(
            point_of_key,
            "An RSA key is no point on a curve, so your answer stopped there, and for the bank's key the ASN.1 "
            "header is missing. One format fits every kind of key, header included: which `PublicFormat` is it?",
        ),
        Mistake(
            pkcs1_key,
            "PKCS #1 writes RSA keys only, so your answer stopped at the bank's elliptic curve key, and it leaves "
            "out the header that names the algorithm. Which `PublicFormat` fits every kind of key?",
        ),
        Mistake(
            nothing,
            "You returned the same pin for every certificate: `47DEQpj8…` is the hash of nothing at all. No bytes "
            "reached SHA-256. Hand them over, as in `hashlib.sha256(data)`.",
        ),
        Mistake(
            always_the_bank,
            "You returned the bank's pin for every certificate, also for a shop's. Your function uses something from "
            "an earlier cell, such as `before`, `spki` or `digest`. Start from its own parameter, `certificate`.",
        ),
        Mistake(
            no_hash,
            "Your result is the whole SubjectPublicKeyInfo in base64, so its length depends on the key. A pin always "
            "has 44 characters after the prefix: hash the bytes with SHA-256 before you encode them.",
        ),
        Mistake(
            sha1,
            "After the prefix you have 28 characters, 20 bytes: that is SHA-1. The prefix promises SHA-256, so no "
            "client can match it. Hash with `hashlib.sha256`.",
        ),
        Mistake(
            bare_digest,
            "Your hash is right, as 32 raw bytes. A pin is text, so that it fits into a configuration file: encode "
            'the bytes in base64 and put "sha256/" in front.',
        ),
        Mistake(
            hex_digits,
            "Your hash is right, but it is written in hex: 64 digits. OkHttp takes such a pin without a word, and it "
            "never matches. Encode `digest()`, the bytes, in base64 instead of using `hexdigest()`.",
        ),
        Mistake(
            base64_of_hex_digits,
            "You encoded the hex digits, so 88 characters follow the prefix. The hash itself is right; base64 takes "
            "its 32 bytes. Replace `hexdigest()` by `digest()`.",
        ),
        Mistake(
            url_alphabet,
            "For ISRG Root X1 you wrote `-` where a pin has `+`: that is base64 in the alphabet for web addresses. "
            "Pins use the standard one. Replace `urlsafe_b64encode` by `b64encode`.",
        ),
        Mistake(
            no_padding,
            "Your pin has 43 characters after the prefix. The last `=` is missing, which fills the base64 of 32 bytes "
            "up to 44. Some clients, curl among them, compare the text, so leave it on.",
        ),
        Mistake(
            line_end,
            "Your pin is right but for a line end after it, so that it equals no other pin. `base64.encodebytes` "
            "adds one; `base64.b64encode` does not.",
        ),
        Mistake(
            bytes_in_text,
            "Your pin contains `b'` and a closing quote: bytes were put into text as Python displays them. The hash "
            "is right. Turn the base64 into text with `.decode()` before you join it to the prefix.",
        ),
        Mistake(
            bytes_for_text,
            "Every character is right, but you returned bytes. Configuration files and the rest of this course "
            "compare text, and bytes never equal text. Turn them into text with `.decode()`.",
        ),
        Mistake(
            no_prefix,
            "The 44 characters are right, and nothing says which hash they are. Every client wants to read that "
            'first. Put "sha256/" in front.',
        ),
        Mistake(
            colon,
            "The hash is right, but a colon follows `sha256`, as container tools write digests. A pin has a slash "
            'there: put "sha256/" in front.',
        ),
        Mistake(
            two_slashes,
            "The hash is right, but two slashes follow `sha256`. That is how curl's `--pinnedpubkey` writes it; "
            'everybody else uses one. Put "sha256/" in front.',
        ),
    ),
    correct=(
        "The bank's pin survived the renewal, RSA keys work as well, and for ISRG Root X1 you found the pin that "
        "is published for it."
    ),
    why=(
        "The SubjectPublicKeyInfo holds the algorithm and the key, nothing else. So its hash stays the same as long as "
        "the key does, whoever signs the certificate and however often it is renewed. DER makes the same bytes of it "
        "in every tool; base64 and the prefix only make a text of the hash."
    ),
    out_of_scope="Reading the certificate from a file or a server, comparing pins, backup pins.",
    instructor=(
        "Ask first: which of the certificate's parts may change at a renewal? Break it live: hash the PEM text and let "
        "the room find out why no two tools agree. Look out for `hexdigest()`. If somebody writes apps for iOS, let "
        "them tell the others which bytes their system hands out as the key."
    ),
)

EXERCISES = (SPKI_PIN,)
