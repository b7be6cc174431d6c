"""`course pin HOST:PORT`, against real servers."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from course.lab import Lab
from course.lab.leaf import chain_pem
from course.lab.tls import presenting
from course.pki import Pin

from .conftest import Bank, Course
from .servers import (
    Behaviour,
    babbling,
    greeting,
    hanging_up,
    plain_http,
    resetting,
    serving,
    shaking_hands,
    silent,
)

HOST = "api.bank.test"
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine")
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")


def table(out: str) -> list[list[str]]:
    """The cells of the table that a server's pins are printed in."""
    return [re.split(" {2,}", line) for line in out.splitlines() if line.startswith(("pin ", "sha256/"))]


def test_what_was_sent_stands_beside_what_was_validated(bank: Bank, course: Course) -> None:
    """The root is in the path and was not sent."""
    done = course("pin", HOST, *bank.trusted())
    leaf, issuing, root = (str(Pin.of(each)) for each in (*bank.lab.bank.chain, bank.lab.root.certificate))
    assert (done.code, done.err) == (0, "")
    assert table(done.out) == [
        ["pin", "sent", "validated", "what", "expires (UTC)", "subject"],
        [leaf, "1", "1", "leaf", "2099-12-31", HOST],
        [issuing, "2", "2", "intermediate CA", "2099-12-31", "Harbour Issuing CA"],
        [root, "-", "3", "root CA", "2099-12-31", "Harbour Root CA"],
    ]


def test_it_says_who_answered_by_whose_roots_and_what_to_compare_with(bank: Bank, course: Course) -> None:
    """And that a CA's pin accepts all that it issues, and that a proxy may be in between."""
    out = course("pin", HOST, *bank.trusted()).out
    address = ":".join(map(str, bank.lab.bank.address))
    assert f"{HOST}:443, answered by {address}; validated with {bank.root} at {datetime.now(UTC):%Y-}" in out
    assert "A pin of a CA accepts every certificate" in out
    assert f"These are the pins of whoever answered at {address}. Behind a proxy" in out
    assert f"Compare them with `course pin` of the certificate or the key from those who run {HOST}" in out


def test_it_connects_once_and_asks_nothing(bank: Bank, course: Course) -> None:
    """One handshake, no request, not one byte."""
    course("pin", HOST, *bank.trusted())
    server = bank.lab.bank
    assert (server.handshakes, server.failed_handshakes, server.requests, server.bytes_received) == (
        1,
        0,
        0,
        0,
    )


def test_behind_an_interceptor_these_are_the_interceptors_pins(bank: Bank, course: Course) -> None:
    """Nothing looks wrong to who trusts its CA: that is why the note is always there."""
    with bank.lab.interceptor() as mallory:
        mallory.intercept(HOST)
        bank.root.write_bytes(chain_pem((bank.lab.root.certificate, mallory.authority.certificate)))
        done = course("pin", HOST, *bank.trusted())
    assert done.code == 0
    assert [row[0] for row in table(done.out)[1:]][-1] == str(mallory.authority.pin)
    assert str(bank.lab.bank.pin) not in done.out
    assert "Behind a proxy" in done.out


def test_certifis_roots_do_not_vouch_for_an_interceptor(bank: Bank, course: Course) -> None:
    """One sentence, no pins."""
    with bank.lab.interceptor() as mallory:
        mallory.intercept(HOST)
        done = course("pin", HOST, *bank.to())
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(r"api\.bank\.test:443 is not trusted.* unknown authority.*\n", done.err)
    assert "--cafile" in done.err


def test_an_untrusted_chain_is_shown_only_if_asked_for(bank: Bank, course: Course) -> None:
    """Marked in every line, and with the same sentence and code."""
    done = course("pin", HOST, *bank.to(), "--show-untrusted")
    assert done.code == 2
    assert "NOT VALIDATED: this may be anybody" in done.out
    assert [row[1:4] for row in table(done.out)[1:]] == [["1", "NO", "leaf"], ["2", "NO", "CA"]]
    assert "is not trusted, so its pins are worth nothing" in done.err
    assert "--show-untrusted" not in done.err


def present(bank: Bank, *hosts: str, begins: datetime | None = None, days: float | None = None) -> None:
    """Let the bank show another leaf."""
    leaf = bank.lab.issuing.issue(*hosts, not_before=begins, days=days)
    bank.lab.bank.present(leaf.chain, leaf.key)


