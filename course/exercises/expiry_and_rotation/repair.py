"""Lesson 06: repair a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from course.exercises.expiry_and_rotation.lesson import LESSON
from course.exercises.record import Case, Exercise, Gives, Mistake
from course.operations.harbour_plan import changed, plan_with
from course.operations.rotation import BadPlan, Plan, first_trouble


def _with_plan(told: Callable[[Plan, Mapping[str, object]], object]) -> Callable[[object], object]:
    """What is to be said of the plan that an answer makes."""

    def outcome(answer: object) -> object:
        if answer is None or answer is ...:
            return answer  # the two answers that `check` has words of its own for
        if not isinstance(answer, Mapping):
            return f"unknown: an object of type {type(answer).__name__} is no dictionary of changes"
        try:
            return told(plan_with(answer), answer)
        except BadPlan as bad:
            return f"unknown, since this is no plan yet. {bad}"

    return outcome


def _locked_out(plan: Plan, _: object) -> str:
    trouble = first_trouble(plan)
    if trouble is None:
        return "nobody"
    many = "s" if len(trouble.versions) > 1 else ""
    return f"{trouble.at:%Y-%m-%d}, version{many} {', '.join(trouble.versions)}: {trouble.reason}"


def _in_autumn(plan: Plan, _: object) -> str:
    return plan.certificates[-1].key


def _number(_: Plan, changes: Mapping[str, object]) -> int:
    return changed(changes)


def _cases() -> Sequence[Case]:
    # What comes of a plan is compared, not its text: several repairs are right.
    return [
        Case("who is locked out first", _with_plan(_locked_out), Gives.OUTCOME),
        Case("the key that the server shows from autumn on", _with_plan(_in_autumn), Gives.OUTCOME),
        Case("the number of changes", _with_plan(_number), Gives.OUTCOME),
    ]


REPAIR_THE_PLAN = Exercise(
    name="repair-the-plan",
    lesson=LESSON,
    title="Repair a plan",
    minutes=8,
    solution="""\
changes = {
    "1.2 pins": ["A", "B"],
    "May certificate": "A",
    "July certificate": "A",
}""",
    cases=_cases,
    wanted="as few changes as possible, after which nobody is locked out and the last certificate is for key B",
    hints=(
        "Go through the moments at which the server shows another key. Which versions are in use then, and which "
        "of them pin it? A version that is out cannot be changed.",
        "Version 1.1 knows only key A, and is in use until 120 days after 1.2 comes out. May is far too early for "
        "key B, and waiting does not help there: the certificate before it expires. But a renewal may keep its key.",
        "1.2 has to pin both keys, since it sees both. May keeps key A. For July there are three ways out: keep "
        "key A too, start a little later, or let 1.2 come out earlier.",
    ),
    mistakes=(
        Mistake(
            {},
            "That is the plan as it was written. On 10 May every version refuses the server: key B is presented, "
            "and nobody pins it.",
        ),
        Mistake(
            {"1.2 pins": ["A", "B"]},
            "1.2 is ready for key B now. But on 10 May versions 1.0 and 1.1 are still in use, and know only key A. "
            "They are out and cannot be changed, so what could be, in May?",
        ),
        Mistake(
            {"1.2 pins": ["A", "B"], "May certificate": "A"},
            "Two good changes, and everybody gets in until 12 July. Then key B is presented, while version 1.1 is "
            "in use until 17 August: 120 days after 1.2. What can be moved?",
        ),
        Mistake(
            {"1.2 pins": ["B"], "May certificate": "A", "July certificate": "A"},
            "Version 1.2 refuses the server from its first day on: it pins only key B, and the server shows key A "
            "until September. It meets both keys.",
        ),
        Mistake(
            {"May certificate": "A", "July certificate": "A"},
            "Everybody gets in until 13 September. Then key B comes, and version 1.2, which everybody has by then, "
            "does not pin it.",
        ),
        Mistake(
            {"May certificate": "A", "July certificate": "A", "September certificate": "A"},
            "Nobody is locked out, since key B is never used. But key A was to leave the server: the last "
            "certificate has to be for key B.",
        ),
        Mistake(
            {"1.2 pins": ["A", "B"], "May certificate from": "2027-08-17"},
            "Waiting for the last user of 1.1 is the right idea, in the wrong place: the certificate that the "
            "server shows until then expires on 20 May. Another one is needed in May. With which key?",
        ),
        Mistake(
            {
                "1.2 pins": ["A", "B"],
                "May certificate": "A",
                "July certificate": "A",
                "1.2 released": "2027-03-08",
            },
            "Nobody is locked out, and key B is in use in autumn. You changed four entries, and three are enough: "
            "take each of yours back once, and see whether the plan still holds.",
        ),
    ),
    correct="Nobody is locked out, key B is in use in autumn, and no repair is smaller.",
    why="A server may present a key when every version in use pins it. 1.1 leaves 120 days after 1.2 comes out, so "
    "key B has to wait for that day, and whatever expires before is renewed with key A. Instead of key A in July "
    "it would also do to present that certificate on 17 August, or to release 1.2 by 14 March.",
    out_of_scope="Users who never update; those need a decision, not a plan (lesson 11).",
    instructor="Collect the different repairs on the board: there are three kinds, all with three changes. Which "
    "would they choose? Releasing early costs a sprint, waiting until 17 August leaves one day of margin, keeping "
    "key A costs nothing.",
)
