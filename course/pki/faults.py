"""What can be wrong with a path whose signatures hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from course.pki.constraints import forbidden_name
from course.pki.errors import Reason, Untrusted
from course.pki.facts import Facts
from course.pki.hosts import names_host
from course.pki.names import date_of, name_of
from course.pki.search import Path
from course.pki.strict import strict_faults
from course.pki.strictness import Strictness

# Those that are judged here, and the policy extensions, which OpenSSL passes over as well unless it is asked.
_KNOWN_EXTENSIONS = {
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    ExtensionOID.NAME_CONSTRAINTS,
    ExtensionOID.CERTIFICATE_POLICIES,
    ExtensionOID.POLICY_CONSTRAINTS,
    ExtensionOID.POLICY_MAPPINGS,
    ExtensionOID.INHIBIT_ANY_POLICY,
    ExtensionOID.CRL_DISTRIBUTION_POINTS,
    ExtensionOID.OCSP_NO_CHECK,
}
_NETSCAPE_SERVER = x509.ObjectIdentifier("2.16.840.1.113730.4.1")
_MICROSOFT_SERVER = x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.3")
_FOR_SERVERS = {ExtendedKeyUsageOID.SERVER_AUTH, _NETSCAPE_SERVER, _MICROSOFT_SERVER}


def faults_of(path: Path, host: str, at: datetime, strictness: Strictness) -> Iterator[Untrusted]:
    """Everything that is wrong with a path, from the leaf up, what concerns the host last.

    Args:
      path: leaf first, anchor last. The anchor is judged like the others, as OpenSSL does; only its signature,
        which proves nothing, is not.
    """
    for position in range(len(path)):
        yield from _as_certificate(path[position])
        yield from _as_issuer(path, position)
        yield from _dates(path[position], at)
        yield from _use(path[position], is_leaf=position == 0)
        yield from _strength(path, position, strictness)
        if strictness is Strictness.STRICT and len(path) > 1:
            yield from strict_faults(path[position], is_last=position == len(path) - 1)
    yield from _names(path)
    yield from _host(path[0], host)


def _fault(reason: Reason, facts: Facts, sentence: str) -> Untrusted:
    return Untrusted(reason, f"{name_of(facts.certificate)!r} {sentence}", facts.certificate)


def _as_certificate(facts: Facts) -> Iterator[Untrusted]:
    if facts.malformed:
        yield _fault(Reason.MALFORMED, facts, f"has extensions that cannot be read: {facts.malformed}.")
    for extension in facts.extensions:
        if extension.critical and extension.oid not in _KNOWN_EXTENSIONS:
            yield _fault(
                Reason.CRITICAL_EXTENSION,
                facts,
                f"has an extension ({extension.oid.dotted_string}) that it calls critical and nobody here knows; "
                "such a certificate must be refused.",
            )


def _as_issuer(path: Path, position: int) -> Iterator[Untrusted]:
    if position == 0:
        return
    facts, below = path[position], name_of(path[position - 1].certificate)
    if not acts_as_ca(facts, is_last=position == len(path) - 1):
        yield _fault(
            Reason.NOT_A_CA, facts, f"issued {below!r} and is not a CA: its basic constraints do not say so."
        )
    elif facts.usage is not None and not facts.usage.key_cert_sign:
        yield _fault(
            Reason.NOT_A_CA, facts, f"issued {below!r}, and its key usage does not let it sign certificates."
        )
    allowed = facts.constraints.path_length if facts.constraints else None
    used = sum(not between.self_issued for between in path[1:position])
    if allowed is not None and used > allowed:
        yield _fault(
            Reason.PATH_LENGTH,
            facts,
            f"allows at most {allowed} CA certificates below it (path length), and this path has {used}.",
        )


def acts_as_ca(facts: Facts, *, is_last: bool) -> bool:
    """Whether a certificate may stand above another one; `is_last`: at the end of a path, as an anchor."""
    if facts.constraints is not None:
        return facts.constraints.ca
    # Roots from before basic constraints existed: version 1, or only a key usage. OpenSSL takes them as anchors.
    old_root = facts.certificate.version is x509.Version.v1 and facts.self_issued
    return is_last and (old_root or (facts.usage is not None and facts.usage.key_cert_sign))


def _dates(facts: Facts, at: datetime) -> Iterator[Untrusted]:
    if at > facts.not_after:
        yield _fault(
            Reason.EXPIRED, facts, f"expired on {date_of(facts.not_after)}; the date is {date_of(at)}."
        )
    if at < facts.not_before:
        yield _fault(
            Reason.NOT_YET_VALID,
            facts,
            f"is not valid before {date_of(facts.not_before)}; the date is {date_of(at)}.",
        )


def _use(facts: Facts, *, is_leaf: bool) -> Iterator[Untrusted]:
    if facts.extended_usage is not None and _FOR_SERVERS.isdisjoint(facts.extended_usage):
        yield _fault(
            Reason.WRONG_USE, facts, "is not for TLS servers: its extended key usage lists only other uses."
        )
    usage = facts.usage
    if is_leaf and usage and not (usage.digital_signature or usage.key_encipherment or usage.key_agreement):
        yield _fault(Reason.WRONG_USE, facts, "is not for TLS servers: its key usage allows no handshake.")


def _strength(path: Path, position: int, strictness: Strictness) -> Iterator[Untrusted]:
    facts, wanted = path[position], strictness.security_bits
    if facts.key_strength < wanted:
        yield _fault(
            Reason.WEAK,
            facts,
            f"has {facts.key}: {facts.key_strength} bits of security, and {wanted} are wanted.",
        )
    if position < len(path) - 1 and facts.signature_strength < wanted:
        yield _fault(
            Reason.WEAK,
            facts,
            f"is signed with {facts.signature_hash}: {facts.signature_strength} bits of security, "
            f"and {wanted} are wanted.",
        )


def _names(path: Path) -> Iterator[Untrusted]:
    for position, facts in enumerate(path):
        if position > 0 and facts.self_issued and position < len(path) - 1:
            continue
        for issuer in path[position + 1 :]:
            name = issuer.name_constraints and forbidden_name(facts, issuer.name_constraints)
            if name:
                by = name_of(issuer.certificate)
                yield _fault(
                    Reason.NAME_CONSTRAINT, facts, f"has {name}, which the name constraints of {by!r} forbid."
                )


def _host(leaf: Facts, host: str) -> Iterator[Untrusted]:
    if names_host(leaf, host):
        return
    names = [str(n.value) for n in leaf.alternative_names if isinstance(n, x509.DNSName | x509.IPAddress)]
    if not host.isascii():
        advice = "An international name is compared in its ASCII form (xn--)"
    elif names:
        advice = f"It is for {', '.join(names[:5])}" + (
            f" and {len(names) - 5} more" if len(names) > 5 else ""
        )
    else:
        advice = "It has no subject alternative names, and its common name does not count"
    yield _fault(Reason.HOST, leaf, f"is not for {host!r}. {advice}.")
