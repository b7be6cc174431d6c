"""The pytest plugin that makes nbval's verdict on our lessons trustworthy.

Loaded by name (`-p course.classroom.guards`), because a conftest in `tests/` sees neither `notebooks/` nor copies.
It rests on nbval's internals: IPyNbFile, IPyNbCell, options and test_outputs.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from course.classroom import kernel_guard
from course.classroom.guarded_kernel import GuardedKernel, KernelDied
from course.classroom.lesson_rules import REQUIRE_PROGRAMS, cells_out_of_step, missing_programs, unknown_tags
from course.classroom.nbval_parts import IPyNbCell, IPyNbFile, NbCellError, nbval
from course.classroom.notebook_text import differences, headings, output_lines, plain

nbval.plugin.RunningKernel = GuardedKernel

_failed = pytest.StashKey[str]()


class GuardFailed(Exception):
    """A cell did what nbval alone would have let pass."""


def pytest_configure() -> None:
    """Give every worker a list of refused connections of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    log = os.environ.get(kernel_guard.LOG)
    if worker and log:
        os.environ[kernel_guard.LOG] = f"{log}-{worker}"


def _skip(reason: str) -> NoReturn:
    # The report then names the notebook, not this line.
    raise pytest.skip.Exception(reason, _use_item_location=True)


def _demand(cell_or_notebook: Any) -> None:
    sentence = missing_programs(cell_or_notebook)
    if sentence is None:
        return
    if os.environ.get(REQUIRE_PROGRAMS):
        raise GuardFailed(f"{sentence} {REQUIRE_PROGRAMS} is set, so this is a failure.")
    _skip(sentence)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before a cell: has the notebook failed already, is it in step, are its tags known, its programs there?"""
    assert isinstance(item, IPyNbCell)
    notebook = item.parent
    if reason := notebook.stash.get(_failed, None):
        _skip(reason)
    _demand(notebook.nb)
    _demand(item.cell)
    if sentence := cells_out_of_step(notebook.nb.cells) or unknown_tags(item.cell):
        raise GuardFailed(sentence)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """After a cell: did it raise where it must, and did it stay on this machine?"""
    before = len(_refused_connections())
    yield
    assert isinstance(item, IPyNbCell)
    raised = any(output["output_type"] == "error" for output in item.test_outputs or [])
    if item.options["check_exception"] and not item.options["skip"] and not raised:
        raise GuardFailed(
            "This cell is tagged raises-exception and raised nothing. Take the tag away, or make the cell fail again."
        )
    if refused := _refused_connections()[before:]:
        raise GuardFailed(refused[0])


def _refused_connections() -> list[str]:
    log = Path(os.environ.get(kernel_guard.LOG, os.devnull))
    return log.read_text(encoding="utf-8").splitlines() if log.is_file() else []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say which cell failed and how; nothing after it is run."""
    report = yield
    assert isinstance(item, IPyNbCell)
    if report.failed and call.excinfo is not None:
        notebook = item.parent
        report.longrepr = failure_text(item, call.excinfo.value)
        notebook.stash.setdefault(
            _failed, f"{notebook.path.name} has failed under {_heading(item)!r} already."
        )
    return report


def _heading(item: Any) -> str:
    cells = item.parent.nb.cells
    place = [index for index, cell in enumerate(cells) if cell.cell_type == "code"][item.cell_num]
    return str(headings(cells)[place])


def failure_text(item: Any, error: BaseException) -> str:
    """Which notebook, which heading, which cell, and what was wrong with it."""
    where = f"{item.parent.path.name}, under {_heading(item)!r}, code cell {item.cell_num + 1}"
    source = "\n".join("    " + line for line in item.cell.source.splitlines())
    if isinstance(error, NbCellError) and str(error) == "Cell outputs differ":
        stored, now = (
            output_lines(item.sanitize_outputs(outputs)) for outputs in (item.cell.outputs, item.test_outputs)
        )
        what = "Its output is not the stored one. - is stored in the notebook, + came out now:\n\n"
        what += differences(stored, now)
    elif isinstance(error, NbCellError):
        what = f"{error}.\n{plain(error.inner_traceback or '')}".rstrip()
    elif isinstance(error, GuardFailed | KernelDied):
        what = str(error)
    else:
        what = f"{type(error).__name__}: {error}"
    return f"{where}:\n\n{source}\n\n{what}\n"


def _close(notebook: IPyNbFile) -> None:
    kernel, notebook.kernel = notebook.kernel, None
    if kernel is None or not kernel.is_alive():
        return
    if found := kernel.close():
        raise GuardFailed(f"{notebook.path.name}: " + " ".join(found))


nbval.plugin.IPyNbFile.teardown = _close
