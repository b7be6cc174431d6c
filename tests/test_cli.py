"""The `course` command, as a learner, an instructor and a CI use it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import course
from course.classroom import standing, verify_copy
from course.classroom.trouble import CannotDo
from course.classroom.verification import Finding, Progress, Verification
from course.cli import checks, jupyter, main, verifying
from tests.classroom.school import School, cell, edit, lesson, notebook, visible

VERBS = (
    "lab",
    "start",
    "reset",
    "verify",
    "progress",
    "save",
    "restore",
    "test",
    "pin",
    "doctor",
    "refresh-outputs",
    "class-report",
    "lock-code",
    "unlock",
    "instructor-guide",
)
FIRST = "00_first.ipynb"


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """A course with two lessons in place of the real one; the current folder is empty."""
    made = School(tmp_path / "shipped")
    made.ship(_00_first=lesson("one"), _03_hash=lesson("one", exercise="task"))
    monkeypatch.setattr(course, "__file__", str(made.root / "course" / "__init__.py"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return made


def command(
    *arguments: str, cwd: Path | None = None, root: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    surroundings = {**os.environ, "PYTHONPATH": str(root)} if root else None
    line = [sys.executable, "-P", "-W", "error", "-m", "course", *arguments]
    return subprocess.run(line, cwd=cwd, env=surroundings, capture_output=True, text=True, check=False)


def test_alone_it_says_what_one_would_want_next() -> None:
    """Above all, how to begin."""
    done = command()
    assert (done.returncode, done.stderr) == (0, "")
    assert "course lab        open the lessons in JupyterLab (this is where to begin)" in done.stdout


def test_what_it_says_names_only_verbs_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """And the code is 0, since nothing went wrong."""
    assert main([]) == 0
    assert set(re.findall(r"^  course (\w+)", capsys.readouterr().out, re.M)) < set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_its_exit_codes(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In plain words."""
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    assert "Exit codes: 0 done; 1 something is red" in re.sub(r"\s+", " ", capsys.readouterr().out)


def test_help_imports_neither_the_course_nor_jupyter() -> None:
    """So that it is there at once."""
    code = (
        "import sys\n"
        "from course.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted(name for name in sys.modules if name.startswith(('course', 'jupyter', 'crypto'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (
        done.stdout.splitlines()[-1]
        == "['course', 'course.cli', 'course.cli.commands', 'course.cli.main', 'course.cli.teaching']"
    )


def test_an_unknown_verb_is_refused_with_code_2() -> None:
    """As argparse does."""
    done = command("strat")
    assert done.returncode == 2
    assert "invalid choice: 'strat'" in done.stderr


