"""An answer from before a cell that failed is not judged as if it were the last one."""

from __future__ import annotations

from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from course.classroom import check, stale
from course.classroom.binding import left_unset, set_by
from course.classroom.stale import Watcher
from tests.classroom.records import CHOICE, FUNCTION, VALUE, use

RIGHT = "def joined(words):\n    return '-'.join(words)"


class Notebook:
    """A shell whose cells are watched, as the notebook's are."""

    def __init__(self) -> None:
        self.shell: Any = InteractiveShell()
        self.watcher = Watcher(self.shell)
        self.shell.events.register("post_run_cell", self.watcher.after)

    def run(self, *sources: str) -> None:
        """Run cells."""
        for source in sources:
            self.shell.run_cell(source, store_history=False)

    def check(self, name: str, answer: str) -> tuple[str, str]:
        """What the check cell says."""
        reply = check(name, self.shell.user_ns[answer])
        return str(reply.state), reply.reply


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Notebook:
    """A fresh one, with small exercises."""
    use(monkeypatch, FUNCTION, VALUE, CHOICE)
    made = Notebook()
    monkeypatch.setattr(stale, "_watcher", made.watcher)
    return made


def test_an_answer_from_before_a_name_error_is_not_judged(notebook: Notebook) -> None:
    """Neither a right one nor a stub; mended, it is judged again."""
    notebook.run("ports = [80, 443]", "ports = nothing")
    assert notebook.check("two-ports", "ports") == (
        "not yet",
        "The last cell that sets `ports` stopped with NameError, so this is the answer from before. "
        "Mend that cell, run it, then this one.",
    )
    notebook.run("ports = [80, 443]")
    assert notebook.check("two-ports", "ports")[0] == "correct"


def test_an_answer_from_before_a_syntax_error_is_not_judged(notebook: Notebook) -> None:
    """The line is named."""
    notebook.run(RIGHT, "import os\ndef joined(words:\n    return 5")
    state, reply = notebook.check("joined-words", "joined")
    assert state == "not yet"
    assert reply.startswith(
        "The last cell that sets `joined` has a SyntaxError in line 2, so this is the answer from"
    )


def test_a_forgotten_pair_of_quotes_is_named(notebook: Notebook) -> None:
    """The commonest NameError in a prediction."""
    notebook.run("prediction = ...", "prediction = accepted")
    assert notebook.check("renewed-key", "prediction")[1].endswith(
        'Put the option in quotes, "accepted", run that cell, then this one.'
    )


@pytest.mark.parametrize(
    "cells",
    [
        (f"{RIGHT}\n\njoined(5)",),
        ("def other(words): return joined\n1 / 0",),
        ("helper = 1\nif True:\n    joined = joined\n    1 / 0",),
        ("1 / 0\njoined = 5", RIGHT),
        ("1 / 0\njoined = 5", "exec('''def joined(words): return '-'.join(words)''')"),
        ("1 / 0\nx = [joined for joined in words]\nf = lambda: (joined := 5)",),
        ("%nothing here",),
    ],
)
def test_an_answer_that_was_set_is_judged(notebook: Notebook, cells: tuple[str, ...]) -> None:
    """A cell that fails after setting it, another one's failure, and whatever set it since, do no harm."""
    notebook.run(RIGHT, *cells)
    assert notebook.check("joined-words", "joined")[0] == "correct"


def test_another_answer_is_judged(notebook: Notebook) -> None:
    """One that is handed over under another name."""
    notebook.run(RIGHT, "mine = joined", "joined = nothing")
    assert notebook.check("joined-words", "joined")[0] == "not yet"
    notebook.run("def mine(words): return '-'.join(words)")
    assert notebook.check("joined-words", "mine")[0] == "correct"


def test_outside_a_notebook_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a test of the learner's own."""
    monkeypatch.setattr("IPython.get_ipython", lambda: None)
    assert stale.watch() is None


def test_names_that_a_failed_cell_left_unset() -> None:
    """Those of later statements, and of the one that failed unless it may have set them before it did."""
    source = "a = 1\nb = 2\nwith c as d:\n    e = 1\n\nf = 3\n\n@g\ndef h(): i = 1\nimport j.k as l, m.n"
    assert left_unset(source, 2) == {"b", "d", "e", "f", "h", "l", "m"}
    assert left_unset(source, 4) == {"f", "h", "l", "m"}
    assert left_unset(source, 6) == {"f", "h", "l", "m"}
    assert left_unset("def (", 1) == set()


def test_names_that_a_cell_sets_are_guessed_where_it_is_not_python() -> None:
    """By the beginnings of its lines."""
    source = (
        "def one(:\nasync def two(x): pass\nclass Three: pass\nfour = (\nfive: int = 5\nsix == 6\n  seven = 7"
    )
    assert set_by(source) == {"one", "two", "Three", "four", "five"}
    assert set_by("a = 1\ndef b(): c = 2") == {"a", "b"}
