"""Plans from a few habits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from course.operations.rotation import BadPlan, Habits, first_trouble, plan_of, timeline


def test_certificates_follow_each_other_over_five_years() -> None:
    """Each is renewed when a third of its life is left, and lives no longer than a public CA allows that day."""
    plan = plan_of(Habits(lifetime=200))
    lives = [round((one.ends - one.starts) / timedelta(days=1)) for one in plan.certificates]
    assert lives == sorted(lives, reverse=True)
    assert set(lives) == {200, 100, 47}
    for one, later in pairwise(plan.certificates):
        life = one.ends - one.starts + timedelta(seconds=1)
        assert abs((later.since - one.since) / life - 2 / 3) < 1e-6
    assert plan.ends == datetime(2032, 1, 4, 9, tzinfo=UTC)
    assert plan.certificates[-1].ends >= plan.ends


@pytest.mark.parametrize(
    ("every", "keys"),
    [
        (0, ["key 1"] * 5),
        (1, ["key 1", "key 2", "key 3", "key 4", "key 5"]),
        (2, ["key 1", "key 1", "key 2", "key 2", "key 3"]),
    ],
)
def test_new_keys(every: int, keys: list[str]) -> None:
    """Never, at each renewal, or at every second one."""
    plan = plan_of(Habits(lifetime=47, new_key_every=every))
    assert [one.key for one in plan.certificates[:5]] == keys


def test_pins_of_each_release() -> None:
    """The key in use on that day, and with a backup the next one; the last key has a next one, too."""
    habits = Habits(lifetime=90, new_key_every=1, release_every=60, years=1)
    pins = [sorted(one.pins or ()) for one in plan_of(habits).releases]
    assert pins[:3] == [["key 1", "key 2"], ["key 2", "key 3"], ["key 3", "key 4"]]
    bare = plan_of(Habits(lifetime=90, new_key_every=1, release_every=60, years=1, backup=False))
    assert [sorted(one.pins or ()) for one in bare.releases][:3] == [["key 1"], ["key 2"], ["key 3"]]


def test_releases_come_at_their_pace() -> None:
    """The first on the first day, the last before the end."""
    plan = plan_of(Habits(release_every=100, years=1))
    days = [(one.released - plan.starts).days for one in plan.releases]
    assert days == [0, 100, 200, 300]
    assert [one.version for one in plan.releases] == ["1.0", "2.0", "3.0", "4.0"]


def test_pins_that_expire() -> None:
    """So many days after each release; as a rule they do not."""
    plan = plan_of(Habits(pins_last=90))
    assert {one.pins_expire and one.pins_expire - one.released for one in plan.releases} == {
        timedelta(days=90)
    }
    assert {one.pins_expire for one in plan_of(Habits()).releases} == {None}


def test_who_is_late() -> None:
    """The share named, after the days named, and nobody after the last day."""
    adoption = plan_of(Habits(old_share=0.3, old_after=20, gone_after=90)).adoption
    assert adoption.points == ((0, 1), (20, 0.3), (90, 0))
    assert plan_of(Habits(old_share=0.3, old_after=20, gone_after=None)).adoption.points == (
        (0, 1),
        (20, 0.3),
    )


def test_keeping_the_key_needs_no_release() -> None:
    """Whatever the lifetime, and with one release in five years."""
    for lifetime in (398, 200, 100, 47):
        assert first_trouble(plan_of(Habits(lifetime=lifetime, new_key_every=0, release_every=4000))) is None


def test_a_new_key_without_backup_breaks_everybody() -> None:
    """At the first renewal, on every version that is out."""
    plan = plan_of(Habits(lifetime=100, backup=False))
    trouble = first_trouble(plan)
    assert trouble is not None
    assert timeline(plan, [one.since for one in plan.certificates]).broken.max() == trouble.worst == 1
    assert trouble.share == 1
    assert trouble.key == "key 2"


def test_a_backup_pin_needs_time_between_two_new_keys() -> None:
    """One key a renewal is too fast at 47 days for versions that stay for half a year; a key in ten is not."""
    fast, slow = Habits(lifetime=47), Habits(lifetime=47, new_key_every=10)
    assert first_trouble(plan_of(fast)) is not None
    assert first_trouble(plan_of(slow)) is None


def test_the_plan_is_for_so_many_users() -> None:
    """All of them have the first version on the first day."""
    plan = plan_of(Habits(users=123, years=1, starts=datetime(2020, 2, 29, tzinfo=UTC)))
    assert timeline(plan, [plan.starts]).users.sum() == 123
    assert plan.ends == datetime(2021, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("habits", "told"),
    [
        ({"lifetime": 0}, "lifetime is 0"),
        ({"release_every": 0}, "release_every is 0"),
        ({"old_after": 0}, "old_after is 0"),
        ({"years": 0}, "years is 0"),
        ({"new_key_every": -1}, "new_key_every is -1"),
        ({"pins_last": -1}, "pins_last is -1"),
        ({"starts": datetime(2027, 1, 1)}, "habits, starts: .* no time zone"),
    ],
)
def test_what_no_habit_can_be(habits: dict[str, int], told: str) -> None:
    """Refused, with its name."""
    with pytest.raises(BadPlan, match=told):
        Habits(**habits)  # type: ignore[arg-type]


@pytest.mark.parametrize("habits", [{"old_share": 1.5}, {"old_after": 180, "gone_after": 180}, {"users": 0}])
def test_what_makes_no_plan(habits: dict[str, float]) -> None:
    """The plan refuses it, with the reason of the part that it does not fit."""
    with pytest.raises(BadPlan):
        plan_of(Habits(**habits))  # type: ignore[arg-type]
