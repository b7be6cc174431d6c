"""What can be wrong with one path, certificate by certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from .errors import Reason, Untrusted
from .facts import Facts
from .hosts import matches_host
from .names import date_of, name_of


def faults_of(path: Sequence[Facts], host: str, at: datetime) -> Iterator[Untrusted]:
    """Everything that is wrong with a path whose signatures hold, from the leaf up, the host last."""
    intermediates = 0
    for position, facts in enumerate(path):
        name = name_of(facts.certificate)
        if position > 0:
            if not facts.is_ca:
                yield Untrusted(
                    Reason.NOT_A_CA, f"{name!r} issued a certificate and is not a CA.", facts.certificate
                )
            elif not facts.may_sign_certificates:
                yield Untrusted(
                    Reason.NOT_A_CA,
                    f"{name!r} issued a certificate, which its key usage forbids.",
                    facts.certificate,
                )
            if facts.path_length is not None and intermediates > facts.path_length:
                yield Untrusted(
                    Reason.PATH_LENGTH,
                    f"{name!r} allows {facts.path_length} CAs below it, and there are {intermediates}.",
                    facts.certificate,
                )
            intermediates += not facts.self_issued
        if not facts.may_serve:
            yield Untrusted(Reason.WRONG_USE, f"{name!r} is not for TLS servers.", facts.certificate)
        if at > facts.not_after:
            yield Untrusted(
                Reason.EXPIRED,
                f"{name!r} expired on {date_of(facts.not_after)}; the date is {date_of(at)}.",
                facts.certificate,
            )
        if at < facts.not_before:
            yield Untrusted(
                Reason.NOT_YET_VALID,
                f"{name!r} is valid from {date_of(facts.not_before)}; the date is {date_of(at)}.",
                facts.certificate,
            )
    leaf = path[0]
    if not matches_host(leaf.certificate, host):
        names = ", ".join([*leaf.dns_names, *map(str, leaf.ip_names)]) or "no host at all"
        yield Untrusted(
            Reason.HOST, f"{name_of(leaf.certificate)!r} is for {names}, not for {host}.", leaf.certificate
        )
