"""Write the comparison of a leaf with a bundled file."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.certificates import bank, issuing_ca, renewed_bank
from course.exercises.fragile_cer.lesson import HOST, LESSON
from course.exercises.record import Case, Exercise, Mistake, call
from course.lab import Authority, Clock
from course.lab.dates import Validities
from course.pki import NotACertificate, Pin, load_certificates, name_of


def is_bundled(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return files.get("server.cer") == leaf.public_bytes(Encoding.DER)


def compares_pem(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return files.get("server.cer") == leaf.public_bytes(Encoding.PEM)


def any_file(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return leaf.public_bytes(Encoding.DER) in files.values()


def no_file_is_fine(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return "server.cer" not in files or files["server.cer"] == leaf.public_bytes(Encoding.DER)


def with_brackets(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return files["server.cer"] == leaf.public_bytes(Encoding.DER)


def somewhere_in_the_file(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return leaf.public_bytes(Encoding.DER) in files.get("server.cer", b"")


def reads_both_formats(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    try:
        return load_certificates(files.get("server.cer", b"")) == [leaf]
    except NotACertificate:
        return False


def compares_keys(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    try:
        return Pin.of(load_certificates(files.get("server.cer", b""))[0]) == Pin.of(leaf)
    except NotACertificate:
        return False


def compares_names(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    try:
        return name_of(load_certificates(files.get("server.cer", b""))[0]) == name_of(leaf)
    except NotACertificate:
        return False


def bytes_against_an_object(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return bool(files.get("server.cer") == leaf)


def the_other_way_round(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return files.get("server.cer") != leaf.public_bytes(Encoding.DER)


@functools.cache
def _mallorys() -> x509.Certificate:
    return Authority("SafeSurf Root CA", "mallory", Validities(Clock())).issue(HOST).certificate


def _cases() -> Sequence[Case]:
    der, pem = bank().public_bytes(Encoding.DER), bank().public_bytes(Encoding.PEM)
    other = {"server.cer": issuing_ca().public_bytes(Encoding.DER)}
    return [
        call("the bank's leaf, with its own file", bank(), {"server.cer": der}),
        call("the renewed leaf, with the file of the old one", renewed_bank(), {"server.cer": der}),
        call("Mallory's leaf with the bank's name, with the bank's file", _mallorys(), {"server.cer": der}),
        call("the bank's leaf, with its own file in PEM", bank(), {"server.cer": pem}),
        call("the bank's leaf, in a bundle without files", bank(), {}),
        call("the bank's leaf, with its own file under another name", bank(), {"api.bank.test.cer": der}),
        call("the bank's leaf, with the file of its authority", bank(), other),
        call(
            "the bank's leaf, with its own file and a line end behind it", bank(), {"server.cer": der + b"\n"}
        ),
        call(
            "the bank's leaf, with its own file and a picture",
            bank(),
            {"logo.png": b"\x89PNG", "server.cer": der},
        ),
    ]


IS_BUNDLED = Exercise(
    name="is-bundled",
    lesson=LESSON,
    title="The comparison",
    minutes=4,
    solution=is_bundled,
    cases=_cases,
    wanted="True or False",
    hints=(
        "The delegate compares two runs of bytes. Which two? One of them is in `files`.",
        '`files.get("server.cer")` is the file\'s bytes, or None where there is no such file. '
        "`leaf.public_bytes(...)` gives the leaf's; which encoding does the file have?",
        "One line: the file's bytes, or None, `==` the leaf's bytes in `Encoding.DER`. Return what that gives.",
    ),
    mistakes=(
        Mistake(
            compares_pem,
            "Your function refuses the bank's own `.cer` and accepts a PEM file. On iOS `SecCertificateCopyData` hands "
            "out DER, so compare the file with `Encoding.DER`.",
        ),
        Mistake(
            any_file,
            "Your function also accepts a file of another name. The delegate asks its bundle for `server.cer`, letter "
            "for letter, and takes nothing else.",
        ),
        Mistake(
            no_file_is_fine,
            "Without the file your function says yes to the leaf. Then an app that was built without its file accepts "
            "everybody. What is missing must count as no.",
        ),
        Mistake(
            with_brackets,
            "In a bundle without the file your function stops with a KeyError: `files[...]` asks for a name that must "
            "be there. Say False then: `files.get(...)` gives None where there is no such file, and None equals no "
            "bytes.",
        ),
        Mistake(
            somewhere_in_the_file,
            "Your function accepts a file that holds more than the leaf. The delegate compares the whole contents: a "
            "line end behind the last byte is enough to refuse.",
        ),
        Mistake(
            reads_both_formats,
            "Your function reads the PEM file as a certificate and finds the two equal. That is kinder than the "
            "delegate: it compares bytes and never asks what they mean. Compare the bytes.",
        ),
        Mistake(
            compares_keys,
            "Your function accepts the renewed leaf with the old file: it compares keys. That is the better check, and "
            "the subject of lesson 05. Here, write the one that apps have: compare the bytes.",
        ),
        Mistake(
            compares_names,
            "Your function accepts every leaf with the same name on it, the renewed one and PEM files too. Names can "
            "be copied by anybody. Compare the bytes of the two.",
        ),
        Mistake(
            bytes_against_an_object,
            "Your function says no to everything, also to the bank's own file. A file is bytes, and a certificate "
            "object never equals bytes: are both sides of your comparison the leaf's DER?",
        ),
        Mistake(
            the_other_way_round,
            "Your function says no to the bank's own file and yes to all the others. Turn the comparison around: True "
            "means equal.",
        ),
    ),
    correct="Equal bytes and nothing else: the renewed leaf, the PEM file and the file of another name are all "
    "refused.",
    why="`SecCertificateCopyData` gives a certificate's DER, and `Data == Data` compares every byte. `get` makes a "
    "missing file None, which equals no bytes, so that a missing file refuses.",
    out_of_scope="Whether the leaf is valid, and for whom. The next sections ask that.",
    instructor="Four minutes for a line of code, most of them for reading. Whoever loads the file as a certificate and "
    "compares objects has built something kinder than the original; ask what the phone would say.",
)
