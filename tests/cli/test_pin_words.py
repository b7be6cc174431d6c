"""Is a word a file, or a server, and which one?"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.cli.pin_words import BadWord, Server, is_like_a_host, meaning_of, server


@pytest.mark.parametrize(
    ("word", "host", "port"),
    [
        ("api.bank.test", "api.bank.test", 443),
        ("API.Bank.Test.:8443", "api.bank.test", 8443),
        ("localhost:1", "localhost", 1),
        ("10.0.0.1", "10.0.0.1", 443),
        ("[::1]", "::1", 443),
        ("[2001:0DB8::1]:65535", "2001:db8::1", 65535),
        ("xn--bcher-kva.test:0443", "xn--bcher-kva.test", 443),
    ],
)
def test_hosts_in_every_spelling(word: str, host: str, port: int) -> None:
    """With and without a port."""
    assert meaning_of(word) == Server(host, port)
    assert server(str(Server(host, port))) == Server(host, port)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("https://api.bank.test/login", "is a URL. Give host and port alone, such as api.bank.test:443"),
        ("https://api.bank.test:8443/login", "such as api.bank.test:8443"),
        ("::1", "has more than one colon. Write [::1]:443"),
        ("a:b:c", "has more than one colon. Write api.bank.test:443"),
        ("api.bank.test:", "'' in 'api.bank.test:' is no port"),
        ("api.bank.test:0", "A port is a number from 1 to 65535"),
        ("api.bank.test:65536", "is no port"),
        ("api.bank.test:https", "is no port"),
        ("api.bank.test:\u0664\u0664\u0663", "is no port"),
        ("[10.0.0.1]", "no IPv6 address in its brackets"),
        ("[::1", "no IPv6 address in its brackets"),
        ("*.bank.test", "stands for many hosts"),
        ("b\u00fccher.test", "is not ASCII"),
        ("a..test", "is not a host name"),
        ("a" * 64 + ".test", "can be no host's name"),
        ("a." * 126 + "test", "..' can be no host's name"),
        ("a\0b.test", "can be no host's name"),
        (" ", "A word is empty"),
        ("missing.pem", "There is no file missing.pem"),
        ("folder/leaf", "There is no file folder/leaf"),
        ("C:\\keys\\leaf", "There is no file"),
    ],
)
def test_what_is_neither_is_explained(word: str, sentence: str) -> None:
    """With what to write instead."""
    with pytest.raises(BadWord, match=re.escape(sentence)):
        meaning_of(word)


def test_a_file_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is called."""
    monkeypatch.chdir(tmp_path)
    for name in ("api.bank.test", "api.bank.test:443", "leaf.pem"):
        Path(name).touch()
        assert meaning_of(name) == Path(name)
    assert meaning_of("-") == Path("-")


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("api.bank.test", True),
        ("api.bank.test:443", True),
        ("localhost", True),
        ("leaf", False),
        ("leaf.pem", False),
        ("notes.txt", False),
        ("./api.bank.test", False),
        ("my leaf.certificate", False),
        ("-", False),
    ],
)
def test_names_of_files_that_could_be_hosts(name: str, alike: bool) -> None:
    """It is worth a sentence then, and a disturbance otherwise."""
    assert is_like_a_host(name) is alike


@given(st.text())
def test_any_word_is_a_file_a_server_or_a_sentence(word: str) -> None:
    """And never another exception."""
    with contextlib.suppress(BadWord):
        assert isinstance(meaning_of(word), Path | Server)
