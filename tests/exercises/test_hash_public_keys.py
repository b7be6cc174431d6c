"""The exercises of lesson 03, against facts from outside and from the lab."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from course.classroom import check
from course.exercises import all_exercises, free_names
from course.exercises.certificates import bank, isrg_root_x1, rekeyed_bank, renewed_bank, rsa_shop
from course.exercises.hash_public_keys.fixed_header import FIXED, MENDED
from course.exercises.hash_public_keys.from_request import COMMANDS, played, request
from course.exercises.hash_public_keys.over_network import (
    BANK,
    GATEWAY_AUTHORITY,
    GATEWAY_LEAF,
    ISSUING,
    NEXT,
    REKEYED,
    ROOT,
    WHOLE_CERTIFICATE,
)
from course.exercises.hash_public_keys.spki_bytes import fixed_slice, whole_certificate
from course.exercises.hash_public_keys.spki_pin import spki_pin
from course.exercises.hash_public_keys.wrong_hashes import FOUND, MENU, RIGHT
from course.lab import Lab, derive_key, office_network
from course.pki import Pin, load_certificates
from course.pki.der import public_key_info
from course.views.what_is_hashed import HASHED
from tests.conformance import CONFORMANCE

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "03_hash_public_keys.ipynb"


def test_the_reference_gives_the_published_pin_of_a_real_root() -> None:
    """ISRG Root X1, Let's Encrypt's root."""
    assert spki_pin(isrg_root_x1()) == "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M="


def test_the_reference_agrees_with_the_courses_own_pins() -> None:
    """Of curve keys and RSA keys; a renewal keeps the pin."""
    for certificate in (bank(), renewed_bank(), rsa_shop(), isrg_root_x1()):
        assert spki_pin(certificate) == str(Pin.of(certificate))
    assert spki_pin(bank()) == spki_pin(renewed_bank())
    assert bank() != renewed_bank()


def test_the_bank_is_the_one_of_the_lesson() -> None:
    """Who uses a certificate of an earlier cell instead of the parameter is recognised by that."""
    with Lab() as lab:
        assert lab.bank.chain[0] == bank()
        lab.bank.renew()
        assert lab.bank.chain[0] == renewed_bank()
    with Lab() as lab:
        lab.bank.rekey()
        assert lab.bank.chain[0] == rekeyed_bank()


def test_a_learner_who_uses_an_earlier_cell_is_told_so() -> None:
    """The worked example leaves names behind."""
    with Lab() as lab:
        before = lab.bank.chain[0]
    reply = check("spki-pin", lambda certificate: spki_pin(before))  # noqa: ARG005
    assert reply.mistake == "always_the_bank"


def test_the_slice_that_the_picture_names_is_right_for_the_bank_only() -> None:
    """So that the mistake is the one that a learner makes who copies it."""
    assert fixed_slice(bank()) == spki_pin(bank())
    assert fixed_slice(rsa_shop()) != spki_pin(rsa_shop())


TYPED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "decode forgotten": (
        lambda certificate: "sha256/" + _encoded(certificate),
        "no_decode",
    ),
    "parentheses forgotten": (
        lambda certificate: certificate.public_key.public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        ),
        "key_not_called",
    ),
    "digest forgotten": (
        lambda certificate: base64.b64encode(_unfinished(certificate)),
        "no_digest",
    ),
}


def _encoded(certificate: x509.Certificate) -> Any:
    return base64.b64encode(Pin.of(certificate).digest)


def _unfinished(certificate: x509.Certificate) -> Any:
    return hashlib.sha256(public_key_info(certificate))


@pytest.mark.parametrize("how", TYPED)
def test_an_exception_that_people_meet_is_explained(how: str) -> None:
    """It is recognised by what Python says, whatever the line around it."""
    answer, mistake = TYPED[how]
    assert check("spki-pin", answer).mistake == mistake


@pytest.mark.parametrize("number", range(4))
def test_the_solution_works_on_each_case_alone(number: int) -> None:
    """No case depends on the one before."""
    case = all_exercises()["spki-pin"].cases()[number]
    assert str(case.run(spki_pin)).startswith("sha256/")


def test_the_notebook_must_bind_what_the_solution_uses() -> None:
    """These names, before the exercise."""
    source = all_exercises()["spki-pin"].solution_source
    assert free_names(source) == {"Encoding", "PublicFormat", "base64", "hashlib", "x509"}


def test_the_six_wrong_texts_are_those_of_the_notebook() -> None:
    """All six differ, none is a pin, and four of them stand nowhere else in the notebook."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    source = next(
        "".join(cell["source"]) for cell in cells if "".join(cell["source"]).startswith("found = {")
    )
    shown: dict[str, Any] = {}
    exec(source, shown)  # the course's own cell
    assert shown["found"] == FOUND
    assert len(set(FOUND.values())) == 6
    assert spki_pin(rekeyed_bank()) not in FOUND.values()
    assert FOUND["F"] == whole_certificate(rekeyed_bank())
    everything = NOTEBOOK.read_text(encoding="utf-8")
    assert [letter for letter, text in FOUND.items() if everything.count(text) > 1] == ["E"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (["bare key"] * 6, "no dictionary"),
        ({}, "A, B, C, D, E, F are missing. Wanted: all six letters, each with"),
        ({"B": "TBS"}, "A, C, D, E, F are missing"),
        ({word: letter for letter, word in RIGHT.items()} | {"A": "hex"}, "its keys are words"),
        (RIGHT | {"F": "banana"}, "Your dictionary: 'banana' is none of the six words."),
        (RIGHT | {"A": "TBS", "B": "key", "D": "pm"}, "'key', 'pm' are none of the six words."),
        (
            RIGHT | {"A": "TBS"},
            "not TBS. Choose 'the part that the authority signs (TBS)' above, and compare",
        ),
        (RIGHT | {"A": 3}, "no word"),
    ],
)
def test_a_wrong_word_is_named_and_the_right_one_kept_back(answer: object, told: str) -> None:
    """Whatever the answer is made of."""
    reply = check("recognise-the-hash", answer)
    assert reply.state == "not yet"
    assert told in reply.reply
    assert "bare key" not in reply.reply


