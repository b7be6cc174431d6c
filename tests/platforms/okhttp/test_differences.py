"""What 3.13.1 does otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.pki import all_paths
from course.platforms.okhttp import (
    DIFFERENCES,
    Answer,
    Case,
    Difference,
    answer,
    older,
    older_answer,
    witnesses,
)
from tests.pki.certificates import NOW, authority, server

_PIN = f"sha256/{'A' * 43}="
_BY_NAME = {row.name: row for row in DIFFERENCES}


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: row.name)
def test_a_witness_touches_its_row_alone(row: Difference) -> None:
    """The two versions answer it differently, and no other row could be the cause."""
    assert answer(row.witness) != older_answer(row.witness) == row.answer(row.witness)
    assert [each.name for each in DIFFERENCES if each.applies(row.witness)] == [row.name]


def test_rows_are_sentences_with_names_of_their_own() -> None:
    """For the lesson's table."""
    assert len(_BY_NAME) == len(DIFFERENCES)
    assert all(row.sentence.endswith(".") and "3.13.1" in row.sentence for row in DIFFERENCES)


_WORDS = (
    "* *. **. a B test . .. localhost ß \u212a xn--a- xn--bcher-kva :443 ::1 /x @ %2e % [ ] \u3002 # \\ ? :0"
)
_PARTS = st.sampled_from([*_WORDS.split(), " ", "\t", "_", "x" * 63, "x" * 64])
_TEXTS = st.lists(_PARTS, max_size=5).map("".join)
_HASHES = st.sampled_from([_PIN, "sha1/AAAA", "sha256/?", "md5/AAAA", "sha256/A", ""])
_ROWS = st.lists(st.tuples(_TEXTS, _HASHES), max_size=3).map(tuple)


@given(st.sampled_from(["build", "find_matching_pins", "check"]), _TEXTS, _ROWS)
def test_every_disagreement_about_pins_has_a_row(
    ask: str, text: str, rows: tuple[tuple[str, str], ...]
) -> None:
    """Nothing differs that the table does not name."""
    case = Case(ask, text, rows, chain=(witnesses.LEAF,))
    assert answer(case) == older_answer(case) or any(row.applies(case) for row in DIFFERENCES)


@given(
    st.sampled_from(["canonical_host", "is_ip_address", "decode_base64", "verify_hostname", "pin"]), _TEXTS
)
def test_every_disagreement_about_a_text_has_a_row(ask: str, text: str) -> None:
    """The same for the other methods."""
    case = Case(ask, text, chain=(witnesses.LEAF,))
    assert answer(case) == older_answer(case) or any(row.applies(case) for row in DIFFERENCES)


@pytest.mark.parametrize(
    ("pattern", "host"),
    [
        ("api.bank.test:443", "api.bank.test"),
        ("user:word@api.bank.test", "api.bank.test"),
        ("api.bank.test/login?a=b#c", "api.bank.test"),
        ("api.bank.test\\x", "api.bank.test"),
        ("//api.bank.test", "api.bank.test"),
        ("api%2ebank%2Etest", "api.bank.test"),
        ("api.bank.test \t", "api.bank.test"),
        ("api.bank.test:", "api.bank.test"),
        ("api.bank.test:+443", "api.bank.test"),
        ("[::1]:443", "::1"),
        ("straße.test", "strasse.test"),
        ("a\u200db.test", "ab.test"),
        ("*.localhost", "localhost"),
        ("*.bank.test", "api.bank.test"),
    ],
)
def test_patterns_that_3_13_1_takes(pattern: str, host: str) -> None:
    """They cover the host that is left of them."""
    covered = older_answer(Case("find_matching_pins", host, ((pattern, _PIN),)))
    assert covered == Answer([_PIN])


