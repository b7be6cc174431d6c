"""`check`, `predict` and `quiz` on answers that people really give."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from course.classroom import Reply, check, predict, quiz
from course.exercises import Case, Exercise, Mistake
from tests.classroom.records import CHOICE, FUNCTION, VALUE, changed, use


@pytest.fixture(autouse=True)
def _small_exercises(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FUNCTION, VALUE, CHOICE)


def function(answer: Any) -> Reply:
    """Check an answer to the exercise that asks for a function."""
    return check("joined-words", answer)


def test_a_stub_is_not_attempted_and_told_the_next_step() -> None:
    """A function that returns the dots says what to do and how to get a hint."""
    reply = function(lambda _: ...)
    assert reply.state == "not attempted"
    assert reply.reply == (
        'Write the body of `joined` and run its cell, then run this one again. Stuck? `hint("joined-words")`.'
    )


def test_dots_are_not_attempted() -> None:
    """The dots themselves are a stub too, for functions and for values."""
    assert function(...).state == "not attempted"
    assert check("two-ports", ...).reply.startswith("Give `ports` a value")


def test_the_reference_solution_is_correct() -> None:
    """The reference earns the record's own reply."""
    assert function(FUNCTION.solution) == Reply(function(FUNCTION.solution).state, FUNCTION.correct)
    assert check("two-ports", [80, 443]).state == "correct"


@pytest.mark.parametrize("mistake", FUNCTION.mistakes)
def test_a_mistake_earns_its_reply(mistake: Mistake) -> None:
    """Also one that raises: the same error with the same message is the same mistake."""
    reply = function(mistake.answer)
    assert (reply.state, reply.reply) == ("not yet", mistake.reply)


@pytest.mark.parametrize("mistake", VALUE.mistakes)
def test_a_wrong_value_earns_its_reply(mistake: Mistake) -> None:
    """Values are compared as results are."""
    assert check("two-ports", mistake.answer).reply == mistake.reply


def _printing(words: list[str]) -> None:
    print("-".join(words))


def _half_written(words: list[str]) -> Any:
    return "one-two" if len(words) == 2 else ...


UNKNOWN: list[tuple[Callable[..., Any], str]] = [
    (lambda _: "x", "For two words you returned 'x'. Wanted: 'one-two'."),
    (lambda _: "one-two", "For three words you returned 'one-two'. Wanted: 'pins-keys-hosts'."),
    (lambda _: b"one-two", "For two words you returned b'one-two'. Wanted: text (str), not bytes."),
    (lambda words: words, "For two words you returned ['one', 'two']. Wanted: text (str), not a list."),
    (lambda _: None, "For two words `joined` returned None. Does every way through it end in `return`?"),
    (
        lambda words: "one-two" if len(words) == 2 else None,
        "For three words `joined` returned None. Wanted: text (str), not None. "
        "If you did not mean None, one way through it does not end in `return`.",
    ),
    (
        _printing,
        "For two words `joined` printed something and returned None. "
        "`print` shows a value; `return` hands it over.",
    ),
    (_half_written, "For three words `joined` returned `...`: that way through it isn't written yet."),
    (
        lambda _: "-".join,
        "For two words you returned a builtin_function_or_method object. "
        "Its parentheses are missing: a function is called as in `digest()`.",
    ),
    (
        lambda words: "pins-keys-hosts" if len(words) == 3 else "one-two" + "-" * 30,
        "For two words you returned 'one-two---------…' (37 characters). Wanted: 'one-two'.",
    ),
]


@pytest.mark.parametrize(("answer", "reply"), UNKNOWN)
def test_an_unknown_mistake_is_told_what_was_seen_and_wanted(answer: Callable[..., Any], reply: str) -> None:
    """The first case that fails, what it gave, and what was wanted."""
    assert function(answer).reply == reply


@pytest.mark.parametrize(
    ("third", "told"),
    [
        ("pins-keys-hosts\n", "Yours goes on after that, with '\\n'."),
        ("pins-keys-h", "Yours ends too early, after 11 characters."),
        ("pins-keys-hasts", "The first difference is character 12."),
    ],
)
def test_texts_that_begin_alike_are_told_where_they_part(third: str, told: str) -> None:
    """A line end too many can't be seen in two long texts."""
    assert function(lambda words: "one-two" if len(words) == 2 else third).reply.endswith(told)


def test_a_list_that_is_too_short_is_told_its_length() -> None:
    """Parts are counted before they are compared."""
    exercise = changed(solution="ports = [80, 443]", cases=lambda: [Case("the ports", lambda answer: answer)])
    assert judge(exercise, [80, 443, 8443, 1]) == (
        "The ports: [80, 443, 8443, … 4 in all]. Wanted: [80, 443]. Wanted are 2 parts; yours has 4."
    )


def test_a_value_is_not_given_away() -> None:
    """The wanted value of an exercise that asks for a value would be the solution."""
    reply = check("two-ports", [1, 2]).reply
    assert reply == "`ports` is [1, 2]. That is not it yet."
    assert check("two-ports", "80, 443").reply == "`ports` is '80, 443'. Wanted: a list, not text (str)."
    assert check("two-ports", None).reply.startswith("`ports` is None. Which line sets it")