def test_start_makes_work_and_then_leaves_it_alone(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the current folder, if that is in no workspace."""
    assert main(["start"]) == 0
    assert capsys.readouterr().out == "The lessons are in work now (2).\n`course lab` opens them.\n"
    assert sorted(visible(Path("work"))) == [FIRST, "03_hash.ipynb"]
    assert main(["start"]) == 0
    assert capsys.readouterr().out == "The lessons in work are up to date (2).\n"
    assert school.folder.is_dir()


@pytest.mark.usefixtures("school")
def test_inside_a_workspace_that_one_is_meant(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No second one is made in it."""
    main(["start", "mine"])
    (Path("mine") / FIRST).unlink()
    monkeypatch.chdir("mine")
    assert main(["start"]) == 0
    assert Path(FIRST).exists()
    assert not Path("work").exists()
    assert "Added to" in capsys.readouterr().out


def test_what_can_not_be_done_is_one_sentence_and_code_2(school: School, tmp_path: Path) -> None:
    """No traceback, nothing on standard output; also in the real process."""
    (tmp_path / "file").touch()
    done = command("start", str(tmp_path / "file"), root=school.install())
    assert (done.returncode, done.stdout) == (2, "")
    file = tmp_path / "file"
    assert done.stderr == f"{file} is not a folder, and one is needed there: name another folder.\n"


def test_a_course_without_lessons_says_so(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    """As after a broken installation."""
    for path in school.folder.iterdir():
        path.unlink()
    school.folder.rmdir()
    assert main(["start"]) == 2
    assert "Install the course again" in capsys.readouterr().err


@pytest.mark.usefixtures("school")
def test_reset_says_what_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    """And asks for nothing."""
    main(["start"])
    edit(Path("work") / FIRST, "my words")
    assert main(["reset", "0"]) == 0
    assert "Yours is kept as work/.course/kept/00_first-" in capsys.readouterr().out
    assert main(["reset", "tsk"]) == 2
    assert capsys.readouterr().err == "No lesson and no exercise is called 'tsk'. Did you mean task?\n"


def test_progress_is_the_classrooms_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For the workspace at hand."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "work" / ".course").mkdir(parents=True)
    assert main(["progress"]) == 0
    assert capsys.readouterr().out == standing.progress_text(tmp_path / "work") + "\n"


def test_a_reader_who_has_seen_enough_causes_no_traceback(school: School) -> None:
    """As in `course | head -1`."""
    line = [sys.executable, "-P", "-m", "course", "start"]
    surroundings = {**os.environ, "PYTHONPATH": str(school.install())}
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        line, stdout=writing, stderr=subprocess.PIPE, env=surroundings, check=False, text=True
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (2, "")


def test_ctrl_c_ends_it_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With code 2, since it was not done."""

    def interrupted(**_: object) -> list[checks.Check]:
        raise KeyboardInterrupt

    monkeypatch.setattr(checks, "steps", interrupted)
    assert main(["test"]) == 2
    assert capsys.readouterr().err == "Stopped.\n"


# course verify: the notebooks that are meant


def verified(
    monkeypatch: pytest.MonkeyPatch, *arguments: str, state: Progress = Progress.CORRECT
) -> list[str]:
    """The notebooks that a call of `course verify` verifies, as if each had one exercise in this state.

    The first ones take longest, and are told first all the same.
    """
    begun = 0

    def verify(path: Path, *, lesson: str | None) -> Verification:
        nonlocal begun
        begun += 1
        time.sleep(0.2 / begun**2)
        named = f"{path}{f' as {lesson}' if lesson else ''}"
        return Verification(path, named, (Finding("task", "The task", 2, state, "Reply."),))

    monkeypatch.setattr(verifying, "verify", verify)
    with pytest.MonkeyPatch.context() as context, io.StringIO() as out:
        context.setattr(sys, "stdout", out)
        assert main(["verify", *arguments]) == (0 if state is Progress.CORRECT else 1)
        text = out.getvalue()
    print(text)
    return re.findall(r"\(lesson (.*)\)$", text, re.M)


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ([], [f"work/{FIRST}", "work/03_hash.ipynb"]),
        (["3"], ["work/03_hash.ipynb"]),
        (["task"], ["work/03_hash.ipynb"]),
        (["03", "task", "work/03_hash.ipynb"], ["work/03_hash.ipynb"]),
        (["03_hash.ipynb", "0"], ["work/03_hash.ipynb", f"work/{FIRST}"]),
        (["work"], [f"work/{FIRST}", "work/03_hash.ipynb"]),
        (["class"], ["class/ada.ipynb", "class/bob/bob.ipynb"]),
        (["class/ada.ipynb", "--lesson", "03"], ["class/ada.ipynb as 03_hash"]),
    ],
)
def test_verify_finds_the_notebooks_that_are_meant(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], meant: list[str]
) -> None:
    """Lessons of the workspace, files, and all notebooks of other folders; never a workspace's other files."""
    main(["start"])
    (Path("work") / "own.ipynb").write_bytes(lesson("mine"))
    Path("class/bob").mkdir(parents=True)
    for name in ("class/ada.ipynb", "class/bob/bob.ipynb"):
        Path(name).write_bytes(lesson("mine"))
    assert verified(monkeypatch, *arguments) == meant


@pytest.mark.usefixtures("school")
def test_verify_is_red_until_everything_is_correct(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code 1, and the findings as text."""
    main(["start"])
    verified(monkeypatch, "03", state=Progress.NOT_YET)
    assert "0 of 1 correct" in capsys.readouterr().out


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "There is no notebook in work: `course start` brings the lessons."),
        (["03"], "work/03_hash.ipynb is not there: `course start` brings it."),
        (["08"], "No lesson and no exercise is called '08'. A lesson's number will do, such as 03."),
        (["03_hsh"], "No lesson and no exercise is called '03_hsh'. Did you mean 03_hash?"),
        (["tsk"], "No lesson and no exercise is called 'tsk'. Did you mean task?"),
        (["class/eve.ipynb"], "There is no file class/eve.ipynb."),
        (["nofile.ipynb"], "There is no file nofile.ipynb."),
        (["--lesson", "9"], "No lesson is called '9'. A lesson's number will do, such as 03."),
    ],
)
def test_verify_says_what_is_not_there(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """One sentence each."""
    assert main(["verify", *arguments]) == 2
    assert capsys.readouterr().err == said + "\n"


@pytest.mark.usefixtures("school")
def test_verify_goes_on_after_a_file_that_is_no_notebook(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One broken submission must not hide the others; the code says that it was there."""
    Path("class").mkdir()
    for name in ("a", "b"):
        (Path("class") / f"{name}.ipynb").write_text("{")

    def refuse(path: Path, **_: object) -> Verification:
        raise verify_copy.CannotVerify(f"{path} is broken.")

    monkeypatch.setattr(verifying, "verify", refuse)
    assert main(["verify", "class"]) == 2
    assert capsys.readouterr().err == "class/a.ipynb is broken.\nclass/b.ipynb is broken.\n"


@pytest.mark.usefixtures("school")
def test_verify_verifies_several_notebooks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as there are cores: each one waits here until another one is begun."""
    main(["start"])
    together = threading.Barrier(2, timeout=30)

    def verify(path: Path, **_: object) -> Verification:
        together.wait()
        return Verification(path, "03_hash", ())

    monkeypatch.setattr(verifying, "verify", verify)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert main(["verify"]) == 0


@pytest.mark.usefixtures("school")
def test_ctrl_c_begins_no_further_notebook(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does it print a traceback."""
    main(["start"])
    begun: list[Path] = []

    def interrupted(path: Path, **_: object) -> Verification:
        begun.append(path)
        raise KeyboardInterrupt

    monkeypatch.setattr(verifying, "verify", interrupted)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert main(["verify", "00", "03"]) == 2
    assert capsys.readouterr().err == "Stopped.\n"
    assert len(begun) == 1


# course refresh-outputs


def test_refresh_outputs_runs_the_shipped_lessons(
    school: School, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All, or those that are named; red if one did not run through."""
    seen: list[list[str]] = []

    def refresh(paths: list[Path]) -> int:
        seen.append([str(path.relative_to(school.folder)) for path in paths])
        return len(seen) - 1

    monkeypatch.setattr("course.classroom.refresh.refresh", refresh)
    assert main(["refresh-outputs"]) == 0
    assert main(["refresh-outputs", "3"]) == 1
    assert main(["refresh-outputs", "8"]) == 2
    assert seen == [[FIRST, "03_hash.ipynb"], ["03_hash.ipynb"]]
    assert "No lesson is called '8'." in capsys.readouterr().err


# course lab without Jupyter; with it: test_cli_lab.py


def test_jupyter_opens_the_first_lesson_on_this_machine_only(school: School, tmp_path: Path) -> None:
    """From a port of the learner's choice, or else Jupyter's."""
    assert school.folder.is_dir()
    line = jupyter.command(tmp_path, port=None, browser=True)
    assert line[:4] == [sys.executable, "-P", "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path}" in line
    assert f"--LabApp.default_url=/lab/tree/{FIRST}" in line
    assert "--ServerApp.ip=127.0.0.1" in line
    assert not [word for word in line if "App.port" in word or "open_browser" in word]
    asked = jupyter.command(tmp_path, port=9, browser=False)
    assert set(asked) - set(line) == {
        "--ServerApp.port=9",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
    }


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
@pytest.mark.usefixtures("school")
def test_jupyter_runs_as_root_where_the_learner_is_root(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: int, allowed: bool
) -> None:
    """As in containers."""
    monkeypatch.setattr(os, "geteuid", lambda: user)
    line = jupyter.command(tmp_path, port=None, browser=True)
    assert ("--ServerApp.allow_root=True" in line) is allowed


def test_own_kernels_and_settings_come_before_others() -> None:
    """And what the user has set stays."""
    own = str(Path(sys.prefix, "share", "jupyter"))
    page = str(jupyter.PAGE)
    assert jupyter.environment({"A": "b"}) == {"A": "b", "JUPYTER_PATH": own, "JUPYTER_CONFIG_PATH": page}
    assert jupyter.environment({"JUPYTER_PATH": "/x", "JUPYTER_CONFIG_PATH": "/y"}) == {
        "JUPYTER_PATH": f"{own}{os.pathsep}/x",
        "JUPYTER_CONFIG_PATH": f"{page}{os.pathsep}/y",
    }


@pytest.mark.parametrize(
    ("variables", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"BROWSER": "firefox"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_where_a_browser_can_open(variables: dict[str, str], platform: str, there: bool) -> None:
    """On a server nobody wants one in the terminal."""
    assert jupyter.has_browser(variables, platform) is there


@pytest.mark.usefixtures("school")
def test_lab_becomes_jupyter(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The lessons are there before."""
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execve", lambda _, line, __: became.append(line))
    monkeypatch.setattr(jupyter, "run_beside", lambda *_: 0)
    assert main(["lab", "--no-browser"]) == 0
    assert f"--ServerApp.root_dir={Path('work').absolute()}" in became[0]
    assert (Path("work") / FIRST).exists()
    assert "Ctrl-C in this window stops it." in capsys.readouterr().out


@pytest.mark.parametrize("interrupts", [0, 2])
def test_where_a_process_can_not_become_another_it_waits(
    monkeypatch: pytest.MonkeyPatch, interrupts: int
) -> None:
    """As on Windows: Ctrl-C reaches both, and the one that waits goes on waiting."""
    left = interrupts
    wait = subprocess.Popen.wait

    def interrupted(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        nonlocal left
        left -= 1
        if left >= 0:
            raise KeyboardInterrupt
        return wait(process, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    line = [sys.executable, "-c", "import os, sys; sys.exit(int(os.environ['CODE']))"]
    assert jupyter.run_beside(line, {**os.environ, "CODE": "3"}) == 3


# course test


def fake(code: int, log: list[str], title: str) -> checks.Check:
    """A check that leaves a word and returns this code."""

    def run() -> int:
        log.append(title)
        return code

    return checks.Check(title, run)


def test_checks_run_in_order_until_one_is_red(capsys: pytest.CaptureFixture[str]) -> None:
    """Each says how long it took; the last line says what is red."""
    log: list[str] = []
    assert checks.run([fake(0, log, "a"), fake(3, log, "b"), fake(0, log, "c")]) == 1
    assert log == ["a", "b"]
    said = capsys.readouterr().out
    assert re.search(r"== a\n== a: green, \d+\.\d s\n\n== b\n== b: red, \d+\.\d s\n", said)
    assert said.endswith("Red: b. What comes after it was not run.\n")


def test_all_green_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """With the time of all together."""
    assert checks.run([fake(0, [], "a")]) == 0
    assert re.search(r"All green, \d+ s\.\n$", capsys.readouterr().out)


@pytest.fixture
def source_tree(school: School, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a package and one test, all of it in order. One worker is enough for it."""
    monkeypatch.setattr(checks, "WORKERS", 1)
    root = school.root
    (root / "tests").mkdir()
    (root / "course" / "__init__.py").write_text('"""A course."""\n\nANSWER: int = 3\n')
    (root / "tests" / "test_answer.py").write_text(
        "from course import ANSWER\n\n\ndef test_answer() -> None:\n    assert ANSWER == 3\n"
    )
    (root / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\ntestpaths = ["tests"]\naddopts = ["-p", "no:cacheprovider", "-p", "no:nbval"]\n'
        "[tool.ruff]\nextend-exclude = ['*.ipynb']\n"
    )
    return root


def titles(**options: bool) -> list[str]:
    """The checks that these options ask for."""
    return [check.title for check in checks.steps(**options)]


@pytest.mark.usefixtures("source_tree")
def test_the_checks_of_a_source_tree() -> None:
    """Cheapest first; `--fast` leaves out the notebooks, `--notebooks` the rest, `--again` what reads texts."""
    own = ["lint", "format", "types", "unit tests"]
    notebooks = ["notebooks as shipped", "notebooks solved"]
    assert titles() == own + notebooks
    assert titles(fast=True) == own
    assert titles(notebooks_only=True) == notebooks
    assert titles(again=True) == ["unit tests", *notebooks]


@pytest.mark.usefixtures("school")
def test_without_a_source_tree_the_notebooks_are_run(capsys: pytest.CaptureFixture[str]) -> None:
    """And it is said that nothing else was."""
    assert titles() == ["notebooks as shipped", "notebooks solved"]
    assert "The course's own tests are not here, only its notebooks" in capsys.readouterr().out
    titles(notebooks_only=True)
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("source_tree")
def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it, and what works without."""
    monkeypatch.setattr(checks, "find_spec", lambda name: None if name == "mypy" else 1)
    with pytest.raises(CannotDo, match=r"need mypy too: .*pip install.*--notebooks"):
        checks.steps()


@pytest.mark.programs
def test_the_real_tools_pass_what_is_in_order(source_tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Lint, format, types and tests with coverage, on a small project."""
    own = checks.steps()[:4]
    assert checks.run(own) == 0, capfd.readouterr().out
    assert source_tree.is_dir()
    assert "Required test coverage of 95% reached" in capfd.readouterr().out


@pytest.mark.programs
def test_on_one_more_python_no_coverage_is_measured(
    source_tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A function that no test runs stops the first Python, not the others."""
    (source_tree / "course/unused.py").write_text("def unused() -> int:\n    return 1\n")
    assert checks.run(checks.steps(again=True)[:1]) == 0
    assert "coverage" not in capfd.readouterr().out


@pytest.mark.programs
@pytest.mark.parametrize(
    ("file", "text", "red"),
    [
        ("course/__init__.py", "import os\n\nANSWER: int = 3\n", "lint"),
        ("course/__init__.py", "ANSWER:int = 3\n", "format"),
        ("course/__init__.py", 'ANSWER: int = "3"\n', "types"),
        ("course/__init__.py", "ANSWER: int = 4\n", "unit tests"),
        ("course/unused.py", "def unused(number: int) -> int:\n    return number\n", "unit tests"),
    ],
)
def test_the_real_tools_find_what_is_not(
    source_tree: Path, capfd: pytest.CaptureFixture[str], file: str, text: str, red: str
) -> None:
    """Each of them stops the run, and so does a function that no test runs."""
    (source_tree / file).write_text(text)
    assert checks.run(checks.steps()[:4]) == 1
    assert capfd.readouterr().out.endswith(f"Red: {red}. What comes after it was not run.\n")


def printing(text: str, output: str) -> bytes:
    """A notebook with one cell that prints, and the output that is stored with it."""
    one = cell(f"print({text!r})", name="says")
    one |= {"execution_count": 1, "outputs": [{"output_type": "stream", "name": "stdout", "text": output}]}
    return notebook(one)


@pytest.mark.programs
@pytest.mark.parametrize(
    ("output", "code", "last"),
    [
        ("hello\n", 0, r"== notebooks solved: green, .*\n\nAll green, \d+ s\.\n$"),
        ("good day\n", 1, r"\nRed: notebooks as shipped\. What comes after it was not run\.\n$"),
    ],
)
def test_an_installed_course_tests_its_notebooks_from_any_folder(
    school: School, tmp_path: Path, output: str, code: int, last: str
) -> None:
    """What somebody else's CI runs: no source tree, real kernels, both passes."""
    school.ship(_00_first=printing("hello", output), _03_hash=printing("hello", "hello\n"))
    (tmp_path / "elsewhere").mkdir()
    done = command("test", cwd=tmp_path / "elsewhere", root=school.install())
    assert done.returncode == code, done.stdout + done.stderr
    assert "The course's own tests are not here, only its notebooks: these are run." in done.stdout
    assert re.search(last, done.stdout), done.stdout
    assert list((tmp_path / "elsewhere").iterdir()) == []
