"""What each verb of the `course` command does. Whatever takes long to import is imported when it is needed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Command = Callable[[argparse.Namespace], int]


class CommandError(Exception):
    """It could not be done; the message is one sentence that says why."""


def start(options: argparse.Namespace) -> int:
    """Bring the lessons into the workspace."""
    print(_started(options.folder)[1])
    return 0


def lab(options: argparse.Namespace) -> int:
    """Open JupyterLab in the workspace."""
    from course.cli import jupyter

    folder, report = _started(options.folder)
    print(report, flush=True)
    return jupyter.run(folder, port=options.port, browser=not options.no_browser)


def _started(folder: Path | None) -> tuple[Path, str]:
    from course.classroom import workspace

    folder = folder or workspace.find_workspace()
    try:
        return folder, str(workspace.start(folder))
    except workspace.WorkspaceError as error:
        raise CommandError(str(error)) from error


def reset(options: argparse.Namespace) -> int:
    raise CommandError("not yet")


def verify(options: argparse.Namespace) -> int:
    raise CommandError("not yet")


def progress(options: argparse.Namespace) -> int:
    raise CommandError("not yet")


def test(options: argparse.Namespace) -> int:
    raise CommandError("not yet")


def refresh_outputs(options: argparse.Namespace) -> int:
    raise CommandError("not yet")
