"""How long `check` takes for each exercise that opens no connection: the slowest answer counts."""

from __future__ import annotations

import socket
import time

from course.classroom import check
from course.exercises import Exercise, all_exercises


def opens_connections(exercise: Exercise) -> bool:
    """Whether the cases of an exercise open a socket."""
    opened = []
    real = socket.socket.connect
    socket.socket.connect = lambda self, address: opened.append(address) or real(self, address)  # type: ignore
    try:
        check(exercise.name, exercise.reference)
    finally:
        socket.socket.connect = real  # type: ignore[method-assign]
    return bool(opened)


def slowest(exercise: Exercise) -> float:
    """The time of the slowest of all answers that the record knows, right and wrong."""
    times = []
    for answer in [exercise.reference, *(mistake.answer for mistake in exercise.mistakes)]:
        start = time.perf_counter()
        check(exercise.name, answer)
        times.append(time.perf_counter() - start)
    return max(times)


def main() -> None:
    print("\nThe slowest check of each exercise")
    for name, exercise in all_exercises().items():
        kind = "opens connections" if opens_connections(exercise) else "no connection"
        print(f"  {name:<42} {slowest(exercise) * 1e3:9.3f} ms   {kind}")
