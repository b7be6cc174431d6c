"""Can releases keep such an app alive?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from course.exercises.fragile_cer.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake, question

HOW_MANY_RELEASES = question(
    name="how-many-releases",
    lesson=LESSON,
    title="One file: how many releases?",
    minutes=2,
    answer_name="how_many",
    right="no number of releases",
    wrong={
        "one, before the renewal": "It carries the old file, or the new one. With the old file it is refused after the "
        "renewal; with the new one it is refused before. And Ada's phone has neither: she has not updated.",
        "one, on the day of the renewal": "Whoever installs it that day gets in. Ada has not updated: her version "
        "carries the old file, and the server shows the new certificate.",
        "one for every renewal": "That keeps new versions alive, each until the next renewal. Ada's version is an old "
        "one, and no release changes the file in it.",
    },
    hints=(
        "In the table, go down the line of version 1.0. What happens in it when the third certificate is shown?",
        "A release changes what new installations carry. Whose file does it not change?",
    ),
    correct="A release never changes a version that is installed. One file equals one certificate, so every version "
    "dies at the next renewal, however many releases there are.",
    instructor="Make the room say why: a version works exactly while its file is what the server shows. Then ask how "
    "many of their users update within a week, and who in the room knows that number.",
)


def issue_next_by(life: int, review: int, adoption: int) -> int | None:
    lead = review + adoption
    if lead >= life:
        return None
    return life - lead


def forgets_review(life: int, review: int, adoption: int) -> int | None:  # noqa: ARG001  # that it isn't used is the mistake
    return None if adoption >= life else life - adoption


def forgets_adoption(life: int, review: int, adoption: int) -> int | None:  # noqa: ARG001  # as above
    return None if review >= life else life - review


def the_lead(life: int, review: int, adoption: int) -> int | None:
    lead = review + adoption
    return None if lead >= life else lead


def below_zero(life: int, review: int, adoption: int) -> int | None:
    return life - review - adoption


def at_least_zero(life: int, review: int, adoption: int) -> int | None:
    return max(life - review - adoption, 0)


def on_the_last_day(life: int, review: int, adoption: int) -> int | None:
    return life if review + adoption < life else None


def day_zero_counts(life: int, review: int, adoption: int) -> int | None:
    lead = review + adoption
    return None if lead > life else life - lead


def the_longer_of_both(life: int, review: int, adoption: int) -> int | None:
    lead = max(review, adoption)
    return None if lead >= life else life - lead


def also_shown_long_enough(life: int, review: int, adoption: int) -> int | None:
    day = issue_next_by(life, review, adoption)
    return day if day is None or day >= adoption else None


# What a number that is not the right one was made of.
_MADE_OF: dict[str, Callable[[int, int, int], int]] = {
    "a day too early: the update is built on the day itself": lambda life, r, a: life - r - a - 1,
    "a day too late: count back from the end, and no day is added": lambda life, r, a: life - r - a + 1,
    "the adoption is taken off twice": lambda life, r, a: life - r - 2 * a,
    "the adoption is put on, and it has to come off": lambda life, r, a: life - r + a,
    "the review is put on, and it has to come off": lambda life, r, a: life + r - a,
    "only the adoption is taken off, and not the review": lambda life, _, a: life - a,
    "only the review is taken off, and not the adoption": lambda life, r, _: life - r,
    "that is how many days before the end it must exist; asked is the day": lambda _, r, a: r + a,
    "that is the current certificate's last day": lambda life, *_: life,
    "that is the example's day, and this is another certificate": lambda *_: 168,
}


def _day(answer: Callable[[int, int, int], object], plan: tuple[int, int, int]) -> object:
    """The day of an answer in words; with what it is made of, where only one thing gives that number."""
    said, right = answer(*plan), issue_next_by(*plan)
    if said is None:
        return "None" if right is None else None
    if isinstance(said, str):
        return f"the text {said[:20]!r}, and no number"
    if isinstance(said, bool) or not isinstance(said, int | float):
        return said
    made_of = [words for words, formula in _MADE_OF.items() if formula(*plan) == said]
    if said == right:
        return str(right)
    return f"{said} ({made_of[0]})" if len(made_of) == 1 else str(said)


def _case(plan: tuple[int, int, int]) -> Case:
    return Case("{} days, {} in review, {} to adopt".format(*plan), lambda answer: _day(answer, plan))


def _cases() -> Sequence[Case]:
    plans = [
        (398, 2, 30),
        (200, 2, 30),
        (100, 2, 30),
        (47, 2, 30),
        (100, 5, 90),
        (47, 2, 45),
        (47, 2, 60),
        (47, 3, 44),
        (47, 46, 0),
        (47, 48, 3),
    ]
    return list(map(_case, plans))


ISSUE_NEXT_BY = Exercise(
    name="issue-next-by",
    lesson=LESSON,
    title="Two files: how early?",
    minutes=5,
    solution=issue_next_by,
    cases=_cases,
    wanted="a number of days, or None",
    hints=(
        "Count back from the day on which the current certificate ends. What must be finished by then, and how long "
        "does it take?",
        "Everybody must have the release by the end, so it is out `adoption` days before, and goes into review "
        "`review` days before that. The next certificate must exist by then.",
        "`life - (review + adoption)`. Where that leaves no day of a certificate's life, return None.",
    ),
    mistakes=(
        Mistake(
            forgets_review,
            "You counted the adoption only. A release cannot carry a certificate that does not exist when it goes into "
            "review: take off the days of the review as well.",
        ),
        Mistake(
            forgets_adoption,
            "You counted the review only. On the day when the release is out, almost nobody has it: take off the days "
            "of the adoption as well.",
        ),
        Mistake(
            the_lead,
            "You returned how many days before the end it must exist. Asked is the day of the current certificate's "
            "life, counted from its beginning: take your number off its life.",
        ),
        Mistake(
            below_zero,
            "Where review and adoption are longer than the life, you returned a day that does not exist: 0 is the day "
            "of the issue, and the next certificate would be over before everybody carries it. Return None there.",
        ),
        Mistake(
            at_least_zero,
            "Where review and adoption take the whole life or more, you said day 0. But the next certificate would be "
            "over on the day when everybody carries it. Return None there.",
        ),
        Mistake(
            on_the_last_day,
            "You wait until the current certificate ends. On that day every phone must carry the next one already: "
            "count back the adoption, and then the review.",
        ),
        Mistake(
            day_zero_counts,
            "Nearly. Where review and adoption take exactly the whole life you said day 0, and the next certificate "
            "ends on the day on which it would first be shown. Return None there too.",
        ),
        Mistake(
            the_longer_of_both,
            "You took the longer of the two. The adoption begins when the review is over, so the two add up.",
        ),
        Mistake(
            also_shown_long_enough,
            "You return None where the server would show a certificate for fewer days than the adoption takes. That is "
            "a second limit, and the lesson comes to it next. Here only one thing gives None: review and adoption "
            "take the whole life or more.",
        ),
    ),
    correct="The lead is the same for every lifetime. What shrinks is the rest, in which the server can use the "
    "certificate at all.",
    why="Back from the end: everybody has the release, so it came out `adoption` days earlier and went into review "
    "`review` days before that, with the next certificate in it. A lead as long as the life leaves no day.",
    out_of_scope="Users who never update, a margin for what goes wrong, and more files than two.",
    instructor="Ask for the room's own numbers before they see the table: days of review, and days until 99 percent "
    "have an update. Many do not know the second one, which is an answer too.",
)
