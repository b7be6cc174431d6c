"""Answers that misbehave: `check` never raises, ends, and leaves nothing behind."""

from __future__ import annotations

import builtins
import hashlib
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import IPython  # noqa: F401  # as in a notebook
import pytest

from course.classroom import Reply, check, judging
from tests.classroom.records import FUNCTION, VALUE, use

_INPUT = builtins.input


@pytest.fixture(autouse=True)
def _small_exercises(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FUNCTION, VALUE)
    monkeypatch.setattr(judging, "SECONDS", 0.2)


def function(answer: Any) -> Reply:
    """Check an answer to the exercise that asks for a function."""
    return check("joined-words", answer)


def raising(error: BaseException) -> Callable[[Any], Any]:
    """An answer that raises this."""

    def answer(_: Any) -> Any:
        raise error

    return answer


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SystemExit(0), "called `exit`, which would end the notebook's kernel."),
        (KeyboardInterrupt(), "was interrupted before it returned."),
        (GeneratorExit(), "raised GeneratorExit"),
        (MemoryError(), "stopped with MemoryError."),
        (StopIteration(5), "stopped with StopIteration: 5."),
        (ExceptionGroup("two", [ValueError(1)]), "stopped with ExceptionGroup: two (1 sub-exception)."),
    ],
)
def test_whatever_is_raised_is_a_reply(error: BaseException, told: str) -> None:
    """Also what isn't an `Exception`."""
    assert told in function(raising(error)).reply


def test_a_recursion_without_end_is_a_reply() -> None:
    """Python itself ends it."""

    def answer(words: list[str]) -> Any:
        return answer(words)

    assert "stopped with RecursionError: maximum recursion depth exceeded" in function(answer).reply


class _Grumpy(Exception):
    def __str__(self) -> str:
        raise SystemExit


class _Slow(Exception):
    def __str__(self) -> str:
        while True:
            pass


class _Talkative(Exception):
    def __str__(self) -> str:
        return f"{object()!r}\n\x1b[31m" + "x" * 10_000


def test_an_exception_that_misbehaves_is_a_reply() -> None:
    """Its message raises, never ends, or is long, coloured and different on every run."""
    assert "stopped with _Grumpy. It happened" in function(raising(_Grumpy())).reply
    assert "still running after 0.2 seconds" in function(raising(_Slow())).reply
    reply = function(raising(_Talkative())).reply
    assert "<object object at 0x…> \\x1b[31mxxx" in reply
    assert len(reply) < 600


def _forever(_: Any) -> None:
    while True:
        pass


def _forever_deaf(_: Any) -> None:
    while True:
        try:
            while True:
                pass
        except:  # noqa: E722
            pass


def _deaf_sleep(_: Any) -> None:
    while True:
        try:
            time.sleep(10)
        except BaseException:
            continue


def _deaf_in_depth(_: Any) -> None:
    while True:
        try:
            _forever_deaf(_)
        except:  # noqa: E722
            continue


def _lock(_: Any) -> None:
    threading.Event().wait()


def _swallowed(_: Any) -> str:
    try:
        _forever(_)
    except BaseException:
        return "one-two"
    return ""


@pytest.mark.parametrize("loop", [_forever, _forever_deaf, _deaf_sleep, _deaf_in_depth, _lock, _swallowed])
def test_an_endless_loop_ends(loop: Callable[[Any], Any]) -> None:
    """Also one whose bare `except:` swallows every alarm that rings inside its `try`."""
    assert function(loop).reply == (
        "`joined` was still running after 0.2 seconds and was stopped. Is there a loop that never ends?"
    )


def _print_forever(_: Any) -> None:
    while True:
        print("x" * 100)


def _print_deaf(_: Any) -> str:
    for _number in range(200):
        try:
            print("x" * 100)
        except BaseException:
            continue
    return "one-two"


def _write_errors(_: Any) -> None:
    sys.stderr.write("x" * 1_000_000)


@pytest.mark.parametrize("printing", [_print_forever, _print_deaf, _write_errors])
def test_a_huge_print_is_stopped(printing: Callable[[Any], Any], capsys: pytest.CaptureFixture[str]) -> None:
    """In plain words, and nothing of it reaches the notebook."""
    assert function(printing).reply == (
        "`joined` printed more than 10,000 characters and was stopped. "
        "Remove the `print` and hand the result over with `return`."
    )
    assert capsys.readouterr() == ("", "")


