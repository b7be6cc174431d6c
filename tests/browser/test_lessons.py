"""Every lesson in a browser, as shipped and solved: what is seen, what is spoken, what moves, and what is replied."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from course.classroom.lessons import check_of
from course.classroom.solved import with_solution
from course.exercises import all_exercises
from tests.browser.conftest import FORMS, SOLVED
from tests.browser.contrast import ENOUGH, contrasts
from tests.browser.controls import controls, move
from tests.browser.lesson_page import OUTPUTS, LessonPage

HASHED_TOO_MUCH = """from cryptography import x509


def spki_pin(certificate: x509.Certificate) -> str:
    digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    return "sha256/" + base64.b64encode(digest).decode()"""


EMPTY_PATH_GETS_IN = """def compare(pins, host, path):
    seen = [str(Pin.of(certificate)) for certificate in path]
    return host not in pins or bool(set(pins[host]) & set(seen)), seen"""

# For some lessons an exercise, a wrong answer, and what is said to it.
WRONG = {
    "03_hash_public_keys": ("spki-pin", HASHED_TOO_MUCH, "You hashed the whole certificate"),
    "04_fragile_cer": (
        "issue-next-by",
        "def issue_next_by(life, review, adoption):\n    return life",
        "review",
    ),
    "05_pin_public_keys": ("own-pinner", EMPTY_PATH_GETS_IN, "path"),
    "06_expiry_and_rotation": (
        "runbook-in-order",
        'runbook = ["C", "F", "D", "A", "B", "G", "E"]',
        "overlap rule",
    ),
    "07_android": (
        "pin-every-host",
        'def pinner_rows(bank, backup, cdn):\n    return [("**.bank.test", bank, backup, cdn)]',
        "the CDN gets in",
    ),
}


def test_it_runs_to_its_end(ran: LessonPage) -> None:
    """From a fresh workspace, without an error or a warning in any output, and with every widget drawn."""
    assert ran.errors() == []
    shown = ran.page.locator(OUTPUTS).all_text_contents()
    assert [text for text in shown if "Loading widget" in text or "Error displaying widget" in text] == []


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
    spoken = ran.spoken("image", "img, svg, canvas, picture, object, [role=img]")
    assert "" not in spoken
    assert [each for each in words if each not in spoken] == []


def test_verdicts_are_spoken(ran: LessonPage) -> None:
    """A screen reader gets every reply's verdict as text of its own."""
    checks = [cell for cell in ran.cells if check_of(cell)]
    verdict = "Correct" if ran.solved else "Not attempted"
    assert ran.spoken("StaticText", "strong").count(verdict) == len(checks)


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
    assert ran.page.locator(f"{OUTPUTS} [title=null]:visible").count() == 0


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


@pytest.mark.parametrize("ran", [form for form in FORMS if form.endswith(SOLVED)], indirect=True)
@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_text_stands_out(ran: LessonPage, theme: str) -> None:
    """Text and outputs, on a light page and on a dark one. Unsolved, a lesson has the same, and shorter replies."""
    ran.theme(theme)
    measured = contrasts(ran.page, f"{OUTPUTS}, .jp-Notebook .jp-RenderedMarkdown")
    assert measured
    assert [f"{ratio:.1f}: {text[:60]}" for ratio, text in measured if ratio < ENOUGH] == []


def test_every_control_moves_its_picture(ran: LessonPage) -> None:
    """By mouse and by keyboard, there and back."""
    for control in controls(ran) if ran.solved else []:
        move(ran, control)


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


@pytest.mark.parametrize("ran", WRONG, indirect=True)
def test_answers_earn_their_replies(ran: LessonPage) -> None:
    """A wrong answer is explained; the solution in its place is correct."""
    name, wrong, told = WRONG[ran.file.stem]
    reply = ran.answer(name, wrong)
    assert reply.startswith("Not yet")
    assert told in reply
    assert ran.answer(name, with_solution(ran.stub_of(name), all_exercises()[name])).startswith("Correct")


@pytest.mark.parametrize("ran", ["00_start_here"], indirect=True)
def test_the_board_keeps_up(ran: LessonPage) -> None:
    """The widget with a learner's progress changes while they answer."""
    board = ran.add("from course.classroom.board import progress_board\nprogress_board()")
    ran.wait_for(board, f"0 of {len(all_exercises())} exercises")
    ran.answer("stranger-in-between", 'mallory_unknown = "refused"')
    ran.wait_for(board, f"1 of {len(all_exercises())} exercises")
