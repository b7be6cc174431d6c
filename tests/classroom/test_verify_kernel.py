"""What `verify` asks in the learner's kernel, here in an IPython shell of the test's own."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from course.classroom.binding import bound_names
from tests.classroom.learners import SOLUTION
from tests.classroom.run_here import Kernel

IMPORTS = "import base64, hashlib\nfrom cryptography import x509\n"
IMPORTS += "from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat"


@pytest.fixture
def kernel() -> Kernel:
    """A fresh shell."""
    return Kernel()


def test_bound_answer_is_checked(kernel: Kernel) -> None:
    """The state and the reply are those of `check`."""
    kernel.run(IMPORTS, SOLUTION)
    assert kernel.report()[0] == "correct"


def test_answer_set_nowhere_is_not_attempted(kernel: Kernel) -> None:
    """What to say of it only the notebook can tell."""
    kernel.run(IMPORTS)
    assert kernel.report() == ("not attempted", "")


def test_stub_is_told_what_to_do_in_an_editor(kernel: Kernel) -> None:
    """There is no cell to run after it."""
    kernel.run(IMPORTS, "def spki_pin(certificate):\n    return ...")
    assert kernel.report() == ("not attempted", "Write the body of `spki_pin`, save, and verify again.")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            "import base64\ndef spki_pin(certificate):\n    return base64.b64encode(\n        b''\n",
            "The cell with `def spki_pin` has a SyntaxError in line 3: '(' was never closed. "
            "Close it, save, and verify again.",
        ),
        (
            "def spki_pin(certificate)\n    return 5",
            "The cell with `def spki_pin` has a SyntaxError in line 1: expected ':'. Mend it, save, and verify again.",
        ),
        (
            "de spki_pin(certificate):\n    return 5",
            "The cell with `spki_pin` has a SyntaxError in line 1: invalid syntax. Mend it, save, and verify again.",
        ),
        (
            "def spki_pin(certificate):\nreturn 5",
            "The cell with `def spki_pin` has an IndentationError in line 2: expected an indented block after function "
            "definition on line 1. Mend it, save, and verify again.",
        ),
        (
            "def spki_pin(certificate):\n    return '''5",
            "The cell with `def spki_pin` has a SyntaxError in line 2: ",
        ),
    ],
)
def test_syntax_error_is_told_with_its_line(kernel: Kernel, cell: str, said: str) -> None:
    """Nobody is told to throw the work away."""
    kernel.run(IMPORTS, cell, 'check("spki-pin", spki_pin)')
    state, reply = kernel.report()
    assert state == "not reached"
    assert reply.startswith(said)
    assert "reset" not in reply


def test_stub_above_a_cell_that_failed_is_not_what_is_judged(kernel: Kernel) -> None:
    """Unless it is right: then it is right."""
    kernel.run(IMPORTS, "def spki_pin(certificate):\n    return ...", "1 / 0\nspki_pin = 5")
    assert kernel.report() == (
        "not reached",
        "The cell that sets `spki_pin` stopped with ZeroDivisionError: division by zero. "
        'Choose "Restart Kernel and Run All Cells" in JupyterLab to see it, and mend that first.',
    )


def test_forgotten_pair_of_quotes_is_named(kernel: Kernel) -> None:
    """The commonest NameError in a prediction."""
    kernel.run("mallory_unknown = refused")
    assert kernel.report("stranger-in-between") == (
        "not reached",
        "The cell that sets `mallory_unknown` stopped with NameError: name 'refused' is not defined. "
        'Put the option in quotes, "refused", save, and verify again.',
    )


def test_right_answer_above_a_cell_that_failed_is_right(kernel: Kernel) -> None:
    """Whatever was tried after it."""
    kernel.run(IMPORTS, SOLUTION, "1 / 0\nspki_pin = 5")
    assert kernel.report()[0] == "correct"


def test_answer_above_its_imports_is_tried_once_more(kernel: Kernel) -> None:
    """As in a notebook whose cells were moved."""
    kernel.run(SOLUTION, IMPORTS)
    assert kernel.report()[0] == "correct"


def test_answer_without_its_imports_is_not_reached(kernel: Kernel) -> None:
    """The error of its cell is named."""
    kernel.run(SOLUTION)
    state, reply = kernel.report()
    assert state == "not reached"
    assert "stopped with NameError: name 'x509' is not defined" in reply


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("raise KeyboardInterrupt\nspki_pin = 1", "ran too long and was stopped"),
        ("spki_pin = 1\ndel spki_pin", "ended without it, or a later cell deleted it"),
        ("1 / 0\nspki_pin = 1", "stopped with ZeroDivisionError: division by zero"),
    ],
)
def test_cell_that_did_not_get_to_its_answer_is_named(kernel: Kernel, cell: str, why: str) -> None:
    """The learner sees what to mend."""
    kernel.run(cell)
    state, reply = kernel.report()
    assert state == "not reached"
    assert why in reply


def test_cell_prints_no_more_than_it_may(kernel: Kernel) -> None:
    """Each cell anew, and the writer never notices; while we report, nobody prints."""
    stream = io.StringIO()
    kernel.verifier.limit(stream)
    kernel.verifier.before(SimpleNamespace(raw_cell="print()"))
    assert [stream.write("x" * 700_000), stream.write("y" * 700_000), stream.write("z")] == [
        700_000,
        700_000,
        1,
    ]
    assert len(stream.getvalue()) == 1_000_000
    kernel.verifier.before(SimpleNamespace(raw_cell="print()"))
    stream.write("again")
    kernel.verifier.before(SimpleNamespace(raw_cell="%course_verify spki-pin"))
    stream.write("from a thread")
    assert stream.getvalue().endswith("again")


def test_names_are_bound_in_many_ways() -> None:
    """Functions, classes, imports, loops and assignments; what isn't Python binds nothing."""
    source = "import a.b, c as d\nfrom e import f\ndef g(): h = 1\n"
    source += "class i: pass\nfor j in k: pass\nwith l as m: n: int = 1"
    assert bound_names(source) == {"a", "d", "f", "g", "h", "i", "j", "m", "n"}
    assert bound_names("def broken(:") == set()