def test_a_small_print_does_no_harm(capsys: pytest.CaptureFixture[str]) -> None:
    """It is caught, on both streams, and so is a warning."""

    def answer(words: list[str]) -> str:
        print("here")
        print("there", file=sys.stderr)
        warnings.warn("everywhere", stacklevel=1)
        sys.stdout.flush()
        assert sys.stdout.writable()
        return "-".join(words)

    assert function(answer).state == "correct"
    assert capsys.readouterr() == ("", "")


def test_an_answer_cannot_spoil_its_arguments() -> None:
    """Each run gets cases of its own."""

    def answer(words: list[str]) -> str:
        text = "-".join(words)
        words.clear()
        return text

    for _ in range(2):
        assert function(answer).state == "correct"


def test_a_library_function_that_was_overwritten_before_is_put_back() -> None:
    """A slip such as `hashlib.sha256 = hashlib.sha256(data)` would break every later cell."""
    original = hashlib.sha256
    hashlib.sha256 = original(b"")  # type: ignore[assignment]
    reply = function(FUNCTION.solution)
    assert hashlib.sha256 is original
    assert reply.reply.startswith(
        "Something in this notebook has overwritten `hashlib.sha256`; it has been put back."
    )
    assert function(FUNCTION.solution).state == "correct"


def test_a_library_function_that_the_answer_overwrites_is_put_back() -> None:
    """And what was wanted was computed before."""
    original = hashlib.sha256

    def answer(words: list[str]) -> str:
        hashlib.sha256 = None  # type: ignore[assignment]
        return "-".join(words)

    reply = function(answer)
    assert hashlib.sha256 is original
    assert reply.reply.startswith("Your answer overwrites `hashlib.sha256`")


def test_the_process_is_left_as_it_was(tmp_path: Path) -> None:
    """Folder, environment, streams, signals, recursion limit, `input`."""

    def state() -> tuple[Any, ...]:
        return (
            Path.cwd(),
            dict(os.environ),
            sys.stdout,
            sys.stderr,
            signal.getsignal(signal.SIGINT),
            signal.getsignal(signal.SIGALRM),
            signal.getitimer(signal.ITIMER_REAL),
            sys.getrecursionlimit(),
            sys.gettrace(),
            builtins.input,
        )

    def answer(_: list[str]) -> str:
        os.chdir(tmp_path)
        os.environ["HTTPS_PROXY"] = "http://127.0.0.1:1"
        sys.stdout = sys.stderr = None
        for number in (signal.SIGINT, signal.SIGALRM):
            signal.signal(number, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.setrecursionlimit(5000)
        builtins.input = None  # type: ignore[assignment]
        return ""

    before = state()
    assert function(answer).state == "not yet"
    assert state() == before
    assert builtins.input is _INPUT


def test_a_folder_that_is_gone_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder may have been deleted, before the check or by the answer."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)

    def answer(words: list[str]) -> str:
        gone.rmdir()
        os.chdir(tmp_path)
        return "-".join(words)

    assert "FileNotFoundError" in function(answer).reply  # the second case finds it gone already
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert function(FUNCTION.solution).state == "correct"
    os.chdir(tmp_path)


def test_a_question_to_the_learner_is_told_why_not() -> None:
    """`input()` would wait for ever."""
    assert function(lambda _: input("Which words? ")).reply == (
        "For two words `joined` asked for `input()`, which nobody can type while it is checked. "
        "Use the parameters instead."
    )


def test_the_exit_of_a_notebook_is_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """IPython's `exit` raises nothing by itself: it asks the shell to end."""

    class Shell:
        asked = 0

        def ask_exit(self) -> None:
            self.asked += 1

    shell = Shell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)

    def within_another(_: list[str]) -> Any:
        assert "called `exit`" in function(lambda _: shell.ask_exit()).reply
        shell.ask_exit()

    assert "called `exit`" in function(within_another).reply
    assert shell.asked == 0
    shell.ask_exit()
    assert shell.asked == 1


def test_in_another_thread_it_works_without_a_limit() -> None:
    """Signals belong to the main thread."""
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(function(FUNCTION.solution)))
    thread.start()
    thread.join()
    assert replies[0].state == "correct"


def test_a_check_within_a_check_works() -> None:
    """The inner one restores what the outer one needs."""

    def answer(words: list[str]) -> str:
        assert check("two-ports", [80, 443]).state == "correct"
        return "-".join(words)

    assert function(answer).state == "correct"
