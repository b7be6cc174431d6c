"""How the cells of an answer run, here in the test's own process."""

from __future__ import annotations

import builtins
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest

from course.classroom.grading.executing import MOST_PRINTED, PrintedTooMuch, Sink, answer
from course.classroom.grading.peer import Gone, Peer
from course.classroom.grading.runner import Run


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "input", builtins.input)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@contextmanager
def ran(*sources: str, name: str = "x") -> Iterator[Run]:
    """What became of these cells."""
    cells: Sequence[tuple[int, str]] = list(enumerate(sources, start=1))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        run = Run(Peer(ours))
        run.peer.note = run.heard

        def learner() -> None:
            with suppress(Gone):
                answer(Peer(theirs), cells, name)

        thread = threading.Thread(target=learner)
        thread.start()
        try:
            said = run.peer.wait_for("answer")
            run.there = said != ["missing"]
            run.answer = run.peer.hear(said) if run.there else None
            yield run
        finally:
            ours.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_the_last_value_is_handed_over() -> None:
    """As in a notebook that was run from the top."""
    with ran("x = 1", "x += 1") as run:
        assert (run.answer, run.stopped) == (2, [])


def test_a_cell_that_stops_is_told_and_the_next_one_runs() -> None:
    """With its number, the error, and the line."""
    with ran("\n1 / 0", "x = (", "raise SystemExit", "x = 5") as run:
        assert run.answer == 5
        assert [(number, error, line) for number, error, _, line in run.stopped] == [
            (1, "ZeroDivisionError", 2),
            (2, "SyntaxError", 1),
            (3, "SystemExit", 1),
        ]


def test_an_error_may_say_nothing() -> None:
    """Or raise when it is asked."""
    rude = "class Rude(Exception):\n    def __str__(self): raise self\nraise Rude"
    with ran(rude) as run:
        assert (run.there, run.stopped) == (False, [(1, "Rude", "", 3)])


def test_a_cell_before_what_it_needs_runs_again_at_the_end() -> None:
    """And is told if it stops there as well."""
    with ran("x = y", "y = 1", "z") as run:
        assert (run.answer, [number for number, *_ in run.stopped]) == (1, [3])


def test_what_only_a_notebook_has_does_no_harm() -> None:
    """Magics, pictures, `exit()` between two lines."""
    with ran("get_ipython().run_line_magic('time', '')\ndisplay(1)\nexit()\nquit()\nx = 1") as run:
        assert (run.answer, run.stopped) == (1, [])
    with ran("hasattr(get_ipython(), '__len__')\ninput('name? ')") as run:
        assert [error for _, error, *_ in run.stopped] == ["NoInput"]


def test_what_is_printed_is_counted() -> None:
    """Nothing of it is kept."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sink = Sink(Peer(theirs))
        assert sink.writable()
        assert sink.write("x" * MOST_PRINTED) == MOST_PRINTED
        with pytest.raises(PrintedTooMuch):
            sink.write("x")
        assert Peer(ours).wait_for("printed") is None
