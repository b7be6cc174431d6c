"""What Android skips without a word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from course.platforms.network_security_config.attributes import read_boolean
from course.platforms.network_security_config.document import Element, Text

_CONFIG_ATTRIBUTES = ("cleartextTrafficPermitted", "hstsEnforced")

# Which elements Android looks for in an element.
ELEMENTS: dict[str, tuple[str, ...]] = {
    "network-security-config": ("base-config", "domain-config", "debug-overrides"),
    "base-config": ("trust-anchors", "certificateTransparency"),
    "domain-config": ("domain", "trust-anchors", "pin-set", "domain-config", "certificateTransparency"),
    "debug-overrides": ("trust-anchors",),
    "trust-anchors": ("certificates",),
    "pin-set": ("pin",),
}
# And for which attributes it asks there.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "base-config": _CONFIG_ATTRIBUTES,
    "domain-config": _CONFIG_ATTRIBUTES,
    "domain": ("includeSubdomains",),
    "certificates": ("src", "overridePins"),
    "certificateTransparency": ("enabled",),
    "pin-set": ("expiration",),
    "pin": ("digest",),
}
_BOOLEANS = frozenset({*_CONFIG_ATTRIBUTES, "includeSubdomains", "overridePins", "enabled"})
# Elements whose whole content is one text.
_WITH_TEXT = frozenset({"domain", "pin"})
# An element has one or two attributes, so that "expires" can only mean "expiration".
_LOOSELY = 0.55


@dataclass(frozen=True)
class Ignored:
    """One thing in the file that changes nothing.

    Known by: source (AOSP XmlConfigSource and XmlUtils.skipCurrentTag).

    Attributes:
      line: where, counted from 1.
      what: as it stands there: "<pinset>", 'expires="2030-01-01"', or a text.
      parent: the element in which it stands.
      nearest: what was perhaps meant, or None.
      why: what Android makes of it.
    """

    line: int
    what: str
    parent: str
    nearest: str | None
    why: str

    def __str__(self) -> str:
        question = f"; did you mean {self.nearest}?" if self.nearest else "."
        return f"{self.what} in line {self.line}, in <{self.parent}>, {self.why}{question}"


def ignored_in(element: Element) -> list[Ignored]:
    """Everything in an element, at any depth, that Android skips, in the order of the file."""
    found = [*_attributes(element)]
    known = ELEMENTS.get(element.name, ())
    for node in element.events:
        if isinstance(node, Text):
            if element.name not in _WITH_TEXT:
                found.append(_text(node, element))
        elif node.name in known:
            found += ignored_in(node)
        else:
            found.append(_element(node, element))
    return found


def _element(node: Element, parent: Element) -> Ignored:
    why = "is unknown to Android there and skipped with all that is in it"
    nearest = _element_meant(node.name, parent.name)
    return Ignored(node.line, f"<{node.name}>", parent.name, nearest, why)


def _element_meant(name: str, parent: str) -> str | None:
    nearest = _nearest(name, ELEMENTS.get(parent, ()))
    if nearest:
        return f"<{nearest}>"
    homes = {element: home for home, elements in reversed(ELEMENTS.items()) for element in elements}
    nearest = _nearest(name, homes)
    return f"<{nearest}> in <{homes[nearest]}>" if nearest else None


def _attributes(element: Element) -> Iterable[Ignored]:
    known = ATTRIBUTES.get(element.name, ())
    for name, value in element.attributes.items():
        what = f'{name}="{value}"'
        if name not in known:
            yield Ignored(
                element.line,
                what,
                element.name,
                _attribute_meant(name, element.name),
                "is unknown to Android there and skipped",
            )
        elif name in _BOOLEANS and read_boolean(value) is None:
            why = "is neither true nor false for Android, which takes its default"
            yield Ignored(element.line, what, element.name, None, why)
    for name in element.foreign:
        if name in _CONFIG_ATTRIBUTES and name in known:
            continue
        nearest = name if name in known else None
        why = "has a namespace, and Android asks for none"
        yield Ignored(element.line, name, element.name, nearest, why)


def _attribute_meant(name: str, element: str) -> str | None:
    nearest = _nearest(name, ATTRIBUTES.get(element, ()), _LOOSELY)
    if nearest:
        return nearest
    homes = {attribute: home for home, attributes in reversed(ATTRIBUTES.items()) for attribute in attributes}
    nearest = _nearest(name, homes)
    return f"{nearest} on <{homes[nearest]}>" if nearest else None


def _text(node: Text, parent: Element) -> Ignored:
    text = " ".join(node.text.split())
    return Ignored(node.line, f"The text {text!r}", parent.name, None, "is not read by Android")


def _nearest(name: str, names: Iterable[str], likeness: float = 0.7) -> str | None:
    by_letters = {"".join(filter(str.isalpha, known)).lower(): known for known in names}
    letters = "".join(filter(str.isalpha, name)).lower()
    close = difflib.get_close_matches(letters, by_letters, n=1, cutoff=likeness)
    return by_letters[close[0]] if close else None
