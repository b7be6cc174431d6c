"""Lesson 01: a client for tests that checks what people's clients check."""

from __future__ import annotations

import ssl
import warnings

import trustme

from course.exercises.record import Case, Exercise, Mistake
from course.exercises.trust.cast import LESSON, authority, servers, shake


def careful_client(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ca.configure_trust(context)
    return context


def checks_nothing(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    ca.configure_trust(context)
    return context


def old_kind(ca: trustme.CA) -> ssl.SSLContext:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # Python warns of this kind, and people overlook it
        context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    ca.configure_trust(context)
    return context


def no_host_check(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    ca.configure_trust(context)
    return context


def trusts_nobody(ca: trustme.CA) -> ssl.SSLContext:  # noqa: ARG001  # that it isn't used is the mistake
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def server_side(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.configure_trust(context)
    return context


def result_of_configure_trust(ca: trustme.CA) -> None:
    return ca.configure_trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def _at(server: str) -> Case:
    return Case(server, lambda answer: shake(answer(authority()), server))


CAREFUL_CLIENT = Exercise(
    name="careful-client",
    lesson=LESSON,
    title="A client for your tests",
    minutes=4,
    solution=careful_client,
    cases=lambda: [_at(server) for server in servers()],
    wanted="a client that lets the bank of the test in, and nobody else",
    hints=(
        "A client context made with `ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)` checks authority, host and dates by "
        "itself. Which of your colleague's lines switch that off, and what is missing instead?",
        "The context trusts nobody yet. `ca` has a method that takes the context and puts the authority into it.",
        "Three lines: make the context, call `ca.configure_trust(...)` with it, return the context.",
    ),
    mistakes=(
        Mistake(
            checks_nothing,
            "Your client let everybody in, also a stranger with the bank's name. With `CERT_NONE` it does not look at "
            "the certificate at all, and your tests would stay green in the middle of an attack. Leave that line out.",
        ),
        Mistake(
            old_kind,
            "Your client did not look closely enough. `PROTOCOL_TLS` checks nothing by itself, neither authority nor "
            "host. Make the context with `ssl.PROTOCOL_TLS_CLIENT`, which checks everything from the start.",
        ),
        Mistake(
            no_host_check,
            "Your client took www.bank.test for the bank: without `check_hostname` every certificate of a trusted "
            "authority will do. Leave that line out, and issue the test's certificate for the right name.",
        ),
        Mistake(
            trusts_nobody,
            "Your client refused the bank of the test too: it does not trust this authority. Put the given one into it "
            "with `ca.configure_trust(context)`.",
        ),
        Mistake(
            server_side,
            "Your context is the server's side of a handshake. A client is made with `ssl.PROTOCOL_TLS_CLIENT`; "
            "that kind also checks certificates unless it is told not to.",
        ),
        Mistake(
            result_of_configure_trust,
            "Your function returned None. `configure_trust` changes the context and returns None. Return the context "
            "in a line of its own.",
        ),
    ),
    correct="Your client let the bank of the test in, and refused a stranger with the bank's name, another host of the "
    "same authority, and an expired certificate. If you made it with `ssl.create_default_context()`, it also trusts "
    "all of the system's roots.",
    why="A client context checks everything from the start. A test needs one change only, an authority more to "
    "trust, and `configure_trust` makes it. Then the test exercises the same checks that protect people.",
    out_of_scope="Client certificates, revocation, and libraries that take a file name in place of a context.",
    instructor="Ask who has `verify=False` in a test suite. Break it live: let the room switch off one check at a time "
    "and name the server that gets in. People who write `create_default_context()` are right as well: it trusts "
    "the system's roots besides, and the reply says so.",
)
