"""What the kernel can ask of the page that a widget is shown on."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import ipywidgets
from IPython.display import Javascript

from course.classroom.being_saved import wait_for

# Seconds; a page that has not saved the notebook by then will not.
PATIENCE = 3.0
# Seconds; a notebook that was saved by hand so shortly ago counts as saved.
RECENT = 60

# The kernel has no way to save the notebook that it runs, and a browser extension would have to be installed. So press
# the page's own button. `element` is where the output is shown; it is on the page a moment later.
_SAVE = """setTimeout(() => {
  const panel = element.closest('.jp-NotebookPanel');
  const focused = document.activeElement;
  panel?.querySelector('.jp-Toolbar [data-command="docmanager:save"]')?.click();
  setTimeout(() => focused?.focus(), 100);  // the toolbar takes it
});"""
_DOWNLOAD = """setTimeout(() => {
  element.closest('.course-work')?.querySelector('a[download]')?.click();
}, 200);"""


class Page:
    """The page that a widget is shown on.

    Attributes:
      widget: shows nothing; it has to be part of what is shown.
    """

    def __init__(self) -> None:
        self.widget = ipywidgets.Output()

    def save_notebook(self, folder: Path) -> bool:
        """Press the save button of the notebook that the widget is in.

        Args:
          folder: where the notebook is, or in a folder of it.

        Returns:
          Whether a notebook was saved there. Other programs than JupyterLab have another page, and no such button.
        """
        before = _times(folder)
        self._run(_SAVE)
        give_up = time.monotonic() + PATIENCE
        while not (saved := _saved(before, _times(folder))) and time.monotonic() < give_up:
            time.sleep(0.05)
        for path in saved:
            wait_for(path)
        return bool(saved)

    def download(self) -> None:
        """Follow the first link to a download inside the part of the page with the class `course-work`."""
        self._run(_DOWNLOAD)

    def _run(self, script: str) -> None:
        self.widget.outputs = ()
        self.widget.append_display_data(Javascript(script))  # type: ignore[no-untyped-call]


def saved_lately(folder: Path) -> bool:
    """Whether a notebook was saved in a folder within the last minute, by hand perhaps."""
    return any(time.time_ns() - at < RECENT * 10**9 for at in _times(folder).values())


def _times(folder: Path) -> Mapping[Path, int]:
    times = {}
    for path in [*folder.glob("[!.]*.ipynb"), *folder.glob("[!.]*/[!.]*.ipynb")]:
        with suppress(OSError):
            times[path] = path.stat().st_mtime_ns
    return times


def _saved(before: Mapping[Path, int], after: Mapping[Path, int]) -> list[Path]:
    return [path for path, at in after.items() if before.get(path) != at]
