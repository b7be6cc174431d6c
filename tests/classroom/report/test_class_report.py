"""The command: a folder in, a table and a page out."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from course.classroom.report import class_report
from course.classroom.report.page import MOST
from course.classroom.trouble import CannotDo
from course.cli import main
from course.exercises import all_exercises
from tests.classroom.report.classes import line, progress_file, saved, workspace

EVIL = '<script>alert("1")</script>&amp;"\'`x`'


class Page(HTMLParser):
    """What is in a page: tags, attributes, and the rows of its tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
        if tag == "th":
            assert dict(attrs).get("scope") in ("col", "row")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"th", "td"} & set(self.open):
            self.rows[-1][-1] += data


@pytest.fixture
def class_folder(tmp_path: Path) -> Path:
    """Three learners, a damaged file, and names and answers that are no good for HTML."""
    folder = tmp_path / "class"
    saved(folder / "anna.json", line("pin-the-bank", "attempt", 1, mistake=EVIL), line("gone", "correct", 2))
    workspace(folder / EVIL.replace("/", "_") / "work", line("stranger-in-between", "correct", 1))
    progress_file(folder / "ben" / "progress.jsonl", line("pin-the-bank", "attempt", 1, mistake="no_pins"))
    (folder / "carl.json").write_text("{")
    return folder


def test_the_command_prints_a_table_and_writes_a_page(
    class_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Damage is said where errors are said, and by the exit code."""
    page = tmp_path / "out" / "report.html"
    assert main(["class-report", str(class_folder), "--html", str(page)]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("3 learners; 0 to 1 of ")
    assert f"The page is {page}." in said.out
    assert said.err == "carl.json is damaged, or not one of `course save`: it can't be read.\n"


def test_without_damage_the_code_is_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is said of a page."""
    saved(tmp_path / "anna.json", line("pin-the-bank", "correct"))
    assert main(["class-report", str(tmp_path)]) == 0
    assert "page" not in capsys.readouterr().out


def test_names_are_given_only_if_wanted(class_folder: Path, tmp_path: Path) -> None:
    """Not even those of damaged files."""
    class_report(class_folder).write_page(tmp_path / "a.html", names=False)
    unnamed = (tmp_path / "a.html").read_text("utf-8")
    assert [name for name in ("anna", "ben", "carl", "alert") if name in unnamed.replace("urbank", "")] == [
        "alert"
    ]
    assert "1 file could not be read" in unnamed
    assert [row[0] for row in Page(unnamed).rows[1:4]] == ["learner 1", "learner 2", "learner 3"]
    class_report(class_folder, names=True).write_page(tmp_path / "b.html", names=True)
    named = (tmp_path / "b.html").read_text("utf-8")
    assert {row[0] for row in Page(named).rows[1:4]} == {"anna", "ben", EVIL.replace("/", "_")}
    assert "carl.json is damaged" in named


def test_the_page_is_self_contained_and_escaped(class_folder: Path, tmp_path: Path) -> None:
    """No script, no address, no picture; every tag is closed, every table has headings and a caption."""
    class_report(class_folder, names=True).write_page(tmp_path / "a.html", names=True)
    text = (tmp_path / "a.html").read_text("utf-8")
    page = Page(text)
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    assert not {"src", "href", "srcset", "action"} & {name for name, _ in page.attributes}
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not re.search(r"url\(|@import|https?:", text)
    assert page.tags.count("table") == page.tags.count("caption") == 3
    assert ("lang", "en") in page.attributes
    assert EVIL in {cell for row in page.rows for cell in row}


def test_the_page_says_who_is_where_and_what_stops_whom(class_folder: Path, tmp_path: Path) -> None:
    """In words, not by colour alone."""
    class_report(class_folder, names=True).write_page(tmp_path / "a.html", names=True)
    rows = Page((tmp_path / "a.html").read_text("utf-8")).rows
    [anna] = [row for row in rows if row[0] == "anna"]
    assert anna[3] == "Stopped: Pin the bank"
    assert anna[1] == f"0 of {len(all_exercises())}"
    [bank] = [row for row in rows if row[0] == "Pin the bank" and "0 of 2" in row]
    assert bank[3] == "2 learners: anna, ben"
    assert any(
        row[1] == "no_pins" and row[4].startswith("Mallory read the password")
        for row in rows
        if len(row) == 5
    )


def test_long_lists_of_mistakes_are_cut(tmp_path: Path) -> None:
    """Nobody discusses all of them."""
    lines = [line("pin-the-bank", "attempt", n, mistake=f"m{n:03}") for n in range(MOST + 5)]
    saved(tmp_path / "anna.json", *lines)
    class_report(tmp_path).write_page(tmp_path / "a.html", names=False)
    text = (tmp_path / "a.html").read_text("utf-8")
    assert f"The {MOST} wrong answers of most learners" in text
    assert len([row for row in Page(text).rows if re.fullmatch(r"m\d+", row[1])]) == MOST


def test_only_a_report_is_ever_replaced(class_folder: Path, tmp_path: Path) -> None:
    """Not the work of a learner, whose file was named by mistake."""
    report = class_report(class_folder)
    (tmp_path / "a.html").touch()
    report.write_page(tmp_path / "a.html", names=False)
    report.write_page(tmp_path / "a.html", names=False)
    for place in (class_folder / "anna.json", class_folder):
        with pytest.raises(CannotDo, match="is there already and is no class report"):
            report.write_page(place, names=False)
    assert json.loads((class_folder / "anna.json").read_bytes())["progress"]


def test_the_same_class_gives_the_same_page(class_folder: Path, tmp_path: Path) -> None:
    """It carries no date of today."""
    for name in ("a", "b"):
        class_report(class_folder).write_page(tmp_path / f"{name}.html", names=False)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_copies_and_foreign_exercises_are_said(tmp_path: Path) -> None:
    """Without names."""
    lines = [line("gone", "attempt", n) for n in range(6)]
    saved(tmp_path / "monday.json", *lines)
    saved(tmp_path / "tuesday.json", *lines, line("pin-the-bank", "correct", 9))
    text = str(class_report(tmp_path))
    assert text.startswith("1 learner; 1 of ")
    assert "1 file held an older copy of work that is in another file" in text
    assert "6 lines of progress are about exercises that this version of the course does not have" in text


def test_a_class_of_damaged_files_has_a_page_all_the_same(tmp_path: Path) -> None:
    """It says so."""
    (tmp_path / "anna.json").write_text("{")
    class_report(tmp_path).write_page(tmp_path / "a.html", names=False)
    text = (tmp_path / "a.html").read_text("utf-8")
    assert Page(text).open == []
    assert "0 learners; 0 of 0 exercises solved." in text
    assert "No mistake was recognised." in text
