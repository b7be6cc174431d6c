"""A place in which an answer runs and leaves nothing behind.

Not a prison: it repairs what a learner's slip breaks, it doesn't stop somebody who wants to break out.
"""

from __future__ import annotations

import base64
import binascii
import builtins
import hashlib
import io
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from types import ModuleType
from typing import Any

MOST_PRINTED = 10_000
PRINTED_SHOWN = 500

# What an answer is likely to overwrite by a slip such as `hashlib.sha256 = hashlib.sha256(data)`.
_ORIGINAL = {module: dict(vars(module)) for module in (base64, binascii, hashlib)}
_KEPT_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1") if hasattr(signal, name)
)


class PrintedTooMuch(BaseException):
    """The answer printed more than anybody would read. Not an `Exception`: `except Exception:` lets it through."""


class NoInput(RuntimeError):
    """The answer asked for input while it was checked."""


class Printed(io.TextIOBase):
    """Keeps what is printed, and stops who prints without end.

    Attributes:
      overflowed: whether it was more than `MOST_PRINTED` characters.
    """

    def __init__(self) -> None:
        self.overflowed = False
        self._parts: list[str] = []
        self._characters = 0

    def write(self, text: str) -> int:
        """Keep a piece of text.

        Raises:
          PrintedTooMuch: it is more than there is room for.
        """
        self._characters += len(text)
        if self._characters > MOST_PRINTED:
            self.overflowed = True
            raise PrintedTooMuch
        self._parts.append(text)
        return len(text)

    def writable(self) -> bool:
        """It can be written to."""
        return True

    @property
    def shown(self) -> str:
        """The first `PRINTED_SHOWN` characters, without blank lines around them."""
        text = "".join(self._parts).strip()
        return text if len(text) <= PRINTED_SHOWN else text[:PRINTED_SHOWN] + "…"


def overwritten() -> list[str]:
    """The functions of Python's own that somebody has overwritten, such as "hashlib.sha256"."""
    return [
        f"{module.__name__}.{name}"
        for module, original in _ORIGINAL.items()
        for name, thing in original.items()
        if vars(module).get(name) is not thing
    ]


def put_back() -> None:
    """Put Python's own functions back where somebody has overwritten them."""
    for module, original in _ORIGINAL.items():
        _restore_module(module, original)


def _restore_module(module: ModuleType, original: dict[str, object]) -> None:
    for name, thing in original.items():
        if vars(module).get(name) is not thing:
            setattr(module, name, thing)


@contextmanager
def sandbox() -> Iterator[Printed]:
    """Catch what is printed, and restore what was changed: folder, environment, signals, streams, limits."""
    printed = Printed()
    folder = _folder()
    environment = dict(os.environ)
    recursion = sys.getrecursionlimit()
    handlers = {number: signal.getsignal(number) for number in _KEPT_SIGNALS}
    ask = builtins.input
    builtins.input = _no_input
    try:
        with (
            _notebook_held_back(),
            warnings.catch_warnings(),
            redirect_stdout(printed),
            redirect_stderr(printed),
        ):
            warnings.simplefilter("ignore")
            yield printed
    finally:
        builtins.input = ask
        sys.setrecursionlimit(recursion)
        _restore_signals(handlers)
        if os.environ != environment:
            os.environ.clear()
            os.environ.update(environment)
        if folder is not None and _folder() != folder:
            with suppress(OSError):
                os.chdir(folder)


@contextmanager
def _notebook_held_back() -> Iterator[None]:
    """Keep an answer from ending the kernel, which IPython's own `exit()` does, and from showing results."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        yield
        return
    from IPython.utils.capture import capture_output

    held_back = "ask_exit" in vars(shell)  # a check within a check
    if not held_back:
        shell.ask_exit = _exit
    try:
        with capture_output(stdout=False, stderr=False, display=True):
            yield
    finally:
        if not held_back:
            del shell.ask_exit


def _exit() -> None:
    raise SystemExit


def _no_input(_prompt: object = "") -> str:
    raise NoInput("input() can't be answered while your answer is checked")


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109  # a string to compare; the folder may be gone
    except OSError:
        return None


def _restore_signals(handlers: dict[signal.Signals, Any]) -> None:
    for number, handler in handlers.items():
        if signal.getsignal(number) is not handler and handler is not None:
            with suppress(ValueError):  # another thread than the main one can't have changed them either
                signal.signal(number, handler)
