"""The check itself, in Android's order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from cryptography import x509

from course.pinning.verdict import NO_MATCH, SeenPin
from course.pki import Pin, Untrusted, name_of
from course.pki import Reason as TrustReason
from course.platforms.network_security_config.effective import EffectiveConfig
from course.platforms.network_security_config.expiration import local_midnight
from course.platforms.network_security_config.verdict import Reason, Verdict

_MILLISECOND = timedelta(milliseconds=1)
# Conscrypt's words.
_NO_PATH = "Trust anchor for certification path not found."


@dataclass(frozen=True)
class TrustedPath:
    """A validated path, leaf first, and the sources in which its last certificate is an anchor."""

    host: str
    certificates: tuple[x509.Certificate, ...]
    sources: frozenset[str]
    seen: tuple[SeenPin, ...] = field(init=False)

    def __post_init__(self) -> None:
        seen = tuple(SeenPin(Pin.of(certificate), name_of(certificate)) for certificate in self.certificates)
        object.__setattr__(self, "seen", seen[::-1])


def check_pins(config: EffectiveConfig, path: TrustedPath, at: datetime, time_zone: tzinfo) -> Verdict:
    """Judge a path that is not empty."""
    if at.tzinfo is None:
        raise ValueError(
            f"The date {at} has no time zone. Give one, such as datetime(2027, 1, 4, tzinfo=UTC)."
        )
    expired = config.expiration is not None and _is_past(at, local_midnight(config.expiration, time_zone))
    # Those that override pins come first: a certificate in two sources counts as one of them.
    anchor = next((entry for entry in config.anchors if entry.source in path.sources), None)
    if anchor is None:
        return _no_anchor(config, path, asks_for_pins=bool(config.pins) and not expired)
    if not config.pins:
        reason, sentence = Reason.NOT_PINNED, "the config has no pins for this host; the chain was validated."
    elif expired:
        reason, sentence = (
            Reason.PINS_EXPIRED,
            (
                f"its pins expired when {config.expiration} began in the phone's time zone, {time_zone}, "
                "and are no longer asked for."
            ),
        )
    elif anchor.overrides_pins:
        reason, sentence = (
            Reason.PINS_OVERRIDDEN,
            (f"the chain ends in a trust anchor from {anchor.source!r}, which overrides the pins."),
        )
    else:
        return _compare(config, path)
    return Verdict(reason, path.host, config, None, path.seen, sentence)


def _no_anchor(config: EffectiveConfig, path: TrustedPath, *, asks_for_pins: bool) -> Verdict:
    """The anchor is looked for on behalf of the pins; where nobody asks for them, validation alone could object."""
    sources = " and ".join(map(repr, sorted(path.sources))) or "a store of somebody else"
    wanted = ", ".join(repr(entry.source) for entry in config.anchors) or "nobody"
    message = "Trusted chain does not end in a TrustAnchor" if asks_for_pins else _NO_PATH
    sentence = f"the chain ends in a trust anchor from {sources}; this host trusts {wanted}."
    return Verdict(Reason.NO_ANCHOR, path.host, config, message, path.seen, sentence)


def _compare(config: EffectiveConfig, path: TrustedPath) -> Verdict:
    wanted = {pin.digest for pin in config.pins}
    matched = next((seen for seen in path.seen if seen.pin.digest in wanted), None)
    if matched is not None:
        sentence = f"a key of the validated path is pinned, {matched}."
        return Verdict(Reason.MATCHED, path.host, config, None, path.seen, sentence, matched)
    sentence = (
        f"{NO_MATCH} Seen: {', '.join(map(str, path.seen))}. Wanted: {', '.join(map(str, config.pins))}."
    )
    return Verdict(Reason.NO_MATCH, path.host, config, "Pin verification failed", path.seen, sentence)


def empty_path(host: str, config: EffectiveConfig) -> Verdict:
    """TrustManagerImpl takes no empty chain, so that nobody asks for pins."""
    return Verdict(
        Reason.EMPTY_PATH,
        host,
        config,
        "null or zero-length parameter",
        (),
        "there is no validated path, so no key can be compared. Validate the chain first.",
    )


def untrusted(host: str, config: EffectiveConfig, error: Untrusted) -> Verdict:
    """The chain is refused before anybody asks for pins."""
    no_anchor = error.reason is TrustReason.UNKNOWN_AUTHORITY
    message = _NO_PATH if no_anchor else None
    return Verdict(Reason.UNTRUSTED, host, config, message, (), str(error))


def _is_past(at: datetime, expiration: datetime) -> bool:
    """Android counts whole milliseconds, and the first one still pins."""
    return at - expiration >= _MILLISECOND
