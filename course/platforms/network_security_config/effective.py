"""What counts for one host: entries with everything they inherit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from course.platforms.network_security_config.domains import Domain
from course.platforms.network_security_config.entries import SYSTEM, USER, CertificatesEntry, Entry
from course.platforms.network_security_config.pins import Pin, PinSet

# The first target SDK of an app that no longer trusts user CAs (Android 7), that is no longer allowed cleartext
# (Android 9), that has Certificate Transparency on (Android 17).
_NO_USER_CAS = 24
_NO_CLEARTEXT = 28
_TRANSPARENCY = 37

_T = TypeVar("_T")


@dataclass(frozen=True)
class EffectiveConfig:
    """What counts for one host.

    Known by: source, upstream test, documentation (AOSP NetworkSecurityConfig.Builder, XmlConfigTests; Android 16, 17).

    Attributes:
      domain: the `<domain>` that decides; None where the base-config or the platform's default does.
      pin_set: an empty one for a host without pins.
      anchors: where trust anchors come from, those that override pins first.
      cleartext_permitted: whether http:// is allowed.
      hsts_enforced: a leftover that only old versions of Android read.
      certificate_transparency: whether Android 16 and later ask for proof that the certificate was logged. This model
        says that it would be asked for, and never checks it.
    """

    domain: Domain | None
    pin_set: PinSet
    anchors: tuple[CertificatesEntry, ...]
    cleartext_permitted: bool
    hsts_enforced: bool
    certificate_transparency: bool

    @property
    def pins(self) -> tuple[Pin, ...]:
        """The pins of which one is enough."""
        return self.pin_set.pins

    @property
    def expiration(self) -> date | None:
        """The first day on which the pins count no more; None for never."""
        return self.pin_set.expiration

    def trusts(self, source: str) -> bool:
        """Whether trust anchors come from there."""
        return any(entry.source == source for entry in self.anchors)


def platform_default(target_sdk: int) -> Entry:
    """What an app gets that says nothing, by the version of Android that it is made for.

    Known by: source, documentation (AOSP NetworkSecurityConfig.getDefaultBuilder; Android 17's behaviour changes).
    """
    certificates = [CertificatesEntry(SYSTEM)]
    if target_sdk < _NO_USER_CAS:
        certificates.append(CertificatesEntry(USER))
    return Entry(
        line=0,
        certificates=tuple(certificates),
        cleartext_permitted=target_sdk < _NO_CLEARTEXT,
        hsts_enforced=False,
    )


def resolve(
    lineage: Sequence[Entry], target_sdk: int, debug: Entry | None, domain: Domain | None
) -> EffectiveConfig:
    """Let an entry inherit.

    Args:
      lineage: the entry and its ancestors, the nearest first; without the platform's default.
      target_sdk: decides what the last ancestor, the platform's default, says.
      debug: the debug-overrides of a debuggable app.
      domain: the one that led here.
    """
    added = debug.certificates if debug and debug.certificates else ()
    entries = (*lineage, platform_default(target_sdk))
    anchors = (*(_inherited(entries, lambda entry: entry.certificates) or ()), *added)
    return EffectiveConfig(
        domain=domain,
        pin_set=_inherited(entries, lambda entry: entry.pin_set) or PinSet(()),
        # A sort that keeps the order otherwise.
        anchors=tuple(sorted(anchors, key=lambda entry: not entry.overrides_pins)),
        cleartext_permitted=bool(_inherited(entries, lambda entry: entry.cleartext_permitted)),
        hsts_enforced=bool(_inherited(entries, lambda entry: entry.hsts_enforced)),
        certificate_transparency=_transparency(entries, added, target_sdk >= _TRANSPARENCY),
    )


def _inherited(entries: Sequence[Entry], said: Callable[[Entry], _T | None]) -> _T | None:
    """What the nearest entry says that says anything."""
    return next((value for value in map(said, entries) if value is not None), None)


def _transparency(entries: Sequence[Entry], added: Sequence[CertificatesEntry], default: bool) -> bool:
    """An entry that says nothing and brings user CAs or its own switches it off for itself and what inherits it."""
    for entry in entries:
        if entry.certificate_transparency is not None:
            return entry.certificate_transparency
        # The debug-overrides join the anchors of every entry that has some.
        if entry.certificates is not None and any(
            certificates.disables_transparency for certificates in (*entry.certificates, *added)
        ):
            return False
    return default