def test_words_are_read_as_people_write_them() -> None:
    """In any case, with any spaces; the letters too."""
    answer = {f"{letter.lower()} ": f" {word.upper()} " for letter, word in RIGHT.items()}
    assert check("recognise-the-hash", answer).state == "correct"


def test_the_words_of_the_menu_are_those_of_the_widget() -> None:
    """A reply tells the learner to choose one of them."""
    assert set(MENU.values()) < set(HASHED)


def test_the_mended_header_is_the_one_that_a_library_writes() -> None:
    """For exponent 3; the fixed one is right for 65537, and OpenSSL cannot read it in front of the other."""
    modulus = rsa_shop().public_key().public_numbers().n  # type: ignore[union-attr]
    for exponent, header in ((3, MENDED), (65537, FIXED)):
        key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
        info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        assert info == bytes.fromhex(header) + key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    bare = rsa.RSAPublicNumbers(3, modulus).public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    with pytest.raises(ValueError, match=r"\w"):
        load_der_public_key(bytes.fromhex(FIXED) + bare)


@pytest.mark.parametrize("written", [MENDED.upper(), MENDED.replace(" ", ""), bytes.fromhex(MENDED)])
def test_a_header_may_be_written_in_other_ways(written: object) -> None:
    """The bytes count."""
    assert check("mend-the-header", written).state == "correct"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("30 82", "2 bytes, not 24"),
        ("thirty", "no bytes in hex"),
        (48, "48"),
        (MENDED.replace("01 20", "01 0c"), "the outer length is 268, and 290 - 2 is 288."),
        (MENDED.replace("01 20", "01 1e"), "the outer length is 286, and 290 - 2 is 288."),
        (FIXED.replace("01 0f", "01 0b"), "290 - 2 is 288; the inner length is 267, and 271 - 2 is 269."),
        (MENDED.replace("30 0d", "30 0b"), "`0d` became `0b`, though it belongs to the algorithm."),
        (MENDED.replace("03 82", "03 81"), "`82` became `81`, though it is no length."),
    ],
)
def test_what_is_no_header_is_told_so(written: object, told: str) -> None:
    """In plain words."""
    reply = check("mend-the-header", written)
    assert reply.state == "not yet"
    assert told in reply.reply


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed on this machine")
@pytest.mark.parametrize("letters", ["EDAC", "BDAC", "EAC", "EDFC", "EDF", "DEAC", "AC", "EDCAC"])
def test_a_played_pipeline_prints_what_openssl_prints(letters: str) -> None:
    """The right order and wrong ones, errors left out."""
    asked = request().public_bytes(Encoding.PEM)
    line = " | ".join(COMMANDS[letter] for letter in letters)
    done = subprocess.run(line, shell=True, input=asked, capture_output=True, check=False)
    assert played(letters) == done.stdout


