"""How IPython runs in a kernel that checks a notebook."""

import sys

c = get_config()  # type: ignore[name-defined]  # noqa: F821
# Kernels run side by side in one profile; a shared history file would make them wait for each other.
c.HistoryManager.enabled = False

# The debugger is nearly half of a kernel's start, and nobody sits before this one. Where it cannot be imported,
# ipykernel does without.
sys.modules["debugpy"] = None  # type: ignore[assignment]
