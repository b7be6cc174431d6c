"""The whole world of an experiment."""

from __future__ import annotations

import gc
import shlex
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from course.lab import Lab, attempt
from course.pinning import Policy

URL = "https://api.bank.test/balance"


def test_the_first_lesson_runs(lab: Lab) -> None:
    """As notebook 00 will use it."""
    bank, app = lab.bank, lab.app()
    login = {"user": "ada", "password": "correct horse"}
    assert app.post("https://api.bank.test/login", json=login).json() == {"welcome": "ada"}
    assert (bank.handshakes, bank.requests) == (1, 1)
    mallory = lab.interceptor()
    assert attempt(app, URL).accepted
    lab.phone.trust(mallory.authority)
    mallory.intercept("api.bank.test")
    assert app.post("https://api.bank.test/login", json=login).ok
    assert mallory.read[0].body == '{"user": "ada", "password": "correct horse"}'
    pinned = lab.app(pins={"api.bank.test": [bank.pin]})
    assert attempt(pinned, "https://api.bank.test/login", "POST", json=login).step == "compare"
    assert len(mallory.read) == 1
    mallory.stop()
    assert attempt(pinned, URL).accepted


def test_an_app_takes_a_policy(lab: Lab) -> None:
    """As well as a mapping."""
    assert attempt(lab.app(pins=Policy({"api.bank.test": [lab.root.pin]})), URL).accepted


def test_apps_ignore_the_environment(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that is set on the machine is not used."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert attempt(lab.app(), URL).accepted


def test_labs_do_not_disturb_each_other(lab: Lab) -> None:
    """Two at once: same cast, own ports, clocks, phones and networks."""
    with Lab() as other:
        assert other.bank.chain == lab.bank.chain
        assert other.bank.address != lab.bank.address
        other.clock.advance(days=1)
        other.bank.rekey()
        other.phone.distrust(other.root)
        mallory = other.interceptor()
        mallory.intercept("api.bank.test")
        assert attempt(lab.app(pins={"api.bank.test": [lab.bank.pin]}), URL).accepted
    assert attempt(lab.app(), URL).accepted


def test_both_sets_of_dates_have_the_same_keys(lab: Lab) -> None:
    """A pin of one is a pin of the other."""
    with Lab(dates="stock") as stock:
        assert [stock.bank.pin, stock.issuing.pin, stock.root.pin] == [
            lab.bank.pin,
            lab.issuing.pin,
            lab.root.pin,
        ]
        assert stock.bank.chain != lab.bank.chain
        assert attempt(stock.app(), URL).accepted


def test_the_bank_has_worked_for_two_months(lab: Lab) -> None:
    """Its certificate was issued in November 2026 for 200 days."""
    certificate = lab.bank.chain[0]
    assert str(certificate.not_valid_before_utc) == "2026-11-02 09:00:00+00:00"
    assert str(certificate.not_valid_after_utc) == "2027-05-21 08:59:59+00:00"


def lab_threads() -> list[str]:
    """The threads of all labs."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("lab")]


def test_closing_leaves_nothing(lab: Lab) -> None:
    """No port, no thread, no file."""
    mallory = lab.interceptor()
    lab.phone.trust(mallory.authority)
    mallory.intercept("api.bank.test")
    assert lab.app().get(URL).ok
    folder = Path(shlex.split(lab.curl(URL))[-2]).parent
    assert folder.is_dir()
    addresses = [lab.bank.address, mallory.address]
    lab.close()
    lab.close()
    assert lab_threads() == []
    assert not folder.exists()
    for address in addresses:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address)


def test_a_lab_that_nobody_holds_closes_itself() -> None:
    """`del lab` is enough."""
    lab = Lab()
    lab.interceptor()
    address = lab.bank.address
    del lab
    gc.collect()
    assert lab_threads() == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


def test_its_text_has_no_port(lab: Lab) -> None:
    """Notebooks compare it."""
    assert repr(lab) == (
        "Lab(Clock(Monday 2027-01-04 09:00 UTC), Phone(trusts Harbour Root CA), Network(api.bank.test))"
    )


def test_the_curl_line_is_for_a_shell(lab: Lab) -> None:
    """It can be split, and names what curl needs."""
    words = shlex.split(lab.curl(URL, "--pinnedpubkey", lab.bank.pin.curl))
    assert words[0] == "curl"
    assert f"api.bank.test:443:127.0.0.1:{lab.bank.address[1]}" in words
    assert words[-3:] == ["--pinnedpubkey", lab.bank.pin.curl, URL]
    assert Path(words[words.index("--cacert") + 1]).read_bytes().count(b"BEGIN CERTIFICATE") == 1
    assert subprocess.list2cmdline(words)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not list open descriptors")
def test_refusals_and_labs_leave_no_descriptor() -> None:
    """Not even until the garbage collector comes."""

    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    gc.collect()
    gc.disable()
    try:
        before = descriptors()
        for _ in range(3):
            with Lab() as lab:
                mallory = lab.interceptor()
                lab.phone.trust(mallory.authority)
                mallory.intercept("api.bank.test")
                pinned = lab.app(pins={"api.bank.test": [lab.bank.pin]})
                for _ in range(5):
                    assert attempt(pinned, URL).step == "compare"
        assert descriptors() == before
    finally:
        gc.enable()


def test_another_authority_is_trusted_by_nobody_yet(lab: Lab) -> None:
    """Until the phone is told; then it may speak for the bank too."""
    registry = lab.authority("Far Away Root CA", "Far Away Registry")
    leaf = registry.issue("api.bank.test")
    lab.bank.present(leaf.chain, leaf.key)
    assert attempt(lab.app(), URL).step == "validate"
    lab.phone.trust(registry)
    assert attempt(lab.app(), URL).accepted
