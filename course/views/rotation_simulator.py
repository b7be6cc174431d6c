"""A widget: five habits of a team, and who is locked out by them."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import ipywidgets

from course.operations.rotation import Habits, plan_of
from course.pki import longest_life
from course.views.live import Live
from course.views.picture import Picture
from course.views.rotation import rotation_picture

# Two years with one and the same limit for certificates: 100 days, from here until it falls to 47.
STARTS = datetime(2027, 3, 15, tzinfo=UTC)
YEARS = 2
NEW_KEY = {"never": 0, "every 8th renewal": 8, "every 4th": 4, "every 2nd": 2, "at each renewal": 1}
_CARD = "background-color: #fbfaf6; color: #22272e; padding: 8px; line-height: 1.5; max-width: 704px"
# Without a tooltip of its own, a slider's name has one that says "null".
_WIDE = {
    "layout": {"width": "560px", "max_width": "100%"},
    "style": {"description_width": "16em"},
    "tooltip": "",
}


def rotation_simulator(
    lifetime: int = 100,
    new_key: str = "at each renewal",
    *,
    backup: bool = True,
    release_every: int = 30,
    on_old_versions: int = 20,
) -> Live:
    """Move a team's habits, and see two years of them.

    Args:
      lifetime: days that a certificate lives, 30 to 100.
      new_key: "never", "every 8th renewal", "every 4th", "every 2nd" or "at each renewal".
      backup: whether each release pins the next key too.
      release_every: days between releases of the app.
      on_old_versions: of 100 users, how many are still on an older version 30 days after a release.

    Returns:
      A widget: four sliders, a box to tick, the plan that comes of them as a picture, and its sentence. In its place
      stand picture and sentence of the first setting.

    Raises:
      ValueError: `new_key` is none of the choices, or a number is outside its slider's range.
    """
    if new_key not in NEW_KEY:
        raise ValueError(f"{new_key!r} is none of the choices. Take one of: {', '.join(NEW_KEY)}.")
    controls: dict[str, Any] = {
        "lifetime": _slider(lifetime, 30, longest_life(STARTS), "Certificate lives (days)"),
        "new_key": ipywidgets.SelectionSlider(
            options=list(NEW_KEY), value=new_key, description="New key", **_WIDE
        ),
        "backup": ipywidgets.Checkbox(
            value=backup,
            description="Each release pins the next key too (backup pin)",
            indent=False,
            layout={"width": "560px", "max_width": "100%", "margin": "2px 2px 2px 2em"},
        ),
        "release_every": _slider(release_every, 14, 180, "Release every (days)"),
        "on_old_versions": _slider(on_old_versions, 0, 60, "Not updated after 30 days (%)"),
    }
    # As high as it ever gets, so that the page below stays where it is.
    shown = ipywidgets.HTML(layout={"min_height": "650px"})
    first = _drawn(controls)
    shown.value = _html(first)

    def redraw(_: object) -> None:
        # ipywidgets sends one value of a moving slider at a time, and the next when this one is drawn.
        shown.value = _html(_drawn(controls))

    for control in controls.values():
        control.observe(redraw, names="value")
    return Live(ipywidgets.VBox([*controls.values(), shown]), first.words, _html(first))


def _slider(value: int, low: int, high: int, name: str) -> ipywidgets.IntSlider:
    if not low <= value <= high:
        raise ValueError(f"{name}: {value} is outside {low} to {high}. Choose a number in between.")
    return ipywidgets.IntSlider(value=value, min=low, max=high, description=name, **_WIDE)


def _drawn(controls: dict[str, Any]) -> Picture:
    habits = Habits(
        lifetime=controls["lifetime"].value,
        new_key_every=NEW_KEY[controls["new_key"].value],
        backup=controls["backup"].value,
        release_every=controls["release_every"].value,
        old_share=controls["on_old_versions"].value / 100,
        years=YEARS,
        starts=STARTS,
    )
    drawn = rotation_picture(plan_of(habits), quick=True)
    return replace(drawn, words=f"{YEARS} years: {drawn.words}")


def _html(drawn: Picture) -> str:
    return (
        f"<div role='status' aria-live='polite' style='{_CARD}'>{html.escape(drawn.words)}</div>{drawn.html}"
    )
