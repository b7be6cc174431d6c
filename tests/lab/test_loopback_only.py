"""Nothing leaves this machine, and nothing is left of a process that ends."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Every use of a socket goes through this hook. urllib3 is imported before: it asks whether there is IPv6 by
# binding ::1 for a moment, which stays on this machine too.
GUARD = """
import sys
import urllib3
seen = set()
def hook(event, arguments):
    if event in ("socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        seen.add((event, address[0] if isinstance(address, tuple) else address))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        seen.add((event, arguments[0]))
sys.addaudithook(hook)
"""

STORY = """
from course.lab import Lab, attempt
URL = "https://api.bank.test/balance"
lab = Lab()
app, pinned = lab.app(), lab.app(pins={"api.bank.test": [lab.bank.pin]})
mallory = lab.interceptor()
lab.phone.trust(mallory.authority)
assert attempt(app, URL).accepted
mallory.intercept("api.bank.test")
assert attempt(app, URL).accepted
assert attempt(pinned, URL).step == "compare"
assert attempt(app, "https://www.example.com/").step == "connect"
assert attempt(app, "https://93.184.216.34/").step == "connect"
print(lab.bank.address[1], mallory.address[1], lab.curl(URL).split("--cacert ")[1].split()[0], flush=True)
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a fresh process."""
    return subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )


def test_only_loopback_is_bound_or_reached() -> None:
    """In a whole story, told under an audit hook."""
    done = run(GUARD + STORY + "print(sorted(seen))")
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == str(
        [
            ("socket.bind", "127.0.0.1"),
            ("socket.connect", "127.0.0.1"),
            ("socket.getaddrinfo", "127.0.0.1"),
        ]
    )


@pytest.mark.parametrize(
    "ending",
    [
        "",
        "lab.close()",
        "del lab",
        "raise SystemExit(0)",
        "keep = [lab, lab.bank, app, pinned, mallory]",
        "app.get(URL, stream=True)",
    ],
)
def test_nothing_is_left_when_a_process_ends(ending: str) -> None:
    """However it ends: quietly, with no port, no file, and no warning."""
    done = run(STORY + ending)
    assert (done.returncode, done.stderr) == (0, "")
    *ports, file = done.stdout.split()
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(port)))
    assert not Path(file).parent.exists()


def test_an_error_does_not_keep_the_process_alive() -> None:
    """A notebook cell that fails with a lab open ends like any other."""
    done = run(STORY + "raise RuntimeError('the cell failed')")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "RuntimeError: the cell failed"
