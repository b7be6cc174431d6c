"""One browser and one JupyterLab for all tests here; a picture of the page when one of them fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from course.classroom.lessons import EXTRA, shipped_lessons
from tests.programs import missing

if TYPE_CHECKING:
    from tests.browser.browsing import Browsing
    from tests.browser.lesson_page import LessonPage

SWITCH = "COURSE_BROWSER"
FAILURES = Path(__file__).parent / "failures"
OPEN = pytest.StashKey["Browsing"]()


# Not for the session: while Playwright is open, nobody else in this process can have an event loop.
@pytest.fixture(scope="package")
def browsing(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Browsing]:
    """A browser in front of a fresh workspace."""
    if os.environ.get(SWITCH) == "off":
        pytest.skip(f"{SWITCH}=off")
    if find_spec("playwright") is None:
        missing("playwright is needed here and not installed: `pip install -e '.[test]'`.")
    from tests.browser.browsing import CHROMIUM, browsing, find_chromium

    chromium = find_chromium()
    if chromium is None:
        missing(
            f"Chromium is needed here and not installed (Debian: apt install chromium); {CHROMIUM} can name it."
        )
    with browsing(tmp_path_factory.mktemp("browsing"), chromium) as made:
        request.config.stash[OPEN] = made
        yield made
        del request.config.stash[OPEN]


@pytest.fixture
def open_lesson(browsing: Browsing) -> Iterator[Callable[[str], LessonPage]]:
    """Opens lessons as shipped; the test may do with them what it likes."""
    opened = []

    def opening(lesson: str) -> LessonPage:
        opened.append(browsing.open_lesson(lesson))
        return opened[-1]

    yield opening
    for lesson in opened:
        lesson.close()


SOLVED = ", solved"
# Programs take their time, and the page shows a drill as it shows a lesson: solved is enough.
FORMS = [
    f"{lesson.stem}{form}"
    for lesson in shipped_lessons()
    for form in ("", SOLVED)
    if form or lesson.parent.name != EXTRA
]


# Gone before another module opens the same lesson: two pages of one notebook share its kernel.
@pytest.fixture(scope="module")
def pages(browsing: Browsing) -> Iterator[Callable[[str], LessonPage]]:
    """Opens lessons one after the other, and keeps the last one open."""
    opened: list[LessonPage] = []

    def opening(lesson: str) -> LessonPage:
        if not opened or opened[-1].file.stem != lesson:
            for other in opened:
                other.close()
            opened[:] = [browsing.open_lesson(lesson)]
        return opened[-1]

    yield opening
    for lesson in opened:
        lesson.close()


@pytest.fixture(scope="module", params=FORMS)
def ran(pages: Callable[[str], LessonPage], request: pytest.FixtureRequest) -> LessonPage:
    """Each lesson, run to its end as shipped, and then solved on the same page."""
    form: str = request.param
    lesson = pages(form.removesuffix(SOLVED))
    if form.endswith(SOLVED):
        lesson.solve()
    else:
        lesson.run_all()
    return lesson


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add a picture of the page to what is said of a failed test."""
    report = yield
    browsing = item.config.stash.get(OPEN, None)
    if (
        report.failed
        and browsing is not None
        and browsing.page is not None
        and not browsing.page.page.is_closed()
    ):
        FAILURES.mkdir(exist_ok=True)
        picture = FAILURES / f"{item.name.replace('/', '-')}.png"
        browsing.page.page.screenshot(path=picture)
        report.sections.append(("the page", f"A picture of it: {picture}"))
    return report
