"""A class in figures: who is where, what stops whom, which mistakes were made, how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from course.classroom.progress_lines import Line
from course.classroom.replies import State
from course.classroom.report.minutes import minutes_spent
from course.classroom.report.plain import printable
from course.classroom.standing import Standing, summarise_records
from course.exercises import Exercise


@dataclass(frozen=True)
class Learner:
    """One learner.

    Attributes:
      name: a name, or "learner 3".
      standings: how far they are with each exercise of the course, in its order.
      at: the exercise of their last check, hint or solution; None if there was none.
      last: when that was; empty if there was none.
      minutes: what each exercise took so far.
      mistakes: how often they made which mistake in which exercise.
    """

    name: str
    standings: tuple[Standing, ...]
    at: Exercise | None
    last: str
    minutes: Mapping[str, float]
    mistakes: Mapping[tuple[str, str], int]

    @property
    def solved(self) -> list[Standing]:
        """What they have solved."""
        return [one for one in self.standings if one.state is State.CORRECT]

    @property
    def unsolved(self) -> list[Exercise]:
        """What they have tried, or asked help for, and not solved."""
        return [
            one.exercise
            for one in self.standings
            if one.state is not State.CORRECT and (one.attempts or one.hints or one.solution)
        ]

    @property
    def stopped_at(self) -> Exercise | None:
        """The exercise that stops them now: the last thing they did was about it, and it is not solved."""
        return self.at if self.at in self.unsolved else None


@dataclass(frozen=True)
class Hurdle:
    """What an exercise was to a class.

    Attributes:
      exercise: the exercise.
      tried: how many tried it, or asked help for it.
      solved: how many solved it.
      stopped: those whom it stops now.
      left: those who went on without having solved it.
      attempts: the median of the attempts of those who solved it; None if nobody did.
      minutes: the median of their minutes; None if nothing is known.
      hints: how many took a hint.
      solutions: how many had the solution shown.
    """

    exercise: Exercise
    tried: int
    solved: int
    stopped: tuple[str, ...]
    left: tuple[str, ...]
    attempts: float | None
    minutes: float | None
    hints: int
    solutions: int


@dataclass(frozen=True)
class Slip:
    """A mistake that the course recognised.

    Attributes:
      exercise: in which exercise.
      name: as progress notes it: a wrong function's name, or a wrong option.
      reply: what the course says to it; empty if this version knows no such mistake.
      learners: how many made it.
      times: how often.
    """

    exercise: Exercise
    name: str
    reply: str
    learners: int
    times: int


@dataclass(frozen=True)
class ClassFigures:
    """A class.

    Attributes:
      learners: in their order.
      hurdles: the exercises that anybody has tried, those that stop most first.
      slips: the mistakes that were made, those of most learners first.
      foreign: how many lines are about exercises that this version of the course does not have.
    """

    learners: tuple[Learner, ...]
    hurdles: tuple[Hurdle, ...]
    slips: tuple[Slip, ...]
    foreign: int

    @property
    def last(self) -> str:
        """When the last thing happened; empty if nothing did."""
        return max((learner.last for learner in self.learners), default="")


def class_figures(
    named: Sequence[tuple[str, Sequence[Line]]], exercises: Mapping[str, Exercise]
) -> ClassFigures:
    """A class in figures.

    Args:
      named: for each learner a name, and the lines of their progress in order of time.
      exercises: all that there are, in the order of the course.
    """
    learners = tuple(_learner(name, lines, exercises) for name, lines in named)
    hurdles = [_hurdle(place, exercise, learners) for place, exercise in enumerate(exercises.values())]
    foreign = sum(line["exercise"] not in exercises for _, lines in named for line in lines)
    return ClassFigures(
        learners,
        tuple(sorted((one for one in hurdles if one.tried), key=_how_much_it_stops, reverse=True)),
        _slips(learners, exercises),
        foreign,
    )


def _learner(name: str, lines: Sequence[Line], exercises: Mapping[str, Exercise]) -> Learner:
    known = [line for line in lines if line["exercise"] in exercises]
    mistakes = Counter(
        (str(line["exercise"]), printable(str(line["mistake"]))) for line in known if line.get("mistake")
    )
    return Learner(
        name,
        summarise_records(known, exercises).standings,
        exercises[str(known[-1]["exercise"])] if known else None,
        printable(str(known[-1]["time"])) if known else "",
        minutes_spent(known),
        mistakes,
    )


def _hurdle(place: int, exercise: Exercise, learners: Sequence[Learner]) -> Hurdle:
    standings = [learner.standings[place] for learner in learners]
    done = [standing for standing in standings if standing.state is State.CORRECT]
    solvers = [learner for learner in learners if learner.standings[place].state is State.CORRECT]
    minutes = [learner.minutes[exercise.name] for learner in solvers if exercise.name in learner.minutes]
    stopped = tuple(learner.name for learner in learners if learner.stopped_at is exercise)
    left = tuple(
        learner.name
        for learner in learners
        if exercise in learner.unsolved and learner.stopped_at is not exercise
    )
    return Hurdle(
        exercise,
        tried=len(done) + len(stopped) + len(left),
        solved=len(done),
        stopped=stopped,
        left=left,
        attempts=median(standing.attempts for standing in done) if done else None,
        minutes=median(minutes) if minutes else None,
        hints=sum(standing.hints > 0 for standing in standings),
        solutions=sum(standing.solution for standing in standings),
    )


def _how_much_it_stops(hurdle: Hurdle) -> tuple[int, int, float]:
    return len(hurdle.stopped), len(hurdle.left), hurdle.attempts or 0


def _slips(learners: Sequence[Learner], exercises: Mapping[str, Exercise]) -> tuple[Slip, ...]:
    made: Counter[tuple[str, str]] = Counter()
    times: Counter[tuple[str, str]] = Counter()
    for learner in learners:
        made.update(learner.mistakes.keys())
        times.update(learner.mistakes)
    replies = {
        (exercise.name, printable(mistake.name)): mistake.reply
        for exercise in exercises.values()
        for mistake in exercise.mistakes
    }
    order = sorted(made, key=lambda key: (-made[key], -times[key], list(exercises).index(key[0]), key[1]))
    return tuple(
        Slip(exercises[key[0]], key[1], replies.get(key, ""), made[key], times[key]) for key in order
    )
