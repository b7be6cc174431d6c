"""Name constraints: which names the certificates below a CA may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network

from cryptography import x509

from course.pki.facts import Facts
from course.pki.names import CanonicalName, ascii_lower, canonical_name


def forbidden_name(facts: Facts, constraints: x509.NameConstraints) -> str | None:
    """The first name of a certificate that a CA above it does not allow, in words, or None.

    DNS names, IP addresses and directory names are compared. A name of another kind that is constrained at all
    counts as forbidden: a constraint that cannot be judged must not be passed over.

    Source: RFC 5280 section 4.2.1.10.
    """
    subject = x509.DirectoryName(facts.certificate.subject)
    for name in [*facts.alternative_names, *([subject] if facts.subject else [])]:
        excluded = _of_kind(name, constraints.excluded_subtrees)
        permitted = _of_kind(name, constraints.permitted_subtrees)
        if any(_within(name, base) is not False for base in excluded):
            return _worded(name)
        if permitted and not any(_within(name, base) is True for base in permitted):
            return _worded(name)
    return None


def _of_kind(name: x509.GeneralName, bases: Iterable[x509.GeneralName] | None) -> Sequence[x509.GeneralName]:
    return [base for base in bases or () if type(base) is type(name)]


def _within(name: x509.GeneralName, base: x509.GeneralName) -> bool | None:
    """Whether a name lies in a subtree; None where nobody here can say."""
    if isinstance(name, x509.DNSName) and isinstance(base, x509.DNSName):
        return _dns_within(ascii_lower(name.value), ascii_lower(base.value))
    if isinstance(name, x509.IPAddress) and isinstance(base, x509.IPAddress):
        return isinstance(base.value, IPv4Network | IPv6Network) and name.value in base.value
    if isinstance(name, x509.DirectoryName) and isinstance(base, x509.DirectoryName):
        wanted: CanonicalName = canonical_name(base.value)
        return canonical_name(name.value)[: len(wanted)] == wanted
    return None


def _dns_within(name: str, base: str) -> bool:
    if not base or name == base:
        return True
    return name.endswith(base if base.startswith(".") else f".{base}")


def _worded(name: x509.GeneralName) -> str:
    if isinstance(name, x509.DirectoryName):
        return f"the subject {name.value.rfc4514_string()!r}"
    if isinstance(name, x509.DNSName | x509.IPAddress):
        return f"the name {str(name.value)!r}"
    return "a name of a kind that is constrained"
