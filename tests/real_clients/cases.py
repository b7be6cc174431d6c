"""The same cases for the models and for the real OkHttp, and the answers of both in one form."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping

from cryptography import x509

from course.lab.real_okhttp import RealOkHttp, questions
from course.lab.real_okhttp.questions import Question
from course.pki import Reason, Untrusted, evaluate_trust
from course.platforms.okhttp.cases import Answer, Case

# What the JDK says where it does not trust a chain. OkHttp has no words of its own for that.
_JDK = {
    Reason.UNKNOWN_AUTHORITY: (
        "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: "
        "unable to find valid certification path to requested target"
    ),
    Reason.EXPIRED: (
        "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed"
    ),
}
# The cleaner's messages show whole certificates, in the JDK's notation; the models name their subjects.
_DUMP = re.compile(
    r"\[\n\[\n  Version: V\d\n  Subject: (?P<subject>.*?)\n  Signature Algorithm: .*?\n\n\]\n"
    r"  Algorithm: .*?\n\n\]",
    re.DOTALL,
)
_QUESTIONS: Mapping[str, Callable[[Case], Question]] = {
    "build": lambda case: questions.build(case.pins),
    "find_matching_pins": lambda case: questions.find_matching_pins(case.pins, case.text),
    "check": lambda case: questions.check(case.pins, case.text, case.chain),
    "pin": lambda case: questions.pin(case.chain[0]),
    "clean_chain": lambda case: questions.clean_chain(case.text, case.chain, case.trusted),
    "verify_hostname": lambda case: questions.verify_hostname(case.text, case.chain[0]),
    "canonical_host": lambda case: questions.canonical_host(case.text),
    "is_ip_address": lambda case: questions.is_ip_address(case.text),
    "decode_base64": lambda case: questions.decode_base64(case.text),
}


def ask_original(
    real: RealOkHttp, cases: Iterable[Case], ports: Mapping[tuple[x509.Certificate, ...], int]
) -> list[Answer]:
    """The answers of the real OkHttp, in the form of the models' answers.

    Args:
      cases: what to ask.
      ports: where a server sends a chain, for the cases that are connections.
    """
    cases = list(cases)
    asked = [
        questions.get(f"https://{case.text}/balance", case.pins, case.trusted, ports[case.chain])
        if case.ask == "connect"
        else _QUESTIONS[case.ask](case)
        for case in cases
    ]
    return [
        Answer(error=given.error, message=_DUMP.sub(lambda dump: dump["subject"], given.message))
        if given.error
        else Answer(_value(case, given.value))
        for case, given in zip(cases, real.ask(*asked), strict=True)
    ]


def in_the_words_of_the_jdk(case: Case, answer: Answer) -> Answer:
    """A model's answer; where trust is refused, with the JDK's text for the course's reason."""
    if answer.error != "SSLHandshakeException":
        return answer
    assert case.at
    try:
        evaluate_trust(case.chain, case.text, case.trusted, case.at)
    except Untrusted as refusal:
        return answer._replace(message=_JDK[refusal.reason])
    raise AssertionError(f"trusted after all: {text_of(case)}")


def text_of(case: Case) -> str:
    """A case as a failing test shows it."""
    names = [certificate.subject.rfc4514_string() for certificate in case.chain]
    return f"{case.ask}: {case.text!r}, pins {case.pins}, chain {names}, {len(case.trusted)} trusted"


def _value(case: Case, value: object) -> object:
    if case.ask == "connect":
        assert isinstance(value, dict)
        return _certificates(value["peer_certificates"])
    if case.ask == "clean_chain":
        return _certificates(value)
    if case.ask == "decode_base64" and isinstance(value, str):
        return base64.b64decode(value)
    return value


def _certificates(encoded: object) -> list[x509.Certificate]:
    assert isinstance(encoded, list)
    return [x509.load_der_x509_certificate(base64.b64decode(each)) for each in encoded]
