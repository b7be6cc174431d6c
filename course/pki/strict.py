"""The rules of RFC 5280 that only strict clients enforce."""

from __future__ import annotations

from collections.abc import Iterator

from cryptography import x509

from course.pki.errors import Reason, Untrusted
from course.pki.facts import Facts
from course.pki.names import name_of


def strict_faults(facts: Facts, *, is_last: bool) -> Iterator[Untrusted]:
    """What OpenSSL's `X509_V_FLAG_X509_STRICT` finds beyond the usual checks.

    Args:
      is_last: whether this is the path's anchor, which needs no authority key identifier.

    Source: RFC 5280 sections 4.1 and 4.2.1; OpenSSL's check_extensions.
    """
    name = name_of(facts.certificate)
    for sentence in _sentences(facts, is_last=is_last):
        yield Untrusted(Reason.NOT_STRICT, f"{name!r} {sentence} (RFC 5280).", facts.certificate)


def _sentences(facts: Facts, *, is_last: bool) -> Iterator[str]:
    critical = {type(extension.value): extension.critical for extension in facts.extensions}
    is_ca = facts.constraints is not None and facts.constraints.ca
    signs = facts.usage is None or facts.usage.key_cert_sign
    if facts.constraints and facts.constraints.path_length is not None and not signs:
        yield "has a path length, and its key usage does not let it sign certificates"
    if is_ca and not critical[x509.BasicConstraints]:
        yield "is a CA, and its basic constraints are not critical"
    if is_ca and facts.usage is None:
        yield "is a CA without a key usage"
    if not is_ca and facts.usage and facts.usage.key_cert_sign:
        yield "may sign certificates, and is not a CA"
    if not facts.issuer:
        yield "has an issuer without a name"
    if not facts.subject and (is_ca or not critical.get(x509.SubjectAlternativeName)):
        yield "has no subject, and its alternative names do not stand in for it"
    if critical.get(x509.AuthorityKeyIdentifier):
        yield "has a critical authority key identifier"
    if critical.get(x509.SubjectKeyIdentifier):
        yield "has a critical subject key identifier"
    if facts.certificate.version is x509.Version.v1:
        if len(facts.extensions):
            yield "has extensions and is of version 1"
        return
    if not is_last and x509.AuthorityKeyIdentifier not in critical:
        yield "has no authority key identifier"
    if is_ca and x509.SubjectKeyIdentifier not in critical:
        yield "is a CA without a subject key identifier"
