"""The exercise of lesson 03, against facts from outside and from the lab."""

from __future__ import annotations

import pytest

from course.classroom import check
from course.exercises import all_exercises, free_names
from course.exercises.certificates import bank, isrg_root_x1, renewed_bank, rsa_shop
from course.exercises.hash_public_keys import spki_pin
from course.lab import Lab
from course.pki import Pin


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


def test_a_learner_who_uses_an_earlier_cell_is_told_so() -> None:
    """The worked example leaves names behind."""
    with Lab() as lab:
        before = lab.bank.chain[0]
    reply = check("spki-pin", lambda certificate: spki_pin(before))  # noqa: ARG005
    assert reply.mistake == "always_the_bank"


@pytest.mark.parametrize("number", range(4))
def test_the_solution_works_on_each_case_alone(number: int) -> None:
    """No case depends on the one before."""
    case = all_exercises()["spki-pin"].cases()[number]
    assert str(case.run(spki_pin)).startswith("sha256/")


def test_the_notebook_must_bind_what_the_solution_uses() -> None:
    """These names, before the exercise."""
    source = all_exercises()["spki-pin"].solution_source
    assert free_names(source) == {"Encoding", "PublicFormat", "base64", "hashlib", "x509"}
