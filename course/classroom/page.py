"""What the kernel can ask of the page that a widget is shown on."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import ipywidgets
from IPython.display import Javascript

# Seconds; a page that has not saved the notebook by then will not.
PATIENCE = 3.0
# Seconds; a notebook that was saved by hand so shortly ago counts as saved.
RECENT = 60

# The kernel has no way to save the notebook that it runs, and a browser extension would have to be installed. So press
# the page's own button. `element` is where the output is shown; it is on the page a moment later.
_SAVE = """setTimeout(() => {
  const panel = element.closest('.jp-NotebookPanel');
  panel?.querySelector('.jp-Toolbar [data-command="docmanager:save"]')?.click();
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
          folder: where the notebook is.

        Returns:
          Whether a notebook was saved there just now, or by hand within the last minute. Other programs than
          JupyterLab have another page, whose button is not found.
        """
        before = _times(folder)
        self._run(_SAVE)
        give_up = time.monotonic() + PATIENCE
        while (saved := _times(folder)) == before and time.monotonic() < give_up:
            time.sleep(0.05)
        return saved != before or any(time.time_ns() - at < RECENT * 10**9 for at in saved.values())

    def download(self) -> None:
        """Follow the first link to a download inside the part of the page with the class `course-work`."""
        self._run(_DOWNLOAD)

    def _run(self, script: str) -> None:
        self.widget.outputs = ()
        self.widget.append_display_data(Javascript(script))  # type: ignore[no-untyped-call]


def _times(folder: Path) -> Mapping[Path, int]:
    times = {}
    for path in folder.glob("*.ipynb"):
        try:
            times[path] = path.stat().st_mtime_ns
        except OSError:  # being saved just now
            continue
    return times
