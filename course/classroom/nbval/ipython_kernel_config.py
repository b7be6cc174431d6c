"""How IPython runs in a kernel that checks a notebook."""

c = get_config()  # type: ignore[name-defined]  # noqa: F821
# Kernels run side by side in one profile; a shared history file would make them wait for each other.
c.HistoryManager.enabled = False
