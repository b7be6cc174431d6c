"""The model of OkHttp against the real one: thousands of generated cases, and real TLS connections.

The model is OkHttp 5.4.0, the real one 3.13.1. Where they differ, a row of `DIFFERENCES` must say so, and the model of
3.13.1 must give the real answer to the letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from cryptography import x509

from course.lab import Lab
from course.lab.real_okhttp import RealOkHttp
from course.platforms import okhttp
from course.platforms.okhttp import answers, pinner, pins, witnesses
from course.platforms.okhttp.cases import Answer, Case
from course.platforms.okhttp.differences import DIFFERENCES, Difference
from tests.pki.certificates import key_of
from tests.real_clients.cases import ask_original, in_the_words_of_the_jdk, text_of
from tests.real_clients.chains import AT, Chains, sending
from tests.real_clients.connections import connections
from tests.real_clients.generator import generate

pytestmark = pytest.mark.programs

BACKUP = f"sha256/{'A' * 43}="
SEED = "okhttp"
AT_LEAST = {"generated": 5000, "connections": 40}
# What the witnesses of differences between connections send, by the owner of the leaf's key.
WITNESSES = {
    "CN=k.test,O=Bank": (witnesses.LEAF,),
    "below": (witnesses.BELOW_ISSUING, witnesses.CROSS_SIGNED, witnesses.ISSUING),
}
# No generated case shows these: they are about whole connections.
ONLY_BY_WITNESS = {"certificates of a handshake", "a chain that cannot be cleaned"}
Figures = Callable[[str, object], None]
Ports = Mapping[tuple[x509.Certificate, ...], int]


@dataclass(frozen=True)
class Judged:
    """A case, what the real OkHttp answered, what both models answered, and the differences that it touches."""

    case: Case
    original: Answer
    newer: Answer
    older: Answer
    rows: tuple[str, ...]

    @property
    def is_explained(self) -> bool:
        """The model of the real version is right, and where that of the newer one differs, a row says so."""
        return self.older == self.original and (self.newer == self.original or bool(self.rows))

    def __str__(self) -> str:
        answers_of = f"real  {self.original}\n  3.13  {self.older}\n  5.4   {self.newer}"
        return f"{text_of(self.case)}\n  {answers_of}\n  rows  {self.rows}"


def judge(cases: Iterable[Case], originals: Iterable[Answer]) -> list[Judged]:
    """Ask both models the same."""
    return [
        Judged(
            case,
            original,
            in_the_words_of_the_jdk(case, answers.answer(case)),
            in_the_words_of_the_jdk(case, answers.older_answer(case)),
            tuple(row.name for row in DIFFERENCES if row.applies(case)),
        )
        for case, original in zip(cases, originals, strict=True)
    ]


def fail_on_the_unexplained(judged: Iterable[Judged]) -> None:
    """Show the first few."""
    if wrong := [each for each in judged if not each.is_explained]:
        shown = "\n".join(map(str, wrong[:8]))
        pytest.fail(f"{len(wrong)} disagreements. The first of them:\n{shown}", pytrace=False)


@pytest.fixture(scope="session")
def ports(chains: Chains) -> Iterator[Ports]:
    """Where each chain is sent; those of the witnesses, too."""
    with Lab() as lab, ExitStack() as opened:
        more = {
            chain: opened.enter_context(sending(chain, key_of(owner), lab.issuing)).address[1]
            for owner, chain in WITNESSES.items()
        }
        yield chains.ports | more


def connections_of_witnesses() -> Iterator[Case]:
    """Chains that the trust manager takes and the chain cleaner of one version or of both does not."""
    for chain in WITNESSES.values():
        for rows in ((), (("k.test", BACKUP),), (("k.test", okhttp.pin(chain[0])),), (("*.k.test", BACKUP),)):
            yield Case("connect", "k.test", rows, chain, (witnesses.ROOT,), AT)


def test_generated_cases(real: RealOkHttp, chains: Chains, record_property: Figures) -> None:
    """Verdict and message of each. One test, so that they are asked once however many workers there are."""
    cases = list(generate(SEED, chains.by_name))
    judged = judge(cases, ask_original(real, cases, {}))
    fail_on_the_unexplained(judged)
    assert len(cases) >= AT_LEAST["generated"]
    assert_every_answer_is_reached(judged)
    assert_every_difference_shows(judged)
    kinds = ", ".join(f"{count} {ask}" for ask, count in Counter(case.ask for case in cases).items())
    differ = sum(each.newer != each.original for each in judged)
    record_property(
        "figures", f"OkHttp: {len(cases)} generated cases ({kinds}); in {differ} a listed difference shows"
    )


def assert_every_answer_is_reached(judged: list[Judged]) -> None:
    """Acceptance and every kind of refusal, each many times: thousands of cases of one outcome would prove little."""
    answered = Counter(
        (each.case.ask, each.original.error or type(each.original.value).__name__, bool(each.original.value))
        for each in judged
    )
    assert all(count >= 10 for count in answered.values()), answered
    assert answered["find_matching_pins", "list", True] >= 200
    assert answered["check", "SSLPeerUnverifiedException", False] >= 200
    assert answered["clean_chain", "SSLPeerUnverifiedException", False] >= 100
    assert answered["build", "IllegalArgumentException", False] >= 200


def assert_every_difference_shows(judged: list[Judged]) -> None:
    """By itself in some cases, so that a row that is taken away is missed."""
    alone = {each.rows for each in judged if each.newer != each.original and len(each.rows) == 1}
    shown = {name for (name,) in alone}
    assert {row.name for row in DIFFERENCES} - shown == ONLY_BY_WITNESS


def test_connections(
    real: RealOkHttp,
    chains: Chains,
    ports: Ports,
    record_property: Figures,
) -> None:
    """Whole TLS connections to running servers."""
    cases = [*connections(chains), *connections_of_witnesses()]
    judged = judge(cases, ask_original(real, cases, ports))
    fail_on_the_unexplained(judged)
    assert len(cases) >= AT_LEAST["connections"]
    outcomes = Counter(each.original.error or "accepted" for each in judged)
    assert {*outcomes} >= {"accepted", "SSLHandshakeException", "SSLPeerUnverifiedException"}
    said = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    record_property("figures", f"OkHttp: {len(cases)} TLS connections ({said})")


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: row.name)
def test_every_listed_difference_is_one(row: Difference, real: RealOkHttp, ports: Ports) -> None:
    """Its witness is asked for real, and the answer is not that of 5.4.0."""
    (original,) = ask_original(real, [row.witness], ports)
    newer, older = answers.answer(row.witness), answers.older_answer(row.witness)
    assert row.applies(row.witness)
    assert original == in_the_words_of_the_jdk(row.witness, older)
    assert original != in_the_words_of_the_jdk(row.witness, newer)


def test_a_broken_model_is_found(real: RealOkHttp, chains: Chains, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that lets a star stand for several labels, as many people think it does."""
    cases, originals = some(real, chains, "find_matching_pins")
    fail_on_the_unexplained(judge(cases, originals))
    right = pins.Pin.matches_hostname

    def several_labels(self: pins.Pin, hostname: str) -> bool:
        return right(self, hostname) or hostname.endswith(self.pattern.removeprefix("*"))

    monkeypatch.setattr(pins.Pin, "matches_hostname", several_labels)
    with pytest.raises(pytest.fail.Exception, match="disagreements"):
        fail_on_the_unexplained(judge(cases, originals))


def test_a_broken_message_is_found(real: RealOkHttp, chains: Chains, monkeypatch: pytest.MonkeyPatch) -> None:
    """One letter is enough."""
    cases, originals = some(real, chains, "check")
    monkeypatch.setattr(pinner, "pinning_failure", lambda *_: "Certificate pinning failure.")
    with pytest.raises(pytest.fail.Exception, match="disagreements"):
        fail_on_the_unexplained(judge(cases, originals))


def test_a_difference_that_nobody_listed_is_found(
    real: RealOkHttp, chains: Chains, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table without one of its rows."""
    cases, originals = some(real, chains, "verify_hostname")
    without = tuple(row for row in DIFFERENCES if row.name != "addresses in certificates")
    monkeypatch.setitem(globals(), "DIFFERENCES", without)
    with pytest.raises(pytest.fail.Exception, match="disagreements"):
        fail_on_the_unexplained(judge(cases, originals))


def some(real: RealOkHttp, chains: Chains, ask: str) -> tuple[list[Case], list[Answer]]:
    """A few hundred of the cases, and what the real OkHttp answers."""
    cases = list(generate(SEED, chains.by_name, [ask]))[:400]
    return cases, ask_original(real, cases, {})
