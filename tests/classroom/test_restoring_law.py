"""Save, start afresh, restore: the same answers, the same notebooks, the same progress."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import course
from course.classroom.progress import Event
from course.classroom.restoring import bring_back
from course.classroom.saving import collect
from course.classroom.work_file import read_work
from course.classroom.workspace import start
from tests.classroom.carrying import answer, answers, note, noted, sources
from tests.classroom.school import School, cell, everything, is_somewhere, lesson, read, write

NAMES = ("01", "02")
# Half characters too: JSON can carry them, and people paste anything.
TEXTS = st.text(alphabet=st.characters(), max_size=30)
DEEDS = st.lists(
    st.tuples(st.sampled_from(["answer", "add", "own", "delete", "note"]), st.sampled_from(NAMES), TEXTS),
    max_size=8,
)


@given(DEEDS)
@settings(max_examples=80, deadline=None)
def test_everything_comes_back(deeds: list[tuple[str, str, str]]) -> None:
    """Into the same version of the course, cell by cell; a second restore and a second save change nothing."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        _, work = a_course(Path(name), patch)
        do(work, deeds)
        saved = collect(work)
        elsewhere = Path(name) / "elsewhere"
        bring_back(elsewhere, read_work(saved.data))
        for path in work.glob("*.ipynb"):
            assert sources(elsewhere / path.name) == sources(path)
            assert answers(elsewhere / path.name) == answers(path)
        assert noted(elsewhere) == noted(work)
        before = everything(elsewhere)
        assert not bring_back(elsewhere, read_work(saved.data)).written
        assert everything(elsewhere) == before
        again = collect(elsewhere).work
        assert (again.notebooks, again.progress) == (saved.work.notebooks, saved.work.progress)


@given(DEEDS, DEEDS, st.sampled_from(["same", "new text", "swapped", "gone"]))
@settings(max_examples=80, deadline=None)
def test_no_words_are_lost(
    deeds: list[tuple[str, str, str]], since: list[tuple[str, str, str]], now: str
) -> None:
    """Whatever has become of the course, and whatever was done since: old and new words are in the workspace."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        school, work = a_course(Path(name), patch)
        deeds = [(deed, where, f"old words {number}") for number, (deed, where, _) in enumerate(deeds)]
        do(work, deeds)
        old = words_in(work)
        data = collect(work).data
        elsewhere = Path(name) / "elsewhere"
        tasks = {"swapped": ("task02", "task01"), "gone": (None, None)}.get(now, ("task01", "task02"))
        if now != "same":
            school.ship(_01=lesson("two", tasks[0]), _02=lesson("two", tasks[1]))
        start(elsewhere)
        do(elsewhere, [(deed, where, f"new words {number}") for number, (deed, where, _) in enumerate(since)])
        new = words_in(elsewhere)
        bring_back(elsewhere, read_work(data))
        for words in old | new:
            assert is_somewhere(words, elsewhere), words
        before = everything(elsewhere)
        assert not bring_back(elsewhere, read_work(data)).written
        assert everything(elsewhere) == before


def a_course(place: Path, patch: pytest.MonkeyPatch) -> tuple[School, Path]:
    """Two lessons, and a workspace with them."""
    patch.setattr("os.fsync", lambda _: None)
    school = School(place / "shipped")
    patch.setattr(course, "__file__", str(school.root / "course" / "__init__.py"))
    school.ship(**{f"_{name}": lesson("one", f"task{name}") for name in NAMES})
    start(place / "work")
    return school, place / "work"


def do(work: Path, deeds: list[tuple[str, str, str]]) -> None:
    """What a learner does."""
    for second, (deed, name, text) in enumerate(deeds):
        path = work / f"{name}.ipynb"
        content = read(path)
        match deed:
            case "answer":
                answer(path, text)
            case "add":
                content["cells"].insert(second % 3, cell(text, name=f"mine-{second}"))
                write(path, content)
            case "delete" if content["cells"]:
                del content["cells"][second % len(content["cells"])]
                write(path, content)
            case "own":
                write(work / f"own-{name}.ipynb", content | {"cells": [cell(text, name="own")]})
            case "note":
                note(work, f"task{name}", Event.ATTEMPT, mistake=text)


def words_in(work: Path) -> set[str]:
    """The words of a learner that are in the workspace now."""
    texts = [text for path in work.glob("*.ipynb") for _, text in sources(path)]
    return {text for text in texts if " words " in text}
