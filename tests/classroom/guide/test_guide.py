"""The guide as it stands in docs/: up to date, whole, and true."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course.classroom.guide import guide_pages, write_guide
from course.classroom.guide.notes import written_notes
from course.classroom.guide.pages import WRITTEN
from course.classroom.guide.writing import MAC, WINDOWS
from course.classroom.shipped import lessons
from course.classroom.trouble import CannotDo
from course.cli import main
from course.exercises import all_exercises

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"
PAGES = guide_pages(lessons(), all_exercises())
AGAIN = "It is not what the lessons say now: run `course instructor-guide`."


@pytest.mark.parametrize("name", PAGES)
def test_page_is_what_the_lessons_say_now(name: str) -> None:
    """Whoever changes a lesson or a record writes the guide anew."""
    page = DOCS / name
    assert page.exists(), AGAIN
    assert page.read_text(encoding="utf-8") == PAGES[name], AGAIN


def test_no_page_is_left_over() -> None:
    """Each is a lesson's that there is."""
    assert {f"instructor/{path.name}" for path in DOCS.glob("instructor/*")} == PAGES.keys() - {
        "instructor-guide.md"
    }


def test_every_exercise_is_in_the_notes_with_its_solution() -> None:
    """Nobody stands before a class without."""
    for exercise in all_exercises().values():
        page = PAGES[f"instructor/{exercise.lesson}.md"]
        assert exercise.instructor in page
        assert f"```python\n{exercise.solution_source}\n```" in page


def test_links_lead_somewhere() -> None:
    """To pages, notebooks and headings."""
    for name, text in PAGES.items():
        for link in re.findall(r"\]\(([^)]+)\)", text):
            path, _, anchor = link.partition("#")
            target = (DOCS / name).parent / path if path else DOCS / name
            assert target.exists(), f"{name}: {link}"
            if anchor:
                headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.M)
                assert anchor in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


def test_commands_exist() -> None:
    """Every `course` command that the guide names is understood."""
    verbs = set(re.findall(r"(?:^|[`/\\])course ([a-z-]+)", PAGES["instructor-guide.md"], re.M))
    assert {"class-report", "doctor", "lock-code", "start", "unlock"} <= verbs
    for verb in verbs:
        with pytest.raises(SystemExit) as ended:
            main([verb, "--help"])
        assert ended.value.code == 0


def test_other_systems_get_what_they_alone_need() -> None:
    """The names in the commands for the stick are those that the lock keeps for these systems."""
    lock = (ROOT / "requirements.lock").read_text().splitlines()
    for names, markers in (
        (WINDOWS, ("sys_platform == 'win32'", "os_name == 'nt'")),
        (MAC, ("== 'darwin'",)),
    ):
        only = [line.partition("==")[0] for line in lock if line.partition(" ; ")[2].endswith(markers)]
        only = [name for name in only if f"{name}=" in "\n".join(lock)]
        assert names.split() == sorted(only)


def test_what_is_broken_live_shows_what_the_notes_say() -> None:
    """Each demonstration is done in its lesson, and prints what the instructor was told."""
    # Measured, it would take three times as long, and say nothing about the guide.
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE", "COV_"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.classroom.guide.demonstrating"],
        cwd=ROOT,
        env=plain | {"COURSE_PROGRESS": "off"},
        capture_output=True,
        check=True,
    )
    shown = json.loads(done.stdout)
    for lesson in lessons():
        for heading, notes in written_notes(lesson.notebook).get("sections", {}).items():
            demonstration = notes.get("break_live", {})
            if "code" in demonstration:
                assert demonstration["shows"] in shown[lesson.stem][heading], f"{lesson.stem}: {heading}"


def test_writing_changes_what_is_old_and_nothing_else(tmp_path: Path) -> None:
    """A second time it changes nothing; notes of a lesson that is gone go."""
    pages = {"instructor-guide.md": f"{WRITTEN}\n1", "instructor/00_a.md": f"{WRITTEN}\n2"}
    assert write_guide(tmp_path, pages) == ["instructor-guide.md", "instructor/00_a.md"]
    assert write_guide(tmp_path, pages) == []
    mine = tmp_path / "instructor" / "my-own.md"
    mine.write_text("mine")
    pages = {"instructor-guide.md": f"{WRITTEN}\n1", "instructor/01_b.md": f"{WRITTEN}\n3"}
    assert write_guide(tmp_path, pages) == ["instructor/00_a.md", "instructor/01_b.md"]
    assert sorted(path.name for path in mine.parent.iterdir()) == ["01_b.md", "my-own.md"]
    with pytest.raises(CannotDo, match="was not written by this command"):
        write_guide(tmp_path, {"instructor/my-own.md": WRITTEN})
    assert mine.read_text() == "mine"


def test_the_command_writes_into_any_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where only the package is installed."""
    assert main(["instructor-guide", str(tmp_path / "guide")]) == 0
    assert (tmp_path / "guide" / "instructor-guide.md").read_text(encoding="utf-8") == PAGES[
        "instructor-guide.md"
    ]
    assert main(["instructor-guide", str(tmp_path / "guide")]) == 0
    assert f"all {len(PAGES)} pages are up to date" in capsys.readouterr().out


def test_without_a_source_tree_the_command_wants_a_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would write into the installed packages."""
    monkeypatch.setattr("course.cli.checks.source_tree", lambda: None)
    assert main(["instructor-guide"]) == 2
    assert "name a folder" in capsys.readouterr().err
