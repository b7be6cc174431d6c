"""What the file says, as it stands there: entries, their trust anchors and their nesting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from course.platforms.network_security_config.domains import Domain
from course.platforms.network_security_config.pins import PinSet

SYSTEM = "system"
USER = "user"
# The store of the Wi-Fi Alliance, for Passpoint; no app needs it.
WFA = "wfa"
STORES = frozenset({SYSTEM, USER, WFA})


@dataclass(frozen=True)
class CertificatesEntry:
    """One `<certificates>`: where trust anchors come from, and whether pins count below them.

    Known by: source (AOSP CertificatesEntryRef.java).

    Attributes:
      source: "system", "user", "wfa", or the app's own resource, such as "@raw/own_ca".
      overrides_pins: whether a chain that ends in one of them needs no pin.
    """

    source: str
    overrides_pins: bool = False

    @property
    def is_resource(self) -> bool:
        """Whether the app brings the certificates itself."""
        return self.source not in STORES

    @property
    def disables_transparency(self) -> bool:
        """Whether its mere presence switches Certificate Transparency off: nobody logs a private CA's certificates."""
        return self.source == USER or self.is_resource


@dataclass(frozen=True)
class Entry:
    """A `<base-config>`, `<domain-config>` or `<debug-overrides>`. None is what it does not say.

    Known by: source (AOSP XmlConfigSource.parseConfigEntry).

    Attributes:
      certificates: an empty tuple trusts nobody, which is not the same as None.
      nested: the domain-configs in it.
    """

    line: int
    domains: tuple[Domain, ...] = ()
    pin_set: PinSet | None = None
    certificates: tuple[CertificatesEntry, ...] | None = None
    cleartext_permitted: bool | None = None
    hsts_enforced: bool | None = None
    certificate_transparency: bool | None = None
    nested: tuple[Entry, ...] = ()

    def lineages(self, ancestors: tuple[Entry, ...] = ()) -> Iterator[tuple[Entry, ...]]:
        """Itself and everything nested in it, each with its ancestors behind it."""
        lineage = (self, *ancestors)
        yield lineage
        for entry in self.nested:
            yield from entry.lineages(lineage)
