"""`check` where learners use it: in a kernel of Jupyter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.programs

CELLS = [
    "from course.classroom import check\nfrom IPython.display import display",
    "def helper(certificate):\n    return certificate.no_such_thing\n\n"
    "def spki_pin(certificate):\n    return helper(certificate)",
    'check("spki-pin", spki_pin)',
    'def spki_pin(certificate):\n    display("a picture")\n    exit()',
    'check("spki-pin", spki_pin)',
    'check("spki-pin", lambda certificate: check("spki-pin", exit) and quit())',
    "def spki_pin(certificate):\n    while True:\n        try:\n            pass\n        except:\n            pass",
    'check("spki-pin", spki_pin)',
    "import signal\nsignal.getitimer(signal.ITIMER_REAL), signal.getsignal(signal.SIGALRM) is signal.SIG_DFL",
    'display("still alive")',
    "import base64\ndef spki_pin(certificate:\n    return 5",
    'check("spki-pin", spki_pin)',
]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The texts that each cell puts out."""
    folder: Path = tmp_path_factory.mktemp("notebook")
    notebook: Any = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(
        notebook, timeout=60, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    ).execute()
    return [
        [
            output.get("text") or output["data"]["text/plain"]
            for output in cell.outputs
            if "ename" not in output
        ]
        for cell in notebook.cells
    ]


def test_an_exception_is_told_with_the_line_of_its_cell(outputs: list[list[str]]) -> None:
    """No path, no number of the kernel's."""
    [reply] = outputs[2]
    assert reply.endswith(
        "It happened in line 2 of the cell with `helper`: `return certificate.no_such_thing`."
    )
    assert "ipykernel" not in reply


def test_exit_does_not_end_the_kernel(outputs: list[list[str]]) -> None:
    """IPython's `exit` raises nothing: it asks the kernel to end after the cell."""
    [reply] = outputs[4]
    assert "called `exit`, which would end the notebook's kernel." in reply
    [reply] = outputs[5]
    assert "called `exit`, which would end the notebook's kernel." in reply
    assert outputs[9] == ["'still alive'"]


def test_an_endless_loop_ends_in_a_kernel(outputs: list[list[str]]) -> None:
    """And the timer is off afterwards."""
    [reply] = outputs[7]
    assert reply.startswith("not yet: `spki_pin` was still running after 2 seconds and was stopped.")
    assert outputs[8] == ["((0.0, 0.0), True)"]


def test_an_answer_from_before_a_failed_cell_is_told_so_in_a_kernel(outputs: list[list[str]]) -> None:
    """The kernel's cells are watched from the import on."""
    [reply] = outputs[-1]
    assert (
        "The last cell that sets `spki_pin` has a SyntaxError in line 2, so this is the answer from before."
        in reply
    )
