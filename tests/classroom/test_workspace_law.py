"""Whatever a learner, the course's authors and the two commands do in whatever order, no words are lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import course
from course.classroom.reset import reset
from course.classroom.workspace import start
from tests.classroom.school import School, edit, everything, is_somewhere, lesson, run, visible

NAMES = ("01", "02")
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["ship", "edit", "run", "delete", "start", "lesson", "exercise"]),
        st.sampled_from(NAMES),
    ),
    max_size=14,
)


@given(DEEDS)
@settings(max_examples=60, deadline=None)
def test_no_words_are_lost(deeds: list[tuple[str, str]]) -> None:
    """What was typed is somewhere until the learner deletes it; every start ends in the same state."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        world = World(Path(name), patch)
        for deed, lesson_name in deeds:
            world.do(deed, lesson_name)
            for words in world.words:
                assert is_somewhere(words, world.work), (words, deed, lesson_name)
        start(world.work)
        before = everything(world.work)
        start(world.work)
        assert everything(world.work) == before
        assert {f"{one}.ipynb" for one in NAMES} <= set(visible(world.work))


class World:
    """A course, a learner's folder, and every word that the learner has typed and not deleted."""

    def __init__(self, place: Path, patch: pytest.MonkeyPatch) -> None:
        self.school = School(place / "shipped")
        patch.setattr(course, "__file__", str(self.school.root / "course" / "__init__.py"))
        self.work = place / "work"
        self.words: set[str] = set()
        self.count = 0
        for name in NAMES:
            self.ship(name)
        start(self.work)

    def do(self, deed: str, name: str) -> None:
        """One thing that somebody does."""
        path = self.work / f"{name}.ipynb"
        self.count += 1
        match deed:
            case "ship":
                self.ship(name)
            case "edit" if path.exists():
                words = f"words-{self.count}-"
                edit(path, words)
                self.words.add(words)
            case "run" if path.exists():
                run(path)
            case "delete" if path.exists():
                gone = path.read_text()
                path.unlink()
                self.words = {words for words in self.words if words not in gone}
            case "start":
                start(self.work)
            case "lesson":
                reset(self.work, name)
            case "exercise":
                reset(self.work, f"task{name}")

    def ship(self, name: str) -> None:
        """A new version of a lesson."""
        self.count += 1
        self.school.ship(**{f"_{name}": lesson(f"version {self.count}", exercise=f"task{name}")})
