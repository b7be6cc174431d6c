"""A whole config, and its answer for one connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType

from cryptography import x509

from course.pki import Anchors, Untrusted, evaluate_trust, load_certificates
from course.pki import Reason as TrustReason
from course.pki.facts import facts_of
from course.platforms.network_security_config.checking import TrustedPath, check_pins, empty_path, untrusted
from course.platforms.network_security_config.domains import Domain, most_specific, normalised
from course.platforms.network_security_config.effective import EffectiveConfig, resolve
from course.platforms.network_security_config.entries import SYSTEM, Entry
from course.platforms.network_security_config.errors import ConfigError
from course.platforms.network_security_config.ignored import Ignored
from course.platforms.network_security_config.verdict import Verdict

# Android 15. Decides what the platform says where the file says nothing.
TARGET_SDK = 35
NO_RESOURCES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Config:
    """A network security config as Android read it.

    Known by: source, upstream test (AOSP ApplicationConfig, NetworkSecurityTrustManager; XmlConfigTests).

    Attributes:
      base: the `<base-config>`; None where there is none.
      domains: the outermost `<domain-config>`s.
      debug: the `<debug-overrides>`; None where there are none.
      debug_fault: why a debuggable app stops at its first connection, although a release does not.
      ignored: what Android skipped without a word, in the order of the file.
    """

    base: Entry | None
    domains: tuple[Entry, ...]
    debug: Entry | None
    debug_fault: ConfigError | None
    ignored: tuple[Ignored, ...]

    def config_for(
        self, hostname: str, *, debuggable: bool = False, target_sdk: int = TARGET_SDK
    ) -> EffectiveConfig:
        """What counts for a host: its most specific domain, or else the base-config.

        Args:
          hostname: as the app asks for it; "" for the base-config.
          debuggable: whether this is a debug build, which adds the debug-overrides.
          target_sdk: the version of Android that the app is made for.

        Raises:
          ValueError: the name begins with a dot; Android's IllegalArgumentException.
          ConfigError: a debuggable app, and something is wrong in its debug-overrides.
        """
        if debuggable and self.debug_fault is not None:
            raise self.debug_fault
        lineages = dict(self._by_domain())
        domain = most_specific(normalised(hostname), lineages)
        lineage = lineages[domain] if domain else ()
        base = (self.base,) if self.base else ()
        return resolve((*lineage, *base), target_sdk, self.debug if debuggable else None, domain)

    def evaluate(
        self,
        hostname: str,
        path: Sequence[x509.Certificate],
        at: datetime,
        *,
        debuggable: bool = False,
        target_sdk: int = TARGET_SDK,
        anchor_source: str = SYSTEM,
        resources: Mapping[str, bytes] = NO_RESOURCES,
        time_zone: tzinfo = UTC,
    ) -> Verdict:
        """Judge a validated path as NetworkSecurityTrustManager does.

        The order: does the path end in a trust anchor of this host, is it pinned, are the pins still in force, does
        the anchor override them, and does one certificate match, from the root to the leaf.
        A path that ends elsewhere never comes so far on a phone: Conscrypt refuses its chain before, in the words that
        `check_server_trusted` gives. Here it is refused with the words of the pins' check where pins are asked for.

        Args:
          hostname: the name that the app asked for.
          path: leaf first, anchor last; never the chain as sent.
          at: the moment by the phone's clock, timezone-aware.
          debuggable: whether this is a debug build.
          target_sdk: the version of Android that the app is made for.
          anchor_source: where the last certificate is trusted from: "system", "user", or a resource, "@raw/own_ca".
          resources: certificates that the app brings, PEM or DER by "@raw/name". A path that ends in one of them
            ends in that resource too.
          time_zone: the phone's.

        Raises:
          ValueError: the name begins with a dot, or the date has no time zone.
        """
        config = self.config_for(hostname, debuggable=debuggable, target_sdk=target_sdk)
        if not path:
            return empty_path(hostname, config)
        brought = {
            entry.source: Anchors(load_certificates(resources[entry.source]))
            for entry in config.anchors
            if entry.source in resources
        }
        trusted = TrustedPath(hostname, tuple(path), frozenset({anchor_source, *_holding(path[-1], brought)}))
        return check_pins(config, trusted, at, time_zone)

    def check_server_trusted(
        self,
        chain: Sequence[x509.Certificate],
        hostname: str,
        at: datetime,
        stores: Mapping[str, Iterable[x509.Certificate]],
        *,
        debuggable: bool = False,
        target_sdk: int = TARGET_SDK,
        resources: Mapping[str, bytes] = NO_RESOURCES,
        time_zone: tzinfo = UTC,
    ) -> Verdict:
        """Judge a chain as the server sent it: validate it with the trust anchors of this host, then check the pins.

        The validation is this course's own and stands for Conscrypt's TrustManagerImpl. Certificate Transparency is
        not checked.

        Args:
          chain: leaf first.
          hostname: the name that the app asked for.
          at: the moment by the phone's clock, timezone-aware.
          stores: the phone's trust anchors, under "system" and "user".
          debuggable: whether this is a debug build.
          target_sdk: the version of Android that the app is made for.
          resources: certificates that the app brings, PEM or DER by "@raw/name".
          time_zone: the phone's.

        Raises:
          ValueError: the name begins with a dot, the date has no time zone, or a resource is missing.
        """
        config = self.config_for(hostname, debuggable=debuggable, target_sdk=target_sdk)
        anchors = {
            entry.source: Anchors(_certificates(entry.source, stores, resources)) for entry in config.anchors
        }
        try:
            path = evaluate_trust(
                chain, hostname, [anchor for found in anchors.values() for anchor in found], at
            )
        except Untrusted as error:
            if error.reason is TrustReason.EMPTY_CHAIN:
                return empty_path(hostname, config)
            return untrusted(hostname, config, error)
        trusted = TrustedPath(hostname, path, frozenset(_holding(path[-1], anchors)))
        return check_pins(config, trusted, at, time_zone)

    def _by_domain(self) -> Iterator[tuple[Domain, tuple[Entry, ...]]]:
        for outermost in self.domains:
            for lineage in outermost.lineages():
                for domain in lineage[0].domains:
                    yield domain, lineage


def _holding(anchor: x509.Certificate, sources: Mapping[str, Anchors]) -> Iterator[str]:
    """The sources that hold a certificate of this name and key, which is how Android finds an anchor again."""
    wanted = facts_of(anchor)
    for source, anchors in sources.items():
        if any(facts.identity == wanted.identity for facts in anchors.named(wanted.subject)):
            yield source


def _certificates(
    source: str, stores: Mapping[str, Iterable[x509.Certificate]], resources: Mapping[str, bytes]
) -> Iterable[x509.Certificate]:
    if source in stores:
        return stores[source]
    if source in resources:
        return load_certificates(resources[source])
    if source.startswith("@"):
        raise ValueError(
            f"The config trusts the certificates in {source}, and this resource was not given. "
            f'Give its bytes: resources={{"{source}": ...}}.'
        )
    return []
