"""`verify` on notebooks as learners hand them in: correct work passes, unsolved work does not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

from course.classroom.lessons import shipped_lessons
from course.classroom.solved import solve_folder
from course.classroom.verification import Finding, Progress, Verification
from course.classroom.verify import verify
from course.classroom.verify_copy import CannotVerify, lesson_of
from course.classroom.verify_notes import meant_to_raise
from course.exercises import all_exercises
from tests.classroom import learners
from tests.classroom.learners import EXERCISE, LESSON, SOLUTION, Change, after, answered, before, unsolved
from tests.classroom.run_here import run_here

pytestmark = pytest.mark.programs

# A lesson that verifies quickly, with exercises of every kind.
WHOLE = "02_read_certificates"
# They sleep, because other tests share the machine.
LOOP = "import time\nwhile True:\n    time.sleep(0.01)"
DEAF_LOOP = "import time\nwhile True:\n    try:\n        print('x' * 1000)\n        time.sleep(0.01)\n"
DEAF_LOOP += "    except BaseException:\n        pass"
LOOPS = "import time\ndef spki_pin(certificate):\n    while True:\n        time.sleep(0.01)"
# Longer than any other cell of the lesson takes on a busy machine.
PATIENCE = 4.0
DIE = "import os\nos._exit(1)"


def all_at_once(notebook: learners.Notebook) -> None:
    """Much that is harmless, in one notebook."""
    before(
        "%timeit -n1 -r1 1",
        "!echo hello",
        "exit()",
        "import asyncio\nawait asyncio.sleep(0.5)",
        "print('x' * 10**8)",
        "'y' * 10**8",
        "assert open('beside.txt').read() == 'here'\nfound = True",
        "assert found\nimport json",
    )(notebook)
    learners.mark_for_nbval(notebook)
    learners.clear(notebook)


def claim_and_replace_check(notebook: learners.Notebook) -> None:
    """A stub whose check says "correct", before it is run and while it runs."""
    learners.claim_correct(notebook)
    unsolved("import course.classroom\ncourse.classroom.check = lambda *a: 'correct'\ncheck = print")(
        notebook
    )


CORRECT: dict[str, Change] = {
    "solved": learners.solve,
    "split": learners.split,
    "merged": learners.merge,
    "check cell deleted": learners.delete_check,
    "solved in a copy below the stub": learners.solve_in_copy,
    "helper below the answer": learners.helper_below,
}
# Correct, and on the way a cell stops: the first one is named.
NOTED: dict[str, tuple[Change, str]] = {
    "all other cells broken": (
        learners.break_all_others,
        r"stopped with ZeroDivisionError: division by zero\.",
    ),
    "moved": (learners.move_to_top, r"Code cell 1 .* stopped with NameError: name 'x509' is not defined\."),
    "an error in the middle": (
        before("1 / 0", "raise SystemExit", "def broken(:"),
        r"Code cell \d+ \(under 'The pin of a certificate'\) stopped with ZeroDivisionError: division by zero\. "
        r"2 later cells stopped too\.$",
    ),
    "a syntax error": (after("def broken(:"), r"has a SyntaxError in line 1: invalid syntax\.$"),
    "an error below the answer": (
        learners.answered(f"{SOLUTION}\nspki_pin(5)"),
        "stopped with AttributeError: 'int' object has no attribute",
    ),
}
# Only in a kernel of its own.
NOTED_IN_A_KERNEL: dict[str, tuple[Change, str]] = {
    "input": (
        before("input('name? ')", "%%bash\nfalse", "1 / 0", "raise SystemExit", "def broken(:"),
        r"stopped with StdinNotImplementedError: .*4 later cells stopped too\.$",
    ),
    "names set to something else": (
        after(
            "check = course = print = __builtins__ = None",
            "import sys\nsys.modules.update({n: None for n in list(sys.modules) if n.startswith('course')})",
        ),
        "stopped with ",
    ),
}
NOT_ATTEMPTED: dict[str, Change] = {
    "untouched": learners.untouched,
    "claims to be correct": learners.claim_correct,
    "exercise deleted": learners.delete_exercise,
    "stub copied below": learners.copy_stub_below,
    "another name checked": learners.check_another_name,
}


def verified(
    folder: Path, change: Change, name: str = LESSON, *, here: bool = False, **limits: float
) -> Verification:
    """Verify a learner's notebook, and see that it and its folder stay as they were.

    Args:
      folder: an empty one.
      change: what the learner did.
      name: what the notebook is called.
      here: run the cells in this process, which is quick; what ends or hurts it needs a kernel of its own.
      limits: those of `verify`.
    """
    path = learners.write(folder / f"{name}.ipynb", change)
    (folder / "beside.txt").write_text("here")
    bytes_before, files_before = path.read_bytes(), sorted(folder.iterdir())
    with pytest.MonkeyPatch.context() as monkeypatch:
        learners.only_this_exercise(monkeypatch)
        if here:
            run_here(monkeypatch)
        found = verify(path, **limits)  # type: ignore[arg-type]
    assert path.read_bytes() == bytes_before
    assert sorted(folder.iterdir()) == files_before
    return found


def only(found: Verification) -> Finding:
    """The finding about the lesson's one exercise."""
    [finding] = found.findings
    assert finding.name == EXERCISE
    return finding


