"""A learner answers, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from course.classroom.solved import with_solution
from course.exercises import all_exercises
from tests.browser.lesson_page import LessonPage

Opening = Callable[[str], LessonPage]

HASHED_TOO_MUCH = """from cryptography import x509


def spki_pin(certificate: x509.Certificate) -> str:
    digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    return "sha256/" + base64.b64encode(digest).decode()"""


EMPTY_PATH_GETS_IN = """def compare(pins, host, path):
    seen = [str(Pin.of(certificate)) for certificate in path]
    return host not in pins or bool(set(pins[host]) & set(seen)), seen"""


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("spki-pin", HASHED_TOO_MUCH, "You hashed the whole certificate"),
        ("issue-next-by", "def issue_next_by(life, review, adoption):\n    return life", "review"),
        ("own-pinner", EMPTY_PATH_GETS_IN, "path"),
        ("runbook-in-order", 'runbook = ["C", "F", "D", "A", "B", "G", "E"]', "overlap rule"),
    ],
)
def test_answers_earn_their_replies(open_lesson: Opening, name: str, wrong: str, told: str) -> None:
    """A wrong answer is explained; the solution in its place is correct."""
    exercise = all_exercises()[name]
    lesson = open_lesson(exercise.lesson)
    lesson.run_all()
    reply = lesson.answer(name, wrong)
    assert reply.startswith("Not yet")
    assert told in reply
    right = with_solution(lesson.stub_of(name), exercise)
    assert lesson.answer(name, right).startswith("Correct")


def test_typing_over_the_dots_is_enough(open_lesson: Opening) -> None:
    """Key by key, whatever the editor adds by itself; the page still has the answer when it is loaded again."""
    lesson = open_lesson("00_start_here")
    cell, check = lesson.cell_of("stranger-in-between"), lesson.check_of("stranger-in-between")
    lesson.run(lesson.cell_with("from course.classroom import"))
    lesson.type_over_the_dots(cell, '"refused"')
    lesson.run(cell)
    lesson.run(check)
    assert lesson.output(check).startswith("Correct")
    lesson.save()
    lesson.load()
    assert 'mallory_unknown = "refused"' in lesson.source(cell)
    assert lesson.output(check).startswith("Correct")


def test_the_board_keeps_up(open_lesson: Opening) -> None:
    """The widget with a learner's progress changes while they answer."""
    lesson = open_lesson("00_start_here")
    lesson.run(lesson.cell_with("from course.classroom import"))
    board = lesson.add("from course.classroom.board import progress_board\nprogress_board()")
    lesson.wait_for(board, f"0 of {len(all_exercises())} exercises")
    lesson.answer("stranger-in-between", 'mallory_unknown = "refused"')
    lesson.wait_for(board, f"1 of {len(all_exercises())} exercises")
