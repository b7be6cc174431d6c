"""Everybody has the same keys, serial numbers, dates and pins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from course.lab import Lab

ROOT = Path(__file__).resolve().parents[2]

# Printed by a fresh process: everything of the cast that a notebook may show.
PROGRAM = """
from hashlib import sha256
from cryptography.hazmat.primitives.serialization import Encoding
from course.lab import Lab
from course.pki import Pin, name_of
for dates in ("calendar", "stock"):
    with Lab(dates=dates) as lab:
        mallory = lab.interceptor()
        certificates = [*lab.bank.chain, lab.root.certificate, mallory.authority.certificate]
        certificates += mallory.authority.issue(lab.bank.host).chain
        lab.clock.advance(days=70)
        lab.bank.renew()
        certificates += lab.bank.chain
        lab.bank.rekey()
        certificates += lab.bank.chain
        for each in certificates:
            digest = sha256(each.public_bytes(Encoding.DER)).hexdigest()
            print(name_of(each), Pin.of(each), f"{each.serial_number:x}", digest)
"""


def run(python: Path | str) -> str:
    """What the program prints in a fresh process of an interpreter."""
    done = subprocess.run(
        [str(python), "-W", "error", "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr == ""
    return done.stdout


# The virtual environments of the project, each with a Python of its own; CI has one per version.
HERE = [Path(sys.executable), *sorted(ROOT.glob(".venv*/bin/python"))]


@pytest.mark.parametrize("python", HERE, ids=lambda path: path.parents[1].name)
def test_every_process_prints_the_same(python: Path) -> None:
    """Keys, serial numbers and every byte of every certificate, on each interpreter that is here."""
    assert run(python) == run(sys.executable)


def test_two_labs_of_one_process_are_equal() -> None:
    """Nothing is counted across labs."""
    chains = []
    for _ in range(2):
        with Lab() as lab:
            lab.bank.rekey()
            chains.append((lab.bank.chain, lab.interceptor().authority.certificate))
    assert chains[0] == chains[1]


def test_the_pins_of_the_cast_never_change() -> None:
    """They stand in notebooks: changing one changes a lesson."""
    with Lab() as lab:
        seen = [lab.bank.pin, lab.issuing.pin, lab.root.pin, lab.interceptor().authority.pin]
        lab.bank.rekey()
        assert [str(pin) for pin in [*seen, lab.bank.pin]] == PINS


PINS = [
    "sha256/bI0F4Qj7BsLpl7UWOc8DgrV6tXV2GSU3Z/+x7BA+RLk=",
    "sha256/FzEXxXpKkzyw83UlU+fT8XLLWVtHHeQI30JeHsE29uE=",
    "sha256/Qf7Jj8wacYeNsCvdboxUk0AG5QiHXGSrvhrcsLL4HOw=",
    "sha256/W9ZWOytwObEEouCG7vBPp3N0MWQHvLF9t4bn6lNM6IA=",
    "sha256/h/xbAHLS5s3N/XRnhZ3rB+IJ8ALgAjNsvZ99YnSe4/0=",
]
