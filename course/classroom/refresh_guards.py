"""The pytest plugin behind `refresh`: the guards of pass 1, but outputs are stored instead of compared."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from course.classroom import guards
from course.classroom.nbval_parts import IPyNbCell
from course.classroom.notebook_file import read_notebook, write_notebook
from course.classroom.refresh import store_outputs

_outputs = pytest.StashKey[dict[int, list[Any]]]()


def pytest_configure(config: pytest.Config) -> None:
    """The guards of pass 1 hold here too."""
    config.pluginmanager.register(guards, "course.classroom.guards")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Forget what was stored, so that nothing is compared and every count is in step; keep it of skipped cells."""
    for item in items:
        assert isinstance(item, IPyNbCell)
        if item.options["skip"]:
            item.parent.stash.setdefault(_outputs, {})[item.cell_num] = item.cell.outputs
        item.cell.outputs = []
        item.cell.execution_count = item.cell_num + 1
        item.options["check"] = False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """When the last cell has passed and its kernel has ended well, write the notebook."""
    report = yield
    assert isinstance(item, IPyNbCell)
    if not report.passed:
        return report
    notebook = item.parent
    outputs = notebook.stash.setdefault(_outputs, {})
    if call.when == "call":
        outputs[item.cell_num] = list(item.test_outputs or [])
    code_cells = sum(cell.cell_type == "code" for cell in notebook.nb.cells)
    if call.when == "teardown" and len(outputs) == code_cells:
        stored = read_notebook(notebook.path)
        store_outputs(stored, [outputs[number] for number in range(code_cells)])
        write_notebook(stored, notebook.path)
    return report