@pytest.mark.parametrize("change", CORRECT.values(), ids=CORRECT.keys())
def test_correct_work_passes(tmp_path: Path, change: Change) -> None:
    """Whatever was done to the cells, an answer that comes to be bound and is right is correct."""
    found = verified(tmp_path, change, here=True)
    assert only(found).state is Progress.CORRECT
    assert found.passed
    assert found.notes == ()


def test_harmless_cells_disturb_nothing(tmp_path: Path) -> None:
    """Magics, exit(), a huge print and a huge result, a file beside it, marks of nbval's, no outputs."""
    found = verified(tmp_path, all_at_once)
    assert only(found).state is Progress.CORRECT
    assert found.passed
    assert found.notes == ()


@pytest.mark.parametrize(("change", "note"), NOTED.values(), ids=NOTED.keys())
def test_correct_work_passes_with_a_note_of_what_stopped(tmp_path: Path, change: Change, note: str) -> None:
    """It is correct, and the learner's notebook stops there all the same."""
    noted(verified(tmp_path, change, here=True), note)


@pytest.mark.parametrize(("change", "note"), NOTED_IN_A_KERNEL.values(), ids=NOTED_IN_A_KERNEL.keys())
def test_kernel_in_disorder_earns_its_note_too(tmp_path: Path, change: Change, note: str) -> None:
    """Whatever the cells did to it, the answer before them is still judged."""
    noted(verified(tmp_path, change), note)


def noted(found: Verification, note: str) -> None:
    """It passed, with this one note."""
    assert found.passed
    [told] = found.notes
    assert re.search(note, told), told


def test_cell_that_breaks_the_answer_is_named(tmp_path: Path) -> None:
    """The NameError in the answer is not the learner's fault there."""
    found = verified(tmp_path, learners.break_import, here=True)
    assert only(found).state is Progress.NOT_YET
    [note] = found.notes
    assert re.fullmatch(
        r"Code cell \d+ \(under '[^#']+'\) stopped with ModuleNotFoundError: No module named 'base65'; "
        r"mend it first\.",
        note,
    )


def test_cell_of_the_answer_is_not_told_twice(tmp_path: Path) -> None:
    """What the finding says needs no note."""
    found = verified(tmp_path, answered("def spki_pin(certificate:\n    return 5"), here=True)
    assert only(found).reply.startswith("The cell with `def spki_pin` has a SyntaxError in line ")
    assert found.notes == ()


def test_cell_that_is_to_raise_earns_no_note(tmp_path: Path) -> None:
    """Some lessons show an error on purpose; the mark may be lost, and then the lesson as shipped knows."""
    raising = learners.code("1 / 0") | {"metadata": {"tags": ["raises-exception"]}}

    def change(notebook: learners.Notebook) -> None:
        learners.solve(notebook)
        notebook["cells"].append(raising)

    assert verified(tmp_path, change, here=True).notes == ()
    shipped = {"cells": [learners.code("x"), raising], "metadata": {}}
    unmarked = {"cells": [learners.code("2 / 0"), learners.code("1 / 0")], "metadata": {}}
    assert meant_to_raise(unmarked, shipped) == [False, True]
    assert meant_to_raise(unmarked, None) == [False, False]


