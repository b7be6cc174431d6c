"""A time limit for Python code that may never end.

It works by SIGALRM, so only in the main thread and where the system has that signal; elsewhere the code
runs without a limit. It ends Python loops, sleeps, locks, sockets and regular expressions. A loop inside C
code, such as `sum(range(10**12))`, ends only when the kernel is interrupted or restarted.
"""

from __future__ import annotations

import dis
import itertools
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from course.classroom.own_code import is_own

# After the first alarm, how often the next ones follow: the code may swallow the first.
AGAIN_SECONDS = 0.05
# How many alarms may be swallowed before the next one is raised at two places.
PATIENCE = 2
# After an alarm in the body of an `except:`, another one at once: the caller may have an `except:` too. The
# delays differ, so that one of them sooner or later rings outside every `try`.
AT_ONCE_SECONDS = (1e-6, 2e-6, 3e-6, 5e-6, 8e-6, 13e-6)


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
        self._rings = 0
        self._delays = itertools.cycle(AT_ONCE_SECONDS)

    def ring(self, _signal: int, frame: FrameType | None) -> None:
        """Raise `TimeUp` here; if that was swallowed twice, once more at the next line of the learner's own.

        A bare `except:` inside a loop swallows every alarm that rings inside its `try`; but the next line
        is that of the `except:` itself, outside the `try`, and there nothing catches the second one.
        """
        if self.over or _holds_a_lock(frame):
            return
        self.rang = True
        self._rings += 1
        if self._rings > PATIENCE:
            self._trace(frame)
        raise TimeUp

    def _trace(self, frame: FrameType | None) -> None:
        while frame is not None and frame.f_code is not within.__code__:
            # Not in code of the course: its `with` and `finally` are to close what is open.
            if is_own(frame.f_code.co_filename):
                frame.f_trace = self._at_line
            frame = frame.f_back
        sys.settrace(_no_new_frames)

    def _at_line(self, frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line" and not self.over and not _is_entering_handler(frame):
            signal.setitimer(signal.ITIMER_REAL, next(self._delays), AGAIN_SECONDS)
            raise TimeUp
        return self._at_line


def _holds_a_lock(frame: FrameType | None) -> bool:
    # Where coverage is measured: an exception between its taking a lock and giving it back would leave the lock
    # taken, and the next line of Python would wait for it for ever. The next alarm is near.
    return frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "coverage"


def _no_new_frames(_frame: FrameType, _event: str, _argument: object) -> None:
    return None


def _is_entering_handler(frame: FrameType) -> bool:
    # An exception raised at this instruction would leave Python's own record of exceptions in disorder.
    return frame.f_code.co_code[frame.f_lasti] == dis.opmap["PUSH_EXC_INFO"]
