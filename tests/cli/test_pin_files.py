"""`course pin FILE...`"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import certifi
import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.cli import pin as pin_command
from course.pki import Pin, load_certificates
from tests.pki.certificates import HOST, authority, issue, server
from tests.pki.test_sources import request_of

from .conftest import Course

ROOT = authority("Root", not_after=datetime(2099, 1, 1, tzinfo=UTC))
LEAF = server(ROOT, not_after=datetime(2099, 1, 1, tzinfo=UTC))
PIN = str(Pin.of(LEAF.certificate))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of every kind, which is the current one."""
    monkeypatch.chdir(tmp_path)
    for name, issued in (("leaf", LEAF), ("root", ROOT)):
        Path(f"{name}.pem").write_bytes(issued.certificate.public_bytes(Encoding.PEM))
    Path("chain.pem").write_bytes(Path("leaf.pem").read_bytes() + Path("root.pem").read_bytes())
    Path("key.pem").write_bytes(LEAF.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    Path("request.der").write_bytes(request_of(LEAF.key).public_bytes(Encoding.DER))
    public = LEAF.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    Path("public.pem").write_bytes(public)
    return tmp_path


def test_a_certificate_is_one_line_below_the_heads(course: Course) -> None:
    """Pin, what it is, until when, and whose."""
    done = course("pin", "leaf.pem")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "pin                                                  what         expires (UTC)  subject\n"
        f"{PIN}  certificate  2099-01-01     {HOST}\n"
    )


def test_several_files_are_one_table_with_their_names(course: Course) -> None:
    """All four kinds of the same key show the same pin."""
    done = course("pin", "leaf.pem", "key.pem", "request.der", "public.pem")
    lines = done.out.split("\n\n")[0].splitlines()
    assert [line.split()[0] for line in lines] == ["pin", PIN, PIN, PIN, PIN]
    assert [line.split()[-1] for line in lines] == [
        "file",
        "leaf.pem",
        "key.pem",
        "request.der",
        "public.pem",
    ]


def test_a_ca_is_marked_and_explained(course: Course) -> None:
    """Pinning it accepts what it issues."""
    done = course("pin", "chain.pem")
    assert [line.split("  ")[1] for line in done.out.splitlines()[1:3]] == ["certificate", "CA certificate"]
    assert "A pin of a CA accepts every certificate that this CA" in done.out


def test_of_a_private_key_only_the_public_half_is_used(course: Course) -> None:
    """It says so, and prints nothing else of it."""
    done = course("pin", "key.pem")
    assert "key.pem holds a private key. Only its public half was used." in done.out
    body = Path("key.pem").read_text().splitlines()[1:-1]
    assert not [line for line in body if line[:12] in done.out + done.err]
    assert PIN in done.out


def test_an_expired_certificate_is_marked(course: Course) -> None:
    """By this machine's clock."""
    old = issue("Old", not_after=datetime(2026, 1, 2, tzinfo=UTC)).certificate
    Path("old.pem").write_bytes(old.public_bytes(Encoding.PEM))
    assert "2026-01-02, expired  Old" in course("pin", "old.pem").out


