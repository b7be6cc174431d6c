"""Put the commands in order that take the pin from a request."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Sequence
from textwrap import wrap

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from course.exercises.hash_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake
from course.lab import derive_key

COMMANDS = {
    "A": "openssl dgst -sha256 -binary",
    "B": "openssl x509 -pubkey -noout",
    "C": "openssl base64",
    "D": "openssl pkey -pubin -outform der",
    "E": "openssl req -pubkey -noout",
    "F": "openssl dgst -sha256",
}


@functools.cache
def request() -> x509.CertificateSigningRequest:
    """The request for the bank's next key, as the lesson makes it."""
    return (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "api.bank.test")]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("api.bank.test")]), critical=False)
        .sign(derive_key("api.bank.test, next key"), SHA256(), ecdsa_deterministic=True)
    )


def played(letters: str) -> bytes:
    """What a pipeline of these commands prints for the request, as openssl does, its errors left out.

    Args:
      letters: of `COMMANDS`, the first one reads the request.
    """
    asked = request().public_bytes(Encoding.PEM)
    key = request().public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    data = asked
    for letter in letters:
        match letter:
            case "A":
                data = hashlib.sha256(data).digest()
            case "C":
                data = "".join(f"{line}\n" for line in wrap(base64.b64encode(data).decode(), 64)).encode()
            case "D":
                data = der if data == pem else b""
            case "E":
                data = pem if data == asked else b""
            case "F":
                data = f"SHA2-256(stdin)= {hashlib.sha256(data).hexdigest()}\n".encode()
            case _:
                data = b""  # B finds no certificate, neither in a request nor in what the others make of it
    return data


def _run(answer: object) -> object:
    parts = list(answer) if isinstance(answer, str | list | tuple) else [answer]
    if not all(isinstance(part, str) for part in parts):
        return answer
    letters = re.sub(r"[\s,|]", "", "".join(map(str, parts))).upper()
    if not letters or not set(letters) <= set(COMMANDS):
        return "no list of letters from A to F"
    return _misplaced(letters) or _printed(played(letters))


def _misplaced(letters: str) -> str:
    """What is to be said of the order itself, when E was found; empty if nothing is."""
    if "E" not in letters:
        return ""
    if len(set(letters)) < len(letters):
        return "a letter stands there twice, and no command is needed twice"
    faults = []
    if not letters.startswith("E"):
        faults.append("E reads a request, so it comes first")
    if "B" in letters:
        faults.append("B reads certificates and is not needed")
    if not faults and "D" in letters and not letters.startswith("ED"):
        faults.append("D reads the public key that E prints, so it comes right behind E")
    if not faults:
        faults += _hashed(letters)
    return ". ".join(faults)


def _hashed(letters: str) -> list[str]:
    """What is wrong with the number of hashes."""
    if letters == "EDACF":
        return ["F is one too many. It would hash the finished pin"]
    if "A" in letters and "F" in letters:
        return ["A and F both make a hash, and one is enough"]
    return [] if "A" in letters or "F" in letters else ["no command makes a hash, and a pin is one"]


def _printed(data: bytes) -> str:
    if not data.isascii():
        return f"raw bytes that begin with {data[:4].hex(' ')}, and no text"
    return data.decode().strip() or "nothing is printed"


def _cases() -> Sequence[Case]:
    return [Case("your pipeline", _run)]


PIN_OF_REQUEST = Exercise(
    name="order-the-pipeline",
    lesson=LESSON,
    title="Put the commands in order",
    minutes=3,
    solution='steps = ["E", "D", "A", "C"]',
    cases=_cases,
    wanted="the request's pin in base64",
    hints=(
        "Which of the commands reads a request? Its manual calls a request `req`.",
        "First the key out of the request, as PEM; then PEM into DER; then the hash; then base64. Which two of the "
        "six are left over?",
        "E comes first and C last. Between them stands what makes DER, and then what hashes it into bytes.",
    ),
    mistakes=(
        Mistake(
            ["B", "D", "A", "C"],
            "`47DEQpj8…`: a command found nothing that it can read, gave an error and no bytes, and the rest hashed "
            "nothing. `openssl x509` reads certificates, `openssl pkey -pubin` public keys. Which one reads a request?",
        ),
        Mistake(
            ["E", "A", "C"],
            "The key never became DER: `openssl req -pubkey` prints PEM text, and you hashed that. Put the command "
            "between them that turns a public key into DER.",
        ),
        Mistake(
            ["E", "D", "F", "C"],
            "Command F prints a line of text with the hash in hex, and you encoded that text. Use the one that gives "
            "the 32 bytes themselves, with `-binary`.",
        ),
        Mistake(
            ["E", "D", "F"],
            "The right bytes are hashed, and the hash is printed in hex. A pin is written in base64: use the command "
            "that gives the bytes, with `-binary`, and one more behind it.",
        ),
        Mistake(
            ["E", "D", "A"],
            "The right bytes are hashed, and the hash comes as 32 raw bytes that no configuration file takes. One "
            "command is missing at the end.",
        ),
        Mistake(
            ["E", "D", "C", "A"],
            "You encode first and hash the text of that. A hash of other bytes is another hash: hash the DER bytes, "
            "then write the hash in base64.",
        ),
        Mistake(
            ["A", "C"],
            "That is the hash of the whole request in PEM, its signature included. Take the key out of it first, and "
            "turn that into DER.",
        ),
    ),
    correct="The key out of the request, into DER, through SHA-256, into base64.",
    why="A request carries the SubjectPublicKeyInfo that the certificate will carry. So its pin is known before the "
    "authority has signed anything. Only the first command differs from the pipeline for a certificate.",
    out_of_scope="Making requests, private keys, what an authority checks before it signs.",
    instructor="Give each command to one person and let them stand in order. Whoever holds `openssl x509` must say why "
    "they have to sit down.",
)
