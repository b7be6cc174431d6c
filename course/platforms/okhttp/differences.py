"""What OkHttp 3.13.1 does otherwise than 5.4.0: one row for each habit that changed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from course.platforms.okhttp import witnesses
from course.platforms.okhttp.answers import older_answer
from course.platforms.okhttp.cases import Answer, Case
from course.platforms.okhttp.cleaner import clean_chain, path_length
from course.platforms.okhttp.errors import ChainError
from course.platforms.okhttp.hosts import canonical_host, is_ip_address
from course.platforms.okhttp.older.url import host_of
from course.platforms.okhttp.patterns import has_star_elsewhere
from course.platforms.okhttp.pins import read_hash

_PIN = f"sha256/{'A' * 43}="
_URL_CHARACTERS = set("/\\?#@:%")
_LONGEST_NAME = 253


@dataclass(frozen=True)
class Difference:
    """A habit that changed.

    Attributes:
      name: a few words.
      sentence: what changed, for a reader.
      witness: a case that touches this habit and no other, and that the two versions answer differently.
      applies: whether a case touches the habit; the versions may still agree on it.

    Known by: real tool (OkHttp 3.13.1), source (OkHttp 5.4.0).
    """

    name: str
    sentence: str
    witness: Case
    applies: Callable[[Case], bool]

    def answer(self, case: Case) -> Answer:
        """What 3.13.1 answers, to the letter."""
        return older_answer(case)


def _patterns(case: Case) -> list[str]:
    return [row[0] for row in case.pins if row[1:]]


def _in_a_pattern(touches: Callable[[str], bool]) -> Callable[[Case], bool]:
    return lambda case: any(map(touches, _patterns(case)))


def _in_a_host(touches: Callable[[str], bool]) -> Callable[[Case], bool]:
    """In a pattern, or where a method makes a text canonical."""

    def applies(case: Case) -> bool:
        texts = [case.text] if case.ask in ("canonical_host", "connect") else []
        return any(map(touches, [*_patterns(case), *texts]))

    return applies


def _is_more_than_a_host(pattern: str) -> bool:
    return not _URL_CHARACTERS.isdisjoint(pattern) or pattern != pattern.rstrip("\t\n\f\r ")


def _is_refused_by_both(pattern: str) -> bool:
    try:
        host_of(pattern.removeprefix("*."))
    except ValueError:
        return not has_star_elsewhere(pattern) and canonical_host(pattern) is None
    return False


def _has_unreadable_hash(case: Case) -> bool:
    return any(_is_unreadable(text) for row in case.pins for text in row[1:])


def _is_unreadable(pin: str) -> bool:
    try:
        read_hash(pin, "")
    except ValueError as error:
        return str(error).startswith(":")
    return False


def _is_for_a_single_label(case: Case) -> bool:
    return "." not in case.text and any(pattern.startswith("*.") for pattern in _patterns(case))


def _is_of_odd_length(name: str) -> bool:
    return len(name) > _LONGEST_NAME or name.removeprefix("*.") == "."


def _is_international(name: str) -> bool:
    return not name.isascii() or "xn--" in name.lower()


def _repeats_a_pattern(case: Case) -> bool:
    patterns = set(_patterns(case))
    return len({canonical_host(pattern) or pattern for pattern in patterns}) < len(patterns)


def _has_limited_signer(case: Case) -> bool:
    signers = [*case.chain[1:], *case.trusted] if case.ask in ("clean_chain", "connect") else []
    return any(path_length(signer) < math.inf for signer in signers)


def _is_compared_as_address(case: Case) -> bool:
    return case.ask in ("verify_hostname", "connect") and is_ip_address(
        canonical_host(case.text) or case.text
    )


def _ends_well(case: Case) -> bool:
    return case.ask == "connect" and not older_answer(case).error


def _cannot_be_cleaned(case: Case) -> bool:
    if case.ask != "connect":
        return False
    try:
        clean_chain(case.chain, case.trusted)
    except ChainError:
        return True
    return False


def _for_pins(pattern: str, host: str = "api.bank.test", pin: str = _PIN) -> Case:
    return Case("find_matching_pins", host, ((pattern, pin),))


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "two stars",
        "`**.` stands for any number of labels since 4.3. 3.13.1 takes the stars for letters of a name: "
        "the pin is accepted, and no host has it.",
        _for_pins("**.bank.test"),
        _in_a_pattern(lambda pattern: pattern.startswith("**.")),
    ),
    Difference(
        "a star anywhere else",
        "5.4.0 refuses a star in any other place. 3.13.1 takes it for a letter, and no host has such a name.",
        _for_pins("api*.bank.test"),
        _in_a_pattern(has_star_elsewhere),
    ),
    Difference(
        "a star and nothing",
        "`*.` alone is a pattern of 5.4.0, for a host such as `localhost.`; 3.13.1 misses its host.",
        _for_pins("*."),
        _in_a_pattern(lambda pattern: pattern == "*."),
    ),
    Difference(
        "a star and a single label",
        "In 3.13.1 `*.localhost` covers `localhost` too; in 5.4.0 the star stands for exactly one label.",
        _for_pins("*.localhost", "localhost"),
        _is_for_a_single_label,
    ),
    Difference(
        "more than a host",
        "3.13.1 reads a pattern as the beginning of a URL: it drops a port, a user, a path and white space at the end, "
        "decodes `%2e`, and wants brackets around an IPv6 address. 5.4.0 wants a host and nothing else.",
        _for_pins("api.bank.test:443"),
        _in_a_pattern(_is_more_than_a_host),
    ),
    Difference(
        "words for what is no host",
        '5.4.0 says "Invalid pattern: ...", 3.13.1 "Invalid URL host: ..." or "Invalid URL port: ...".',
        Case("build", pins=(("", _PIN),)),
        _in_a_pattern(_is_refused_by_both),
    ),
    Difference(
        "words for what is no base64",
        '5.4.0 says "Invalid pin hash: ...", 3.13.1 "pins must be base64: ...".',
        Case("build", pins=(("api.bank.test", "sha256/?"),)),
        _has_unreadable_hash,
    ),
    Difference(
        "one pattern in two spellings",
        "5.4.0 compares pins in their canonical form and keeps one of two; 3.13.1 keeps both, and prints both.",
        Case("find_matching_pins", "api.bank.test", (("api.bank.test", _PIN), ("API.bank.test", _PIN))),
        _repeats_a_pattern,
    ),
    Difference(
        "international names",
        "3.13.1 leaves them to Java, which follows the standard of 2003: `straße` becomes `strasse`, newer characters "
        "are refused, and what is punycode already is not looked at.",
        Case("canonical_host", "straße.test"),
        _in_a_host(_is_international),
    ),
    Difference(
        "length of a name",
        "5.4.0 refuses a name of more than 253 characters, and a dot without a name; 3.13.1 takes both.",
        Case("canonical_host", "."),
        _in_a_host(_is_of_odd_length),
    ),
    Difference(
        "letters that look like ASCII",
        "3.13.1 folds case in all alphabets, so that a host with KELVIN SIGN (U+212A) passes for its k. "
        "5.4.0 refuses hosts that are not ASCII.",
        Case("verify_hostname", "\u212a.test", chain=(witnesses.LEAF,)),
        lambda case: case.ask == "verify_hostname" and not case.text.isascii(),
    ),
    Difference(
        "addresses in certificates",
        "3.13.1 compares IPv6 addresses as text, and Java writes a certificate's without `::`: `[::1]` is "
        "never verified. 5.4.0 compares canonical forms.",
        Case("verify_hostname", "::1", chain=(witnesses.LEAF,)),
        _is_compared_as_address,
    ),
    Difference(
        "who may sign",
        "The chain cleaner of 5.4.0 asks whether a signer is a CA, and may have so many CAs below it; "
        "the one of 3.13.1 leaves that to the trust manager.",
        Case("clean_chain", chain=(witnesses.PHONY, witnesses.LEAF), trusted=(witnesses.ROOT,)),
        _has_limited_signer,
    ),
    Difference(
        "certificates of a handshake",
        "After a connection `handshake().peerCertificates()` is the cleaned chain in 5.4.0, and the chain as sent in "
        "3.13.1.",
        Case("connect", "k.test", chain=(witnesses.LEAF,), trusted=(witnesses.ROOT,), at=witnesses.AT),
        _ends_well,
    ),
    Difference(
        "a chain that cannot be cleaned",
        "In 5.4.0 it counts as empty, and the pinning failure shows no certificate; 3.13.1 says what the cleaner "
        "missed.",
        Case(
            "connect",
            "k.test",
            (("k.test", _PIN),),
            (witnesses.BELOW_ISSUING, witnesses.CROSS_SIGNED, witnesses.ISSUING),
            (witnesses.ROOT,),
            witnesses.AT,
        ),
        _cannot_be_cleaned,
    ),
)