def test_the_pipeline_of_the_request_gives_its_pin() -> None:
    """Known before any certificate."""
    assert played("EDAC").decode().strip() == Pin.of_public_key(request().public_key()).base64


@pytest.mark.parametrize("written", ["EDAC", "e, d, a, c", ("E", "D", "A", "C"), "E | D | A | C"])
def test_the_order_may_be_written_in_other_ways(written: object) -> None:
    """As a list, a tuple or a text."""
    assert check("order-the-pipeline", written).state == "correct"


@pytest.mark.parametrize(
    ("letters", "told"),
    [
        ("DEAC", "E reads a request, so it comes first. Wanted"),
        ("BEDAC", "E reads a request, so it comes first. B reads certificates and is not needed."),
        ("EBDAC", "pipeline: B reads certificates and is not needed."),
        ("EADC", "D reads the public key that E prints, so it comes right behind E."),
        ("EDACA", "a letter stands there twice"),
        ("EDCA", "You encode first"),
        ("EDACF", "F is one too many."),
        ("EDFCA", "A and F both make a hash, and one is enough."),
        ("EC", "no command makes a hash, and a pin is one."),
        ("DAC", "Which one reads a request?"),
        ("", "no list of letters"),
    ],
)
def test_a_wrong_order_is_told_what_is_wrong_with_it(letters: str, told: str) -> None:
    """Whoever found E is not asked for it, and nobody is shown raw bytes."""
    reply = check("order-the-pipeline", letters)
    assert reply.state == "not yet"
    assert told in reply.reply


def test_letters_that_are_no_commands_are_told() -> None:
    """From A to F."""
    assert "no list of letters from A to F" in check("order-the-pipeline", ["X"]).reply
    assert check("order-the-pipeline", [1, 2]).state == "not yet"


def test_the_pins_at_the_desk_are_those_of_the_office() -> None:
    """What the message shows there, and what a customer's phone meets."""
    with Lab() as lab:
        gateway = office_network(lab)
        assert str(gateway.authority.pin) == GATEWAY_AUTHORITY
        assert str(gateway.authority.issue(lab.bank.host).pin) == GATEWAY_LEAF
        assert [str(each.pin) for each in (lab.bank, lab.issuing, lab.root)] == [BANK, ISSUING, ROOT]
        lab.bank.rekey()
        assert str(lab.bank.pin) == REKEYED
        lab.bank.rekey(derive_key("api.bank.test, next key"))
        assert str(lab.bank.pin) == NEXT
    assert whole_certificate(bank()) == WHOLE_CERTIFICATE


@pytest.mark.parametrize("answer", [Pin.parse(BANK), [BANK], (BANK,), BANK.removeprefix("sha256/")])
def test_the_right_pin_may_come_in_other_forms(answer: object) -> None:
    """As a list, as a `Pin`, without its prefix."""
    assert check("pin-to-ship", answer).state == "correct"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("sha256/short", "no pin: "),
        ([], "no pin"),
        ({"api.bank.test": [BANK]}, "the text of the pin alone"),
        ({"pin": BANK}, "the text of the pin alone"),
        (3, "no pin"),
        (str(Pin.of(rsa_shop())), "refused (compare)"),
    ],
)
def test_another_wrong_pin_is_told_what_became_of_it(answer: object, told: str) -> None:
    """On a customer's phone first."""
    reply = check("pin-to-ship", answer)
    assert reply.state == "not yet"
    assert told in reply.reply


@pytest.mark.skipif(CONFORMANCE is None, reason="the conformance certificates are not on this machine")
def test_a_real_root_with_exponent_3_has_another_pin_under_the_fixed_header() -> None:
    """Go Daddy's class 2 root: the lesson says that Firefox lists its pin."""
    assert CONFORMANCE
    path = CONFORMANCE / "certs" / "chromium" / "pins" / "TheGoDaddyGroupClass2.pem"
    (certificate,) = load_certificates(path.read_bytes())
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.public_numbers().e == 3
    assert Pin.of(certificate).base64 == "VjLZe/p3W/PJnd6lL8JVNBCGQBZynFLdZSTIqcO0SJ8="
    bare = key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    tricked = Pin(hashlib.sha256(bytes.fromhex(FIXED) + bare).digest())
    assert tricked.base64 == "AOXgejMSKWj6sXM5pVpFW5vVEu4Z+y3bHgb6cGWUlUg="
    assert public_key_info(certificate) == bytes.fromhex(MENDED) + bare
