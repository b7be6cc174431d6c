"""The answers of OkHttp 5.4.0 and of 3.13.1 to the same question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509

from course.pki import Untrusted
from course.platforms.okhttp import older
from course.platforms.okhttp.cases import Answer, Case
from course.platforms.okhttp.cleaner import clean_chain
from course.platforms.okhttp.connection import evaluate
from course.platforms.okhttp.errors import PeerUnverified
from course.platforms.okhttp.hostname_verifier import verify_hostname
from course.platforms.okhttp.hosts import canonical_host, is_ip_address
from course.platforms.okhttp.okio_base64 import decode_base64
from course.platforms.okhttp.pinner import CertificatePinner
from course.platforms.okhttp.pins import pin

Certificates = Sequence[x509.Certificate]


@dataclass(frozen=True)
class _Version:
    """What differs between versions of OkHttp."""

    pinner: type[CertificatePinner]
    clean_chain: Callable[[Certificates, Iterable[x509.Certificate]], Certificates]
    verify_hostname: Callable[[str, x509.Certificate], bool]
    canonical_host: Callable[[str], str | None]
    evaluate: Callable[[str, Certificates, Certificates, datetime, Any], Certificates]


_NEWER = _Version(CertificatePinner, clean_chain, verify_hostname, canonical_host, evaluate)
_OLDER = _Version(
    older.CertificatePinner, older.clean_chain, older.verify_hostname, older.canonical_host, older.evaluate
)


def answer(case: Case) -> Answer:
    """What OkHttp 5.4.0 answers.

    Known by: source (OkHttp 5.4.0), real tool (OkHttp 3.13.1, but for `DIFFERENCES`).
    """
    return _answer(case, _NEWER)


def older_answer(case: Case) -> Answer:
    """What OkHttp 3.13.1 answers.

    Known by: real tool (OkHttp 3.13.1).
    """
    return _answer(case, _OLDER)


def _answer(case: Case, version: _Version) -> Answer:
    try:
        return Answer(_value(case, version))
    except Untrusted as error:
        return Answer(error="SSLHandshakeException", message=str(error))
    except PeerUnverified as error:
        return Answer(error="SSLPeerUnverifiedException", message=str(error))
    except ValueError as error:
        return Answer(error="IllegalArgumentException", message=str(error))
    except IndexError as error:
        return Answer(error="ArrayIndexOutOfBoundsException", message=str(error))


def _value(case: Case, version: _Version) -> object:
    match case.ask:
        case "build":
            version.pinner(case.pins)
            return None
        case "find_matching_pins":
            return [str(each) for each in version.pinner(case.pins).find_matching_pins(case.text)]
        case "check":
            version.pinner(case.pins).check(case.text, case.chain)
            return None
        case "pin":
            return pin(case.chain[0])
        case "clean_chain":
            return version.clean_chain(case.chain, case.trusted)
        case "verify_hostname":
            return version.verify_hostname(case.text, case.chain[0])
        case "canonical_host":
            return version.canonical_host(case.text)
        case "is_ip_address":
            return is_ip_address(case.text)
        case "decode_base64":
            return decode_base64(case.text)
        case "connect" if case.at:
            host = version.canonical_host(case.text)
            if host is None:
                raise ValueError(f'Invalid URL host: "{case.text}"')
            return version.evaluate(host, case.chain, case.trusted, case.at, version.pinner(case.pins))
    raise TypeError(f"Nothing is known of {case.ask!r}, or a connection has no date.")
