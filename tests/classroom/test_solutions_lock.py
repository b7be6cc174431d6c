"""Solutions that wait for the instructor's word."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course.classroom import hint, solution, workspace
from course.classroom.reset import reset
from course.classroom.restoring import bring_back, restore
from course.classroom.saving import collect, save
from course.classroom.solutions_lock import (
    Lock,
    is_locked,
    lock_in,
    lock_solutions,
    make_code,
    opens,
    parse_code,
    unlock_solutions,
)
from course.classroom.trouble import CannotDo, WorkspaceError
from course.classroom.work_file import NotWork, read_work
from course.cli import main
from tests.classroom.records import FUNCTION, use
from tests.classroom.school import School, edit, lesson

WORD = "Harbour Bridge"
CODE = make_code(WORD)


@pytest.fixture
def work(school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A started workspace, the current folder of a fresh kernel, with a small exercise."""
    use(monkeypatch, FUNCTION)
    monkeypatch.setattr("course.classroom.hints._given", Counter())
    monkeypatch.setattr("course.classroom.hints._announced", set())
    monkeypatch.delenv("COURSE_NO_SOLUTIONS", raising=False)
    school.ship(_00_first=lesson("one", exercise="joined-words"))
    workspace.start(tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


@pytest.mark.parametrize("word", ["harbour bridge", "HARBOUR-BRIDGE", " harbour  bridge.", "harbourbridge"])
def test_a_word_that_is_said_aloud_opens(word: str) -> None:
    """However it is written down."""
    assert opens(word, CODE)


@pytest.mark.parametrize(
    "word", ["harbour", "harbour bridges", "", "!", CODE], ids=["shorter", "longer", "empty", "sign", "code"]
)
def test_another_word_does_not(word: str) -> None:
    """Every letter counts."""
    assert not opens(word, CODE)


def test_the_word_is_not_in_the_code() -> None:
    """Two codes of one word differ, and both are opened by it."""
    other = make_code(WORD)
    assert other != CODE
    assert opens(WORD, other)


def test_a_word_without_letters_is_refused() -> None:
    """Nobody could say it."""
    with pytest.raises(CannotDo, match="needs letters or digits"):
        make_code("- !")


@given(st.integers(0, len(CODE) - 1), st.sampled_from("abcz27-"))
@settings(max_examples=40, deadline=None)
@example(4, "")
def test_a_code_with_a_slip_is_never_taken_for_another(place: int, letter: str) -> None:
    """It would lock the solutions for good. Groups, blanks and capitals are no slips."""
    typed = CODE[:place] + letter + CODE[place + 1 :]
    try:
        assert parse_code(typed) == CODE
    except CannotDo as error:
        assert "Copy it whole" in str(error)  # noqa: PT017
    assert parse_code(f" {CODE.upper().replace('-', ' ')}\n") == CODE


@pytest.mark.parametrize(
    "text",
    ["", "work", "ü", "a" * 5000, CODE[:-1], CODE + "aaaa"],
    ids=["empty", "word", "foreign", "huge", "shorter", "longer"],
)
def test_what_is_no_code_is_refused(text: str) -> None:
    """In a sentence that says where codes come from."""
    with pytest.raises(CannotDo, match="`course lock-code WORD` makes one"):
        parse_code(text)


def test_locked_solutions_say_so_and_how_to_unlock_them(work: Path) -> None:
    """And that it is a courtesy; nothing is noted."""
    lock_solutions(work, CODE)
    for _ in range(2):
        shown = repr(solution("joined-words"))
        assert shown.startswith("locked: Solutions are locked in this workspace until")
        assert '`solution("joined-words", "the word")`' in shown
        assert "`course unlock WORD`" in shown
        assert "a courtesy, not a lock" in shown
    assert FUNCTION.solution_source not in shown
    assert not (work / ".course" / "progress.jsonl").exists()


def test_the_last_hint_offers_no_locked_solution(work: Path) -> None:
    """It would send people to a closed door."""
    lock_solutions(work, CODE)
    hint("joined-words")
    assert "solutions are locked here for now." in repr(hint("joined-words"))
    unlock_solutions(work, WORD)
    assert '`solution("joined-words")`, run twice' in repr(hint("joined-words"))


def test_the_word_unlocks_in_the_notebook(work: Path) -> None:
    """Once is enough, for all exercises; a wrong one is answered."""
    lock_solutions(work, CODE)
    assert "'nope' is not the word." in repr(solution("joined-words", "nope"))
    assert repr(solution("joined-words", WORD)).startswith("not shown yet")
    assert solution("joined-words").source == FUNCTION.solution_source
    assert lock_in(work) == Lock(CODE, unlocked=True)


def test_a_word_where_nothing_is_locked_does_no_harm(work: Path) -> None:
    """As in a copy of somebody's line."""
    assert repr(solution("joined-words", WORD)).startswith("not shown yet")
    assert unlock_solutions(work, WORD) == "Solutions are not locked here."


def test_it_survives_start_reset_and_another_kernel(work: Path, school: School) -> None:
    """Locked stays locked, unlocked stays unlocked, also when the invitation's line is run again."""
    lock_solutions(work, CODE)
    school.ship(_00_first=lesson("two", exercise="joined-words"), _01_next=lesson("one"))
    workspace.start(work)
    reset(work, "00")
    assert is_locked(work)
    unlock_solutions(work, WORD)
    workspace.start(work)
    reset(work, "joined-words")
    assert "stay unlocked" in lock_solutions(work, CODE)
    assert not is_locked(work)


def test_another_class_locks_again(work: Path) -> None:
    """With a word of its own."""
    lock_solutions(work, CODE)
    unlock_solutions(work, WORD)
    lock_solutions(work, make_code("ferry"))
    assert is_locked(work)
    with pytest.raises(CannotDo, match="is not the word"):
        unlock_solutions(work, WORD)


@pytest.mark.parametrize("unlocked", [False, True])
def test_it_is_saved_and_restored(work: Path, tmp_path: Path, unlocked: bool) -> None:
    """Into a new workspace, as on the next machine; the word itself is in no file."""
    lock_solutions(work, CODE)
    if unlocked:
        unlock_solutions(work, WORD)
    edit(work / "00_first.ipynb", "mine")
    save(work, tmp_path / "mine.json")
    said = restore(tmp_path / "new", tmp_path / "mine.json")
    assert lock_in(tmp_path / "new") == Lock(CODE, unlocked)
    assert ("Solutions are locked here" in said) is not unlocked
    assert "harbour" not in (tmp_path / "mine.json").read_text().lower()


def test_a_file_without_a_lock_opens_none(work: Path, tmp_path: Path) -> None:
    """Nor does one of another class; one of this class in which the word was given does."""
    save(work, tmp_path / "before.json")
    lock_solutions(work, make_code("ferry"))
    unlock_solutions(work, "ferry")
    save(work, tmp_path / "other.json")
    lock_solutions(work, CODE)
    save(work, tmp_path / "locked.json")
    for name in ("before", "other", "locked"):
        restore(work, tmp_path / f"{name}.json")
        assert lock_in(work) == Lock(CODE)
    unlock_solutions(work, WORD)
    save(work, tmp_path / "unlocked.json")
    (work / ".course" / "solutions.json").write_text(json.dumps({"code": CODE, "unlocked": False}))
    restore(work, tmp_path / "unlocked.json")
    assert lock_in(work) == Lock(CODE, unlocked=True)
    restore(work, tmp_path / "locked.json")
    assert lock_in(work) == Lock(CODE, unlocked=True)


def test_a_saved_code_that_is_none_is_damage(work: Path) -> None:
    """It would lock for good."""
    lock_solutions(work, CODE)
    content = json.loads(collect(work).data)
    assert bring_back(work, read_work(json.dumps(content).encode())).locked is False
    content["solutions_code"] = "work"
    with pytest.raises(NotWork, match="is damaged"):
        read_work(json.dumps(content).encode())


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"code": "work", "unlocked": false}', b'{"code": 5}', b"\xff"]
)
def test_a_lock_that_cannot_be_read_locks_nothing(work: Path, data: bytes) -> None:
    """No word would open it."""
    (work / ".course" / "solutions.json").write_bytes(data)
    assert lock_in(work) is None
    assert repr(solution("joined-words")).startswith("not shown yet")


