"""Whatever can be moved in the outputs of a lesson: found on the page itself, and moved as people move it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tests.browser.lesson_page import OUTPUTS, LessonPage

if TYPE_CHECKING:
    from playwright.sync_api import Locator

# The buttons of each lesson's first cell have a test of their own.
SAVE, RESTORE = "Save my answers", "Restore my answers"
OWN = "button of the first cell"

INTERACTIVE = "button, input, select, textarea, summary, [contenteditable=true], [tabindex]"
# What only holds others, or is only read.
OUTPUT = "xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]"
PASSIVE = ":is(.widget-box, .widget-html, .widget-output, .widget-label)"

# What kind of control it is, how it is called, and its place among all; "" for a kind that nobody here can move.
FIND = f"""found => found.map((control, place) => {{
  const widget = control.closest('button, .widget-inline-hbox') || control;
  const name = widget.textContent.trim().slice(0, 40);
  const kinds = {{
    '{OWN}': '.course-work button',
    'slider': '.widget-slider .noUi-handle',
    'readout': '.widget-slider .widget-readout',
    'tick box': '.widget-checkbox input',
    'menu': '.widget-dropdown select',
    'list': '.widget-select select',
  }};
  const kind = Object.keys(kinds).find(kind => control.matches(kinds[kind])) || '';
  // Words in a readout cannot be typed over; only numbers can.
  return kind === 'readout' && isNaN(control.textContent) ? null : [kind, name, place];
}}).filter(one => one)"""
WITHOUT = f"""found => found.filter(one => !one.matches('{INTERACTIVE}') && !one.querySelector('{INTERACTIVE}'))
  .map(one => one.className)"""

SEEN = """output => {
  const parts = [...output.querySelectorAll('.widget-html-content')].map(part => part.cloneNode(true));
  const all = selector => parts.flatMap(part => [...part.querySelectorAll(selector)]);
  const seen = {alts: all('img').map(one => one.alt), pictures: all('img').map(one => one.src)};
  for (const drawn of all('[role=img]')) { seen.pictures.push(drawn.outerHTML); drawn.remove(); }
  return {...seen, words: parts.map(part => part.textContent)};
}"""

Seen = dict[str, list[str]]


@dataclass(frozen=True)
class Control:
    """One control.

    Attributes:
      kind: such as "slider".
      name: what it is called, more or less; for messages.
      element: what takes the mouse and the keys.
      output: the output that it stands in.
    """

    kind: str
    name: str
    element: Locator
    output: Locator

    def seen(self) -> Seen:
        """What is seen beside it: the pictures, their alternative texts, and the words."""
        seen: Seen = self.output.evaluate(SEEN)
        return seen


class Move(NamedTuple):
    """A way to move a control, and the way back."""

    how: str
    there: Callable[[], None]
    back: Callable[[], None]


def controls(lesson: LessonPage) -> list[Control]:
    """All controls of a lesson, save those that have tests of their own.

    Raises:
      AssertionError: it has one that no test moves.
    """
    outputs = lesson.page.locator(OUTPUTS)
    places = outputs.locator(INTERACTIVE)
    found = [(kind, name, places.nth(place)) for kind, name, place in places.evaluate_all(FIND)]
    unknown = [
        name for kind, name, _ in found if not kind or (kind == OWN and not name.startswith((SAVE, RESTORE)))
    ]
    unknown += outputs.locator(f".jupyter-widgets:not({PASSIVE})").evaluate_all(WITHOUT)
    assert unknown == [], "These have no test that moves them: add their kind to tests/browser/controls.py."
    return [
        Control(kind, name, element, element.locator(OUTPUT)) for kind, name, element in found if kind != OWN
    ]


def move(lesson: LessonPage, control: Control) -> None:
    """Move a control in every way and back: picture and words change, and are as at first again."""
    control.element.scroll_into_view_if_needed()
    first = control.seen()
    assert first["words"]
    for how, there, back in MOVES[control.kind](lesson, control.element):
        what = f"{control.kind} {control.name!r}, {how}"
        there()
        lesson.until(
            f"{what}: picture and words have changed",
            lambda: all(now != first[part] for part, now in control.seen().items() if now),
        )
        back()
        lesson.until(f"{what}: picture and words are as at first again", lambda: control.seen() == first)


def _slider(lesson: LessonPage, handle: Locator) -> Iterator[Move]:
    low, now, high = (_value(handle, which) for which in ("min", "now", "max"))
    there, back = ("ArrowLeft", "ArrowRight") if now == high else ("ArrowRight", "ArrowLeft")
    yield Move("by keyboard", lambda: handle.press(there), lambda: handle.press(back))

    mouse = lesson.page.mouse
    here, height, size = _middle(handle)
    track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]").bounding_box()
    assert track
    # To the side with more room.
    side = -1 if here > track["x"] + track["width"] / 2 else 1
    far = here + side * 0.4 * track["width"]
    # Not so near that the handle is hit.
    near = here + side * max(size, 1.5 * track["width"] / (high - low))

    def drag() -> None:
        mouse.move(here, height)
        mouse.down()
        mouse.move(far, height, steps=3)

    def drag_back() -> None:
        mouse.move(here, height, steps=3)
        mouse.up()

    def pull_back() -> None:
        mouse.move(*_middle(handle)[:2])
        mouse.down()
        drag_back()
        # Where a pixel is more than one step, the mouse need not meet the first place.
        off = round(_value(handle, "now") - now)
        for _ in range(abs(off)):
            handle.press("ArrowLeft" if off > 0 else "ArrowRight")

    yield Move("dragged by the mouse", drag, drag_back)
    yield Move("by a click beside the handle", lambda: mouse.click(near, height), pull_back)


def _middle(handle: Locator) -> tuple[float, float, float]:
    """The middle of a handle on the page, and its width."""
    box = handle.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"]


def _value(handle: Locator, which: str) -> float:
    return float(handle.get_attribute(f"aria-value{which}") or "nan")


def _readout(lesson: LessonPage, readout: Locator) -> Iterator[Move]:
    handle = readout.locator("xpath=..").locator(".noUi-handle")
    now, high = _value(handle, "now"), _value(handle, "max")

    def type_number(number: float) -> None:
        readout.click()
        lesson.page.keyboard.press("Control+a")
        lesson.page.keyboard.type(f"{number:.0f}")
        lesson.page.keyboard.press("Enter")

    other = now - 1 if now == high else now + 1
    yield Move("by typing a number", lambda: type_number(other), lambda: type_number(now))


def _tick_box(_: LessonPage, box: Locator) -> Iterator[Move]:
    yield Move("by keyboard", lambda: box.press("Space"), lambda: box.press("Space"))
    yield Move("by mouse", box.click, box.click)


def _menu(_: LessonPage, menu: Locator) -> Iterator[Move]:
    there, back = ("ArrowUp", "ArrowDown") if _chosen(menu) else ("ArrowDown", "ArrowUp")

    # An open menu is the browser's own and no part of the page: a test can reach it by keys only.
    def choose(arrow: str) -> None:
        menu.press(arrow)
        menu.press("Enter")

    def open_by_key(arrow: str) -> None:
        menu.press("Space")
        choose(arrow)

    def open_by_mouse(arrow: str) -> None:
        menu.click()
        choose(arrow)

    yield Move("by keyboard", lambda: open_by_key(there), lambda: open_by_key(back))
    yield Move("by mouse", lambda: open_by_mouse(there), lambda: open_by_mouse(back))


def _list(_: LessonPage, options: Locator) -> Iterator[Move]:
    now, option = _chosen(options), options.locator("option")
    yield Move("by mouse", option.nth(now - 1 if now else 1).click, option.nth(now).click)


def _chosen(options: Locator) -> int:
    chosen: int = options.evaluate("options => options.selectedIndex")
    return chosen


# What FIND calls them. The list takes no keys: in JupyterLab the arrow keys move the cell cursor there.
MOVES: dict[str, Callable[[LessonPage, Locator], Iterator[Move]]] = {
    "slider": _slider,
    "readout": _readout,
    "tick box": _tick_box,
    "menu": _menu,
    "list": _list,
}
