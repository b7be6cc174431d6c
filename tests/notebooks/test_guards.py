"""The guards themselves: each is broken once, in a small notebook, and must say so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from course.classroom.lesson_rules import REQUIRE_PROGRAMS
from tests.notebooks.building import Report, code, error, printed, result, run, shared, text, write

pytestmark = pytest.mark.programs

OUTSIDE = 'import socket\ntry:\n    socket.create_connection(("192.0.2.1", 80), 1)\nexcept OSError:\n    pass'
PICTURE = (
    "import base64, os\nfrom IPython.display import HTML\npixels = base64.b64encode(os.urandom(60)).decode()\n"
    'HTML(f\'<img alt="{words}" src="data:image/png;base64,{{pixels}}">\')'
)


def picture(words: str) -> object:
    """A stored picture with alternative text."""
    html = f'<img alt="{words}" src="data:image/png;base64,AAAA">'
    return result("<IPython.core.display.HTML object>", text_html=html)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """One run of pass 1 over many notebooks, most of them with something wrong, on a machine full of settings."""
    return shared(tmp_path_factory, "lessons", _as_shipped)[1]


def _as_shipped(folder: Path) -> Report:
    _good(folder)
    _wrong(folder)
    home = folder / ".home"
    disturbing = {
        "REQUESTS_CA_BUNDLE": "/nowhere.pem",
        "HTTPS_PROXY": "http://proxy.example:3128",
        "PYTEST_ADDOPTS": "--collect-only",
        "PYTHONWARNINGS": "error",
        "MPLBACKEND": "nonsense",
        "IPYTHONDIR": str(home / "ipython"),
    }
    startup = home / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "own.py").write_text("print('hello from my own profile')")
    (folder / "conftest.py").write_text("raise SystemExit('a conftest of the learner')")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    # The report's paths and the kernels' folder must not depend on where the command is called.
    environment = os.environ | disturbing
    environment.pop(REQUIRE_PROGRAMS, None)
    return run("course.classroom.passes.as_shipped", folder, environment=environment, folder=home)


def _good(folder: Path) -> None:
    write(
        folder / "good.ipynb",
        text("# Good"),
        code("import os, warnings\n1 + 1", result("2")),
        code("1 / 0", error("ZeroDivisionError", "division by zero"), tags=["raises-exception"]),
        code(
            "sorted(set(os.environ) & {'REQUESTS_CA_BUNDLE', 'HTTPS_PROXY', 'PYTHONWARNINGS'}), "
            "os.environ['COURSE_PROGRESS'], os.path.basename(os.getcwd())[:7]",
            result("([], 'off', 'lessons')"),
        ),
        code("import matplotlib.pyplot as plt\n'inline' in plt.get_backend()", result("True")),
        code("import sys\n'debugpy.server' in sys.modules", result("False")),
        code(
            "import socket\nserver = socket.create_server(('127.0.0.1', 0))\n"
            "client = socket.create_connection(('localhost', server.getsockname()[1]))\nclient.family.name",
            result("'AF_INET'"),
        ),
        code(PICTURE.format(words="A bank."), picture("A bank.")),
        code("import asyncio\nawait asyncio.sleep(0)\nclient.close(); server.close()"),
    )
    write(
        folder / "program.ipynb",
        text("# A cell with a program"),
        code("1", result("1")),
        code("never_run", requires=["no-such-program"]),
        code("2", result("2")),
    )
    write(folder / "programs.ipynb", code("never_run"), course={"requires": ["no-such-program"]})


def _wrong(folder: Path) -> None:
    write(folder / "silent.ipynb", text("# S"), code("1", result("1"), tags=["raises-exception"]))
    write(folder / "stale.ipynb", text("# S"), code("1", result("1")), code("2"), counts=[1, 3])
    write(folder / "never.ipynb", text("# N"), code("1"), counts=[None])
    write(folder / "tag.ipynb", text("# T"), code("1", result("1"), tags=["raise-exception"]))
    write(folder / "outside.ipynb", text("# O"), code(OUTSIDE))
    write(
        folder / "everywhere.ipynb",
        code("import socket\ntry:\n    socket.socket().bind(('', 0))\nexcept OSError: pass"),
    )
    write(
        folder / "cascade.ipynb",
        text("# Top\n\n```\n# not a heading\n```"),
        code("value = 1"),
        text("some text\n## The second part"),
        code("value + 1", result("3")),
        code("undefined"),
    )
    write(
        folder / "left.ipynb",
        text("# L"),
        code(
            "import subprocess, sys\nsleep = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
            "p = subprocess.Popen(sleep, start_new_session=True)"
        ),
    )
    write(folder / "file.ipynb", text("# F"), code("import tempfile\nfolder = tempfile.mkdtemp('-of-ada')"))
    write(
        folder / "listening.ipynb",
        text("# L"),
        code(
            "import subprocess, sys\np = subprocess.Popen([sys.executable, '-c', \"import socket, time; "
            "s = socket.create_server(('0.0.0.0', 0)); print(flush=True); time.sleep(60)\"], stdout=-1)\n"
            "len(p.stdout.readline())",
            result("1"),
        ),
    )
    write(folder / "words.ipynb", text("# W"), code(PICTURE.format(words="A thief."), picture("A bank.")))
    write(folder / "dies.ipynb", text("# D"), code("import os\nos._exit(1)"), code("2"))
    write(folder / "warns.ipynb", text("# W"), code("import warnings\nwarnings.warn('careful')", printed("")))
    (folder / ".ipynb_checkpoints").mkdir()
    write(folder / ".ipynb_checkpoints" / "stale-checkpoint.ipynb", code("1 / 0"))


def test_fails_when_one_notebook_fails(report: Report) -> None:
    """One wrong notebook is enough for a red pass."""
    assert report.code == 1


def test_good_notebook_passes_whatever_the_machine_has_set(report: Report) -> None:
    """Neither variables nor the user's pytest or IPython settings change a lesson; loopback is free."""
    assert report.about("good.ipynb") == ""


