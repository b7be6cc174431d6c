"""What an exercise is: one record, the only source of everything about it except the task text."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Gives(Enum):
    """Where the result of a case comes from."""

    RETURNED = "the answer, a function, returned it"
    ITSELF = "it is the answer"
    OUTCOME = "it is what happened when the answer was put to use"


@dataclass(frozen=True)
class Case:
    """One thing that `check` tries with an answer.

    Attributes:
      label: what is tried, as a reply names it: "the bank's certificate".
      run: takes the answer and returns the result that is compared with the reference solution's.
      gives: where the result comes from, so that a reply can say it.
    """

    label: str
    run: Callable[[Any], object]
    gives: Gives = Gives.OUTCOME


def call(label: str, *arguments: object) -> Case:
    """A case that calls the answer with the given arguments."""
    return Case(label, lambda answer: answer(*arguments), Gives.RETURNED)


def value(label: str = "your answer") -> Case:
    """A case for answers that are values: the answer itself is compared."""
    return Case(label, lambda answer: answer, Gives.ITSELF)


@dataclass(frozen=True)
class Mistake:
    """An executable wrong answer, and the reply that it earns.

    Attributes:
      answer: a function or value, of the same kind as the learner's answer.
      reply: what was seen, what it means, what to do next.
    """

    answer: Any
    reply: str

    @property
    def name(self) -> str:
        """A short name for progress and statistics: the function's, or the value itself."""
        return str(getattr(self.answer, "__name__", self.answer))


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """Everything about one exercise except its task text, which stands in the notebook.

    Attributes:
      name: one or more words joined by hyphens, never a number; unique in the course.
      lesson: the notebook's stem, such as "03_hash_public_keys".
      title: as the notebook's heading has it.
      minutes: how long a new learner needs.
      solution: an undecorated module-level function, or a source text that binds `answer_name`.
      cases: makes the cases, fresh for every call, so that no answer can spoil them for the next one.
      hints: in order, each one step further than the one before.
      mistakes: the wrong answers that people give.
      correct: the reply to a correct answer.
      why: why the solution is right; shown beside it.
      out_of_scope: what this exercise deliberately leaves out.
      instructor: what to break live, what to ask, what learners stumble over.
      wanted: the shape of a right result in words, such as "'sha256/' and 44 characters of base64"; may be empty.
      options: for questions, the answers to choose from; empty otherwise.
    """

    name: str
    lesson: str
    title: str
    minutes: float
    solution: Callable[..., object] | str
    cases: Callable[[], Sequence[Case]]
    hints: tuple[str, ...]
    mistakes: tuple[Mistake, ...]
    correct: str
    why: str
    out_of_scope: str
    instructor: str
    wanted: str = ""
    options: tuple[str, ...] = ()

    @property
    def reference(self) -> Any:
        """The reference answer: what a learner's cell binds when it is right."""
        if not isinstance(self.solution, str):
            return self.solution
        bound: dict[str, Any] = {}
        exec(self.solution, bound)  # noqa: S102  # the course's own text
        return bound[self.answer_name]

    @property
    def answer_name(self) -> str:
        """The name that a learner's cell binds: the function's, or the source text's last assignment."""
        if not isinstance(self.solution, str):
            return self.solution.__name__
        last = ast.parse(self.solution).body[-1]
        if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
            return last.targets[0].id
        if isinstance(last, ast.FunctionDef | ast.ClassDef):
            return last.name
        raise ValueError(f"The solution of {self.name!r} must end by binding its answer to a name.")

    @property
    def solution_source(self) -> str:
        """The reference solution as a learner would type it into the exercise cell."""
        if isinstance(self.solution, str):
            return self.solution
        return textwrap.dedent(inspect.getsource(self.solution)).rstrip()


def question(
    *,
    name: str,
    lesson: str,
    title: str,
    minutes: float,
    answer_name: str,
    right: str,
    wrong: Mapping[str, str],
    hints: tuple[str, ...],
    correct: str,
    instructor: str,
    out_of_scope: str = "",
    why: str = "",
) -> Exercise:
    """A prediction or a quiz: one right option, and for every wrong one a reply of its own.

    Args:
      answer_name: the variable that the learner's cell binds.
      right: the right option.
      wrong: each wrong option with its reply.
      correct: the reply to the right option.
      why: beside the solution, for those who have not answered; the reply without its "Yes." if not given.

    The other arguments are those of `Exercise`.
    """
    return Exercise(
        name=name,
        lesson=lesson,
        title=title,
        minutes=minutes,
        solution=f"{answer_name} = {json.dumps(right, ensure_ascii=False)}",
        cases=lambda: [value()],
        hints=hints,
        mistakes=tuple(Mistake(option, reply) for option, reply in wrong.items()),
        correct=correct,
        why=why or correct.removeprefix("Yes. "),
        out_of_scope=out_of_scope,
        instructor=instructor,
        options=tuple(sorted([right, *wrong])),
    )
