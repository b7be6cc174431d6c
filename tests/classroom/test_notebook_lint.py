"""Each rule of the linter is broken once, in a lesson that is fine otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course.classroom import lint_exercises
from course.classroom.notebook_lint import notebook_lint
from course.exercises import all_exercises
from tests.notebooks.building import code, error, printed, result, text, write

STUB = "def spki_pin(certificate: x509.Certificate) -> str:\n    return ..."
SENTENCE = "A server and a client."
PICTURE = f'<img alt="{SENTENCE}" src="data:image/png;base64,0x0123456789abcdef/home/ada">'
NOTES = {
    "goal": "Everybody has seen one.",
    "sections": {
        "See": {"weight": 3, "break_live": {"do": "Divide by one.", "say": "It was the zero."}},
        "Do": {"weight": 2, "needs": ["See"], "exercises": {"spki-pin": 1}},
    },
    "questions": [["Why?", "So."], ["When?", "Now."], ["Who?", "You."]],
}


@pytest.fixture(autouse=True)
def a_lesson_with_one_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lesson of these tests has `spki-pin` only, however many exercises the real one has."""
    monkeypatch.setattr(lint_exercises, "all_exercises", lambda: {"spki-pin": all_exercises()["spki-pin"]})


Notebook = dict[str, Any]


def good(path: Path) -> Notebook:
    """A lesson that obeys every rule."""
    write(
        path,
        text("# What is a pin?"),
        code(
            "import base64\nimport hashlib\nfrom cryptography import x509\nfrom course.classroom import check"
        ),
        code("from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat"),
        text("## See"),
        code("1 / 0", error("ZeroDivisionError", "division by zero"), tags=["raises-exception"]),
        code("for _ in range(2):\n    print('hello')  # a; comment;", printed("hello\nhello\n")),
        code("view = 1\nview", result(SENTENCE, text_html=PICTURE)),
        code("import subprocess\nversion = subprocess.run(['openssl'])", requires=["openssl"]),
        code("version", result("3.0"), requires=["openssl"]),
        text("## Do"),
        code(STUB, exercise="spki-pin"),
        code('check("spki-pin", spki_pin)', result("not attempted: write it."), check="spki-pin"),
        code("'on we go'", result("'on we go'")),
        course={"lesson": "03_hash_public_keys", "instructor": NOTES},
    )
    return dict(json.loads(path.read_text()))


def number(notebook: Notebook, place: int) -> dict[str, Any]:
    """A code cell by its number, from 1."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][place - 1]  # type: ignore[no-any-return]


def source(place: int, new: str) -> Callable[[Notebook], None]:
    """Put another source into a code cell."""
    return lambda notebook: number(notebook, place).update(source=new)


def metadata(place: int, **new: object) -> Callable[[Notebook], None]:
    """Put other metadata into a code cell."""
    return lambda notebook: number(notebook, place).update(metadata=new)


def stores(*outputs: Any, place: int = 4) -> Callable[[Notebook], None]:
    """Store other outputs in a code cell."""
    return lambda notebook: number(notebook, place).update(outputs=list(outputs))


def about_notebook(**new: object) -> Callable[[Notebook], None]:
    """Change the notebook's metadata."""
    return lambda notebook: notebook["metadata"].update(new)


