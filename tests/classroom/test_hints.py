"""`hint` and `solution`."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable

import pytest

from course.classroom import check, hint, predict, quiz, solution
from course.exercises import question
from tests.classroom.records import FUNCTION, VALUE, use


@pytest.fixture(autouse=True)
def _fresh_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FUNCTION, VALUE)
    monkeypatch.setattr("course.classroom.hints._given", Counter())
    monkeypatch.setattr("course.classroom.hints._announced", set())


def test_each_hint_goes_one_step_further() -> None:
    """And the last one says so."""
    assert repr(hint("joined-words")) == "hint 1 of 2: Which method of text joins a list?"
    last = repr(hint("joined-words"))
    assert last.startswith("hint 2 of 2: The text between the words comes first: `between.join`.")
    assert 'That was the last hint; `solution("joined-words")`, run twice, shows a solution.' in last
    again = repr(hint("joined-words"))
    assert again == last.replace("That was the last hint", "This is the last hint again")
    assert repr(hint("joined-words")) == again


def test_hints_are_counted_for_each_exercise() -> None:
    """One exercise's hints don't use up another's."""
    hint("joined-words")
    assert repr(hint("two-ports")).startswith("hint 1 of 2")


def test_a_solution_is_announced_first_and_shown_then() -> None:
    """Nobody sees it by accident."""
    first = solution("joined-words")
    assert repr(first) == (
        'not shown yet: There are hints left: 2 of 2; `hint("joined-words")` shows the next. To see a solution, '
        'and why it is one, call this again: `solution("joined-words")`.'
    )
    second = solution("joined-words")
    assert second.source == FUNCTION.solution_source
    assert repr(second).startswith(f"a solution: {FUNCTION.why}\n\ndef joined(")
    assert solution("joined-words") == second


def test_after_the_last_hint_no_hint_is_offered() -> None:
    """There is none."""
    for _ in FUNCTION.hints:
        hint("joined-words")
    assert "hints left" not in repr(solution("joined-words"))


def test_both_have_html() -> None:
    """With code as code."""
    assert "<strong>Hint 1 of 2</strong>" in hint("joined-words")._repr_html_()
    solution("joined-words")
    assert "<pre><code>def joined(words: list[str]) -&gt; str:" in solution("joined-words")._repr_html_()


def test_an_unknown_name_is_answered() -> None:
    """With the nearest one."""
    assert repr(hint("joined")) == (
        'no hint: There is no exercise called "joined". Did you mean "joined-words"?'
    )
    assert repr(solution("joined")).startswith("no solution: There is no exercise called")


def test_without_a_name_both_ask_for_it() -> None:
    """In a sentence, and not by a TypeError."""
    assert repr(hint()) == 'no hint: Which exercise? For example `hint("joined-words")`.'
    assert repr(solution()) == 'no solution: Which exercise? For example `solution("joined-words")`.'


@pytest.mark.parametrize("verb", [check, predict, quiz, hint, solution])
def test_help_shows_no_object_as_a_default(verb: Callable[..., object]) -> None:
    """`help(check)` is read by people."""
    assert str(inspect.signature(verb)).startswith(
        "(name: str = ..., answer: Any = ...)" if verb in (check, predict, quiz) else "(name: str = ..."
    )
    assert "object" not in str(inspect.signature(verb))


def test_the_solution_of_a_question_has_a_why_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told "Yes" who has only looked; where the record has no why, the reply without it will do."""
    parts = {
        "name": "q",
        "lesson": "05_x",
        "title": "Q",
        "minutes": 1,
        "answer_name": "q",
        "right": "a",
        "wrong": {"b": "No."},
        "hints": ("One?", "Two."),
        "instructor": "Ask.",
    }
    use(monkeypatch, question(**parts, correct="Yes. Because."))  # type: ignore[arg-type]
    solution("q")
    assert repr(solution("q")) == 'a solution: Because.\n\nq = "a"'
    use(monkeypatch, question(**parts, correct="Yes. Because.", why="For a reason."))  # type: ignore[arg-type]
    assert repr(solution("q")) == 'a solution: For a reason.\n\nq = "a"'
