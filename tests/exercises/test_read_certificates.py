"""The exercises of lesson 02, against facts from outside and from the lab."""

from __future__ import annotations

import json
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from course.classroom import check
from course.exercises import all_exercises, free_names
from course.exercises.certificates import bank, issuing_ca, old_printer, old_router
from course.exercises.der_elements import read_element
from course.exercises.key_by_hand import find_public_key
from course.exercises.part_order import PARTS
from course.exercises.pem_text import pem_to_der
from course.lab import Lab
from course.pki import load_certificates
from course.pki.der import element_at, public_key_info
from course.pki.fields import fields_of

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "02_read_certificates.ipynb"
ROOTS = load_certificates(Path(certifi.where()).read_bytes())


def test_the_chain_is_the_one_of_the_lesson() -> None:
    """The numbers that the lesson names are those of the lab's bank."""
    with Lab() as lab:
        assert lab.bank.chain[:2] == (bank(), issuing_ca())
    key = next(field for field in fields_of(bank()) if field.name == "SubjectPublicKeyInfo")
    assert (key.element.start, key.element.content, key.element.end) == (155, 157, 246)


def test_the_reference_unpacks_a_real_bundle() -> None:
    """The first certificate of certifi's file, which has notes between the blocks."""
    text = Path(certifi.where()).read_text(encoding="utf-8")
    assert pem_to_der(text) == ROOTS[0].public_bytes(Encoding.DER)


@given(st.integers(0, 255), st.binary(max_size=300), st.binary(max_size=5))
def test_the_reference_reads_what_the_course_reads(tag: int, content: bytes, before: bytes) -> None:
    """Short form and long form, anywhere."""
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([0x82]) + size.to_bytes(2, "big")
    data = before + bytes([tag]) + length + content
    element = element_at(data, len(before))
    assert read_element(data, len(before)) == (element.tag, element.content, element.end)


def test_the_reference_finds_every_key() -> None:
    """Of all versions and kinds."""
    for certificate in [*ROOTS, bank(), old_router(), old_printer()]:
        assert find_public_key(certificate.public_bytes(Encoding.DER)) == public_key_info(certificate)


@pytest.mark.parametrize("old", [old_router(), old_printer()], ids=["router", "printer"])
def test_the_old_devices_have_what_the_bug_needs(old: x509.Certificate) -> None:
    """Version 1, signed by itself, and found by no search for a version."""
    assert old.version.name == "v1"
    old.verify_directly_issued_by(old)


def test_the_router_is_the_one_that_the_lesson_prints() -> None:
    """The lesson holds it as PEM."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    pem = old_router().public_bytes(Encoding.PEM).decode()
    assert any(pem in "".join(cell["source"]) for cell in cells)


def test_an_answer_that_fits_all_but_a_few_roots_is_told_which() -> None:
    """As the first that it misses, by its name."""
    reply = check("find-the-public-key", lambda der: find_public_key(der) if len(der) < 1500 else b"").reply
    assert "The roots in certifi: right for" in reply
    assert "The first that is not is " in reply


@pytest.mark.parametrize("compared", ["a0", "0xa0"])
def test_a_tag_that_is_compared_with_a_text_is_explained(compared: object) -> None:
    """It never equals one, so no certificate gets its version stepped over."""

    def find(der: bytes) -> bytes:
        field = element_at(der, element_at(der, element_at(der, 0).content).content)
        if field.tag == compared:
            field = element_at(der, field.end)
        for _ in range(5):
            field = element_at(der, field.end)
        return der[field.start : field.end]

    assert "`tag` is a number" in check("find-the-public-key", find).reply


def test_a_tuple_is_as_good_as_a_list() -> None:
    """The order is what is asked."""
    exercise = all_exercises()["parts-in-order"]
    assert check(exercise.name, tuple(exercise.reference)).state == "correct"
    assert check(exercise.name, exercise.reference[::-1]).state == "not yet"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["version", *PARTS[1:]], "'version' is none of the seven; 'serial number' is missing"),
        (PARTS[:5], "'extensions', 'signature' are missing"),
        ([*PARTS, "issuer"], "'issuer' stands there more than once"),
        ([PARTS[0], PARTS[2], PARTS[1], *PARTS[3:]], "out of place is 'validity', as number 2"),
        ("serial number", "no list of names"),
    ],
    ids=["a foreign name", "too few", "one twice", "two exchanged", "no list"],
)
def test_what_is_out_of_place_is_named(names: object, told: str) -> None:
    """And the order itself is kept back."""
    assert told in check("parts-in-order", names).reply


def test_missing_names_do_not_show_the_order() -> None:
    """An empty list gets them by the alphabet."""
    assert ", ".join(f"'{name}'" for name in sorted(PARTS)) in check("parts-in-order", []).reply


@pytest.mark.parametrize(("name", "content"), [("key", 65), ("signature", 71)])
def test_sizes_of_bit_strings_are_told_beside_the_whole_field(name: str, content: int) -> None:
    """The bare bytes, and the field that the first and last byte enclose."""
    field = next(field for field in fields_of(bank()) if field.name == name)
    whole = field.element.end - field.element.start
    assert whole == content + 3
    assert field.value.startswith(f"{content} of its {whole} bytes ")


def test_the_notebook_must_bind_what_the_solutions_use() -> None:
    """These names, before the exercises."""
    sources = {name: all_exercises()[name].solution_source for name in ("pem-to-der", "read-an-element")}
    assert free_names(sources["pem-to-der"]) == {"base64"}
    assert free_names(sources["read-an-element"]) == set()
    assert free_names(all_exercises()["find-the-public-key"].solution_source) == {"element_at"}
