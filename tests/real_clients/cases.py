"""One case for model and original, and the answers of both in one form."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cryptography import x509

from course.lab.real_okhttp import Answer, RealOkHttp, questions
from course.pki import Reason, Untrusted
from course.platforms import okhttp
from tests.real_clients.chains import AT

_JDK = {
    Reason.UNKNOWN_AUTHORITY: (
        "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: "
        "unable to find valid certification path to requested target"
    ),
    Reason.EXPIRED: (
        "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed"
    ),
}


@dataclass(frozen=True)
class Case:
    """What both are asked.

    Attributes:
      ask: the method: "build", "find_matching_pins", "check", ...
      text: a host name, or whatever text the method takes.
      pins: rows of a pattern and its pins.
      chain: certificates, the leaf first.
      trusted: trust anchors.
    """

    ask: str
    text: str = ""
    pins: tuple[tuple[str, ...], ...] = ()
    chain: tuple[x509.Certificate, ...] = ()
    trusted: tuple[x509.Certificate, ...] = ()

    def __str__(self) -> str:
        names = [each.subject.rfc4514_string() for each in self.chain]
        return f"{self.ask}: {self.text!r}, pins {self.pins}, chain {names}, trusted {len(self.trusted)}"


def ask_original(real: RealOkHttp, cases: Iterable[Case]) -> list[Answer]:
    """The answers of the real OkHttp."""
    cases = list(cases)
    return [
        _readable(case, answer) for case, answer in zip(cases, real.ask(*map(_question, cases)), strict=True)
    ]


def ask_model(case: Case) -> Answer:
    """The answer of the model."""
    try:
        return Answer(_MODEL[case.ask](case))
    except Untrusted as refusal:
        # The words are the JDK's, not OkHttp's, and other ones on Android.
        return Answer(error="SSLHandshakeException", message=_JDK[refusal.reason])
    except okhttp.PeerUnverified as refusal:
        return Answer(error="SSLPeerUnverifiedException", message=str(refusal))
    except ValueError as refusal:
        return Answer(error="IllegalArgumentException", message=str(refusal))


def _matching(case: Case) -> list[str]:
    return [str(pin) for pin in okhttp.CertificatePinner(case.pins).find_matching_pins(case.text)]


def _build(case: Case) -> None:
    okhttp.CertificatePinner(case.pins)


def _check(case: Case) -> None:
    okhttp.CertificatePinner(case.pins).check(case.text, case.chain)


def _connect(case: Case) -> list[x509.Certificate]:
    # A client's HttpUrl does this before anything else looks at the host.
    host = okhttp.canonical_host(case.text)
    assert host
    return okhttp.evaluate(host, case.chain, case.trusted, AT, okhttp.CertificatePinner(case.pins))


_MODEL: Mapping[str, Callable[[Case], object]] = {
    "build": _build,
    "find_matching_pins": _matching,
    "check": _check,
    "pin": lambda case: okhttp.pin(case.chain[0]),
    "clean_chain": lambda case: okhttp.clean_chain(case.chain, case.trusted),
    "verify_hostname": lambda case: okhttp.verify_hostname(case.text, case.chain[0]),
    "canonical_host": lambda case: okhttp.canonical_host(case.text),
    "is_ip_address": lambda case: okhttp.is_ip_address(case.text),
    "decode_base64": lambda case: okhttp.decode_base64(case.text),
    "connect": _connect,
}


def _question(case: Case) -> questions.Question:
    match case.ask:
        case "build":
            return questions.build(case.pins)
        case "find_matching_pins":
            return questions.find_matching_pins(case.pins, case.text)
        case "check":
            return questions.check(case.pins, case.text, case.chain)
        case "pin":
            return questions.pin(case.chain[0])
        case "clean_chain":
            return questions.clean_chain(case.text, case.chain, case.trusted)
        case "verify_hostname":
            return questions.verify_hostname(case.text, case.chain[0])
        case "canonical_host":
            return questions.canonical_host(case.text)
        case "is_ip_address":
            return questions.is_ip_address(case.text)
        case "decode_base64":
            return questions.decode_base64(case.text)
    raise AssertionError(case.ask)


# The cleaner's messages show whole certificates, in the JDK's notation; the model names their subjects.
_DUMP = re.compile(
    r"\[\n\[\n  Version: V\d\n  Subject: (?P<subject>.*?)\n  Signature Algorithm: .*?\n\n\]\n  Algorithm: .*?\n\n\]",
    re.DOTALL,
)


def _readable(case: Case, answer: Answer) -> Answer:
    if answer.error:
        return Answer(
            error=answer.error,
            message=answer.message and _DUMP.sub(lambda dump: dump["subject"], answer.message),
        )
    if case.ask == "clean_chain":
        return Answer([x509.load_der_x509_certificate(base64.b64decode(each)) for each in answer.value])
    if case.ask == "decode_base64" and answer.value is not None:
        return Answer(base64.b64decode(answer.value))
    return answer
