"""From XML to entries, in Android's order and with Android's words for what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from course.platforms.network_security_config.attributes import is_resource, read_boolean
from course.platforms.network_security_config.document import Element, Text, read_document
from course.platforms.network_security_config.domains import Domain, domain_name
from course.platforms.network_security_config.entries import STORES, CertificatesEntry, Entry
from course.platforms.network_security_config.errors import ConfigError
from course.platforms.network_security_config.expiration import parse_expiration
from course.platforms.network_security_config.pins import Pin, PinSet, decode_base64, digest_length

ROOT = "network-security-config"


class Kind(StrEnum):
    """The three kinds of entries, by their elements' names."""

    BASE = "base-config"
    DOMAIN = "domain-config"
    DEBUG = "debug-overrides"


@dataclass
class Entries:
    """The entries of one file.

    Attributes:
      debug_fault: what is wrong in its debug-overrides, which only a debuggable app reads.
    """

    base: Entry | None = None
    domains: list[Entry] = field(default_factory=list)
    debug: Entry | None = None
    debug_fault: ConfigError | None = None


def read_root(xml: str) -> Element:
    """Read the document and ask for its root element's name."""
    root = read_document(xml)
    if root.name != ROOT:
        message = f"Unexpected start tag: found {root.name}, expected {ROOT}"
        raise ConfigError(message, root.line, positioned=False)
    return root


def parse_entries(root: Element, *, debuggable: bool) -> Entries:
    """Read the entries of a file; the first fault that Android meets is the one it reports.

    Args:
      debuggable: whether a fault in the debug-overrides is reported, or kept for later.
    """
    entries = Entries()
    seen: set[str] = set()
    seen_debug = False
    for element in root.elements:
        match element.name:
            case Kind.BASE:
                _only_once(entries.base is not None, element)
                entries.base = _parse_entry(element, Kind.BASE, seen)
            case Kind.DOMAIN:
                entries.domains.append(_parse_entry(element, Kind.DOMAIN, seen))
            case Kind.DEBUG:
                _only_once(seen_debug, element)
                seen_debug = True
                _parse_debug_overrides(element, entries, debuggable)
    return entries


def parse_debug_overrides(root: Element, *, debuggable: bool) -> Entries:
    """Read a file of the same name with "_debug" behind it, of which nothing else counts."""
    entries = Entries()
    seen_debug = False
    for element in root.elements:
        if element.name == Kind.DEBUG:
            _only_once(seen_debug, element)
            seen_debug = True
            _parse_debug_overrides(element, entries, debuggable)
    return entries


def _only_once(seen: bool, element: Element) -> None:
    if seen:
        raise ConfigError(f"Only one {element.name} allowed", element.line)


def _parse_debug_overrides(element: Element, entries: Entries, debuggable: bool) -> None:
    try:
        entries.debug = _parse_entry(element, Kind.DEBUG, set())
    except ConfigError as error:
        if debuggable:
            raise
        entries.debug_fault = error


def _parse_entry(element: Element, kind: Kind, seen: set[str]) -> Entry:
    entry = Entry(
        element.line,
        cleartext_permitted=_boolean(element, "cleartextTrafficPermitted", True),
        hsts_enforced=_boolean(element, "hstsEnforced", False),
    )
    for child in element.elements:
        entry = _with_child(entry, child, kind, seen)
    if kind is Kind.DOMAIN and not entry.domains:
        raise ConfigError("No domain elements in domain-config", element.line)
    return entry


