"""The model of --pinnedpubkey against the real curl, over real connections."""

from __future__ import annotations

import functools
import random
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from course.lab import Lab, rsa_key
from course.pki import Pin
from course.pki.der import public_key_info
from course.platforms.curl import Outcome, Version, connect
from tests.programs import need
from tests.real_clients.chains import AT, HOST, Chains, Served

pytestmark = pytest.mark.programs

WRITE_OUT = r"%{exitcode}\t%{errormsg}\n"
GENERATED = 250


@dataclass(frozen=True)
class Question:
    """One connection that curl and the model are asked about."""

    chain: str = "intermediate"
    pinnedpubkey: str | None = None
    insecure: bool = False


@dataclass(frozen=True)
class Curl:
    """The real program with its trust store and its files."""

    chains: Chains
    trusted: Path
    files: Mapping[str, bytes]

    def ask(self, questions: list[Question]) -> list[Outcome]:
        """One process, one new connection for each question."""
        config = "next\n".join(map(self._transfer, questions))
        # Options hold up to the next --next, so each transfer says everything.
        line = ["curl", "--disable", "--config", "-"]
        run = subprocess.run(
            line, input=config.encode(), capture_output=True, cwd=self.trusted.parent, check=False
        )
        answers = [answer.partition("\t") for answer in run.stdout.decode().splitlines()]
        assert len(answers) == len(questions), run.stderr.decode()
        return [Outcome(int(code), text) for code, _, text in answers]

    def _transfer(self, question: Question) -> str:
        options = {
            "url": f"https://{HOST}/balance",
            "connect-to": f"{HOST}:443:127.0.0.1:{self.chains[question.chain].port}",
            "noproxy": "*",
            "cacert": str(self.trusted),
            "capath": str(self.trusted.parent),
            "header": "Connection: close",
            "output": "/dev/null",
            "write-out": WRITE_OUT,
        }
        lines = ["silent", *(f'{name} = "{value}"' for name, value in options.items())]
        if question.pinnedpubkey is not None:
            lines.append(f'pinnedpubkey = "{quoted(question.pinnedpubkey)}"')
        return "\n".join([*lines, *(["insecure"] if question.insecure else []), ""])

    def model(self, question: Question) -> Outcome:
        """What the model says."""
        chain = self.chains[question.chain].chain
        return connect(
            HOST,
            chain,
            self.chains.trusted,
            AT,
            pinnedpubkey=question.pinnedpubkey,
            files=self.files,
            insecure=question.insecure,
            version=version(),
        )

    def disagreements(self, questions: list[Question]) -> list[tuple[Question, Outcome, Outcome]]:
        """Where the two differ: the question, curl's answer, the model's."""
        answers = zip(questions, self.ask(questions), map(self.model, questions), strict=True)
        return [(question, real, model) for question, real, model in answers if real != model]


def quoted(text: str) -> str:
    """As it stands between the quotes of a config file."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


@functools.cache
def version() -> Version:
    """Whose reading of lists the installed curl has."""
    said = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"curl (\d+)\.(\d+)", said)
    assert found, said
    newer = (int(found[1]), int(found[2])) >= (8, 18)
    return Version.CURL_8_18 if newer else Version.CURL_7_88


@pytest.fixture(scope="module")
def curl(chains: Chains, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Curl]:
    """curl in a folder with files that may or may not hold the bank's key; one more server has an RSA key."""
    need("curl")
    with Lab(dates="stock") as lab:
        leaf = lab.issuing.issue(HOST, key=rsa_key())
        lab.bank.present(leaf.chain, leaf.key)
        served = {**chains.served, "RSA": Served("RSA", leaf.chain, lab.bank)}
        yield prepared(replace(chains, served=served), tmp_path_factory.mktemp("curl"))


def prepared(chains: Chains, folder: Path) -> Curl:
    """With the files in place."""
    files = key_files(chains)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Curl(chains, chains.write_trusted(folder), files)


