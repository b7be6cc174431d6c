"""An answer behind a socket, in a thread of the test's own process: what travels, without the cost of a process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from course.classroom.grading.peer import Gone, Peer
from course.exercises.lending import LENDABLE


@contextmanager
def behind_a_socket(answer: Any) -> Iterator[Any]:
    """An answer as the grader sees it."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        grader, learner = Peer(ours, lendable=LENDABLE), Peer(theirs)

        def serve() -> None:
            with suppress(Gone):
                learner.say("answer", answer)
                learner.serve()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield grader.hear(grader.wait_for("answer"))
        finally:
            ours.shutdown(socket.SHUT_RDWR)
            thread.join()