def test_the_shape_in_words_is_shown_if_the_record_has_one() -> None:
    """Words of the author's are clearer than the name of a type."""
    exercise = changed(wanted="the words with hyphens between them")
    assert judge(exercise, lambda _: 5).endswith("Wanted: the words with hyphens between them, not a number.")
    assert judge(exercise, lambda _: "").endswith(
        "Wanted: the words with hyphens between them; here 'one-two'."
    )
    assert judge(changed(VALUE, wanted="two numbers"), [1]).endswith("`ports` is [1]. Wanted: two numbers.")


def _fails(words: Any) -> Any:
    return words.join("-")


def test_an_exception_is_told_with_the_learners_own_line() -> None:
    """Its type, its message, and the line, without any path."""
    reply = function(_fails).reply
    line = _fails.__code__.co_firstlineno + 1
    assert reply == (
        "For two words `joined` stopped with AttributeError: There is no `join` on that list object. It happened in "
        f'line {line} of the cell with `_fails`: `return words.join("-")`.'
    )


def test_the_line_of_an_exception_in_a_library_is_the_learners() -> None:
    """The last frame that isn't the library's."""
    reply = function(lambda _: base64.b64decode(5)).reply  # type: ignore[arg-type]
    assert "of the cell: `reply = function(lambda _: base64.b64decode(5))" in reply
    assert "base64.py" not in reply


ATTRIBUTES: list[tuple[Callable[[Any], Any], str]] = [
    (lambda _: "-".jion(_), "There is no `jion` on that str object. Did you mean `join`?"),  # type: ignore[attr-defined]
    (lambda _: hashlib.sha265(b""), "There is no `sha265` in `hashlib`. Did you mean `sha256`?"),  # type: ignore[attr-defined]
    (
        lambda _: hashlib.sha256(b"").digest.hex(),  # type: ignore[attr-defined]
        "There is no `hex` on the function `digest`. Are its parentheses missing, as in `digest()`?",
    ),
    (lambda words: words.sort().join("-"), "There is no `join` on None. Which call before it gave None?"),
    (
        lambda _: base64.b64encode(hashlib.sha256(b"").digest),  # type: ignore[arg-type]
        "a bytes-like object is required, not 'builtin_function_or_method'. Are parentheses missing after the name of "
        "a function?",
    ),
]


@pytest.mark.parametrize(("answer", "told"), ATTRIBUTES)
def test_a_slip_with_a_name_is_told_as_one(answer: Callable[[Any], Any], told: str) -> None:
    """Python clips long names of types, and keeps its guess for the traceback."""
    assert told in function(answer).reply


class _Hidden:
    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name=name, obj=self)

    def __dir__(self) -> Any:
        raise SystemExit


def test_an_object_that_hides_its_names_does_no_harm() -> None:
    """Looking at it runs code of its own."""
    assert "stopped with AttributeError. It happened" in function(lambda _: _Hidden().x).reply


def test_an_outcome_is_told_in_two_short_sentences() -> None:
    """Without quotes within quotes."""

    def cases() -> list[Case]:
        return [Case("the login through Mallory's network", lambda answer: answer([]))]

    exercise = changed(
        solution=lambda _: "refused (compare); Mallory read 0", cases=cases, mistakes=(), wanted="an app"
    )
    assert judge(exercise, lambda _: "accepted;\nMallory read 'all'") == (
        "The login through Mallory's network: accepted; Mallory read 'all'. Wanted: refused (compare); Mallory read 0."
    )
    assert judge(exercise, lambda _: "x" * 500).startswith(
        f"The login through Mallory's network: {'x' * 150}…. Wanted"
    )
    assert (
        judge(exercise, lambda _: 5)
        == "The login through Mallory's network: 5. Wanted: an app, not a number."
    )


def test_an_exception_without_a_line_is_told_without_one() -> None:
    """A function written in C has no line."""
    assert function(int).reply == (
        '`int` is a class. Hand over the function itself: `check("joined-words", joined)`.'
    )
    assert function(abs).reply == (
        "For two words `joined` stopped with TypeError: bad operand type for abs(): 'list'."
    )


def test_a_solution_may_raise() -> None:
    """Then the type of the exception is what is wanted; its message is the learner's own affair."""
    exercise = changed(solution=_refuse, mistakes=())

    def other(words: list[str]) -> None:
        raise KeyError(words[0])

    def same(_: list[str]) -> None:
        raise ValueError("in other words")

    assert judge(exercise, same) == FUNCTION.correct
    assert judge(exercise, other).endswith("Wanted: the exception ValueError.")
    assert judge(exercise, lambda _: 5) == "For two words you returned 5. Wanted: the exception ValueError."


def _refuse(words: list[str]) -> None:
    raise ValueError(words[0])


SHAPES: list[tuple[Any, str]] = [
    ("one-two", "You handed over 'one-two', not the function."),
    (None, "You handed over None, not the function."),
    (hashlib, "You handed over a module."),
    (dict, "`dict` is a class."),
    (lambda: "", "`joined` takes no parameters. Wanted: one parameter, `words`."),
    (lambda one, _two: one, "`joined` takes 2 parameters, `one, _two`. Wanted: one parameter, `words`."),
]


