"""Refreshing the stored outputs of lessons."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from course.classroom.notebook_file import read_json
from course.classroom.passes import as_shipped
from course.classroom.refresh import refresh
from tests.notebooks.building import Report, code, printed, result, run, shared, text, write

pytestmark = pytest.mark.programs

WIDGET = "import ipywidgets\nfrom IPython.display import HTML\nipywidgets.IntSlider()"


def lesson(path: Path) -> Path:
    """A lesson as its author leaves it: counts, outputs and metadata are whatever JupyterLab wrote."""
    write(
        path,
        text("# Title"),
        code("1 + 1", result("3")),
        code("1 / 0", tags=["raises-exception"]),
        code(WIDGET),
        code("print('once')\nprint('twice')"),
        code("on_a_phone()", printed("seen on a phone"), tags=["nbval-skip"]),
        counts=[7, None, 3, 9, 9],
        course={"lesson": path.stem},
    )
    notebook = path.read_text().replace(
        '"metadata": {}', '"metadata": {"execution": {"x": 1}, "scrolled": true}', 1
    )
    # A copied cell has its original's id.
    notebook = re.sub(r'"id": "[^"]*"', '"id": "copied"', notebook)
    path.write_text(notebook.replace('"name": "python"', '"name": "python", "version": "3.11.7"'))
    return path


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The folder with one good lesson and one with an error at its end, and what a refresh of both says."""
    return shared(tmp_path_factory, "refreshed", _refresh_two)


def _refresh_two(folder: Path) -> Report:
    lesson(folder / "good.ipynb")
    write(folder / "broken.ipynb", text("# B"), code("1"), text("## Here"), code("undefined"), counts=[5, 6])
    broken = (folder / "broken.ipynb").read_bytes()
    paths = [str(folder / name) for name in ("good.ipynb", "broken.ipynb")]
    report = run("course.classroom.refresh.refresh", paths, environment=os.environ, folder=folder)
    assert (folder / "broken.ipynb").read_bytes() == broken
    return report


def test_notebook_with_a_failing_cell_is_named_and_left_alone(refreshed: tuple[Path, Report]) -> None:
    """Which notebook, which heading, which error."""
    report = refreshed[1]
    assert report.code == 1
    assert "broken.ipynb, under '## Here', code cell 2" in report.out
    assert "NameError" in report.out


def test_outputs_and_counts_are_new(refreshed: tuple[Path, Report]) -> None:
    """What came out is stored, in order, with counts 1..n; an error keeps no frames of this machine."""
    folder, report = refreshed
    assert "good.ipynb, under" not in report.out
    cells = [cell for cell in read_json(folder / "good.ipynb")["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == [1, 2, 3, 4, 5]
    assert cells[0]["outputs"][0]["data"]["text/plain"] == "2"
    assert cells[1]["outputs"][0]["traceback"] == ["ZeroDivisionError: division by zero"]
    assert cells[3]["outputs"][0]["text"] == "once\ntwice\n"
    assert cells[4]["outputs"][0]["text"] == "seen on a phone"


def test_widget_views_are_dropped(refreshed: tuple[Path, Report]) -> None:
    """A live widget means nothing without its kernel."""
    assert "widget-view" not in (refreshed[0] / "good.ipynb").read_text()


def test_metadata_says_only_what_the_course_needs(refreshed: tuple[Path, Report]) -> None:
    """No version of the author's Python, no times, no scrolling."""
    path = refreshed[0] / "good.ipynb"
    notebook = read_json(path)
    assert notebook["metadata"] == {
        "course": {"lesson": "good"},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    kept = [cell["metadata"] for cell in notebook["cells"]]
    assert kept == [{}, {}, {"tags": ["raises-exception"]}, {}, {}, {"tags": ["nbval-skip"]}]
    assert path.read_text().endswith("}\n")


def test_refreshing_twice_changes_nothing_and_pass_1_is_green(tmp_path: Path) -> None:
    """The stored form is stable, ids included, and strict nbval agrees with it."""
    path = lesson(tmp_path / "good.ipynb")
    assert refresh([path]) == 0
    once = path.read_bytes()
    assert refresh([path]) == 0
    assert path.read_bytes() == once
    assert as_shipped(tmp_path) == 0


def test_missing_program_stops_a_refresh(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its output would be lost."""
    path = write(
        tmp_path / "program.ipynb", code("1", result("1"), requires=["no-such-program"]), counts=[None]
    )
    stored = path.read_bytes()
    assert refresh([path]) == 1
    assert "no-such-program is needed here" in capfd.readouterr().out
    assert path.read_bytes() == stored
