"""Every lesson as shipped, in a browser: what is seen, what is spoken, and what moves."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from course.classroom.lessons import check_of
from tests.browser.contrast import ENOUGH, contrasts
from tests.browser.lesson_page import OUTPUTS, LessonPage


def test_it_runs_to_its_end(ran: LessonPage) -> None:
    """From a fresh workspace, without an error or a warning in any output."""
    assert ran.errors() == []


def test_nothing_pops_up(ran: LessonPage) -> None:
    """No news, no question, no note about an update lies over the lesson."""
    assert ran.page.locator("dialog, .Toastify__toast").all_text_contents() == []


def test_the_browser_has_no_complaint(ran: LessonPage) -> None:
    """Its console has no error."""
    assert ran.console == []


def test_pictures_are_spoken(ran: LessonPage) -> None:
    """A screen reader gets the words of every picture, and no picture without words."""
    shown = [output.get("data", {}) for cell in ran.cells for output in cell.get("outputs", [])]
    words = ["".join(data["text/plain"]) for data in shown if "<img " in "".join(data.get("text/html", ""))]
    spoken = ran.spoken("image")
    assert "" not in spoken
    assert [each for each in words if each not in spoken] == []


def test_verdicts_are_spoken(ran: LessonPage) -> None:
    """A screen reader gets every reply's verdict as text of its own."""
    checks = [cell for cell in ran.cells if check_of(cell)]
    assert ran.spoken("StaticText").count("Not attempted") == len(checks)


def test_controls_are_spoken(ran: LessonPage) -> None:
    """Whatever can be moved or pressed has a name; ipywidgets gives sliders none, so theirs is read before them."""
    heard = [
        line.strip() for each in ran.page.locator(OUTPUTS).all() for line in each.aria_snapshot().splitlines()
    ]
    kinds = "button|checkbox|combobox|listbox|radio|slider|spinbutton|textbox|tree"
    nameless = [
        f"{before} {line}"
        for before, line in pairwise(["", *heard])
        if re.match(rf"- ({kinds})(?! \")", line) and not ("slider" in line and before.startswith("- text: "))
    ]
    assert nameless == []


def test_nothing_is_cut_off(ran: LessonPage) -> None:
    """On a small laptop's screen no output has to be moved sideways to be read."""
    wide = "found => found.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
    assert ran.page.locator(OUTPUTS).evaluate_all(wide) == []


def test_no_printed_line_is_broken(ran: LessonPage) -> None:
    """JupyterLab breaks a line that is too long in the middle of a word."""
    broken = """found => found.flatMap(pre => {
      const range = document.createRange(), text = pre.textContent.trimEnd();
      range.selectNodeContents(pre);
      const rows = new Set([...range.getClientRects()].filter(row => row.width > 0).map(row => Math.round(row.top)));
      const lines = text.split('\\n').filter(line => line.length > 0);
      return rows.size > lines.length ? [text] : [];
    })"""
    assert ran.page.locator(f"{OUTPUTS}.jp-RenderedText pre").evaluate_all(broken) == []


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_text_stands_out(ran: LessonPage, theme: str) -> None:
    """Text and outputs, on a light page and on a dark one."""
    ran.theme(theme)
    measured = contrasts(ran.page, f"{OUTPUTS}, .jp-Notebook .jp-RenderedMarkdown")
    assert measured
    assert [f"{ratio:.1f}: {text[:60]}" for ratio, text in measured if ratio < ENOUGH] == []


@pytest.mark.parametrize("ran", ["03_hash_public_keys"], indirect=True)
def test_what_is_hashed_obeys_the_keyboard(ran: LessonPage) -> None:
    """Another choice from the menu, another table."""
    widget = ran.cell_with("what_is_hashed(")
    ran.wait_for(widget, "SHA-256 of the SubjectPublicKeyInfo")
    # Space opens the menu. A mere arrow would move JupyterLab's cell cursor.
    for key in ("Space", "ArrowDown", "Enter"):
        widget.locator("select").press(key)
    ran.wait_for(widget, "SHA-256 of the whole certificate")


@pytest.mark.parametrize("ran", ["02_read_certificates"], indirect=True)
@pytest.mark.parametrize(("slider", "key"), [("Field", "ArrowRight"), ("Byte", "ArrowLeft")])
def test_the_explorer_obeys_the_keyboard(ran: LessonPage, slider: str, key: str) -> None:
    """Each slider moves the other one, and the words say another field and another byte."""
    explorer = ran.cell_with("certificate_explorer(")
    said = explorer.get_by_role("status")
    sliders = explorer.locator(".widget-slider")
    other = sliders.filter(has_not_text=slider).locator(".noUi-handle")
    before, at = said.text_content(), other.get_attribute("aria-valuenow")
    sliders.filter(has_text=slider).locator(".noUi-handle").press(key)
    ran.until("the words have changed", lambda: said.text_content() != before)
    ran.until("the other slider has followed", lambda: other.get_attribute("aria-valuenow") != at)


@pytest.mark.parametrize("ran", ["06_expiry_and_rotation"], indirect=True)
def test_the_rotation_simulator_obeys_the_keyboard(ran: LessonPage) -> None:
    """A slider, and the box: another sentence and another picture each time, and the picture says the sentence."""
    simulator = ran.cell_with("rotation_simulator(")
    said, drawn = simulator.get_by_role("status"), simulator.locator(".jp-OutputArea-output img")
    before, picture = said.text_content(), drawn.get_attribute("src")
    handle = simulator.locator(".widget-slider").filter(has_text="Release every").locator(".noUi-handle")
    handle.press("ArrowRight")
    ran.until("the words have changed", lambda: said.text_content() != before)
    ran.until("the picture has changed", lambda: drawn.get_attribute("src") != picture)
    assert drawn.get_attribute("alt") == said.text_content()
    simulator.get_by_role("checkbox").press("Space")
    ran.until("everybody is locked out", lambda: "at worst 100 %" in (said.text_content() or ""))
