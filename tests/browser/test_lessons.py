"""Every lesson as shipped, in a browser: what is seen, and what is spoken."""

from __future__ import annotations

from tests.browser.lesson_page import LessonPage


def test_it_runs_to_its_end(ran: LessonPage) -> None:
    """From a fresh workspace, without an error or a warning in any output."""
    assert ran.errors() == []


def test_nothing_pops_up(ran: LessonPage) -> None:
    """No news, no question, no note about an update lies over the lesson."""
    assert ran.page.locator("dialog, .Toastify__toast").all_text_contents() == []


def test_the_browser_has_no_complaint(ran: LessonPage) -> None:
    """Its console has no error."""
    assert ran.console == []
