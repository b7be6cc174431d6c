"""Write the comparison of a leaf with a bundled file."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.certificates import bank, issuing_ca, rekeyed_bank, renewed_bank
from course.exercises.fragile_cer.lesson import HOST, LESSON
from course.exercises.record import Case, Exercise, Gives, Mistake, call
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


def same_length(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return len(files.get("server.cer", b"")) == len(leaf.public_bytes(Encoding.DER))


def same_signature(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return files.get("server.cer", b"").endswith(leaf.signature)


def begins_like_the_leaf(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    return "server.cer" in files and leaf.public_bytes(Encoding.DER).startswith(files["server.cer"])


def any_case(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:
    contents = {name.lower(): each for name, each in files.items()}
    return contents.get("server.cer") == leaf.public_bytes(Encoding.DER)


def another_file(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:  # noqa: ARG001  # that it isn't used is the mistake
    return bank().public_bytes(Encoding.DER) == leaf.public_bytes(Encoding.DER)


def another_leaf(leaf: x509.Certificate, files: dict[str, bytes]) -> bool:  # noqa: ARG001  # as above
    return files.get("server.cer") == bank().public_bytes(Encoding.DER)


@functools.cache
def _mallorys() -> x509.Certificate:
    return Authority("SafeSurf Root CA", "mallory", Validities(Clock())).issue(HOST).certificate


def _of_a_renewal(answer: Callable[[x509.Certificate, dict[str, bytes]], object]) -> object:
    """What becomes of the renewed leaf; in words where only its key can be the reason."""
    files = {"server.cer": bank().public_bytes(Encoding.DER)}
    said = answer(renewed_bank(), dict(files))
    if said is True and answer(rekeyed_bank(), dict(files)) is False:
        return "True, and False after a rekey, as when keys are compared; the delegate compares all bytes"
    return str(said) if isinstance(said, bool) else said


def _again(answer: Callable[[x509.Certificate, dict[str, bytes]], object]) -> object:
    """What a second connection gives, with the same bundle."""
    files = {"server.cer": bank().public_bytes(Encoding.DER)}
    answer(bank(), files)
    return answer(bank(), files)


def _cases() -> Sequence[Case]:
    leaf, der, pem = bank(), bank().public_bytes(Encoding.DER), bank().public_bytes(Encoding.PEM)
    mallorys, authority = _mallorys(), issuing_ca().public_bytes(Encoding.DER)
    own = {"server.cer": der}
    in_front, at_the_end = der[:60] + bytes([der[60] ^ 1]) + der[61:], der[:-1] + bytes([der[-1] ^ 1])
    return [
        call("the bank's leaf, with its own file", leaf, own),
        call(
            "another leaf, with its own file", mallorys, {"server.cer": mallorys.public_bytes(Encoding.DER)}
        ),
        Case("the renewed leaf, with the file of the old one", _of_a_renewal),
        call("Mallory's leaf with the bank's name, with the bank's file", mallorys, dict(own)),
        call("the bank's leaf, with its own file in PEM", leaf, {"server.cer": pem}),
        call("the bank's leaf, in a bundle without files", leaf, {}),
        call("the bank's leaf, with its own file under another name", leaf, {"api.bank.test.cer": der}),
        call("the bank's leaf, with its own file as `Server.cer`", leaf, {"Server.cer": der}),
        call("the bank's leaf, with the file of its authority", leaf, {"server.cer": authority}),
        call(
            "the bank's leaf, with its own file and a line end behind it", leaf, {"server.cer": der + b"\n"}
        ),
        call("the bank's leaf, with its own file cut short", leaf, {"server.cer": der[:-100]}),
        call(
            "the bank's leaf, with its own file, of which a byte is changed", leaf, {"server.cer": in_front}
        ),
        call(
            "the bank's leaf, with its own file, of which the last byte is changed",
            leaf,
            {"server.cer": at_the_end},
        ),
        call("the bank's leaf, with its own file and a picture", leaf, {"logo.png": b"\x89PNG", **own}),
        Case("the bank's leaf, for the second time with the same files", _again, Gives.RETURNED),
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
            same_length,
            "Your function accepts a file of the leaf's length in which a byte is another one: nothing else is "
            "compared. Compare the bytes themselves, with `==`.",
        ),
        Mistake(
            same_signature,
            "Your function accepts a file that ends like the leaf and has another byte further up. The signature is "
            "the last part only, and the delegate compares all bytes.",
        ),
        Mistake(
            begins_like_the_leaf,
            "Your function accepts a file that was cut short, as when its download stopped. It holds the beginning of "
            "the leaf and not the leaf: compare the whole contents, with `==`.",
        ),
        Mistake(
            any_case,
            "Your function also accepts `Server.cer`. The delegate asks its bundle for `server.cer`, letter for "
            "letter, and on a phone capitals count.",
        ),
        Mistake(
            another_file,
            "Your function refuses another leaf with its own file, and accepts the bank's leaf in a bundle without "
            "files: it never looks at `files`. Compare with `files.get(...)`, and not with the notebook's `cer`.",
        ),
        Mistake(
            another_leaf,
            "Whatever the leaf, your function accepts the bank's file, and no other one: it never looks at `leaf`. "
            "Compare the file with the leaf that is handed over, and not with the notebook's `cer`.",
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
