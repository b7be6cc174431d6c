"""Plans over time, drawn, and the widget in which a team's habits move."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import ipywidgets
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from benchmarks.simulator import SETTINGS, step
from course.operations.rotation import (
    Adoption,
    Certificate,
    Devices,
    Habits,
    Plan,
    Release,
    first_trouble,
    plan_of,
)
from course.views import Live, lifetime_timetable, rotation_picture, rotation_simulator
from course.views.picture import Picture

STARTS = datetime(2027, 4, 1, tzinfo=UTC)
DAY = timedelta(days=1)
# The colour of what is refused, and how far a blended pixel may be from it.
REFUSED, NEAR = (0xC4, 0x62, 0x0F), 40


def plan(*, second_key: str = "key 2", pins: frozenset[str] | None = frozenset({"key 1"})) -> Plan:
    """Ninety days with one version, and another certificate after forty-five."""
    above = ("issuing CA", "root")
    return Plan(
        (
            Certificate("key 1", above, STARTS, STARTS + 60 * DAY),
            Certificate(second_key, above, STARTS + 45 * DAY, STARTS + 100 * DAY),
        ),
        (Release("1.0", STARTS, pins),),
        Adoption(((30, 0.0),)),
        (Devices("all phones", 1, frozenset({"root"})),),
        until=STARTS + 90 * DAY,
    )


def refused_in(drawn: Picture) -> NDArray[np.int64]:
    """Which columns of the picture have something refused, as parts of its width in percent."""
    pixels = np.asarray(Image.open(io.BytesIO(drawn.png)).convert("RGB"), dtype=int)
    like = (np.abs(pixels - REFUSED).max(axis=2) < NEAR).any(axis=0)
    return np.flatnonzero(like) * 100 // pixels.shape[1]


def test_words_give_numbers_and_the_first_trouble() -> None:
    """The picture says the same to whoever does not see it."""
    words = rotation_picture(plan()).words
    assert words.startswith(
        "2 certificates, 2 keys, 1 release. Somebody is locked out on 45 days, at worst 100 % of all users, "
        "on 2027-05-16. The first time: 2027-05-16 00:00 UTC: version 1.0 refuses the server"
    )


def test_a_plan_that_holds_says_so() -> None:
    """The same certificates for one key lock out nobody."""
    assert rotation_picture(plan(second_key="key 1")).words == (
        "2 certificates, 1 key, 1 release. Nobody is locked out."
    )


def test_what_is_refused_is_seen_where_it_happens() -> None:
    """In the right half of the time, which is about from the middle of the picture on; and nowhere in a good "
    "plan."""
    places = refused_in(rotation_picture(plan()))
    assert 56 <= places.min() <= 60
    assert places.max() >= 97
    assert refused_in(rotation_picture(plan(second_key="key 1"))).size == 0


