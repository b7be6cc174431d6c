"""`course doctor`, on this machine, and on machines where something is missing."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from course.classroom.shipped import Lesson
from course.cli import doctor, doctor_packages, doctor_place, doctor_tls
from course.cli.doctor_finding import Finding, State
from tests.classroom.school import cell, notebook

from .conftest import Course

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")


def states(findings: Iterator[Finding]) -> dict[str, State]:
    """How each thing stands."""
    return {finding.what: finding.state for finding in findings}


@needs_openssl
def test_this_machine_can_run_the_course(course: Course, tmp_path: Path) -> None:
    """The tests run here, so it can; every line begins with its state, in words."""
    done = course("doctor", tmp_path)
    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert {line.split()[0] for line in lines[:-2]} <= {"ok", "note"}
    assert lines[-2:] == ["", "This machine can run the course. `course lab` opens it."]
    for what in ("Python", "cryptography", "kernel", "TLS handshake", "workspace", "program openssl"):
        assert any(line.startswith(f"ok       {what}") for line in lines), what


def test_what_is_missing_is_counted_and_the_code_is_1(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do in its line."""
    monkeypatch.setenv("PATH", str(tmp_path))
    done = course("doctor", tmp_path)
    assert done.code == 1
    assert done.out.endswith("1 thing is missing: see the lines that begin with `missing`.\n")
    (line,) = (line for line in done.out.splitlines() if line.startswith("missing"))
    assert line.startswith("missing  program openssl: not found; wanted by 0")
    assert "apt install openssl" in line