def test_another_host_is_refused(bank: Bank, course: Course) -> None:
    """Even though the chain is good."""
    done = course("pin", "www.bank.test", *bank.trusted())
    assert (done.code, done.out) == (2, "")
    assert f"'{HOST}' is not for 'www.bank.test'. It is for {HOST}." in done.err


def test_an_expired_certificate_is_refused(bank: Bank, course: Course) -> None:
    """By this machine's clock, with both dates."""
    present(bank, HOST, begins=datetime(2025, 1, 1, tzinfo=UTC), days=90)
    done = course("pin", HOST, *bank.trusted())
    assert (done.code, done.out) == (2, "")
    assert f"'{HOST}' expired on 2025-03-31 23:59 UTC; the date is {datetime.now(UTC):%Y-%m-%d}" in done.err


def test_an_address_is_a_host_too(bank: Bank, course: Course) -> None:
    """Without --connect-to, on the port that is named."""
    present(bank, "127.0.0.1")
    ip, port = bank.lab.bank.address
    done = course("pin", f"{ip}:{port}", "--cafile", bank.root)
    assert (done.code, table(done.out)[1][5]) == (0, "127.0.0.1")


def test_what_was_sent_in_vain_is_marked(bank: Bank, course: Course) -> None:
    """Another server's certificate, and one that was sent twice."""
    stranger = bank.lab.root.intermediate("Another CA").certificate
    chain = bank.lab.bank.chain
    bank.lab.bank.present((chain[0], stranger, chain[1], chain[1]), bank.lab.bank.leaf.key)
    done = course("pin", HOST, *bank.trusted())
    assert [row[1:4] for row in table(done.out)[1:]] == [
        ["1", "1", "leaf"],
        ["3, 4", "2", "intermediate CA"],
        ["-", "3", "root CA"],
        ["2", "-", "CA"],
    ]
    assert "What was sent and is not in the validated path never matches: do not pin it." in done.out


def test_an_anchor_need_not_be_a_root(bank: Bank, course: Course) -> None:
    """Or the leaf itself is trusted, and ends the path."""
    bank.root.write_bytes(chain_pem(bank.lab.bank.chain[1:]))
    assert [row[1:4] for row in table(course("pin", HOST, *bank.trusted()).out)[1:]] == [
        ["1", "1", "leaf"],
        ["2", "2", "anchor"],
    ]


def test_json_for_a_server(bank: Bank, course: Course) -> None:
    """Places are numbers, absent ones null."""
    told = json.loads(course("pin", HOST, *bank.trusted(), "--json").out)
    (result,) = told["results"]
    pins = result.pop("pins")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", result.pop("date"))
    assert result == {
        "source": f"{HOST}:443",
        "type": "server",
        "host": HOST,
        "port": 443,
        "address": ":".join(map(str, bank.lab.bank.address)),
        "anchors": str(bank.root),
        "trusted": True,
    }
    assert [(each["sent"], each["validated"], each["ca"]) for each in pins] == [
        ([1], 1, False),
        ([2], 2, True),
        ([], 3, True),
    ]


def test_json_for_an_untrusted_server(bank: Bank, course: Course) -> None:
    """The reason is a word for programs; without --show-untrusted there is no result."""
    told = json.loads(course("pin", HOST, *bank.to(), "--json").out)
    assert told["results"] == []
    assert told["errors"][0]["reason"] == "unknown authority"
    told = json.loads(course("pin", HOST, *bank.to(), "--json", "--show-untrusted").out)
    assert told["results"][0]["trusted"] is False
    assert [each["validated"] for each in told["results"][0]["pins"]] == [None, None]


def test_files_and_servers_may_stand_beside_each_other(bank: Bank, course: Course, tmp_path: Path) -> None:
    """To compare them is what the note asks for."""
    key = tmp_path / "public.pem"
    key.write_bytes(chain_pem(bank.lab.bank.chain[:1]))
    done = course("pin", key, HOST, *bank.trusted())
    assert done.out.count(str(bank.lab.bank.pin)) == 2


