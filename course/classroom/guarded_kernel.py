"""nbval's kernel, with the three things that a course needs of it: it notices a death at once, never waits for ever,
and leaves nothing running."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import psutil

from course.classroom.kernel_guard import is_loopback
from course.classroom.nbval_parts import RunningKernel

_SLICE = 0.25
# After a time-out nbval interrupts the cell and reads what it still says; an endless talker is cut off here.
_GRACE = 3.0


class KernelDied(Exception):
    """The kernel's process ended while a cell was running."""


class GuardedKernel(RunningKernel):  # type: ignore[misc]
    """One notebook's kernel."""

    _deadline = float("inf")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # Who measures the tests' coverage does not mean the lessons: they would run at half speed.
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)
        self._temporary = Path(tempfile.mkdtemp(prefix="kernel-"))
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = str(self._temporary)
        try:
            super().__init__(*arguments, **options)
        finally:
            os.environ.pop("TMPDIR") if before is None else os.environ.update(TMPDIR=before)

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """Wait until a cell has run, and set the moment after which nothing more is read of it."""
        self._deadline = float("inf") if timeout is None else time.monotonic() + timeout + _GRACE
        super().await_reply(msg_id, timeout)

    def get_message(self, stream: str, timeout: float | None = None) -> Any:
        """The next message of a channel.

        Args:
          stream: "iopub" or "shell".
          timeout: how long to wait; None waits for ever.

        Raises:
          KernelDied: the kernel is gone, and has nothing left to say.
          Empty: the time is over.
        """
        end = self._deadline if timeout is None else min(self._deadline, time.monotonic() + timeout)
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise Empty
            try:
                return super().get_message(stream, timeout=min(_SLICE, left))
            except Empty:
                if not self.is_alive():
                    raise KernelDied("The kernel ended while this cell was running.") from None

    def programs(self) -> list[psutil.Process]:
        """The programs that this notebook's cells started and that still run."""
        return self._processes()[1:]

    def listens_outside(self) -> list[str]:
        """Where the kernel and its programs listen beyond loopback, one sentence each."""
        found = []
        for process in self._processes():
            with suppress(psutil.Error):
                for connection in process.net_connections(kind="inet"):
                    address = connection.laddr
                    if connection.status == psutil.CONN_LISTEN and not is_loopback(address.ip):
                        found.append(
                            f"{process.name()} listens on {address.ip}; only loopback may be opened."
                        )
        return found

    def _processes(self) -> list[psutil.Process]:
        with suppress(psutil.Error):
            kernel = psutil.Process(self.km.provisioner.process.pid)
            return [kernel, *kernel.children(recursive=True)]
        return []

    def close(self) -> list[str]:
        """End the kernel as JupyterLab does, and look at what it leaves behind.

        Returns:
          What was wrong, in sentences; empty where the notebook cleaned up after itself.
        """
        found = self.listens_outside()
        programs = self.programs()
        self.kc.stop_channels()
        self.km.shutdown_kernel(now=False)
        del self.km
        _, left = psutil.wait_procs(programs, timeout=2)
        for process in left:
            found.append(
                f"{Path(process.name()).name} still runs after the kernel has ended; stop it in the lesson."
            )
            process.kill()
        psutil.wait_procs(left, timeout=2)
        if files := sorted(path.name for path in self._temporary.iterdir()):
            found.append(f"{', '.join(files)} was left in the temporary folder; remove it at the end.")
        return found