def test_the_real_okhttp_may_be_missing(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 07 goes on without it; a note says how to get it."""
    monkeypatch.setenv("COURSE_OKHTTP", str(tmp_path))
    done = course("doctor", tmp_path)
    (line,) = (line for line in done.out.splitlines() if " program okhttp: " in line)
    assert line.startswith(
        "note     program okhttp: not found; wanted by 07_android. Debian, Ubuntu: apt install"
    )


def test_a_program_that_only_drills_need_may_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note says how to get it; one that a lesson needs too is missing."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    shipped = [
        Lesson("00_first.ipynb", notebook(cell("1", name="one", requires=["curl"]))),
        Lesson("extra/drill.ipynb", notebook(cell("1", name="one", requires=["pebble", "certbot", "curl"]))),
    ]
    monkeypatch.setattr("course.classroom.shipped.lessons", lambda: shipped)
    found = {each.what: each for each in doctor_place.programs()}
    assert found["program pebble"].state is found["program certbot"].state is State.NOTE
    assert found["program pebble"].sentence == (
        "not found; wanted by extra/drill. "
        "Debian, Ubuntu: apt install pebble. Other systems: see https://github.com/letsencrypt/pebble."
    )
    assert "pip install certbot" in found["program certbot"].sentence
    assert found["program curl"].state is State.MISSING
    assert "wanted by 00_first, extra/drill" in found["program curl"].sentence


def test_each_system_hears_its_own_way_first() -> None:
    """And the others behind it."""
    assert doctor_place.where_to_get("curl", "darwin").startswith("macOS: brew install curl; ")
    assert doctor_place.where_to_get("curl", "linux").startswith("Debian, Ubuntu: apt install curl; ")
    assert doctor_place.where_to_get("openssl", "win32").startswith("Windows: winget install ShiningLight.")


def test_every_package_is_held_against_what_the_course_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not installed, too old, and right."""
    asked = ["pytest>=1", "pytest>=9999", "no-such-package>=2", "ruff>=1 ; extra == 'test'"]
    monkeypatch.setattr(metadata, "requires", lambda _: asked)
    found = list(doctor_packages.packages())
    assert [(each.what, each.state) for each in found] == [
        ("pytest", State.OK),
        ("pytest", State.MISSING),
        ("no-such-package", State.MISSING),
    ]
    assert "(wanted: >=9999). Set the course up again" in found[1].sentence
    assert found[2].sentence.startswith("not installed; wanted: >=2.")


class Version(NamedTuple):
    """As `sys.version_info`."""

    major: int
    minor: int
    micro: int


def test_a_python_that_is_too_new_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the versions that are wanted."""
    assert states(doctor_packages.python()) == {"Python": State.OK}
    monkeypatch.setattr(sys, "version_info", Version(3, 14, 0))
    (found,) = doctor_packages.python()
    assert found.state is State.MISSING
    assert found.sentence.startswith("3.14.0, at ")
    assert "3.11" in found.sentence


def test_a_shared_python_is_worth_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stops nobody, as on Binder, where conda makes the environment."""
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert [each.state for each in doctor_packages.virtual_environment()] == [State.NOTE]
    monkeypatch.setenv("CONDA_PREFIX", sys.prefix)
    assert [each.state for each in doctor_packages.virtual_environment()] == [State.OK]


def kernel_elsewhere(folder: Path, name: str, program: str) -> None:
    """A kernel as another environment has installed it."""
    place = folder / "share" / "jupyter" / "kernels" / name
    place.mkdir(parents=True)
    (place / "kernel.json").write_text(
        f'{{"argv": ["{program}", "-m", "ipykernel_launcher"], "display_name": "x", "language": "python"}}'
    )


def test_a_kernel_of_another_python_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notebooks would run without the course's packages."""
    kernel_elsewhere(tmp_path, "python3", "/opt/other/bin/python")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (found,) = doctor_packages.kernel()
    assert found.state is State.MISSING
    assert "another Python, /opt/other/bin/python" in found.sentence
    assert "-m ipykernel install --sys-prefix" in found.sentence


def test_no_kernel_at_all_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where ipykernel was removed."""
    from jupyter_client import kernelspec

    def nothing(_: object, name: str) -> Any:
        raise kernelspec.NoSuchKernel(name)

    monkeypatch.setattr(kernelspec.KernelSpecManager, "get_kernel_spec", nothing)
    (found,) = doctor_packages.kernel()
    assert (found.state, "no kernel named python3" in found.sentence) == (State.MISSING, True)


def test_old_openssl_is_noted_and_one_without_tls_1_3_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lessons' texts are those of OpenSSL 3."""
    monkeypatch.setattr(ssl, "OPENSSL_VERSION_INFO", (1, 1, 1, 0, 0))
    assert [each.state for each in doctor_tls.openssl()] == [State.NOTE]
    monkeypatch.setattr(ssl, "HAS_TLSv1_3", False)
    assert [each.state for each in doctor_tls.openssl()] == [State.MISSING]


def test_a_handshake_that_fails_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the lab's bank is gone before the app comes."""
    from course.lab import Lab

    made = Lab.__init__

    def broken(self: Lab, *arguments: Any) -> None:
        made(self, *arguments)
        self.bank.close()

    monkeypatch.setattr(Lab, "__init__", broken)
    (found,) = doctor_tls.handshake()
    assert found.state is State.MISSING
    assert found.sentence.startswith("with the right pin, refused (connect): the connection failed")
    assert "Let programs connect to 127.0.0.1" in found.sentence


def test_a_wrong_pin_that_is_accepted_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here by apps that do not look at pins: a handshake alone does not show that pinning works."""
    from course.lab import Lab

    app = Lab.app
    monkeypatch.setattr(Lab, "app", lambda self, **_: app(self))
    (found,) = doctor_tls.handshake()
    assert found.state is State.MISSING
    assert "With a wrong one: accepted." in found.sentence


def test_a_system_without_alarms_is_worth_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows."""
    assert [each.state for each in doctor_tls.time_limit()] == [State.OK]
    monkeypatch.delattr(signal, "setitimer")
    assert [each.state for each in doctor_tls.time_limit()] == [State.NOTE]


def test_a_workspace_can_be_there_or_be_made(tmp_path: Path) -> None:
    """Below a folder that can be written to."""
    there, made = list(doctor_place.workspace(tmp_path)), list(doctor_place.workspace(tmp_path / "a" / "b"))
    assert (there[0].state, there[0].sentence) == (State.OK, "there, and can be written to.")
    assert (made[0].state, made[0].sentence) == (State.OK, "can be made.")
    assert not (tmp_path / "a").exists()


def test_a_file_in_the_way_of_the_workspace(tmp_path: Path) -> None:
    """And one that only can be read; the message is the system's."""
    (tmp_path / "file").touch()
    (found,) = doctor_place.workspace(tmp_path / "file" / "work")
    assert found.sentence == f"{tmp_path / 'file'} is not a folder. Name another one."


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no folder here where nobody can write")
def test_a_workspace_where_nothing_can_be_written() -> None:
    """Not even by root."""
    found = next(doctor_place.workspace(Path("/proc/self")))
    assert found.state is State.MISSING
    assert found.sentence.startswith("nothing can be written in /proc/self: ")


def test_a_full_disk_is_missing_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How much is free, and how much is wanted."""
    monkeypatch.setattr(doctor_place, "WANTED_MIB", 1 << 40)
    found = list(doctor_place.workspace(tmp_path))[1:]
    assert {each.state for each in found} == {State.MISSING}
    assert "MiB free. Make room: " in found[0].sentence


def test_variables_are_noted_without_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy's may hold a password."""
    for name in [each for each in os.environ if each.upper() in doctor_place._DISTURBING]:
        monkeypatch.delenv(name)
    assert states(doctor_place.environment()) == {"environment variables": State.OK}
    monkeypatch.setenv("https_proxy", "http://ada:secret@proxy.test")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/corp.pem")
    found = list(doctor_place.environment())
    assert [(each.what, each.state) for each in found] == [
        ("variable REQUESTS_CA_BUNDLE", State.NOTE),
        ("variable https_proxy", State.NOTE),
    ]
    assert "secret" not in str(found)


def test_a_check_that_breaks_stops_no_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it raises becomes a line."""

    def breaks(error: Exception) -> Callable[[], Iterator[Finding]]:
        def check() -> Iterator[Finding]:
            yield Finding(State.OK, "first", "fine.")
            raise error

        return check

    checks = [
        ("one", breaks(RuntimeError("odd\nwords"))),
        ("two", breaks(ValueError())),
        ("three", breaks(ModuleNotFoundError("no", name="trustme"))),
    ]
    monkeypatch.setattr(doctor, "checks", lambda _: checks)
    assert doctor.run(None) == 1
    assert capsys.readouterr().out.splitlines() == [
        "ok       first: fine.",
        "missing  one: could not be looked at (odd words). The lines above may say why.",
        "ok       first: fine.",
        "missing  two: could not be looked at (ValueError). The lines above may say why.",
        "ok       first: fine.",
        "missing  three: can't be looked at without the package trustme.",
        "",
        "3 things are missing: see the lines that begin with `missing`.",
    ]


def without(packages: set[str], *words: str) -> subprocess.CompletedProcess[str]:
    """The command in a Python that can't import some packages."""
    code = textwrap.dedent(f"""
        import sys
        class Gone:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] in {packages!r}:
                    raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
        sys.meta_path.insert(0, Gone())
        from course.cli import main
        sys.exit(main({list(words)!r}))
    """)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_the_doctor_comes_also_where_nearly_everything_is_missing(tmp_path: Path) -> None:
    """That is when it is called."""
    gone = {
        "cryptography",
        "requests",
        "trustme",
        "nbformat",
        "IPython",
        "ipywidgets",
        "jupyter_client",
        "packaging",
    }
    done = without(gone, "doctor", str(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert "missing  the packages: can't be looked at without the package packaging." in done.stdout
    assert "missing  a TLS handshake on this machine: can't be looked at without the package " in done.stdout
    assert "ok       OpenSSL in Python" in done.stdout


def test_other_commands_send_to_the_doctor(tmp_path: Path) -> None:
    """In one sentence, where a package is missing."""
    done = without({"nbformat"}, "verify", str(tmp_path))
    assert (done.returncode, done.stderr) == (
        2,
        "The package nbformat is missing here. `course doctor` says what to do.\n",
    )
