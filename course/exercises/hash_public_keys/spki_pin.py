"""The pin of a certificate, written by hand."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from course.exercises.certificates import bank, isrg_root_x1, renewed_bank, rsa_shop
from course.exercises.hash_public_keys import spki_bytes, spki_text
from course.exercises.hash_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, call


def spki_pin(certificate: x509.Certificate) -> str:
    spki = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = hashlib.sha256(spki).digest()
    return "sha256/" + base64.b64encode(digest).decode()


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
    minutes=5,
    solution=spki_pin,
    cases=_cases,
    wanted="'sha256/' and 44 characters of base64",
    hints=(
        "A certificate has many parts. Which part stayed the same when the bank renewed, and cannot be used by "
        "anybody else?",
        "`certificate.public_key()` gives you the key object, and its `public_bytes` writes it down. "
        "Which encoding and which format name the SubjectPublicKeyInfo in DER?",
        "`public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)`, then `hashlib.sha256(...).digest()`, "
        'then base64. Put "sha256/" in front.',
    ),
    mistakes=(*spki_bytes.MISTAKES, *spki_text.MISTAKES),
    correct=(
        "The bank's pin survived the renewal, RSA keys work as well, and for ISRG Root X1 the result is the pin "
        "that is published for it."
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
