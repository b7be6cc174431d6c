"""The pytest plugin of `verify`: a learner's notebook may do anything and take no longer than it may."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Generator
from typing import Any

import pytest

from course.classroom.guarded_kernel import GuardedKernel, KernelDied
from course.classroom.lessons import about
from course.classroom.nbval_parts import IPyNbCell, IPyNbFile, nbval
from course.classroom.stopping import stopped_as_shown
from course.classroom.verify_names import DETAILS, PROPERTY, VERIFIES, WHOLE_LIMIT

nbval.plugin.RunningKernel = GuardedKernel

_end = pytest.StashKey[float]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the clock."""
    session.config.stash[_end] = time.monotonic() + float(os.environ[WHOLE_LIMIT])


@pytest.hookimpl(trylast=True)  # pytest starts the kernel in its own
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what can't be run: the kernel is gone, or a learner's cells have taken all the time there was."""
    assert isinstance(item, IPyNbCell)
    learners = VERIFIES not in about(item.cell)
    late = time.monotonic() > item.config.stash[_end]
    if not item.parent.kernel.is_alive() or (learners and late):
        pytest.skip("not reached")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Note beside nbval's verdict how the cell ended, and what the check replied."""
    assert isinstance(item, IPyNbCell)
    notebook = item.parent
    end = "finished"
    try:
        yield
    except KernelDied:
        end = "died"
        raise
    finally:
        if notebook.timed_out:
            end = "stopped" if notebook.kernel.is_alive() else "stuck"
            # nbval would expect every later cell to fail.
            notebook.timed_out = False
        _note(item, {"end": end} | _details(item.test_outputs or []))


def _details(outputs: list[Any]) -> dict[str, str]:
    for output in outputs:
        if output["output_type"] == "error":
            return {"error": stopped_as_shown(output["ename"], output["evalue"])}
        if output["output_type"] == "display_data" and DETAILS in output["metadata"]:
            return dict(output["metadata"][DETAILS])
    return {}


def _note(item: pytest.Item, details: dict[str, str]) -> None:
    item.user_properties.append((PROPERTY, json.dumps(details)))


def _kill(notebook: IPyNbFile) -> None:
    if notebook.kernel is not None and notebook.kernel.is_alive():
        programs = notebook.kernel.programs()
        notebook.kernel.stop()
        for program in programs:
            program.kill()


nbval.plugin.IPyNbFile.teardown = _kill
