"""The page of a class, in a browser: from a file, without a network, on any screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from course.classroom.report import class_report
from course.exercises import all_exercises
from tests.browser.browsing import Browsing
from tests.browser.contrast import ENOUGH, contrasts
from tests.classroom.report.classes import line, saved

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEARNERS = 30
PHONE, LAPTOP = 360, 1280


class Report:
    """The page as opened.

    Attributes:
      page: the browser's page.
      complaints: what the browser's console says.
      requests: every address that was asked for.
    """

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(file.as_uri())


@pytest.fixture(scope="module")
def report(browsing: Browsing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    """A class of thirty, each a little further than the one before, with mistakes and one damaged file."""
    folder = tmp_path_factory.mktemp("class")
    exercises = list(all_exercises().values())
    for number in range(LEARNERS):
        lines = []
        for place, exercise in enumerate(exercises[: number + 1]):
            minute = 3 * place + number / LEARNERS
            wrong = (
                exercise.mistakes[number % len(exercise.mistakes)].name if exercise.mistakes else "another"
            )
            lines.append(line(exercise.name, "attempt", minute, mistake=wrong))
            if (place + number) % 5:
                lines.append(line(exercise.name, "correct", minute + 2))
        saved(folder / f"Learner with a rather long name {number}.json", *lines)
    (folder / "damaged.json").write_text("{")
    file = folder / "report.html"
    class_report(folder, names=True).write_page(file, names=True)
    page = browsing.context.new_page()
    yield Report(page, file)
    page.close()


def test_the_browser_has_no_complaint(report: Report) -> None:
    """Not about the page's own rules either, by which it may load nothing."""
    assert report.complaints == []


def test_it_asks_for_nothing(report: Report) -> None:
    """Nothing but the file itself."""
    assert set(report.requests) == {report.page.url}
    assert report.page.url.startswith("file://")


def test_everybody_is_in_the_table(report: Report) -> None:
    """As a screen reader finds it: a table with a caption, and a row whose head is the learner."""
    table = report.page.get_by_role("table", name="One line for each learner")
    assert table.locator("tbody").get_by_role("row").count() == LEARNERS
    [row] = table.get_by_role("row").filter(has=report.page.get_by_role("rowheader", name="name 7")).all()
    heads = table.get_by_role("columnheader").all_text_contents()
    cells = dict(zip(heads[1:], row.get_by_role("cell").all_text_contents(), strict=True))
    assert cells["Solved"] == f"7 of {len(all_exercises())}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(report: Report, scheme: str) -> None:
    """On a light page and on a dark one, as the machine wants it."""
    report.page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    measured = contrasts(report.page, "body")
    assert measured
    assert [f"{ratio:.1f}: {text[:60]}" for ratio, text in measured if ratio < ENOUGH] == []
    [behind] = report.page.evaluate("[getComputedStyle(document.documentElement).backgroundColor]")
    assert (behind == "rgb(255, 255, 255)") == (scheme == "light")


def test_every_wide_part_is_reached_by_tab_and_has_a_name(report: Report) -> None:
    """In the order of the page."""
    report.page.reload()
    for heading in ("Who is where", "What stops whom", "Mistakes"):
        report.page.keyboard.press("Tab")
        region = report.page.get_by_role("region", name=heading)
        assert region.evaluate("region => region === document.activeElement")


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_the_page_does_not_move_sideways(report: Report, width: int) -> None:
    """What is too wide moves by itself: with the keyboard too, and a screen reader says what it is."""
    report.page.set_viewport_size({"width": width, "height": 800})
    wide, seen = report.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= seen
    for region in report.page.get_by_role("region").all():
        if region.evaluate("region => region.scrollWidth > region.clientWidth"):
            region.press("ArrowRight")
            report.page.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle())