@pytest.mark.parametrize(
    ("behave", "sentence"),
    [
        (plain_http, "answered, and not in TLS: perhaps it speaks plain HTTP on this port"),
        (greeting, "answered, and not in TLS"),
        (hanging_up, "ended the connection in the middle of the TLS handshake"),
        (resetting, "ended the connection in the middle of the TLS handshake"),
    ],
)
def test_what_is_no_tls_server_is_one_sentence(behave: Behaviour, sentence: str, course: Course) -> None:
    """And code 2."""
    with serving(behave) as address:
        done = course("pin", HOST, "--connect-to", address)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{HOST}:443 {sentence}")
    assert done.err.count("\n") == 1


def test_a_silent_server_costs_the_timeout_and_no_more(course: Course) -> None:
    """The sentence says how long it was."""
    with serving(silent) as address:
        done = course("pin", HOST, "--connect-to", address, "--timeout", "0.2")
    assert (done.code, done.out) == (2, "")
    assert "took the connection and did not finish a TLS handshake within 0.2 s" in done.err


def test_a_port_where_nobody_listens(course: Course) -> None:
    """Names both: who was asked for, and where."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    done = course("pin", HOST, "--connect-to", f"127.0.0.1:{port}")
    assert done.code == 2
    assert done.err.startswith(f"{HOST}:443 (at 127.0.0.1:{port}) refused the connection: nothing listens")
    assert course("pin", f"127.0.0.1:{port}").err.startswith(f"127.0.0.1:{port} refused the connection")


def test_an_address_that_leads_nowhere(course: Course) -> None:
    """The broadcast address is no server's; the system says so."""
    done = course("pin", HOST, "--connect-to", "255.255.255.255:443")
    assert done.code == 2
    assert f"{HOST}:443 (at 255.255.255.255:443) can't be reached: " in done.err


def test_a_full_backlog_is_a_timeout(course: Course) -> None:
    """A server that never takes the connection, as behind a firewall that drops."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        done = course("pin", HOST, "--connect-to", f"127.0.0.1:{address[1]}", "--timeout", "0.2")
        for each in waiting:
            each.close()
    assert done.err == f"{HOST}:443 (at 127.0.0.1:{address[1]}) did not answer within 0.2 s.\n"


def test_an_unknown_name(course: Course) -> None:
    """By RFC 6761 nobody knows .invalid; a file may have been meant."""
    done = course("pin", "bank.invalid", "--timeout", "60")
    assert done.code == 2
    assert done.err.startswith(
        "There is no file bank.invalid here. As a server: "
        "bank.invalid:443 can't be reached: this machine's resolver knows no bank.invalid."
    )


def test_a_resolver_that_is_silent(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket's timeout would end that."""
    over = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait() and [])
    done = course("pin", HOST, "--timeout", "0.1")
    assert done.err == f"{HOST}:443 did not answer within 0.1 s.\n"
    over.set()


def lab_context(lab: Lab) -> ssl.SSLContext:
    """What the bank shows, in a context of its own."""
    return presenting(lab.bank.chain, lab.bank.leaf.key)


def test_a_server_that_wants_a_client_certificate_ends_the_handshake(bank: Bank, course: Course) -> None:
    """In TLS 1.2; it says so by an alert, which does not say why."""
    context = lab_context(bank.lab)
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with serving(shaking_hands(context)) as address:
        done = course("pin", HOST, "--connect-to", address, "--cafile", bank.root)
    assert (done.code, done.out) == (2, "")
    assert (
        "ended the TLS handshake with the alert 'handshake failure'. It may want a client certificate"
        in done.err
    )


def test_in_tls_1_3_its_pins_are_seen_before_it_asks(bank: Bank, course: Course) -> None:
    """The server has proven its key by then, and that is all that a pin is about."""
    context = lab_context(bank.lab)
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    with serving(shaking_hands(context)) as address:
        done = course("pin", HOST, "--connect-to", address, "--cafile", bank.root)
    assert (done.code, table(done.out)[1][0]) == (0, str(bank.lab.bank.pin))


def test_an_old_server_is_called_old(bank: Bank, course: Course) -> None:
    """TLS 1.1 at most."""
    context = lab_context(bank.lab)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with serving(shaking_hands(context)) as address:
        done = course("pin", HOST, "--connect-to", address)
    assert f"{HOST}:443 speaks only versions of TLS before 1.2" in done.err