@pytest.mark.parametrize(
    ("pattern", "host"),
    [
        ("*.bank.test", "a.b.bank.test"),
        ("*.bank.test", "bank.test"),
        ("**.bank.test", "bank.test"),
        ("bank.test", "bank.test."),
    ],
)
def test_hosts_that_a_pattern_of_3_13_1_does_not_cover(pattern: str, host: str) -> None:
    """They are silently unpinned."""
    assert older_answer(Case("find_matching_pins", host, ((pattern, _PIN),))) == Answer([])


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", 'Invalid URL host: ""'),
        ("bank test", 'Invalid URL host: "bank test"'),
        ("*.", 'Invalid URL host: ""'),
        ("bank..test:443", 'Invalid URL host: "bank..test"'),
        ("bank.test:0", 'Invalid URL port: "0"'),
        ("bank.test:65536", 'Invalid URL port: "65536"'),
        ("bank.test:http", 'Invalid URL port: "http"'),
        ("::1", 'Invalid URL port: ":1"'),
        ("x" * 64, f'Invalid URL host: "{"x" * 64}"'),
        ("\U0001f512.test", 'Invalid URL host: "\U0001f512.test"'),
        ("xn--\u00e9.test", 'Invalid URL host: "xn--\u00e9.test"'),
        ("\u05d0a.test", 'Invalid URL host: "\u05d0a.test"'),
    ],
)
def test_patterns_that_3_13_1_refuses(pattern: str, message: str) -> None:
    """In the words of HttpUrl."""
    assert older_answer(Case("build", pins=((pattern, _PIN),))) == Answer(
        None, "IllegalArgumentException", message
    )


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Bank.TEST", "bank.test"),
        ("bank.test.", "bank.test."),
        ("bank。test", "bank.test"),
        ("\uff0e", "."),
        ("faß.test", "fass.test"),
        ("βόλος.test", "xn--nxasmq6b.test"),
        ("\u10b7.test", "xn--vnd.test"),
        ("\u13a0.test", "xn--58d.test"),
        ("xn--a_b-c.test", "xn--a_b-c.test"),
        ("\u05d0.test", "xn--4db.test"),
        ("a..b", None),
        ("\u00ad.test", None),
        ("\u0221.test", None),
        ("xn--é.test", None),
        ("x" * 64, None),
        ("é" + "x" * 59, None),
        ("a b", None),
        ("", None),
        ("::FFFF:192.0.2.1", "192.0.2.1"),
        ("[::1]", "::1"),
    ],
)
def test_canonical_hosts_of_3_13_1(text: str, host: str | None) -> None:
    """Java's IDN, by the standard of 2003; every right-hand side was given by the real one."""
    assert older_answer(Case("canonical_host", text)) == Answer(host)


def test_bad_base64_in_the_words_of_3_13_1() -> None:
    """And a wrong prefix in the same words as today."""
    for text, message in (
        ("sha256/?", "pins must be base64: sha256/?"),
        ("md5/AAAA", "pins must start with 'sha256/' or 'sha1/': md5/AAAA"),
    ):
        assert older_answer(Case("build", pins=(("bank.test", text),))).message == message


def test_a_failure_of_3_13_1_lists_a_pattern_in_two_spellings_twice() -> None:
    """The text is the same otherwise."""
    case = Case("check", "k.test", (("k.test", _PIN), ("K.test", _PIN)), (witnesses.LEAF,))
    newer, old = answer(case), older_answer(case)
    assert (newer.error, old.error) == ("SSLPeerUnverifiedException",) * 2
    assert old.message == f"{newer.message}\n    {_PIN}"


def test_connections() -> None:
    """Trust, host name and pins are refused alike, in the same order."""
    root = authority("root")
    leaf = server(root)
    good = Case("connect", "api.bank.test", chain=(leaf.certificate,), trusted=(root.certificate,), at=NOW)
    assert older_answer(good) == Answer([leaf.certificate])
    assert answer(good) == Answer([leaf.certificate, root.certificate])
    for bad, error in (
        (replace(good, trusted=()), "SSLHandshakeException"),
        (replace(good, text="other.test"), "SSLPeerUnverifiedException"),
        (replace(good, pins=(("api.bank.test", _PIN),)), "SSLPeerUnverifiedException"),
        (replace(good, text="a b"), "IllegalArgumentException"),
        (replace(good, text="1:2:3:4:5:6:7::8"), "ArrayIndexOutOfBoundsException"),
    ):
        assert answer(bad) == older_answer(bad)
        assert answer(bad).error == error


def test_a_connection_needs_a_date() -> None:
    """Nothing here reads the machine's clock."""
    with pytest.raises(TypeError, match="a connection has no date"):
        answer(Case("connect", "a.test"))


def test_the_witnesses_are_what_they_say() -> None:
    """Who issued whom."""
    trusted = [witnesses.ROOT]
    assert len(all_paths([witnesses.LEAF], trusted)) == 1
    assert len(all_paths([witnesses.PHONY, witnesses.LEAF], trusted)) == 1
    assert len(all_paths([witnesses.BELOW_ISSUING, witnesses.CROSS_SIGNED, witnesses.ISSUING], trusted)) == 1
    assert all_paths([witnesses.BELOW_ISSUING, witnesses.CROSS_SIGNED], trusted) == []


def test_the_cleaner_of_3_13_1_is_not_asked_without_pins() -> None:
    """A chain that it could not clean is used then."""
    witness = _BY_NAME["a chain that cannot be cleaned"].witness
    assert older_answer(replace(witness, pins=())) == Answer(list(witness.chain))


def test_names_in_the_verifier_of_3_13_1() -> None:
    """In any case, as today."""
    made = server(None, dns=["*.Bank.TEST"]).certificate
    assert older.verify_hostname("api.bANK.test", made)
    assert not older.verify_hostname("bank.test", made)


def test_ipv6_in_the_verifier_of_3_13_1() -> None:
    """Only the JDK's own spelling of an address is taken, in either case."""
    assert older.verify_hostname("0:0:0:0:0:0:0:1", witnesses.LEAF)
    assert not older.verify_hostname("::1", witnesses.LEAF)