def test_cell_that_must_raise_and_does_not_fails(report: Report) -> None:
    """nbval alone lets it pass when nothing is stored."""
    assert "tagged raises-exception and raised nothing" in report.about("silent.ipynb")


@pytest.mark.parametrize(("notebook", "cell", "count"), [("stale.ipynb", 2, "3"), ("never.ipynb", 1, "None")])
def test_notebook_out_of_step_fails(report: Report, notebook: str, cell: int, count: str) -> None:
    """Counts other than 1..n mean that what is stored was not the last run's."""
    assert f"Code cell {cell} carries the count {count}" in report.about(notebook)


def test_unknown_tag_fails(report: Report) -> None:
    """A misspelt tag would silently do nothing."""
    assert "The tag 'raise-exception' is not known" in report.about("tag.ipynb")


def test_connection_beyond_loopback_fails_even_if_the_cell_swallows_the_error(report: Report) -> None:
    """The error is raised in the cell, and remembered outside of it."""
    assert "A cell tried to" in report.about("outside.ipynb")
    assert "'192.0.2.1'" in report.about("outside.ipynb")


def test_listening_on_every_address_fails(report: Report) -> None:
    """An empty host means the whole network."""
    assert "A cell tried to listen on ''" in report.about("everywhere.ipynb")


def test_first_failure_stops_the_notebook_and_names_the_place(report: Report) -> None:
    """Heading, cell, source and both outputs the right way round; the rest is skipped with the reason."""
    found = report.about("cascade.ipynb")
    assert "cascade.ipynb, under '## The second part', code cell 2" in found
    assert "    value + 1\n" in found
    assert "  - [text/plain] 3\n  + [text/plain] 2" in found
    assert "cascade.ipynb has failed under '## The second part' already" in found
    assert "NameError" not in found


def test_program_left_running_fails(report: Report) -> None:
    """A lesson ends what it starts."""
    assert "still runs after the kernel has ended" in report.about("left.ipynb")


def test_file_left_in_the_temporary_folder_fails(report: Report) -> None:
    """A lesson removes what it makes."""
    assert "-of-ada was left in the temporary folder" in report.about("file.ipynb")


def test_program_that_listens_everywhere_fails(report: Report) -> None:
    """The audit hook can't see other programs; their sockets are looked at when the notebook ends."""
    assert "listens on 0.0.0.0" in report.about("listening.ipynb")


def test_words_of_a_picture_are_compared_and_its_pixels_are_not(report: Report) -> None:
    """Pixels differ between machines; the alternative text is computed from the data."""
    found = report.about("words.ipynb")
    assert '- [text/html] <img alt="A bank." src="data:image/PICTURE">' in found
    assert '+ [text/html] <img alt="A thief." src="data:image/PICTURE">' in found


def test_death_of_a_kernel_is_named(report: Report) -> None:
    """The cell that ended the kernel is named, and the rest is skipped."""
    found = report.about("dies.ipynb")
    assert "The kernel ended while this cell was running" in found
    assert "has failed under '# D' already" in found


def test_warning_that_is_not_stored_fails(report: Report) -> None:
    """Strict means that a new line on stderr fails, and is shown."""
    assert "+ [stderr]" in report.about("warns.ipynb")


@pytest.mark.parametrize("notebook", ["program.ipynb", "programs.ipynb"])
def test_missing_program_is_a_visible_skip(report: Report, notebook: str) -> None:
    """The skip names the program; the notebook does not fail."""
    found = report.about(notebook)
    assert "no-such-program is needed here and not installed" in found
    assert "FAILED" not in found
    assert "ERROR" not in found


def test_hidden_notebooks_are_left_alone(report: Report) -> None:
    """JupyterLab's checkpoints are not lessons."""
    assert "checkpoint" not in report.out


def test_missing_program_fails_where_programs_are_required(tmp_path: Path) -> None:
    """CI sets COURSE_REQUIRE_PROGRAMS, so that nothing is skipped there."""
    write(tmp_path / "program.ipynb", code("1", requires=["no-such-program"]))
    required = os.environ | {REQUIRE_PROGRAMS: "1"}
    found = run("course.classroom.passes.as_shipped", tmp_path, environment=required, folder=tmp_path)
    assert found.code == 1
    assert "COURSE_REQUIRE_PROGRAMS is set" in found.out


def test_folder_without_notebooks_is_not_a_success(tmp_path: Path) -> None:
    """A pass over nothing would be green for ever."""
    found = run("course.classroom.passes.as_shipped", tmp_path, environment=os.environ, folder=tmp_path)
    assert found.code == 2
    assert "There is no notebook in" in found.out