def test_the_block_of_an_expired_certificate_ends() -> None:
    """The server still presents it, and a gap shows that nobody takes it."""
    whole = plan()
    first, second = whole.certificates
    expired = replace(whole, certificates=(replace(first, ends=STARTS + 30 * DAY), second))
    widths = []
    for drawn in (rotation_picture(whole), rotation_picture(expired)):
        pixels = np.asarray(Image.open(io.BytesIO(drawn.png)).convert("RGB"), dtype=int)
        top = pixels[: pixels.shape[0] // 4]
        blue = (np.abs(top - (0x2C, 0x6D, 0xA3)).max(axis=2) < NEAR).any(axis=0)
        widths.append(int(blue.sum()))
    assert 0.6 < widths[1] / widths[0] < 0.73


def test_what_is_refused_is_seen_twice() -> None:
    """In the band of the version, and in the sum below it."""
    pixels = np.asarray(Image.open(io.BytesIO(rotation_picture(plan()).png)).convert("RGB"), dtype=int)
    like = (np.abs(pixels - REFUSED).max(axis=2) < NEAR).sum(axis=1) > pixels.shape[1] // 4
    assert np.count_nonzero(np.diff(like.astype(int)) == 1) == 2


def test_nobody_who_does_not_pin_is_refused() -> None:
    """A version without pins is drawn too."""
    drawn = rotation_picture(plan(pins=None))
    assert drawn.words.endswith("Nobody is locked out.")
    assert refused_in(drawn).size == 0


@pytest.mark.parametrize(
    "other", [plan(second_key="key 1"), plan(pins=None), plan(pins=frozenset({"key 7"}))]
)
def test_another_plan_is_another_picture(other: Plan) -> None:
    """Whatever differs is seen."""
    assert rotation_picture(other).png != rotation_picture(plan()).png


def test_a_quick_picture_is_smaller_and_as_wide() -> None:
    """Fewer pixels for the same place on the page."""
    slow, quick = rotation_picture(plan()), rotation_picture(plan(), quick=True)
    assert Image.open(io.BytesIO(quick.png)).width < Image.open(io.BytesIO(slow.png)).width
    assert (quick.width, quick.words) == (slow.width, slow.words)


def test_long_times_and_many_pins_can_be_drawn() -> None:
    """Ten years, a gap in use, and more pins than there is room for."""
    keys = [f"key {number}" for number in range(1, 41)]
    certificates = [
        Certificate(
            key,
            ("a CA with a long name", "root"),
            STARTS + number * 90 * DAY,
            STARTS + (number * 90 + 46) * DAY,
        )
        for number, key in enumerate(keys)
    ]
    long = Plan(
        tuple(certificates),
        (Release("1.0", STARTS, frozenset(keys[:9])), Release("2.0", STARTS + 400 * DAY, None)),
        Adoption(((10, 0.5), (20, 0.5))),
        (Devices("old", 0.5, frozenset({"root"})), Devices("without roots", 0.5, frozenset())),
    )
    assert rotation_picture(long).words.startswith("40 certificates, 40 keys, 2 releases.")


@pytest.fixture(scope="module")
def live() -> Live:
    """The simulator as the lesson begins with it."""
    return rotation_simulator()


def controls(live: Live) -> dict[str, Any]:
    """The five controls and what they move."""
    names = ("lifetime", "new_key", "backup", "release_every", "on_old_versions", "shown")
    return dict(zip(names, live.widget.children, strict=True))


def said(shown: ipywidgets.HTML) -> str:
    """The sentence of the status line."""
    found = re.search(r"<div role='status'[^>]*>(.*?)</div>", shown.value)
    assert found
    return html.unescape(found[1])


def test_it_begins_with_trouble_and_a_backup_pin(live: Live) -> None:
    """A new key at each renewal outruns one backup pin."""
    assert live.words.startswith(
        "2 years: 11 certificates, 11 keys, 25 releases. Somebody is locked out on 597 days"
    )


def test_its_still_says_and_shows_the_first_setting(live: Live) -> None:
    """For whoever has no kernel: the sentence, and a picture with the same as alternative text."""
    assert html.escape(live.words) in live.still
    assert f'alt="{html.escape(live.words)}"' in live.still


# What the lesson says of each slider.
CLAIMS = {
    "release_every": (14, 16.9),
    "on_old_versions": (0, 0.0),
    "lifetime": (47, 92.9),
    "new_key": ("every 4th", 0.0),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_each_slider_does_what_the_lesson_says(name: str) -> None:
    """One of them moved: the picture is another, the sentence gives the worst day."""
    moved = controls(rotation_simulator())
    before = moved["shown"].value
    moved[name].value, worst = CLAIMS[name]
    assert moved["shown"].value != before
    assert (f"at worst {worst:g} % of all users" if worst else "Nobody is locked out.") in said(
        moved["shown"]
    )


def test_without_the_backup_pin_everybody_is_locked_out() -> None:
    """Where one was enough."""
    moved = controls(rotation_simulator(new_key="every 4th"))
    assert "Nobody" in said(moved["shown"])
    moved["backup"].value = False
    assert "at worst 100 % of all users" in said(moved["shown"])


def test_the_worst_day_need_not_be_the_first() -> None:
    """The words name both."""
    one = plan_of(
        Habits(lifetime=100, new_key_every=1, backup=True, release_every=30, old_share=0.2, years=2)
    )
    trouble = first_trouble(one)
    assert trouble is not None
    assert trouble.worst_at.date() > trouble.at.date()
    assert (
        f"on {trouble.worst_at:%Y-%m-%d}. The first time: {trouble.at:%Y-%m-%d}"
        in rotation_picture(one).words
    )


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_bench_moves_sliders_that_there_are(setting: str) -> None:
    """A slider's range that changes must not break `make bench`."""
    step(SETTINGS[setting])()


def test_it_begins_where_it_is_told() -> None:
    """Every argument has its control."""
    told = {"lifetime": 60, "new_key": "never", "backup": False, "release_every": 45, "on_old_versions": 5}
    live = rotation_simulator(60, "never", backup=False, release_every=45, on_old_versions=5)
    assert {name: control.value for name, control in controls(live).items() if name != "shown"} == told


def test_every_control_has_a_name(live: Live) -> None:
    """JupyterLab reads out the description, and nothing else."""
    assert all(control.description for name, control in controls(live).items() if name != "shown")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"new_key": "sometimes"}, "'sometimes' is none of the choices"),
        ({"lifetime": 398}, "398 is outside 30 to 100"),
        ({"release_every": 0}, "0 is outside 14 to 180"),
        ({"on_old_versions": 61}, "61 is outside 0 to 60"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    """With the range, not silently with another number."""
    with pytest.raises(ValueError, match=sentence):
        rotation_simulator(**wrong)


def test_the_timetable_counts_renewals() -> None:
    """As often as the rule of thumb says, in years with one limit."""
    words = lifetime_timetable().words
    assert words == (
        "The longest life of a public certificate, by its day of issue: 398 days; 200 days from 15 March 2026; "
        "100 days from 15 March 2027; 47 days from 15 March 2029. Renewals a year, each when a third of the life is "
        "left: 2025: 1, 2026: 2, 2027: 4, 2028: 5, 2029: 10, 2030: 11."
    )
    assert [int(365.25 / (days * 2 / 3)) for days in (100, 47)] == [5, 11]