def test_what_openssl_does_not_take_is_told_in_its_words(course: Course) -> None:
    """Without a guess at the server's wishes, which have nothing to do with it."""
    with serving(babbling) as address:
        done = course("pin", HOST, "--connect-to", address)
    assert done.err == f"OpenSSL ended the TLS handshake with {HOST}:443: unexpected message.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--cafile", "missing.pem"), "There is no file missing.pem."),
        (("--cafile", __file__), "hold no certificate"),
        (("--connect-to", "127.0.0.1:x"), "'x' in '127.0.0.1:x' is no port"),
    ],
)
def test_an_option_that_means_nothing_connects_to_nobody(
    words: tuple[str, ...], sentence: str, course: Course
) -> None:
    """It is said before."""
    done = course("pin", HOST, *words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_a_timeout_is_a_time(seconds: str, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """As argparse says it."""
    with pytest.raises(SystemExit) as ended:
        course("pin", HOST, f"--timeout={seconds}")
    assert ended.value.code == 2
    assert "--timeout" in capsys.readouterr().err


def test_a_proxy_of_this_machine_is_not_used_and_noted(
    bank: Bank, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its value may hold a password, and is not repeated."""
    monkeypatch.setenv("HTTPS_PROXY", "http://ada:secret@127.0.0.1:9")
    done = course("pin", HOST, *bank.trusted())
    assert done.code == 0
    assert "HTTPS_PROXY is set, and was not used: other clients here may see other pins." in done.out
    with serving(hanging_up) as address:
        failed = course("pin", HOST, "--connect-to", address)
    assert failed.err.endswith("HTTPS_PROXY is set, and this command connects without a proxy.\n")
    assert "secret" not in done.out + failed.err


def test_variables_that_add_roots_are_not_read(
    bank: Bank, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only --cafile does."""
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, str(bank.root))
    assert course("pin", HOST, *bank.to()).code == 2


def test_the_real_command_warns_of_nothing(bank: Bank) -> None:
    """In a process of its own, warnings being errors."""
    line = [sys.executable, "-P", "-W", "error", "-m", "course", "pin", HOST, *bank.trusted()]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert table(done.stdout)[1][0] == str(bank.lab.bank.pin)


@needs_curl
def test_curl_accepts_the_pin_that_is_printed(bank: Bank, course: Course) -> None:
    """And no other."""
    rows = table(course("pin", HOST, *bank.trusted()).out)
    leaf, issuing = (row[0].replace("sha256/", "sha256//") for row in rows[1:3])
    ip, port = bank.lab.bank.address
    line = ["curl", "--silent", "--noproxy", "*", "--cacert", str(bank.root)]
    line += ["--connect-to", f"{HOST}:443:{ip}:{port}", f"https://{HOST}/balance", "--pinnedpubkey"]
    assert subprocess.run([*line, leaf], check=False, capture_output=True).returncode == 0
    assert subprocess.run([*line, issuing], check=False, capture_output=True).returncode == 90


@needs_openssl
def test_the_openssl_pipeline_prints_the_same(bank: Bank, course: Course) -> None:
    """From the same server, as the lessons have it."""
    ip, port = bank.lab.bank.address
    pipeline = (
        f"openssl s_client -connect {ip}:{port} -servername {HOST} </dev/null 2>/dev/null"
        " | openssl x509 -pubkey -noout | openssl pkey -pubin -outform der"
        " | openssl dgst -sha256 -binary | openssl base64"
    )
    done = subprocess.run(pipeline, shell=True, capture_output=True, text=True, check=True)
    assert f"sha256/{done.stdout.strip()}" == table(course("pin", HOST, *bank.trusted()).out)[1][0]


def test_a_certificate_that_can_not_be_read(
    bank: Bank, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenSSL takes some that `cryptography` does not."""
    der = bank.lab.bank.chain[0].public_bytes(Encoding.DER)
    monkeypatch.setattr("course.cli.pin_connection.chain_as_sent", lambda _: [der, b"0\0"])
    done = course("pin", HOST, *bank.trusted())
    assert (done.code, done.err) == (2, f"{HOST}:443 sent a certificate that can't be read.\n")
    monkeypatch.setattr("course.cli.pin_connection.chain_as_sent", lambda _: [])
    assert course("pin", HOST, *bank.trusted()).err == f"{HOST}:443 showed no certificate.\n"
