"""`course doctor` on TLS: a real handshake, and the time limit that checks need."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from course.cli.doctor_finding import Finding, State, finding

_HOST = "api.bank.test"


def openssl() -> Iterator[Finding]:
    """Python's own TLS library."""
    what, seen = "OpenSSL in Python", f"{ssl.OPENSSL_VERSION}."
    if ssl.HAS_TLSv1_3 and ssl.OPENSSL_VERSION_INFO < (3, 0):
        yield Finding(
            State.NOTE, what, f"{seen} The lessons show what OpenSSL 3 says; a text may differ here."
        )
    else:
        advice = "It has no TLS 1.3: install a Python that is built with OpenSSL 3."
        yield finding(ssl.HAS_TLSv1_3, what, seen, advice)


def handshake() -> Iterator[Finding]:
    """The course in small: the right pin gets the balance, a wrong one is refused."""
    from course.lab import Lab, attempt

    with Lab() as lab:
        url = f"https://{_HOST}/balance"
        right = attempt(lab.app(pins={_HOST: [lab.bank.pin]}), url)
        wrong = attempt(lab.app(pins={_HOST: [lab.root.intermediate("nobody").pin]}), url)
    what = "TLS handshake on this machine"
    if right.accepted and wrong.step == "compare":
        yield Finding(State.OK, what, "the right pin was accepted and a wrong one refused.")
        return
    yield Finding(
        State.MISSING,
        what,
        f"with the right pin, {right} With a wrong one: {wrong.step}. "
        "Let programs connect to 127.0.0.1: a firewall or a security program may be in between.",
    )


def time_limit() -> Iterator[Finding]:
    """Whether an answer that never ends is stopped."""
    from course.classroom.limit import can_limit, within

    def endless() -> None:
        while True:
            pass

    if can_limit() and not within(0.05, endless):
        yield Finding(State.OK, "time limit for answers", "an endless loop was stopped.")
    else:
        yield Finding(
            State.NOTE,
            "time limit for answers",
            "this system has none (no SIGALRM). If a check never ends, restart the kernel.",
        )