@pytest.mark.parametrize(("answer", "beginning"), SHAPES)
def test_the_wrong_kind_of_answer_is_told_so(answer: Any, beginning: str) -> None:
    """Before anything runs."""
    assert function(answer).reply.startswith(beginning)


def test_the_result_of_a_call_is_told_how_to_hand_over_the_function() -> None:
    """The commonest slip in a check cell."""
    assert function("one-two").reply.endswith(
        'Hand over the function itself: `check("joined-words", joined)`. '
        "No parentheses after `joined`: `check` calls it itself."
    )


def test_functions_that_give_no_result_at_once_are_told_so() -> None:
    """`async` and `yield`."""

    async def later(words: list[str]) -> str:
        return "-".join(words)

    def one_by_one(words: list[str]) -> Any:
        yield from words

    assert "`async` function" in function(later).reply
    assert "uses `yield`" in function(one_by_one).reply
    assert "you returned a coroutine object" in function(lambda words: later(words)).reply
    assert "you returned a generator object" in function(lambda words: one_by_one(words)).reply


def test_optional_and_keyword_parameters_do_no_harm() -> None:
    """What can be called as wanted is called."""

    def answer(words: list[str], between: str = "-", *, last: str = "") -> str:
        return between.join(words) + last

    assert function(answer).state == "correct"


def test_a_function_for_a_value_is_told_so() -> None:
    """A forgotten call."""
    assert "`ports` is a function; wanted is a value." in check("two-ports", lambda: [80, 443]).reply
    assert "`ports` is a class; wanted is a value." in check("two-ports", list).reply


def test_an_unknown_name_is_answered_and_not_raised() -> None:
    """With the nearest name, if one is near."""
    assert check("joined_words", 1).reply == (
        'There is no exercise called "joined_words". Did you mean "joined-words"?'
    )
    assert check("pqr", 1).reply.startswith('There is no exercise called "pqr". Its name stands')
    assert check("a\nb" * 90, 1).state == "not yet"
    assert check(FUNCTION.solution, "joined-words").reply.startswith("The first argument is the")  # type: ignore[arg-type]


def test_a_missing_answer_is_told_the_call() -> None:
    """With the exercise's own names."""
    assert check("joined-words").reply == 'Give your answer too: `check("joined-words", joined)`.'
    assert check().reply == 'Which exercise? For example `check("joined-words", joined)`.'


def test_the_three_names_do_the_same() -> None:
    """Whichever of them a learner uses, on whichever kind of exercise."""
    for ask in (check, predict, quiz):
        assert ask("renewed-key", "accepted").state == "correct"
        assert ask("joined-words", FUNCTION.solution).state == "correct"
    assert predict("renewed-key").reply == 'Give your answer too: `predict("renewed-key", prediction)`.'
    assert quiz("renewed-key").reply == 'Give your answer too: `quiz("renewed-key", prediction)`.'


def test_a_fault_of_the_course_is_owned() -> None:
    """A record that breaks doesn't break the learner's notebook."""

    def broken() -> list[Case]:
        raise OSError("the certificate is not there")

    reply = checked(changed(cases=broken), FUNCTION.solution)
    assert reply.state == "not yet"
    assert reply.reply.startswith("The check itself failed with OSError. That is a fault of the course")


def test_an_interrupt_is_answered() -> None:
    """The stop button, while the course itself is busy."""

    def interrupted() -> list[Case]:
        raise KeyboardInterrupt

    assert checked(changed(cases=interrupted), FUNCTION.solution).reply.startswith(
        "The check was interrupted."
    )


def test_what_an_answer_prints_is_shown_until_it_is_correct() -> None:
    """A learner who looks for a fault with `print` finds it; a correct answer's reply is always the same."""

    def loud(words: list[str]) -> str:
        print("now:", words)
        return "-".join(words)

    assert repr(function(loud)) == f"correct: {FUNCTION.correct}"
    wrong = function(lambda words: print("now:", words) or "")
    assert repr(wrong).endswith("\nIt printed:\nnow: ['one', 'two']\nnow: ['pins', 'keys', 'hosts']")
    assert "now: [&#x27;one&#x27;" in wrong._repr_html_()


def test_of_an_answer_that_prints_a_lot_the_first_line_is_shown() -> None:
    """The reply must not drown in it."""

    def loud(_words: list[str]) -> str:
        print("first", *range(9), sep="\n")
        return ""

    assert repr(function(loud)).endswith("\nIt printed:\nfirst\n… and more")
    assert "7" not in function(loud)._repr_html_().partition("It printed")[2]


def checked(exercise: Exercise, answer: Any) -> Reply:
    """Check an answer to an exercise that the catalogue doesn't know."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(monkeypatch, exercise)
        return check(exercise.name, answer)


def judge(exercise: Exercise, answer: Any) -> str:
    """The reply alone."""
    return checked(exercise, answer).reply