BROKEN: list[tuple[str, Callable[[Notebook], None], str]] = [
    ("no title", lambda n: n["cells"][0].update(source="What is a pin?"), "the first cell is not a title"),
    ("no cells", lambda n: n.update(cells=[]), "the first cell is not a title"),
    ("another kernel", about_notebook(kernelspec={"name": "ada-venv"}), "the kernel is not python3"),
    (
        "a Python version",
        about_notebook(language_info={"name": "python", "version": "3.11.7"}),
        "Python version",
    ),
    ("widget state", about_notebook(widgets={}), "the state of its widgets"),
    ("no lesson", about_notebook(course={}), '{"course": {"lesson": "03_hash_public_keys"}}'),
    ("two equal ids", lambda n: n["cells"][1].update(id=n["cells"][2]["id"]), "is missing or stands twice"),
    ("no id", lambda n: n["cells"][1].pop("id"), "the cell id None is missing"),
    (
        "a count out of step",
        lambda n: number(n, 3).update(execution_count=9),
        "Code cell 3 carries the count 9",
    ),
    ("an unknown tag", metadata(4, tags=["skip"]), "(under '## See'): The tag 'skip' is not known"),
    ("a skip without reason", metadata(4, tags=["nbval-skip"]), "nbval-skip needs a reason"),
    ("a long cell", source(4, "x = 1\n" * 26), "has 26 lines"),
    ("input", source(4, "name = input('?')"), "calls input()"),
    ("a hint", source(4, 'hint("spki-pin")'), "calls hint()"),
    ("a solution", source(4, 'solution("spki-pin")'), "calls solution()"),
    ("a semicolon", source(4, "print(1);  # quiet"), "ends in ';'"),
    ("a semicolon after a magic", source(4, "!ls $HOME;"), "ends in ';'"),
    ("a semicolon after what isn't Python", source(4, "x = (1;"), "ends in ';'"),
    ("history", source(4, "print(_)"), "uses _, which nbval does not have"),
    ("In and Out", source(4, "print(In[1], Out, _12)"), "uses In, Out, _12"),
    ("an unknown import", source(4, "import pandas.core"), "imports pandas"),
    ("an unknown import of names", source(4, "from flask import Flask"), "imports flask"),
    ("a shell line", source(4, "!openssl version"), "starts a program and names none"),
    ("a shell cell", source(4, "%%bash\nopenssl version"), "starts a program and names none"),
    (
        "a program",
        source(4, "import subprocess\nsubprocess.run(['curl'])"),
        "starts a program and names none",
    ),
    ("a program's result", metadata(7), "uses version of code cell 6"),
    ("an error", stores(error("ValueError", "no")), "stores ValueError and is not tagged raises-exception"),
    ("a warning", stores(printed("careful", "stderr")), "stores text on stderr"),
    (
        "a bare picture",
        stores({"output_type": "display_data", "data": {"image/png": "iVBO"}}),
        "stores image/png",
    ),
    ("an SVG", stores(result("x", **{"image_svg+xml": "<svg/>"})), "stores image/svg+xml"),
    (
        "a picture without alt",
        stores(result("x", text_html="<img src='data:,'>")),
        "<img> without alternative text",
    ),
    (
        "a picture with empty alt",
        stores(result("x", text_html="<img alt=''>")),
        "<img> without alternative text",
    ),
    ("a widget", stores(result("IntSlider(value=0)")), "shows a widget and no picture beside it"),
    (
        "a widget's view",
        stores(result("x", **{"application_vnd.jupyter.widget-view+json": "{}"})),
        "shows a widget",
    ),
    ("a TLS error", stores(printed("certificate verify failed (_ssl.c:1006)")), "the text of a TLS error"),
    ("a TLS error's name", stores(printed("[SSL: WRONG_VERSION] no")), "the text of a TLS error"),
    ("an address", stores(result("Thing at 0x7f8313968750")), "a memory address"),
    ("an object", stores(result("<course.lab.Lab object>")), "the repr of an object"),
    ("a port", stores(printed("127.0.0.1:40213 answered")), "a port, which differs every time"),
    ("a port by name", stores(printed("listening on port 40213")), "a port, which differs every time"),
    ("a path", stores(printed("wrote /tmp/bank.pem")), "a path of the author's machine"),
    ("a path on Windows", stores(printed("wrote C:\\Users\\ada")), "a path of the author's machine"),
    (
        "a path in an error",
        stores(error("OSError", "no file: '/home/ada'"), place=3),
        "a path of the author's",
    ),
    ("no exercise cell", metadata(8), '0 cells are marked {"exercise": "spki-pin"}'),
    ("no check cell", metadata(9), '0 cells are marked {"check": "spki-pin"}'),
    ("two exercise cells", metadata(10, course={"exercise": "spki-pin"}), '2 cells are marked {"exercise"'),
    (
        "another lesson's exercise",
        metadata(10, course={"exercise": "pin-the-bank"}),
        "no exercise of this lesson",
    ),
    ("an unknown check", metadata(10, course={"check": "nothing"}), "marked with 'nothing'"),
    ("a stub of another name", source(8, "def pin(c):\n    return ..."), "does not bind `spki_pin`"),
    ("a solved stub", source(8, all_exercises()["spki-pin"].solution_source), "holds no `...`"),
    (
        "a solution without its import",
        source(1, "from course.classroom import check"),
        "uses base64, hashlib, x509",
    ),
    ("another check", source(9, 'check("spki-pin", print)'), 'must say check("spki-pin", spki_pin)'),
    ("more than a check", source(9, 'check("spki-pin", spki_pin)\nprint(1)'), "and nothing else"),
    ("an attempted stub", stores(result("not yet: x"), place=9), "does not store 'not attempted'"),
    ("a check before its exercise", lambda n: _swap(n, 8, 9), "checks 'spki-pin' before its exercise"),
    ("the learner's answer used", source(10, "spki_pin(1)"), "uses `spki_pin`, the learner's own answer"),
]


def _swap(notebook: Notebook, one: int, other: int) -> None:
    first, second = number(notebook, one), number(notebook, other)
    kept = dict(first)
    first.update(second)
    second.update(kept)
    first["execution_count"], second["execution_count"] = one, other


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """Where the lesson is."""
    return tmp_path / "03_hash_public_keys.ipynb"


def test_good_lesson_has_no_fault(lesson: Path) -> None:
    """What the rules are broken in is clean itself; the data of a picture is no text."""
    good(lesson)
    assert notebook_lint(lesson) == []


@pytest.mark.parametrize(("change", "said"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_broken_rule_is_named(lesson: Path, change: Callable[[Notebook], None], said: str) -> None:
    """The sentence names the notebook and says what is wrong."""
    notebook = good(lesson)
    change(notebook)
    lesson.write_text(json.dumps(notebook))
    found = notebook_lint(lesson)
    assert any(said in sentence for sentence in found), found
    assert all(sentence.startswith(f"{lesson.name}: ") for sentence in found)


def test_skip_with_a_reason_is_allowed(lesson: Path) -> None:
    """The reason stands in the metadata."""
    notebook = good(lesson)
    number(notebook, 4)["metadata"] = {"tags": ["nbval-skip"], "course": {"reason": "needs a phone"}}
    lesson.write_text(json.dumps(notebook))
    assert notebook_lint(lesson) == []
