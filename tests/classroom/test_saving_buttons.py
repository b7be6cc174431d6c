"""`my_work`: the buttons in a lesson, as far as they can be pressed without a page."""

from __future__ import annotations

import base64
import re
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from course.classroom import my_work
from course.classroom.being_saved import copy_of
from course.classroom.page import Page, saved_lately
from course.classroom.saving import collect
from course.classroom.work_file import read_work
from course.classroom.workspace import start
from tests.classroom.carrying import ANSWER, answer, answers
from tests.classroom.school import School, lesson

LESSON = "01_first.ipynb"


@pytest.fixture
def work(school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that the kernel runs in, on a page that does not answer."""
    school.ship(_01_first=lesson("one", "first-task"))
    start(tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr("course.classroom.page.PATIENCE", 0.1)
    return tmp_path / "work"


@pytest.fixture
def page_saves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that saves the notebook when it is asked to."""

    def save_notebook(_: Page, folder: Path) -> bool:
        (folder / LESSON).touch()
        return True

    monkeypatch.setattr(Page, "save_notebook", save_notebook)


def parts(made: Any) -> tuple[Any, Any, Any]:
    """The two buttons, and what they say."""
    _, buttons, news, _ = made.widget.children
    return (*buttons.children, news)


def upload(button: Any, data: bytes, name: str = "mine.json") -> None:
    """What the page does when a file is chosen."""
    button.value = (
        {"name": name, "type": "", "size": len(data), "content": data, "last_modified": datetime.now(UTC)},
    )


def linked(news: Any) -> bytes:
    """The file behind the link."""
    found = re.search(
        r'<a download="pinning-work-[-\d]+\.json".* href="data:application/json;base64,([^"]+)"', news.value
    )
    assert found
    return base64.b64decode(found[1])


@pytest.mark.parametrize("inside", [True, False])
def test_what_is_stored_is_the_same_everywhere(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    """One sentence, in and out of a workspace: no path, no date."""
    monkeypatch.chdir(work if inside else tmp_path)
    made = my_work("01_first")
    bundle = made._repr_mimebundle_()
    assert repr(made) == bundle["text/plain"]
    assert bundle["text/plain"] == (
        "Two buttons: one saves your answers and your progress in a small file, "
        "the other brings them back from such a file."
    )
    assert bundle["text/html"] == f"<p>{made!r} They are here once you have run this cell.</p>"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_outside_a_workspace_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to press."""
    monkeypatch.chdir(tmp_path)
    assert "not in a workspace" in my_work("01_first").widget.value


@pytest.mark.usefixtures("page_saves")
def test_saving_offers_the_file(work: Path) -> None:
    """The link holds the same as `course save` writes, and the words say what is in it."""
    answer(work / LESSON)
    save, _, news = parts(my_work("01_first"))
    save.click()
    assert read_work(linked(news)).notebooks == collect(work).work.notebooks
    assert "Of this lesson it holds your answers to: first-task." in news.value


@pytest.mark.usefixtures("work", "page_saves")
def test_without_an_answer_it_says_so() -> None:
    """So that nobody believes a file that holds nothing."""
    save, _, news = parts(my_work("01_first"))
    save.click()
    assert "Of this lesson it holds no answer." in news.value


@pytest.mark.usefixtures("page_saves")
def test_the_file_brings_the_answers_back(work: Path) -> None:
    """And says how the page shows them; the same file can be chosen again."""
    answer(work / LESSON)
    data = collect(work).data
    answer(work / LESSON, "def answer():\n    return ...")
    _, restore, news = parts(my_work("01_first"))
    upload(restore, data)
    assert answers(work / LESSON) == {"first-task": ANSWER}
    assert "1 answer is back: first-task." in news.value
    assert "Reload Notebook from Disk" in news.value
    assert restore.value == ()
    upload(restore, data)
    assert "nothing was changed" in news.value
    assert "revert" not in news.value


@pytest.mark.usefixtures("work")
def test_another_file_is_refused_in_one_sentence() -> None:
    """Its name may be anything."""
    _, restore, news = parts(my_work("01_first"))
    upload(restore, b"{", name="<b>.json")
    assert news.value == (
        '<div role="alert"><p>&lt;b&gt;.json is damaged, or not one of <code>course save</code>: '
        "it can't be read.</p></div>"
    )


@pytest.mark.usefixtures("work")
def test_news_is_read_aloud_and_the_buttons_have_names() -> None:
    """An alert for screen readers; names and tooltips on both buttons."""
    save, restore, _ = parts(my_work("01_first"))
    assert (save.description, restore.description) == ("Save my answers", "Restore my answers")
    assert save.tooltip
    assert restore.tooltip


def test_a_page_that_does_not_save_but_was_saved_by_hand_counts(work: Path) -> None:
    """With a warning: the file holds what was saved last."""
    answer(work / LESSON)
    save, _, news = parts(my_work("01_first"))
    save.click()
    assert b"return 42" in linked(news)
    assert "it counts as you have saved it last" in news.value


def test_a_page_that_is_not_saved_stops_both(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is restored below a page that would write over it."""
    monkeypatch.setattr("course.classroom.page.RECENT", -1)
    answer(work / LESSON)
    data = collect(work).data
    answer(work / LESSON, "def answer():\n    return ...")
    save, restore, news = parts(my_work("01_first"))
    save.click()
    assert "Press Ctrl+S, then press the button again within a minute." in news.value
    upload(restore, data)
    assert "Press Ctrl+S, then choose the file again within a minute." in news.value
    assert answers(work / LESSON) == {"first-task": "def answer():\n    return ..."}


def test_the_page_is_asked_to_save_and_waited_for(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter writes in place; the copy beside it says that it is not done."""
    monkeypatch.setattr("course.classroom.page.PATIENCE", 30)
    monkeypatch.setattr("course.classroom.being_saved.PATIENCE", 30)
    page = Page()
    asked: list[str] = []
    saving = threading.Thread(target=lambda: jupyter_saves(work / LESSON))
    monkeypatch.setattr(page, "_run", lambda script: (asked.append(script), saving.start()))
    assert page.save_notebook(work)
    assert answers(work / LESSON) == {"first-task": ANSWER}
    assert "docmanager:save" in asked[0]
    assert saved_lately(work)
    saving.join()


def test_a_drill_in_its_folder_is_saved_and_named(
    school: School, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has saved it, and its answers are counted as this notebook's."""
    school.ship(extra__drill=lesson("one", "first-task"))
    start(work)
    monkeypatch.chdir(work / "extra")
    monkeypatch.setattr(Page, "_run", lambda *_: answer(work / "extra" / "drill.ipynb"))
    made = my_work("drill")
    save, _, news = parts(made)
    save.click()
    assert "Of this lesson it holds your answers to: first-task." in news.value
    assert "could not be saved" not in news.value


def jupyter_saves(path: Path) -> None:
    """As jupyter_server does it: a copy, the file in place, and the copy away."""
    text = path.read_text()
    copy_of(path).write_text(text)
    time.sleep(0.2)
    path.write_text("")
    time.sleep(0.2)
    path.write_text(text)
    answer(path)
    copy_of(path).unlink()


def test_the_scripts_are_outputs_that_pages_run(work: Path) -> None:
    """One at a time; nothing is left to be run again when the page is loaded."""
    page = Page()
    page.save_notebook(work)
    page.download()
    [output] = page.widget.outputs
    assert "a[download]" in output["data"]["application/javascript"]