def test_exercise_cell_that_sets_another_name_is_asked_for_its_own(tmp_path: Path) -> None:
    """To bring it back as shipped would throw work away."""
    finding = only(verified(tmp_path, answered(SOLUTION.replace("spki_pin", "pin_of")), here=True))
    assert finding.reply == (
        "The cell of this exercise does not set `spki_pin`. Has the name been changed? "
        "Give it back, save, and verify again."
    )


@pytest.mark.parametrize("change", NOT_ATTEMPTED.values(), ids=NOT_ATTEMPTED.keys())
def test_unsolved_work_does_not_pass(tmp_path: Path, change: Change) -> None:
    """A claim makes no stub an answer."""
    found = verified(tmp_path, change, here=True)
    assert only(found).state is Progress.NOT_ATTEMPTED
    assert not found.passed
    if change is learners.delete_exercise:
        assert only(found).reply == (
            "The cell with `spki_pin` is missing; `course reset spki-pin` brings it back."
        )


def test_replaced_check_makes_no_stub_an_answer(tmp_path: Path) -> None:
    """Not even where it is replaced in the course itself."""
    assert only(verified(tmp_path, claim_and_replace_check)).state is Progress.NOT_ATTEMPTED


def test_known_mistake_earns_its_reply(tmp_path: Path) -> None:
    """The reply of `check` reaches the learner word for word, in the text too."""
    exercise = all_exercises()[EXERCISE]
    whole = "import base64, hashlib\ndef spki_pin(certificate):\n    der = certificate.public_bytes(Encoding.DER)\n"
    whole += "    return 'sha256/' + base64.b64encode(hashlib.sha256(der).digest()).decode()"
    found = verified(tmp_path, answered(whole), here=True)
    assert only(found).state is Progress.NOT_YET
    assert only(found).reply in [mistake.reply for mistake in exercise.mistakes]
    assert "not yet" in str(found)
    assert " ".join(only(found).reply.split()[:4]) in str(found)
    assert f"0 of 1 correct, about {exercise.minutes:g} minutes to go." in str(found)


def test_endless_loop_is_interrupted_and_the_rest_is_run(tmp_path: Path) -> None:
    """A loop before the exercise costs its time and nothing else."""
    found = verified(tmp_path, before(LOOP), cell_seconds=PATIENCE)
    assert found.passed
    [note] = found.notes
    assert "ran too long and was interrupted" in note
    assert note.startswith("Code cell ")
    assert "(under 'The pin of a certificate')" in note


def test_endless_loop_in_the_answers_cell_is_not_reached(tmp_path: Path) -> None:
    """The answer never came to be bound."""
    finding = only(verified(tmp_path, answered(f"{LOOP}\n{SOLUTION}"), cell_seconds=PATIENCE))
    assert finding.state is Progress.NOT_REACHED
    assert "ran too long and was stopped" in finding.reply


def test_loop_that_cannot_be_interrupted_is_left_out(tmp_path: Path) -> None:
    """The cell is named, and what is right elsewhere stays right."""
    found = verified(tmp_path, after(DEAF_LOOP), cell_seconds=PATIENCE)
    assert found.passed
    assert "could not be interrupted" in found.notes[0]


def test_endless_loop_in_the_answer_is_not_yet(tmp_path: Path) -> None:
    """`check` ends it by itself."""
    finding = only(verified(tmp_path, answered(LOOPS), here=True))
    assert finding.state is Progress.NOT_YET


def test_cell_that_kills_the_kernel_is_left_out(tmp_path: Path) -> None:
    """The cell is named, and what is right elsewhere stays right."""
    found = verified(tmp_path, after(DIE))
    assert found.passed
    assert "ended the kernel" in found.notes[0]


def test_answers_cell_that_kills_the_kernel_is_not_reached(tmp_path: Path) -> None:
    """Nothing was bound, so nothing can be checked."""
    found = verified(
        tmp_path, answered(f"import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n{SOLUTION}")
    )
    assert only(found).state is Progress.NOT_REACHED
    assert not found.passed


def test_cell_that_kills_the_whole_run_leaves_no_copy(tmp_path: Path) -> None:
    """Nothing is known then, and it is said; the copy is removed all the same."""
    found = verified(tmp_path, after("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"))
    assert only(found).state is Progress.NOT_REACHED
    assert "The run ended without a report" in found.notes[0]