def test_outside_a_workspace_nothing_is_locked(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And there is nothing to unlock."""
    lock_solutions(work, CODE)
    monkeypatch.chdir(tmp_path)
    assert repr(solution("joined-words")).startswith("not shown yet")
    with pytest.raises(WorkspaceError, match="`course start` brings them"):
        unlock_solutions(tmp_path, WORD)


def test_the_command_locks_and_unlocks(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code comes from the instructor's command, on the command line or in the environment."""
    assert main(["lock-code", WORD]) == 0
    code = capsys.readouterr().out.partition("--no-solutions ")[2].split()[0]
    assert main(["start", "--no-solutions", code]) == 0
    assert is_locked(work)
    assert main(["unlock", "Harbour"]) == 2
    assert main(["unlock", "harbour", "bridge"]) == 0
    assert not is_locked(work)
    monkeypatch.setenv("COURSE_NO_SOLUTIONS", make_code("ferry"))
    assert main(["start"]) == 0
    assert is_locked(work)
    capsys.readouterr()


def test_an_environment_variable_locks_before_jupyterlab_starts(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where an instructor has set up the machines, as on Binder; an empty one means nothing."""
    monkeypatch.setattr("course.cli.jupyter.run", lambda *_, **__: 0)
    monkeypatch.setenv("COURSE_NO_SOLUTIONS", "")
    assert main(["lab"]) == 0
    assert lock_in(work) is None
    monkeypatch.setenv("COURSE_NO_SOLUTIONS", CODE)
    assert main(["lab"]) == 0
    assert lock_in(work) == Lock(CODE)
    assert "a courtesy, not a lock" in capsys.readouterr().out


def test_a_wrong_code_starts_nothing(
    work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody works without the lock that was meant."""
    monkeypatch.chdir(tmp_path)
    assert work.exists()
    assert main(["start", "fresh", "--no-solutions"]) == 2
    assert main(["start", "fresh", "--no-solutions", "work"]) == 2
    assert not (tmp_path / "fresh").exists()
    assert "It needs a code." in capsys.readouterr().err