def test_standard_input_is_a_dash(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """As behind a pipe."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path("leaf.pem").read_bytes())))
    assert PIN in course("pin", "-").out


def test_what_can_not_be_read_stops_nothing_else(course: Course) -> None:
    """The others are printed, each trouble is one sentence, and the code is 2."""
    Path("page.pem").write_text("<html>Log in</html>")
    encrypted = LEAF.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    Path("secret.pem").write_bytes(encrypted)
    Path("folder").mkdir()
    done = course("pin", "page.pem", "missing.pem", "folder", "leaf.pem", "secret.pem")
    assert done.code == 2
    assert done.out.count("sha256/") == 1
    page, missing, folder, secret = done.err.splitlines()
    assert page.startswith("page.pem: These bytes hold no certificate; they look like an HTML")
    assert missing == "There is no file missing.pem."
    assert folder == "folder is a folder. Name the files in it."
    assert secret.startswith("secret.pem: The block in this file is an encrypted private key")


def test_a_file_that_may_not_be_read(course: Course) -> None:
    """As a server's key, for anybody but root."""
    Path("key.pem").chmod(0)
    own = os.geteuid()
    if own == 0:
        os.seteuid(65534)  # nobody
    try:
        done = course("pin", "key.pem")
    finally:
        os.seteuid(own)
    assert (done.code, done.err) == (2, "You may not read key.pem.\n")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero on this machine")
def test_an_endless_file_ends(course: Course) -> None:
    """After more than any certificate has."""
    assert (
        course("pin", "/dev/zero").err == "/dev/zero has more than 32 MiB, which no certificate or key has.\n"
    )


def test_other_trouble_is_told_in_the_systems_words(course: Course) -> None:
    """A file that was there a moment ago, and one that the system can't read."""
    with pytest.raises(pin_command.Unreadable, match=r"There is no file gone\.pem\."):
        pin_command._bytes_of("gone.pem")
    if Path("/proc/self/mem").exists():
        assert "/proc/self/mem can't be read: " in course("pin", "/proc/self/mem").err


def test_a_file_with_a_hosts_name_is_read_and_noted(course: Course) -> None:
    """And the note says how the server is meant."""
    Path("leaf.pem").rename(HOST)
    done = course("pin", HOST)
    assert f"{HOST} is a file here, and was read as one. For the server write {HOST}:443." in done.out
    assert PIN in done.out


def test_long_and_wide_names_keep_the_columns(course: Course) -> None:
    """A name of sixty characters is cut, one in Japanese takes two columns per character."""
    for number, name in enumerate(("n" * 60, "\u9280\u884c")):
        certificate = issue(name, not_after=datetime(2099, 1, 1, tzinfo=UTC)).certificate
        Path(f"{number}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    heads, long, wide = course("pin", "0.pem", "1.pem").out.splitlines()
    assert "n" * 45 + "...  0.pem" in long
    assert heads.index("file") == long.index("0.pem") == wide.index("1.pem") + 2


def test_json_has_the_keys_that_help_describes(course: Course) -> None:
    """All of them, for every kind, and dates with their zone."""
    done = course("pin", "--json", "chain.pem", "key.pem", "missing.pem")
    assert done.code == 2
    told = json.loads(done.out)
    assert set(told) == {"format", "results", "notes", "errors"}
    chain, key = told["results"]
    assert (chain["source"], chain["type"]) == ("chain.pem", "file")
    assert chain["pins"][0] == {
        "pin": PIN,
        "kind": "certificate",
        "key": "EC secp256r1",
        "subject": HOST,
        "expires": "2099-01-01T00:00:00Z",
        "ca": False,
    }
    assert chain["pins"][1]["ca"] is True
    assert key["pins"][0] == {
        **dict.fromkeys(("subject", "expires", "ca")),
        "pin": PIN,
        "kind": "private key",
        "key": "EC secp256r1",
    }
    assert told["errors"] == [
        {"source": "missing.pem", "reason": "bad name", "sentence": "There is no file missing.pem."}
    ]
    assert len(told["notes"]) == 2


def test_json_is_json_also_where_there_is_no_pin(course: Course) -> None:
    """A program reads it before it looks at the code."""
    assert json.loads(course("pin", "--json", "missing.pem").out)["results"] == []


def test_nothing_found_prints_nothing(course: Course) -> None:
    """Only a sentence, on standard error."""
    assert course("pin", "missing.pem").out == ""


def test_all_of_certifi_in_the_order_of_the_file(course: Course) -> None:
    """With the pins of its certificates."""
    done = course("pin", certifi.where())
    certificates = load_certificates(Path(certifi.where()).read_bytes())
    lines = done.out.splitlines()[1 : len(certificates) + 1]
    assert [line.split()[0] for line in lines] == [str(Pin.of(each)) for each in certificates]


def test_the_real_command_prints_the_same_and_warns_of_nothing(course: Course) -> None:
    """In a process of its own, warnings being errors."""
    line = [sys.executable, "-P", "-W", "error", "-m", "course", "pin", "chain.pem"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, course("pin", "chain.pem").out, "")


def test_a_file_needs_neither_requests_nor_jupyter() -> None:
    """So that the answer is there at once."""
    code = (
        "import sys\n"
        "from course.cli import main\n"
        "main(['pin', 'leaf.pem'])\n"
        "print(sorted({n.partition('.')[0] for n in sys.modules} & {'requests', 'IPython', 'ssl', 'nbformat'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_file_gives_a_code_and_no_traceback(course: Course, data: bytes) -> None:
    """0 with a pin, 2 with a sentence."""
    Path("any").write_bytes(data)
    done = course("pin", "any")
    assert (done.code, bool(done.out), bool(done.err)) in {
        (0, True, False),
        (2, False, True),
        (2, True, True),
    }
    assert "Traceback" not in done.err
