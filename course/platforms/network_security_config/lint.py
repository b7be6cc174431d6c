"""Android Lint's own checks of the file: NetworkSecurityConfigDetector, which runs in the editor and the build."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from course.platforms.network_security_config.attributes import is_resource
from course.platforms.network_security_config.document import Element, Text, read_document
from course.platforms.network_security_config.domains import domain_name
from course.platforms.network_security_config.pins import decode_padded
from course.platforms.network_security_config.spelling import distance

_CONFIG = "NetworkSecurityConfig"
_EXPIRY = "PinSetExpiry"
_BACKUP = "MissingBackupPin"
_USER = "AcceptsUserCertificates"
_CLEARTEXT = "InsecureBaseConfiguration"

_ROOT_TAGS = ("domain-config", "base-config", "debug-overrides")
_ENTRY_TAGS = ("domain", "trust-anchors", "pin-set", "domain-config")
_SOON = timedelta(days=10)
_MOST_EDITS = 3
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class LintWarning:
    """One warning of Android Lint.

    Known by: upstream test, documentation (NetworkSecurityConfigDetectorTest; the pages of the checks).

    Attributes:
      check: the name of the check, which also suppresses it.
      line: where, counted from 1.
      message: Lint's own text.
      fatal: whether a release build fails for it.
    """

    check: str
    line: int
    message: str

    @property
    def fatal(self) -> bool:
        """Whether a release build fails for it; the other checks only warn."""
        return self.check == _CONFIG

    def __str__(self) -> str:
        return f"line {self.line}: {'Error' if self.fatal else 'Warning'}: {self.message} [{self.check}]"


def lint(xml: str, at: datetime | date) -> list[LintWarning]:
    """What Android Lint says about a network security config.

    It looks at the file as text, not as Android does: it asks for one more pin and spells out misspelt names, and it
    misses a domain that can never match. It does not know whether a resource exists.

    Args:
      xml: the text of the file.
      at: today, where the app is built.

    Returns:
      In the order of the file.

    Raises:
      ConfigError: it is no XML.

    Known by: upstream test, source (Android Studio's NetworkSecurityConfigDetector and its test).
    """
    root = read_document(xml)
    if root.name != "network-security-config":
        return []
    found = _Detector(at.date() if isinstance(at, datetime) else at).root(root)
    return sorted(found, key=lambda warning: warning.line)


@dataclass
class _Detector:
    today: date
    domains: set[str] = field(default_factory=set)

    def root(self, root: Element) -> Iterator[LintWarning]:
        seen: set[str] = set()
        for child in root.elements:
            if child.name in ("base-config", "debug-overrides") and child.name in seen:
                yield _error(child, f"Expecting at most 1 <{child.name}>")
            elif child.name in _ROOT_TAGS:
                seen.add(child.name)
                yield from self.entry(child, debug=child.name == "debug-overrides")
            else:
                misspelt = list(_misspelt_tag(child, _ROOT_TAGS))
                yield from misspelt or [_error(child, f"Unexpected element <{child.name}>")]

    def entry(self, entry: Element, *, debug: bool) -> Iterator[LintWarning]:
        seen: set[str] = set()
        yield from _misspelt_attributes(entry, "cleartextTrafficPermitted", required=False)
        if entry.name == "base-config" and entry.attributes.get("cleartextTrafficPermitted") == "true":
            yield LintWarning(_CLEARTEXT, entry.line, "Insecure Base Configuration")
        for child in entry.elements:
            yield from self.in_entry(child, entry, first=child.name not in seen, debug=debug)
            seen.add(child.name)
        # Lint keeps the domains of the whole file in one place, so that only the first such entries are found.
        if entry.name == "domain-config" and not self.domains:
            yield _error(entry, "No <domain> elements in <domain-config>")

    def in_entry(self, child: Element, entry: Element, *, first: bool, debug: bool) -> Iterator[LintWarning]:
        if child.name in ("domain", "pin-set") and entry.name != "domain-config":
            yield _error(child, f"{child.name} element not allowed in {entry.name}")
        match child.name:
            case "domain":
                if entry.name == "domain-config":
                    yield from self.domain(child)
            case "trust-anchors" | "pin-set" if not first:
                yield _error(child, f"Multiple <{child.name}> elements are not allowed")
            case "trust-anchors":
                yield from _trust_anchors(child, debug=debug)
            case "pin-set":
                yield from self.pin_set(child)
            case "domain-config" if entry.name != "domain-config":
                yield _error(child, f"Nested <domain-config> elements are not allowed in {entry.name}")
            case "domain-config":
                yield from self.entry(child, debug=debug)
            case _:
                yield from _misspelt_tag(child, _ENTRY_TAGS)

    def domain(self, domain: Element) -> Iterator[LintWarning]:
        yield from _misspelt_attributes(domain, "includeSubdomains", required=True)
        name = domain_name("".join(node.text for node in domain.nodes if isinstance(node, Text)))
        if name in self.domains:
            yield _error(domain, "Duplicate domain names are not allowed")
        self.domains.add(name)

    def pin_set(self, pin_set: Element) -> Iterator[LintWarning]:
        yield from self.expiration(pin_set)
        pins = [child for child in pin_set.elements if child.name == "pin"]
        misspelt = False
        for child in pin_set.elements:
            if child.name == "pin":
                yield from _pin(child)
            else:
                found = list(_misspelt_tag(child, ("pin",)))
                misspelt = misspelt or bool(found)
                yield from found
        if misspelt:
            return
        if not pins:
            yield _error(pin_set, "Missing <pin> element(s)")
        elif len(pins) == 1:
            yield LintWarning(_BACKUP, pin_set.line, "A backup <pin> declaration is highly recommended")

    def expiration(self, pin_set: Element) -> Iterator[LintWarning]:
        text = pin_set.attributes.get("expiration")
        if text is None:
            yield from _misspelt_attributes(pin_set, "expiration", required=False)
            return
        try:
            expiration = date.fromisoformat(text if _ISO_DATE.fullmatch(text) else "")
        except ValueError:
            yield _error(pin_set, "Invalid expiration in pin-set")
            return
        if expiration < self.today:
            yield LintWarning(_EXPIRY, pin_set.line, "pin-set has already expired")
        elif expiration - self.today < _SOON:
            yield LintWarning(_EXPIRY, pin_set.line, "pin-set is expiring soon")


def _error(element: Element, message: str) -> LintWarning:
    return LintWarning(_CONFIG, element.line, message)


def _pin(pin: Element) -> Iterator[LintWarning]:
    digest = pin.attributes.get("digest")
    if digest is None:
        yield from _misspelt_attributes(pin, "digest", required=True)
    elif digest.upper() != "SHA-256":
        yield _error(pin, "Invalid digest algorithm. Supported digests: SHA-256")
    first = next(iter(pin.nodes), None)
    if not isinstance(first, Text):
        yield _error(pin, "Missing pin digest")
        return
    # java.util.Base64 takes no blank.
    decoded = decode_padded(first.text)
    if decoded is None:
        yield LintWarning(_CONFIG, first.line, "Invalid pin digest")
        return
    if len(decoded) != 32:
        message = f"Decoded digest length {len(decoded)} does not match expected length for SHA-256 of 32"
        yield LintWarning(_CONFIG, first.line, message)


def _trust_anchors(anchors: Element, *, debug: bool) -> Iterator[LintWarning]:
    for child in anchors.elements:
        if child.name != "certificates":
            yield from _misspelt_tag(child, ("certificates",))
            continue
        source = child.attributes.get("src")
        if source is None:
            yield from _misspelt_attributes(child, "src", required=True)
        elif source == "user":
            if not debug:
                yield LintWarning(
                    _USER,
                    child.line,
                    "The Network Security Configuration allows the use of user certificates in the release version of "
                    "your app",
                )
        elif source != "system" and not is_resource(source):
            yield _error(
                child, "Unknown certificates src attribute. Expecting system, user or an @resource value"
            )


def _misspelt_tag(element: Element, known: Iterable[str]) -> Iterator[LintWarning]:
    meant = [name for name in known if distance(name, element.name) <= _MOST_EDITS]
    if meant:
        yield _error(element, f"Misspelled tag <{element.name}>: Did you mean {' or '.join(meant)} ?")


def _misspelt_attributes(element: Element, known: str, *, required: bool) -> Iterator[LintWarning]:
    if known in element.attributes:
        return
    misspelt = [name for name in element.attributes if distance(known, name) <= _MOST_EDITS]
    for name in misspelt:
        yield _error(element, f"Misspelled attribute {name}: Did you mean {known} ?")
    if required and not misspelt:
        yield _error(element, f"Missing {known} attribute")
