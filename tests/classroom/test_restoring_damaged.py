"""A file that is no work, or does harm, is refused in one sentence, and nothing is changed."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.classroom.progress import Event
from course.classroom.saving import collect
from course.classroom.trouble import CannotDo
from course.classroom.work_file import MOST_BYTES, NotWork, Work, read_work, write_work
from course.classroom.work_file import _digest as digest
from course.classroom.workspace import start
from course.cli import main
from tests.classroom.carrying import answer, note
from tests.classroom.school import School, everything, lesson

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def work(school: School, tmp_path: Path) -> Path:
    """A workspace with an answer and some progress."""
    school.ship(_01_first=lesson("one", "first-task"))
    start(tmp_path / "work")
    answer(tmp_path / "work" / "01_first.ipynb")
    note(tmp_path / "work", "first-task", Event.ATTEMPT, mistake="a-mistake")
    return tmp_path / "work"


def sealed(content: Any) -> bytes:
    """A value as a file with the right digest, as an attacker can make one."""
    rest = {key: value for key, value in content.items() if key != "sha256"}
    return json.dumps(rest | {"sha256": digest(rest)}).encode()


def refusal(work: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says of such a file; it changes nothing."""
    file = work.parent / "file.json"
    file.write_bytes(data)
    before = everything(work.parent)
    assert main(["restore", str(file), "--folder", str(work)]) == 2
    assert everything(work.parent) == before
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_what_is_no_file_of_work_is_refused(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Empty, binary, nested without end, another program's, a notebook, a number."""
    lesson_file = (work / "01_first.ipynb").read_bytes()
    for data in (b"", b"\0\xff", b"[" * 1_000_000, b"5", b"[]", b"{}", lesson_file, b"1" * 5000, b"NaN"):
        assert "course save" in refusal(work, data, capsys)


def test_every_truncation_is_refused(work: Path) -> None:
    """Wherever a download broke off."""
    data = collect(work).data
    for end in range(0, len(data) - 2, 7):
        with pytest.raises(NotWork):
            read_work(data[:end])


def test_a_changed_letter_is_noticed(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The digest says so; another layout of the same JSON does no harm."""
    data = collect(work).data
    assert "is damaged" in refusal(work, data.replace(b"42", b"43"), capsys)
    assert read_work(json.dumps(json.loads(data)).encode()) == read_work(data)


def test_another_version_is_named(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do."""
    content = json.loads(collect(work).data)
    assert "has version 2 of its format" in refusal(work, sealed(content | {"version": 2}), capsys)


def test_a_huge_file_is_not_read(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its size is enough."""
    assert "larger than 8 MB" in refusal(work, b" " * (MOST_BYTES + 1), capsys)


@pytest.mark.parametrize(
    "name",
    [
        *("../a.ipynb", "/tmp/a.ipynb", "a/../../b.ipynb", "a/b/c.ipynb", "a\\b.ipynb", "C:a.ipynb"),
        *(
            ".course/a.ipynb",
            ".a.ipynb",
            "a",
            "",
            "a.ipynb/",
            "/a.ipynb",
            "./a.ipynb",
            "a\0.ipynb",
            "a\n.ipynb",
        ),
        *("x" * 300 + ".ipynb", "\ud800.ipynb", "a.py", " /a.ipynb", "a/.ipynb", "shipped.jsonl"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(
    work: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The digest is right, the name is not."""
    content = json.loads(collect(work).data)
    content["notebooks"][0]["name"] = name
    assert "is not the name of a notebook" in refusal(work, sealed(content), capsys)


CHANGES: list[Callable[[Any], object]] = [
    lambda content: content["notebooks"].append(content["notebooks"][0]),
    lambda content: content["notebooks"][0]["cells"][0].update(type="html"),
    lambda content: content["notebooks"][0]["cells"][0].update(id="a b"),
    lambda content: content["notebooks"][0]["cells"][0].update(course={"exercise": {}}),
    lambda content: content["notebooks"][0]["cells"][0].update(attachments={"a": {"b": 5}}),
    lambda content: content["notebooks"][0]["cells"][0].update(attachments=[]),
    lambda content: content["notebooks"][0]["cells"][0].update(tags=[5]),
    lambda content: content["notebooks"][0]["cells"][0].update(yours=1),
    lambda content: content["progress"].append({"time": "", "exercise": "", "event": "", "more": []}),
    lambda content: content["progress"].append({"time": "x" * 300, "exercise": "", "event": ""}),
    lambda content: content["progress"].append({"exercise": "", "event": ""}),
    lambda content: content.pop("saved"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_wrong_part_is_refused(
    work: Path, change: Callable[[Any], object], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each part has its type."""
    content = json.loads(collect(work).data)
    change(content)
    assert "is damaged" in refusal(work, sealed(content), capsys)


def places(value: Any) -> list[tuple[Any, Any]]:
    """All (container, key) inside a value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [place for key in keys for place in [(value, key), *places(value[key])]]


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_value_at_any_place_is_refused_or_read(data: st.DataObject) -> None:
    """Never anything but work or a refusal."""
    content = copy.deepcopy(VALID)
    container, key = data.draw(st.sampled_from(places(content)))
    container[key] = data.draw(JSON)
    try:
        work = read_work(sealed(content))
    except CannotDo:
        return
    assert read_work(write_work(work)) == work


def test_what_is_no_file_is_one_sentence(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder, nothing, a pipe, a file that nobody may read."""
    os.mkfifo(work.parent / "pipe")
    for name, words in (
        ("work", "is not a file"),
        ("nothing", "There is no file"),
        ("pipe", "is not a file"),
    ):
        assert main(["restore", str(work.parent / name), "--folder", str(work)]) == 2
        assert words in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_one_sentence(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a broken stick."""

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    file = work.parent / "file.json"
    file.write_bytes(collect(work).data)
    monkeypatch.setattr(Path, "open", broken)
    assert main(["restore", str(file), "--folder", str(work)]) == 2
    assert capsys.readouterr().err == f"{file} can't be read: Input/output error.\n"


VALID = json.loads(
    write_work(
        Work(
            "0.1.0", "2027-01-04T09:00:00Z", (), ({"time": "t", "exercise": "e", "event": "hint", "hint": 1},)
        )
    )
) | {
    "notebooks": [
        {
            "name": "01_first.ipynb",
            "shipped": "digest",
            "lesson": "01_first",
            "cells": [
                {
                    "type": "markdown",
                    "source": "text",
                    "id": "a",
                    "yours": True,
                    "course": {"exercise": "e", "requires": ["openssl"]},
                    "tags": ["t"],
                    "attachments": {"a.png": {"image/png": "AAAA"}},
                }
            ],
        }
    ]
}
