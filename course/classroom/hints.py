"""`hint` and `solution`: each call goes one step further."""

import html
from collections import Counter
from dataclasses import dataclass

from course.classroom.asking import NOT_GIVEN, find
from course.classroom.progress import Event, note
from course.classroom.replies import boxed, paragraph
from course.classroom.solutions_lock import COURTESY, unlock_solutions, workspace_if_locked
from course.classroom.trouble import CannotDo

# How many hints of each exercise this kernel has given, and which solutions it has announced.
_given: Counter[str] = Counter()
_announced: set[str] = set()


@dataclass(frozen=True, repr=False)
class Help:
    """A hint or a solution.

    Attributes:
      heading: what it is, such as "hint 1 of 3".
      text: in plain words.
      source: Python to look at; empty for most.
    """

    heading: str
    text: str
    source: str = ""

    def __repr__(self) -> str:
        return f"{self.heading}: {self.text}" + (f"\n\n{self.source}" if self.source else "")

    def _repr_html_(self) -> str:
        source = f"<pre><code>{html.escape(self.source)}</code></pre>" if self.source else ""
        return boxed(self.heading.capitalize(), paragraph(self.text) + source)


def hint(name: str = NOT_GIVEN) -> Help:
    """The next hint for an exercise; after the last one, the last one again.

    Args:
      name: of the exercise, such as "spki-pin".
    """
    exercise = find(name, "hint")
    if isinstance(exercise, str):
        return Help("no hint", exercise)
    count, before = len(exercise.hints), _given[exercise.name]
    number = min(before + 1, count)
    _given[exercise.name] = number
    note(exercise.name, Event.HINT, hint=number)
    text = exercise.hints[number - 1]
    if number == count:
        which = "This is the last hint again" if before == count else "That was the last hint"
        then = (
            "solutions are locked here for now."
            if workspace_if_locked()
            else f'`solution("{exercise.name}")`, run twice, shows a solution.'
        )
        text += f" {which}; {then} Once yours works, say in one sentence why."
    return Help(f"hint {number} of {count}", text)


def solution(name: str = NOT_GIVEN, word: str = "") -> Help:
    """Announce the solution of an exercise; called again, show it.

    Args:
      name: of the exercise, such as "spki-pin".
      word: that your instructor gave out, where solutions are locked; once is enough.
    """
    exercise = find(name, "solution")
    if isinstance(exercise, str):
        return Help("no solution", exercise)
    if locked := _still_locked(exercise.name, word):
        return Help("locked", locked)
    if exercise.name not in _announced:
        _announced.add(exercise.name)
        count = len(exercise.hints)
        left = count - _given[exercise.name]
        offer = (
            f'There are hints left: {left} of {count}; `hint("{exercise.name}")` shows the next. '
            if left
            else ""
        )
        return Help(
            "not shown yet",
            f'{offer}To see a solution, and why it is one, call this again: `solution("{exercise.name}")`.',
        )
    note(exercise.name, Event.SOLUTION)
    return Help("a solution", exercise.why, exercise.solution_source)


def _still_locked(name: str, word: str) -> str:
    """Why no solution is shown in this workspace; empty if nothing is against it, as after the right word."""
    workspace = workspace_if_locked()
    if workspace is None:
        return ""
    if not word:
        return (
            f'Solutions are locked in this workspace until your instructor gives out a word. Then `solution("{name}", '
            f'"the word")` unlocks them all, and so does `course unlock WORD` in a terminal. {COURTESY}'
        )
    try:
        unlock_solutions(workspace, str(word))
    except CannotDo as error:
        return str(error)
    return ""
