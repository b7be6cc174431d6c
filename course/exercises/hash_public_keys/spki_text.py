"""Mistakes with `spki-pin`: the right bytes, hashed or written in the wrong way."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from cryptography import x509

from course.exercises.record import Mistake
from course.pki import Pin
from course.pki.der import public_key_info


def no_hash(certificate: x509.Certificate) -> str:
    return "sha256/" + base64.b64encode(public_key_info(certificate)).decode()


def sha1(certificate: x509.Certificate) -> str:
    digest = hashlib.sha1(public_key_info(certificate)).digest()  # noqa: S324  # the weak hash is the mistake
    return "sha256/" + base64.b64encode(digest).decode()


def sha512(certificate: x509.Certificate) -> str:
    return "sha256/" + base64.b64encode(hashlib.sha512(public_key_info(certificate)).digest()).decode()


def no_digest(certificate: x509.Certificate) -> str:
    unfinished: Any = hashlib.sha256(public_key_info(certificate))
    return "sha256/" + base64.b64encode(unfinished).decode()


def bare_digest(certificate: x509.Certificate) -> bytes:
    return hashlib.sha256(public_key_info(certificate)).digest()


def hex_digits(certificate: x509.Certificate) -> str:
    return f"sha256/{Pin.of(certificate).hex}"


def base64_of_hex_digits(certificate: x509.Certificate) -> str:
    return "sha256/" + base64.b64encode(Pin.of(certificate).hex.encode()).decode()


def url_alphabet(certificate: x509.Certificate) -> str:
    return "sha256/" + base64.urlsafe_b64encode(bare_digest(certificate)).decode()


def no_padding(certificate: x509.Certificate) -> str:
    return str(Pin.of(certificate)).rstrip("=")


def line_end(certificate: x509.Certificate) -> str:
    return f"{Pin.of(certificate)}\n"


def no_decode(certificate: x509.Certificate) -> str:
    encoded: Any = base64.b64encode(bare_digest(certificate))
    return str("sha256/" + encoded)


def bytes_in_text(certificate: x509.Certificate) -> str:
    return f"sha256/{base64.b64encode(bare_digest(certificate))!r}"


def bytes_for_text(certificate: x509.Certificate) -> bytes:
    return str(Pin.of(certificate)).encode()


def the_courses_own(certificate: x509.Certificate) -> Pin:
    return Pin.of(certificate)


def no_prefix(certificate: x509.Certificate) -> str:
    return Pin.of(certificate).base64


def colon(certificate: x509.Certificate) -> str:
    return f"sha256:{Pin.of(certificate).base64}"


def two_slashes(certificate: x509.Certificate) -> str:
    return Pin.of(certificate).curl


def capitals(certificate: x509.Certificate) -> str:
    return f"SHA256/{Pin.of(certificate).base64}"


def hyphen(certificate: x509.Certificate) -> str:
    return f"sha-256/{Pin.of(certificate).base64}"


def space(certificate: x509.Certificate) -> str:
    return f"sha256/ {Pin.of(certificate).base64}"


MISTAKES = (
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
        sha512,
        "After the prefix you have 88 characters, 64 bytes: that is SHA-512. It is no better as a pin: the prefix "
        "promises SHA-256, and that is what clients compute. Hash with `hashlib.sha256`.",
    ),
    Mistake(
        no_digest,
        "`hashlib.sha256(...)` gives an object that could take in more bytes, not the hash itself, so base64 stopped. "
        "Ask it for the 32 bytes: put `.digest()` behind it.",
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
        no_decode,
        "Python cannot join text and bytes: base64 gave you bytes, and the prefix is text. The hash is right. Put "
        "`.decode()` behind `base64.b64encode(...)`; it makes text of the bytes.",
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
        the_courses_own,
        "That is the course's own pin, and the right one. As an object it is no text yet; `str(...)` would make it "
        "one. But try it once by hand: take the key, hash it, write the hash in base64.",
    ),
    Mistake(
        no_prefix,
        "The 44 characters are right, and as TrustKit and Android's `<pin>` write them. This course and OkHttp want "
        'to read first which hash they are. Put "sha256/" in front.',
    ),
    Mistake(
        colon,
        "The hash is right, but a colon follows `sha256`, as container tools write digests. A pin has a slash "
        'there: put "sha256/" in front.',
    ),
    Mistake(
        two_slashes,
        "The hash is right, but two slashes follow `sha256`. That is how curl's `--pinnedpubkey` writes it; this "
        'course and OkHttp use one. Put "sha256/" in front.',
    ),
    Mistake(
        capitals,
        "The hash is right, but `SHA256/` is in capitals. OkHttp compares the prefix letter for letter and refuses to "
        "start with this one. Write it in small letters.",
    ),
    Mistake(
        hyphen,
        "The hash is right. `sha-256` with a hyphen is how HTTP and other standards name it; in a pin there is none. "
        'Put "sha256/" in front.',
    ),
    Mistake(
        space,
        "The hash is right, but a space follows the prefix. Clients that compare the text never match it, and in a "
        "configuration file nobody sees it. Take the space out of the quotes.",
    ),
)
