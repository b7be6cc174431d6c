"""A time limit for Python code that may never end.

It works by SIGALRM, so only in the main thread and where the system has that signal; elsewhere the code
runs without a limit. It ends Python loops, sleeps, locks, sockets and regular expressions. A loop inside C
code, such as `sum(range(10**12))`, ends only when the kernel is interrupted or restarted.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

# After the first alarm, how often the next ones follow: the code may swallow the first.
AGAIN_SECONDS = 0.05


class TimeUp(BaseException):
    """The time is over. Not an `Exception`, so that `except Exception:` lets it through."""


def can_limit() -> bool:
    """Whether a time limit works here: the main thread, on a system with SIGALRM."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def within(seconds: float, work: Callable[[], None]) -> bool:
    """Do some work, but not for longer than this.

    An alarm that was set before goes on afterwards, and rings when it would have rung.

    Args:
      seconds: of real time.
      work: what to do; where `can_limit()` is false it runs to its end.

    Returns:
      Whether it ended in time.
    """
    if not can_limit():
        work()
        return True
    alarm = _Alarm()
    tracer = sys.gettrace()
    handler = signal.signal(signal.SIGALRM, alarm.ring)
    started = time.monotonic()
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    try:
        try:
            work()
        finally:
            alarm.over = True
    except TimeUp:
        pass
    finally:
        alarm.over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.settrace(tracer)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if handler is None else handler)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 0.001), interval)
    return not alarm.rang


class _Alarm:
    def __init__(self) -> None:
        self.rang = False
        self.over = False

    def ring(self, _signal: int, frame: FrameType | None) -> None:
        """Raise `TimeUp` here, and once more at the next line that runs.

        A bare `except:` inside a loop swallows every alarm that rings inside its `try`; but the next line
        is that of the `except:` itself, outside the `try`, and there nothing catches the second one.
        """
        if self.over:
            return
        self.rang = True
        while frame is not None and frame.f_code is not within.__code__:
            frame.f_trace = self.at_next_line
            frame = frame.f_back
        sys.settrace(self.at_next_line)
        raise TimeUp

    def at_next_line(self, _frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line" and not self.over:
            raise TimeUp
        return None if self.over else self.at_next_line