def _with_child(entry: Entry, child: Element, kind: Kind, seen: set[str]) -> Entry:
    match child.name:
        case "domain":
            _only_in_domain_config(child, kind)
            return replace(entry, domains=(*entry.domains, _parse_domain(child, seen)))
        case "trust-anchors":
            if entry.certificates is not None:
                raise ConfigError("Multiple trust-anchor elements not allowed", child.line)
            return replace(entry, certificates=tuple(_parse_trust_anchors(child, kind)))
        case "pin-set":
            _only_in_domain_config(child, kind)
            if entry.pin_set is not None:
                raise ConfigError("Multiple pin-set elements not allowed", child.line)
            return replace(entry, pin_set=_parse_pin_set(child))
        case "domain-config":
            if kind is not Kind.DOMAIN:
                raise ConfigError(f"Nested domain-config not allowed in {kind}", child.line)
            return replace(entry, nested=(*entry.nested, _parse_entry(child, kind, seen)))
        case "certificateTransparency":
            if kind is Kind.DEBUG:
                raise ConfigError(f"certificateTransparency not allowed in {kind}", child.line)
            enabled = read_boolean(child.attributes.get("enabled", "")) or False
            return replace(entry, certificate_transparency=enabled)
    return entry


def _boolean(element: Element, name: str, default: bool) -> bool | None:
    """An attribute of an entry: Android does not look at its namespace, and one that it cannot read is its default."""
    text = element.attributes.get(name, element.foreign.get(name))
    if text is None:
        return None
    value = read_boolean(text)
    return default if value is None else value


def _only_in_domain_config(child: Element, kind: Kind) -> None:
    if kind is not Kind.DOMAIN:
        raise ConfigError(f"{child.name} element not allowed in {kind}", child.line)


def _parse_domain(element: Element, seen: set[str]) -> Domain:
    text = _text(element, "Domain name missing")
    name = domain_name(text.text)
    _nothing_else(element, "domain contains additional elements")
    if name in seen:
        raise ConfigError(f"{name} has already been specified", element.line)
    seen.add(name)
    return Domain(name, read_boolean(element.attributes.get("includeSubdomains", "")) or False)


def _parse_trust_anchors(element: Element, kind: Kind) -> Iterator[CertificatesEntry]:
    return (
        _parse_certificates(child, kind is Kind.DEBUG)
        for child in element.elements
        if child.name == "certificates"
    )


def _parse_certificates(element: Element, default: bool) -> CertificatesEntry:
    overrides = read_boolean(element.attributes.get("overridePins", ""))
    source = element.attributes.get("src")
    if source is None:
        raise ConfigError("certificates element missing src attribute", element.line)
    if is_resource(source):
        source = source.strip()
    elif source not in STORES:
        raise ConfigError("Unknown certificates src. Should be one of system|user|@resourceVal", element.line)
    return CertificatesEntry(source, default if overrides is None else overrides)


def _parse_pin_set(element: Element) -> PinSet:
    text = element.attributes.get("expiration")
    expiration = None
    if text is not None:
        expiration = parse_expiration(text)
        if expiration is None:
            raise ConfigError("Invalid expiration date in pin-set", element.line)
    pins = [_parse_pin(child) for child in element.elements if child.name == "pin"]
    return PinSet(tuple(dict.fromkeys(pins)), expiration)


def _parse_pin(element: Element) -> Pin:
    algorithm = element.attributes.get("digest")
    length = digest_length(algorithm)
    if length is None:
        shown = "null" if algorithm is None else algorithm
        raise ConfigError(f"Unsupported pin digest algorithm: {shown}", element.line)
    text = _text(element, "Missing pin digest")
    digest = decode_base64(text.text)
    if digest is None:
        raise ConfigError("Invalid pin digest", text.line)
    if len(digest) != length:
        raise ConfigError(
            f"digest length {len(digest)} does not match expected length for {algorithm} of {length}",
            text.line,
        )
    _nothing_else(element, "pin contains additional elements")
    return Pin(digest)


def _text(element: Element, missing: str) -> Text:
    """The text with which an element must begin."""
    events = element.events
    if events and isinstance(events[0], Text):
        return events[0]
    raise ConfigError(missing, events[0].line if events else element.line)


def _nothing_else(element: Element, message: str) -> None:
    if len(element.events) > 1:
        raise ConfigError(message, element.events[1].line)