def test_answer_that_kills_the_kernel_is_not_yet(tmp_path: Path) -> None:
    """It was tried, and the trial ended everything."""
    finding = only(verified(tmp_path, answered("def spki_pin(certificate):\n    import os\n    os._exit(1)")))
    assert finding.state is Progress.NOT_YET
    assert "The kernel ended while `spki_pin` was being tried" in finding.reply


def test_cells_after_the_whole_time_are_not_begun(tmp_path: Path) -> None:
    """What was answered before still counts; what comes after is not reached, and the text says so."""
    found = verified(tmp_path, before("import time\ntime.sleep(1.5)"), whole_seconds=1.0)
    assert only(found).state is Progress.NOT_REACHED
    assert "together they took too long" in str(found)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (LESSON, learners.untouched),
        ("homework", learners.untouched),
        (f"{LESSON}-Copy1", learners.forget_metadata),
        (f"Copy of {LESSON}.new", learners.forget_metadata),
        ("homework", learners.forget_metadata),
    ],
)
def test_copy_under_any_name_is_known(name: str, change: Change) -> None:
    """By its metadata, else by the lesson's name in the file's, else by the exercises that its cells check."""
    notebook = learners.shipped()
    change(notebook)
    lessons = ["00_start_here", LESSON]
    assert lesson_of(notebook, Path(f"{name}.ipynb"), all_exercises(), lessons) == LESSON


def test_copy_of_a_lesson_under_another_lessons_name_is_known(tmp_path: Path) -> None:
    """What the notebook says of itself goes before what somebody called it."""
    assert verified(tmp_path, learners.solve, "00_start_here").lesson == LESSON


def test_notebook_of_format_3_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old file is brought up to date in the copy."""
    learners.only_this_exercise(monkeypatch)
    old = nbformat.v3.new_notebook()  # type: ignore[no-untyped-call]
    sheet = nbformat.v3.new_worksheet()  # type: ignore[no-untyped-call]
    imports = "import base64, hashlib\nfrom cryptography import x509\n"
    imports += "from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat"
    sheet.cells = [nbformat.v3.new_code_cell(source) for source in (imports, SOLUTION)]  # type: ignore[no-untyped-call]
    old.worksheets = [sheet]
    path = tmp_path / f"{LESSON}.ipynb"
    path.write_text(nbformat.v3.writes_json(old))  # type: ignore[no-untyped-call]
    assert verify(path).passed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("Dear teacher,\n", "is not JSON"),
        ('{"name": "not a notebook"}', "not a notebook"),
        ("[1, 2]", "not a notebook"),
        ('{"cells": [], "metadata": []}', "Nothing in .* says which lesson"),
        ("\xff", "is not JSON"),
    ],
)
def test_file_that_is_no_notebook_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """The sentence says what is wrong with the file."""
    path = tmp_path / "homework.ipynb"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(CannotVerify, match=said):
        verify(path)


def test_folder_and_missing_file_are_refused(tmp_path: Path) -> None:
    """Neither is a notebook, and each has its own sentence."""
    with pytest.raises(CannotVerify, match="is a folder"):
        verify(tmp_path)
    with pytest.raises(CannotVerify, match="can't be read: No such file"):
        verify(tmp_path / "nothing.ipynb")


def test_notebook_of_no_lesson_is_refused_unless_the_lesson_is_named(tmp_path: Path) -> None:
    """The sentence lists the lessons; an unknown one is refused too."""
    path = tmp_path / "shopping.ipynb"
    path.write_text(json.dumps({"cells": [learners.code("milk = 2")], "metadata": {}}))
    with pytest.raises(CannotVerify, match=f"--lesson; the lessons are: .*{LESSON}"):
        verify(path)
    with pytest.raises(CannotVerify, match="There is no lesson '99_none'"):
        verify(path, lesson="99_none")
    assert not verify(path, lesson=LESSON).passed


def test_solved_lesson_passes_whole(tmp_path: Path) -> None:
    """With the reference solutions typed in; the notebooks' second pass runs every lesson so."""
    [lesson] = [each for each in shipped_lessons() if each.stem == WHOLE]
    solve_folder(lesson.parent, tmp_path / "solved")
    found = verify(tmp_path / "solved" / lesson.name)
    assert found.passed, str(found)
    assert found.notes == ()
    assert len(found.findings) == sum(each.lesson == WHOLE for each in all_exercises().values())
