"""The time limit."""

from __future__ import annotations

import signal
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from course.classroom import limit
from course.classroom.limit import can_limit, within


def _forever() -> None:
    while True:
        pass


def test_work_that_ends_is_in_time() -> None:
    """And was done."""
    done: list[int] = []
    assert within(5, lambda: done.append(1))
    assert done == [1]


def test_work_that_raises_raises() -> None:
    """Only `TimeUp` is the limit's own."""
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: print(1 / 0))


def test_endless_work_is_ended_and_leaves_no_exception_behind() -> None:
    """Python's record of the exception that is being handled is empty again."""
    assert not within(0.05, _forever)
    assert sys.exc_info() == (None, None, None)


def test_what_is_open_is_closed_before_the_second_alarm() -> None:
    """A `with` and a `finally` have their time."""
    closed: list[str] = []

    @contextmanager
    def opened() -> Iterator[None]:
        try:
            yield
        finally:
            closed.append("with")

    def work() -> None:
        try:
            with opened():
                _forever()
        finally:
            closed.append("finally")

    assert not within(0.05, work)
    assert closed == ["with", "finally"]


def test_lines_that_are_not_the_learners_are_never_interrupted_twice() -> None:
    """Their `with` and `finally` close what is open, also when the learner's loop is deaf."""
    foreign = f"{sysconfig.get_path('stdlib')}/some.py"
    code = compile("import sys\nframe = sys._getframe()\nlook(frame)", foreign, "exec")

    def look(frame: FrameType) -> None:
        tracer = sys.gettrace()
        own = sys._getframe()
        alarm = limit._Alarm()
        alarm.over = True
        try:
            alarm._trace(own)
        finally:
            sys.settrace(tracer)
        traced.append((own.f_trace == alarm._at_line, frame.f_trace == alarm._at_line))

    traced: list[tuple[bool, bool]] = []
    within(5, lambda: exec(code, {"look": look}))
    assert traced == [(True, False)]


def test_a_deaf_loop_with_a_with_statement_ends_in_order() -> None:
    """The second exception is not raised while Python enters a handler."""
    entered: list[int] = []

    @contextmanager
    def swallowing() -> Iterator[None]:
        entered.append(1)
        try:
            yield
        except BaseException:
            entered.append(2)

    def work() -> None:
        while True:
            with swallowing():
                _forever()

    assert not within(0.05, work)
    assert sys.exc_info() == (None, None, None)


def test_an_alarm_that_was_set_before_goes_on() -> None:
    """The handler and the rest of the time are restored."""
    rang: list[int] = []

    def handler(_number: int, _frame: FrameType | None) -> None:
        rang.append(1)

    before = signal.signal(signal.SIGALRM, handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        assert not within(0.05, _forever)
        assert signal.getsignal(signal.SIGALRM) is handler
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < left < 0.2
        while not rang:
            time.sleep(0.01)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_an_alarm_that_should_have_rung_meanwhile_rings_afterwards() -> None:
    """Late, but it does."""
    rang: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda *_: rang.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        assert not within(0.1, _forever)
        while not rang:
            time.sleep(0.01)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_limit_within_a_limit() -> None:
    """The inner one ends its own work only."""

    def outer() -> None:
        assert not within(0.05, _forever)

    assert within(5, outer)


def test_a_tracer_is_restored() -> None:
    """Such as that of coverage or of a debugger."""
    before = sys.gettrace()

    def tracer(_frame: FrameType, _event: str, _argument: object) -> None:
        return None

    sys.settrace(tracer)
    try:
        assert not within(0.02, _deaf)
        restored = sys.gettrace()
    finally:
        sys.settrace(before)
    assert restored is tracer


def test_the_measuring_of_coverage_is_not_interrupted() -> None:
    """It holds a lock for a moment; the alarm after that one ends the work."""
    measuring: dict[str, object] = {"__name__": "coverage.collector", "finished": False}
    exec(
        "import time\n"
        "def lock_data(until):\n"
        "    global finished\n"
        "    while time.monotonic() < until: pass\n"
        "    finished = True\n",
        measuring,
    )

    def work() -> None:
        measuring["lock_data"](time.monotonic() + 0.15)  # type: ignore[operator]
        _forever()

    assert not within(0.02, work)
    assert measuring["finished"]


def _deaf() -> None:
    while True:
        try:
            _forever()
        except BaseException:
            continue


def test_a_handler_that_python_does_not_know_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that a library written in C has set can't be restored: the system's takes its place."""
    install = signal.signal

    def hiding(number: int, handler: object) -> object:
        install(number, handler)  # type: ignore[arg-type]
        return None

    monkeypatch.setattr(signal, "signal", hiding)
    assert within(5, lambda: None)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_elsewhere_work_runs_without_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """In other threads, and where the system has no such timer."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(can_limit() or within(0, lambda: None)))
    thread.start()
    thread.join()
    assert answers == [True]
    monkeypatch.delattr(signal, "setitimer")
    assert not can_limit()


def test_the_second_exception_is_for_lines_of_work_that_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for other events, not after the end, not where Python enters a handler."""
    monkeypatch.setattr(signal, "setitimer", lambda *_: None)
    alarm = limit._Alarm()
    frame = sys._getframe()
    with pytest.raises(limit.TimeUp):
        alarm._at_line(frame, "line", None)
    assert alarm._at_line(frame, "return", None) == alarm._at_line
    limit._no_new_frames(frame, "call", None)
    alarm.over = True
    assert alarm._at_line(frame, "line", None) == alarm._at_line
    alarm.ring(signal.SIGALRM, frame)
    assert not alarm.rang
