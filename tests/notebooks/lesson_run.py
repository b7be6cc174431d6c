"""Run a lesson in a kernel of the passes, and print what it opened and what it left.

A process of its own, since nbval never closes the file that takes its kernel's stderr.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import psutil

from course.classroom.guarded_kernel import GuardedKernel
from course.classroom.nbval_run import kernel_environment
from course.classroom.notebook_file import read_json

Address = tuple[str, int]


def listening(processes: list[psutil.Process]) -> list[Address]:
    """Where processes listen."""
    found = set()
    for process in processes:
        try:
            connections = process.net_connections(kind="inet")
        except psutil.Error:
            continue
        found |= {(c.laddr.ip, c.laddr.port) for c in connections if c.status == psutil.CONN_LISTEN}
    return sorted(found)


def main(lesson: Path) -> None:
    """Print three lists of addresses, before, during and after, and what the kernel says of its end."""
    with kernel_environment() as environment:
        os.environ.clear()
        os.environ.update(environment)
        kernel = GuardedKernel(":nbval-parent-env", cwd=str(lesson.parent))
        process = psutil.Process(kernel.km.provisioner.process.pid)
        before = listening([process])
        for cell in read_json(lesson)["cells"]:
            if cell["cell_type"] == "code":
                kernel.await_reply(kernel.execute_cell_input(cell["source"], allow_stdin=False), timeout=60)
        during = listening([process, *process.children(recursive=True)])
        left = kernel.close()
        after = listening(list(psutil.process_iter()))
    print(json.dumps({"before": before, "during": during, "after": after, "left": left}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
