"""Why a result isn't the wanted one, in words."""

from __future__ import annotations

from course.classroom.counting import counted
from course.classroom.describe import described, kind_of
from course.classroom.results import BYTES, DOTS, LIST, NOTHING, OBJECT, TEXT, Plain
from course.classroom.stopping import ended
from course.classroom.trial import Outcome, Raised, Returned, Trial, one_line
from course.exercises import Case, Exercise, Gives

# An outcome is words for people, such as "refused (compare)", and no solution to be kept back.
OUTCOME_CHARACTERS = 150
_SAME_BEGINNING = 10
_FUNCTIONS = ("function", "method", "builtin_function_or_method")
_INTERRUPTIONS = {
    "SystemExit": "called `exit`, which would end the notebook's kernel. Hand the result over with `return`.",
    "KeyboardInterrupt": "was interrupted before it returned. Check it once more.",
    "GeneratorExit": "raised GeneratorExit, which belongs to Python itself. Hand the result over with `return`.",
    "NoInput": "asked for `input()`, which nobody can type while it is checked. Use the parameters instead.",
}


def reason(exercise: Exercise, case: Case, wanted: Outcome, got: Outcome, trial: Trial) -> str:
    """Say what a case gave, and what was wanted.

    Args:
      exercise: whose case it is.
      case: the first one that failed.
      wanted: what the reference solution gave.
      got: what the answer gave.
      trial: of the answer, for what it printed.
    """
    if isinstance(got, Raised):
        return _raised(exercise, case, wanted, got)
    if isinstance(wanted, Raised):
        return f"{_seen(exercise, case, got.result)} Wanted: the exception {wanted.error}."
    words = _wanted(exercise, case, wanted.result, got.result)
    return (
        _special(exercise, case, got.result, trial, words) or f"{_seen(exercise, case, got.result)} {words}"
    )


def _raised(exercise: Exercise, case: Case, wanted: Outcome, got: Raised) -> str:
    name = f"For {case.label} `{exercise.answer_name}`"
    if got.error in _INTERRUPTIONS:
        return f"{name} {_INTERRUPTIONS[got.error]}"
    message = f": {got.message}" if got.message else ""
    said = f"{name} stopped with {got.error}{message}"
    sentences = [ended(said)]
    if got.where:
        sentences.append(f"It happened in {got.where}.")
    if isinstance(wanted, Raised):
        sentences.append(f"Wanted: the exception {wanted.error}.")
    return " ".join(sentences)


def _special(exercise: Exercise, case: Case, got: Plain, trial: Trial, wanted: str) -> str | None:
    name = exercise.answer_name
    if got.kind == NOTHING:
        if case.gives is Gives.ITSELF or not callable(exercise.reference):
            return f"`{name}` is None. Which line sets it, and does that line's right-hand side return something?"
        return _nothing(name, case, trial, wanted)
    if got.kind == DOTS:
        return f"For {case.label} `{name}` returned `...`: that way through it isn't written yet."
    if got.kind == OBJECT and got.type_name in _FUNCTIONS:
        return f"{_seen(exercise, case, got)} Its parentheses are missing: a function is called as in `digest()`."
    return None


def _nothing(name: str, case: Case, trial: Trial, wanted: str) -> str:
    # A function that returns something elsewhere has a `return`, and this None may stand behind one.
    if not all(isinstance(each, Returned) and each.result.kind == NOTHING for each in trial.outcomes):
        return (
            f"For {case.label} `{name}` returned None. {wanted} If you did not mean None, one way through it does "
            "not end in `return`."
        )
    if trial.printed:
        return (
            f"For {case.label} `{name}` printed something and returned None. "
            "`print` shows a value; `return` hands it over."
        )
    return f"For {case.label} `{name}` returned None. Does every way through it end in `return`?"


def _seen(exercise: Exercise, case: Case, got: Plain) -> str:
    if case.gives is Gives.ITSELF:
        return f"`{exercise.answer_name}` is {described(got)}."
    if case.gives is Gives.RETURNED:
        return f"For {case.label} you returned {described(got)}."
    return ended(f"{case.label[:1].upper()}{case.label[1:]}: {_outcome(got)}")


def _outcome(result: Plain) -> str:
    if result.kind != TEXT:
        return described(result)
    text = one_line(result.value)
    return text if len(text) <= OUTCOME_CHARACTERS else text[:OUTCOME_CHARACTERS] + "…."


def _wanted(exercise: Exercise, case: Case, wanted: Plain, got: Plain) -> str:
    if case.gives is Gives.OUTCOME and got.kind == NOTHING and wanted.kind == TEXT:
        return ended(f"Wanted: {_outcome(wanted)}")
    if wanted.kind != got.kind or (wanted.kind == OBJECT and wanted.type_name != got.type_name):
        return f"Wanted: {exercise.wanted or kind_of(wanted)}, not {kind_of(got)}."
    if case.gives is Gives.ITSELF:
        # The value is the whole solution: its shape has to do.
        return f"Wanted: {exercise.wanted}." if exercise.wanted else "That is not it yet."
    if case.gives is Gives.OUTCOME and wanted.kind == TEXT:
        return ended(f"Wanted: {_outcome(wanted)}")
    shown = described(wanted)
    shape = f"Wanted: {exercise.wanted}; here {shown}." if exercise.wanted else f"Wanted: {shown}."
    return " ".join(part for part in (shape, _difference(wanted, got)) if part)


def _difference(wanted: Plain, got: Plain) -> str:
    if wanted.kind == LIST and len(wanted.value) != len(got.value):
        be = "is" if len(wanted.value) == 1 else "are"
        return f"Wanted {be} {counted(len(wanted.value), 'part')}; yours has {len(got.value)}."
    if wanted.kind not in (TEXT, BYTES):
        return ""
    same = _same_beginning(wanted.value, got.value)
    if same < _SAME_BEGINNING:
        return ""
    unit = "character" if wanted.kind == TEXT else "byte"
    if same == len(wanted.value):
        return f"Yours goes on after that, with {got.value[same : same + 8]!r}."
    if same == len(got.value):
        return f"Yours ends too early, after {same} {unit}s."
    return f"The first difference is {unit} {same + 1}."


def _same_beginning(one: str | bytes, other: str | bytes) -> int:
    for position, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return position
    return min(len(one), len(other))


def first_difference(wanted: tuple[Outcome, ...], got: tuple[Outcome, ...]) -> int | None:
    """The number of the first case in which an answer doesn't give what is wanted; None if it always does."""
    for number, (one, other) in enumerate(zip(wanted, got, strict=True)):
        if not _fulfils(one, other):
            return number
    return None


def _fulfils(wanted: Outcome, got: Outcome) -> bool:
    if isinstance(wanted, Raised) and isinstance(got, Raised):
        return wanted.error == got.error
    return wanted == got


def never_written(outcomes: tuple[Outcome, ...]) -> bool:
    """Whether every case gave `...`, as the stub does."""
    return all(isinstance(outcome, Returned) and outcome.result.kind == DOTS for outcome in outcomes)