def key_files(chains: Chains) -> dict[str, bytes]:
    """Files for --pinnedpubkey, right and wrong ones."""
    leaf = chains["intermediate"].chain[0]
    pem = leaf.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    other = (
        chains["rekeyed"].chain[0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    der, size = public_key_info(leaf), 1 << 20
    body = b"".join(pem.splitlines()[1:-1])
    end = b"\n-----END"
    rsa = chains["RSA"].chain[0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {
        "rsa_key.pem": rsa,
        "rsa_key_3.pem": rsa.replace(end, b"A===" + end),
        "rsa_key_4.pem": rsa.replace(end, b"====" + end),
        "key.der": der,
        "key.pem": pem,
        "another.pem": other,
        "crlf.pem": pem.replace(b"\n", b"\r\n"),
        "cr.pem": pem.replace(b"\n", b"\r"),
        "text_before.pem": b"Bank, production\n" + pem,
        "no_line_before.pem": b"Bank, production " + pem,
        "one_line.pem": b"-----BEGIN PUBLIC KEY-----" + body + b"\n-----END PUBLIC KEY-----",
        "no_line_end.pem": b"-----BEGIN PUBLIC KEY-----" + body + b"-----END PUBLIC KEY-----",
        "no_end.pem": pem.rstrip(b"\n-"),
        "second_key.pem": other + pem,
        "first_key.pem": pem + other,
        "zero_before.pem": b"Bank\0\n" + pem,
        "zero_behind.pem": pem + b"\0\0",
        "spaces.pem": pem.replace(b"\n", b" \n"),
        "no_padding.pem": pem.replace(b"=" + end, end),
        "more_padding.pem": pem.replace(end, b"====" + end),
        "padding_inside.pem": pem.replace(end, b"AA==" + end),
        "urlsafe.pem": pem.replace(b"+", b"-").replace(b"/", b"_"),
        "rsa.pem": pem.replace(b"PUBLIC", b"RSA PUBLIC"),
        "empty_key.pem": b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n" + b" " * 100,
        "largest.pem": pem.ljust(size),
        "too_large.pem": pem.ljust(size + 1),
        "certificate.der": leaf.public_bytes(Encoding.DER),
        "certificate.pem": leaf.public_bytes(Encoding.PEM),
        "longer.der": der + b"\n",
        "shorter.der": der[:-1],
        "as_long.der": bytes(len(der)),
        "der_and_pem": der + b"\n" + pem,
        "nothing": b"",
    }


def test_every_chain_with_every_pin(curl: Curl) -> None:
    """Trust comes first and ends with 60; then only the leaf's pin counts. --insecure leaves the pin alone."""
    pins = [None, *(pin.curl for pin in curl.chains.pins.values())]
    questions = [
        Question(chain, pin, insecure)
        for chain in curl.chains.served
        for pin in pins
        for insecure in (False, True)
    ]
    assert len(questions) >= 100
    assert curl.disagreements(questions) == []


def test_every_chain_below_an_untrusted_root(curl: Curl, tmp_path: Path) -> None:
    """The reason is another where the root itself was sent."""
    without = prepared(replace(curl.chains, trusted=curl.chains.trusted[1:]), tmp_path)
    assert without.disagreements([Question(chain) for chain in without.chains.served]) == []


def test_every_file(curl: Curl) -> None:
    """A file holds one key, DER or PEM; everything else in it is no match, and no other error either."""
    questions = [Question(pinnedpubkey=name) for name in [*curl.files, "no such file", ""]]
    questions += [Question("RSA", name) for name in curl.files]
    assert curl.disagreements(questions) == []
    accepted = [name for name in curl.files if curl.model(Question(pinnedpubkey=name)).exit_code == 0]
    assert accepted == [
        "key.der",
        "key.pem",
        "crlf.pem",
        "text_before.pem",
        "one_line.pem",
        "first_key.pem",
        "zero_behind.pem",
        "largest.pem",
    ]


def test_generated_values(curl: Curl) -> None:
    """Lists put together at random from right, wrong and broken parts."""
    right, wrong = curl.chains.pins["leaf"], curl.chains.pins["backup"]
    parts = [
        right.curl,
        wrong.curl,
        right.curl,
        "sha256//",
        right.base64,
        str(right),
        right.hex,
        "key.pem",
        "x",
    ]
    between = [*";;;;;;", " ;", "; ", ";;", ",", "\n", ";x;", ""]
    dice = random.Random(7469)
    values = []
    for _ in range(GENERATED):
        value = dice.choice([right.curl, wrong.curl, wrong.curl, "sha256//", ""])
        for _ in range(dice.randint(0, 3)):
            value += dice.choice(between) + dice.choice(parts)
        values.append(value + dice.choice(["", "", "", ";", "=", " "]))
    questions = [Question(pinnedpubkey=value) for value in dict.fromkeys(values)]
    assert curl.disagreements(questions) == []
    accepted = sum(curl.model(question).exit_code == 0 for question in questions)
    assert 20 < accepted < len(questions) - 20


@pytest.mark.parametrize(("pin", "code"), [("leaf", 0), ("backup", 90)])
def test_the_program_itself_ends_so(curl: Curl, pin: str, code: int) -> None:
    """The exit code and the text that a shell sees, not only what curl writes of a transfer."""
    route = f"{HOST}:443:127.0.0.1:{curl.chains['renewed'].port}"
    line = ["curl", "-q", "-sS", "--noproxy", "*", "--connect-to", route, "--cacert", str(curl.trusted)]
    line += ["--pinnedpubkey", curl.chains.pins[pin].curl, f"https://{HOST}/balance"]
    run = subprocess.run(line, capture_output=True, text=True, check=False)
    model = curl.model(Question("renewed", curl.chains.pins[pin].curl))
    assert run.returncode == model.exit_code == code
    assert run.stderr == (f"curl: ({code}) {model.text}\n" if code else "")


def test_a_talkative_curl_prints_the_pin(curl: Curl) -> None:
    """Ours for the same leaf; that is how people find out what to write."""
    line = [
        "curl",
        "-q",
        "-sv",
        "--insecure",
        "--noproxy",
        "*",
        "--pinnedpubkey",
        curl.chains.pins["backup"].curl,
    ]
    for served in curl.chains.served.values():
        url = f"https://127.0.0.1:{served.port}/"
        said = subprocess.run([*line, url], capture_output=True, text=True, check=False).stderr
        assert f" public key hash: {Pin.of(served.chain[0]).curl}\n" in said


def test_a_refused_request_is_not_sent(curl: Curl) -> None:
    """The server has seen a handshake and no request."""
    server = curl.chains["rekeyed"].server
    before = server.requests
    curl.ask([Question("rekeyed", curl.chains.pins["leaf"].curl)])
    assert server.requests == before
