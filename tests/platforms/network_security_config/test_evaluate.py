"""One connection, judged in Android's order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.lab import Authority, Clock, Leaf
from course.lab.clock import START
from course.lab.dates import Validities
from course.pki import Pin, evaluate_trust
from course.platforms.network_security_config import Config, Reason, Verdict
from tests.platforms.connections import HOST, bank, issuing, root

from .files import OTHER_PIN, config, domain_config, pin_set, trust_anchors

_WRONG = OTHER_PIN


@cache
def _own() -> Authority:
    """The app's own CA, which no phone knows."""
    return Authority("Own Root CA", "Harbour Bank", Validities(Clock()))


@cache
def _own_leaf() -> Leaf:
    return _own().issue(HOST)


def _own_bytes() -> bytes:
    return _own().certificate.public_bytes(Encoding.PEM)


def _path() -> tuple[x509.Certificate, ...]:
    return evaluate_trust(bank().chain, HOST, [root().certificate], START)


def _pin_of(certificate: x509.Certificate) -> str:
    return Pin.of(certificate).base64


def _pinned(*pins: str, expiration: str | None = None, anchors: str = "") -> Config:
    return config(domain_config(anchors + pin_set(*pins, expiration=expiration), domain=HOST))


def _server(
    read: Config, chain: Sequence[x509.Certificate], user: Sequence[x509.Certificate] = (), **changes: object
) -> Verdict:
    stores = {"system": [root().certificate], "user": user}
    return read.check_server_trusted(chain, HOST, START, stores, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("position", [0, 1, 2])
def test_one_key_of_the_path_is_enough(position: int) -> None:
    """Leaf, intermediate, or root."""
    verdict = _pinned(_WRONG, _pin_of(_path()[position])).evaluate(HOST, _path(), START)
    assert (verdict.accepted, verdict.reason, verdict.message) == (True, Reason.MATCHED, None)
    assert verdict.matched is not None
    assert verdict.matched.pin == Pin.of(_path()[position])
    assert str(verdict) == f"{HOST} is accepted: a key of the validated path is pinned, {verdict.matched}."


def test_the_root_is_looked_at_first() -> None:
    """Where several match, the one nearest to the root is found."""
    verdict = _pinned(*(map(_pin_of, _path()))).evaluate(HOST, _path(), START)
    assert verdict.matched is not None
    assert verdict.matched.pin == Pin.of(root().certificate)
    assert [seen.pin for seen in verdict.seen] == [Pin.of(each) for each in reversed(_path())]


def test_no_key_matches() -> None:
    """CertificateException, which names no pin; the sentence does."""
    verdict = _pinned(_WRONG).evaluate(HOST, _path(), START)
    assert (verdict.accepted, verdict.reason, verdict.message) == (
        False,
        Reason.NO_MATCH,
        "Pin verification failed",
    )
    assert verdict.sentence.startswith("no certificate of the validated path has a pinned key. Seen: sha256/")
    assert verdict.sentence.endswith(f"Wanted: sha256/{_WRONG}.")
    assert str(verdict).startswith(f"{HOST} is refused: ")


@pytest.mark.parametrize("read", [config(""), config(domain_config(domain=HOST)), _pinned()])
def test_a_host_without_pins_is_accepted(read: Config) -> None:
    """No domain-config, no pin-set, an empty one."""
    verdict = read.evaluate(HOST, _path(), START)
    assert (verdict.accepted, verdict.reason) == (True, Reason.NOT_PINNED)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2029-12-31T23:59:59.999999", Reason.NO_MATCH),
        ("2030-01-01T00:00:00", Reason.NO_MATCH),
        ("2030-01-01T00:00:00.000999", Reason.NO_MATCH),
        ("2030-01-01T00:00:00.001", Reason.PINS_EXPIRED),
    ],
)
@pytest.mark.parametrize("zone", [UTC, ZoneInfo("America/New_York"), timezone(timedelta(hours=14))])
def test_pins_expire_at_midnight_on_the_phone(at: str, reason: Reason, zone: ZoneInfo) -> None:
    """The day begins, one millisecond goes by, and nobody asks for pins any more."""
    moment = datetime.fromisoformat(at).replace(tzinfo=zone)
    read = _pinned(_WRONG, expiration="2030-01-01")
    assert read.evaluate(HOST, _path(), moment.astimezone(UTC), time_zone=zone).reason is reason


def test_an_expired_pin_set_says_so() -> None:
    """It fails open."""
    verdict = _pinned(_WRONG, expiration="27-01-04").evaluate(HOST, _path(), START)
    assert verdict.accepted
    assert verdict.sentence == (
        "its pins expired when 0027-01-02 began in the phone's time zone, UTC, and are no longer asked for."
    )


def test_pins_without_an_expiration_never_expire() -> None:
    """The permanent kind of breakage."""
    late = datetime(9999, 12, 31, tzinfo=UTC)
    assert _pinned(_WRONG).evaluate(HOST, _path(), late).reason is Reason.NO_MATCH


def test_an_expiration_beyond_python_s_last_year_is_never_reached() -> None:
    """A year with a digit too many."""
    late = datetime(9999, 12, 30, tzinfo=UTC)
    assert _pinned(_WRONG, expiration="20270-01-01").evaluate(HOST, _path(), late).reason is Reason.NO_MATCH


def test_a_date_needs_a_time_zone() -> None:
    """Or nobody knows when it is."""
    with pytest.raises(ValueError, match="has no time zone"):
        _pinned(_WRONG).evaluate(HOST, _path(), START.replace(tzinfo=None))


@pytest.mark.parametrize("source", ["user", "@raw/own", "wfa"])
@pytest.mark.parametrize(
    ("read", "message"),
    [
        (config(""), "Trust anchor for certification path not found."),
        (_pinned(_WRONG, expiration="2000-01-01"), "Trust anchor for certification path not found."),
        (_pinned(_WRONG), "Trusted chain does not end in a TrustAnchor"),
        (_pinned(_pin_of(bank().certificate)), "Trusted chain does not end in a TrustAnchor"),
    ],
)
def test_a_path_must_end_in_an_anchor_of_this_host(read: Config, message: str, source: str) -> None:
    """With pins and without; only where pins are asked for, it is their check that misses the anchor."""
    verdict = read.evaluate(HOST, _path(), START, anchor_source=source)
    assert (verdict.accepted, verdict.reason, verdict.message) == (False, Reason.NO_ANCHOR, message)
    assert verdict.sentence == f"the chain ends in a trust anchor from '{source}'; this host trusts 'system'."


def test_a_host_that_trusts_nobody() -> None:
    """Empty trust-anchors."""
    verdict = config(domain_config("<trust-anchors/>", domain=HOST)).evaluate(HOST, _path(), START)
    assert verdict.sentence == "the chain ends in a trust anchor from 'system'; this host trusts nobody."


@pytest.mark.parametrize(("target_sdk", "accepted"), [(23, True), (24, False)])
def test_user_cas_count_for_old_apps(target_sdk: int, accepted: bool) -> None:
    """Android 7 ended it."""
    verdict = config("").evaluate(HOST, _path(), START, target_sdk=target_sdk, anchor_source="user")
    assert verdict.accepted is accepted


def test_an_anchor_can_override_the_pins() -> None:
    """AOSP's override_pins: system anchors, and a wrong pin."""
    read = _pinned(_WRONG, anchors=trust_anchors("system", override="true"))
    verdict = read.evaluate(HOST, _path(), START)
    assert (verdict.accepted, verdict.reason) == (True, Reason.PINS_OVERRIDDEN)
    assert verdict.sentence == "the chain ends in a trust anchor from 'system', which overrides the pins."


def test_expiry_is_asked_before_the_override() -> None:
    """As in checkPins."""
    read = _pinned(_WRONG, expiration="2000-01-01", anchors=trust_anchors("system", override="true"))
    assert read.evaluate(HOST, _path(), START).reason is Reason.PINS_EXPIRED


def test_a_certificate_in_two_sources_overrides_where_one_of_them_does() -> None:
    """AOSP's override_dedup: found by name and key."""
    anchors = (
        '<trust-anchors><certificates src="system"/><certificates src="@raw/root" overridePins="true"/>'
        "</trust-anchors>"
    )
    resources = {"@raw/root": root().certificate.public_bytes(Encoding.DER)}
    read = _pinned(_WRONG, anchors=anchors)
    assert read.evaluate(HOST, _path(), START, resources=resources).reason is Reason.PINS_OVERRIDDEN
    assert read.evaluate(HOST, _path(), START).reason is Reason.NO_MATCH
    others = {"@raw/root": _own_bytes()}
    assert read.evaluate(HOST, _path(), START, resources=others).reason is Reason.NO_MATCH


_DEBUG = f"<debug-overrides>{trust_anchors('user')}</debug-overrides>"


@pytest.mark.parametrize(
    ("debuggable", "source", "reason"),
    [
        (True, "user", Reason.PINS_OVERRIDDEN),
        (False, "user", Reason.NO_ANCHOR),
        (True, "system", Reason.NO_MATCH),
    ],
)
def test_debug_overrides_let_a_proxy_in_where_the_app_is_debuggable(
    debuggable: bool, source: str, reason: Reason
) -> None:
    """Pins count for everybody else."""
    read = config(_DEBUG + domain_config(pin_set(_WRONG), domain=HOST))
    assert read.evaluate(HOST, _path(), START, debuggable=debuggable, anchor_source=source).reason is reason


def test_nobody_is_debuggable_without_saying_so() -> None:
    """A proxy's CA, and an app of which nothing is said."""
    read = config(_DEBUG + domain_config(domain=HOST))
    assert read.evaluate(HOST, _path(), START, anchor_source="user").reason is Reason.NO_ANCHOR
    rogue = _own_leaf().chain
    assert _server(read, rogue, user=[_own().certificate]).reason is Reason.UNTRUSTED
    assert _server(read, rogue, user=[_own().certificate], debuggable=True).reason is Reason.NOT_PINNED


def test_an_empty_path_is_refused() -> None:
    """Android's trust manager takes none, whatever the pins say."""
    verdict = config("").evaluate(HOST, (), START)
    assert (verdict.accepted, verdict.reason, verdict.message) == (
        False,
        Reason.EMPTY_PATH,
        "null or zero-length parameter",
    )
    assert _server(config(""), ()) == verdict


def test_a_chain_as_sent_is_validated_and_then_compared() -> None:
    """The root is not sent, and its pin matches all the same."""
    assert _server(_pinned(_pin_of(root().certificate)), bank().chain).reason is Reason.MATCHED
    assert _server(_pinned(_WRONG), bank().chain).reason is Reason.NO_MATCH


@pytest.mark.parametrize("read", [config(""), _pinned(_pin_of(_own_leaf().certificate))])
def test_a_chain_to_an_unknown_authority_is_refused_before_the_pins(read: Config) -> None:
    """With the words that everybody has seen, although the leaf is pinned."""
    verdict = _server(read, _own_leaf().chain)
    assert (verdict.accepted, verdict.reason, verdict.message) == (
        False,
        Reason.UNTRUSTED,
        "Trust anchor for certification path not found.",
    )
    assert "unknown authority" in verdict.sentence


def test_another_fault_of_the_chain_has_no_words_of_android_here() -> None:
    """They come from its library, and are not modelled."""
    read, stores = _pinned(_pin_of(bank().certificate)), {"system": [root().certificate]}
    verdict = read.check_server_trusted(bank().chain, HOST, START + timedelta(days=9999), stores)
    assert (verdict.reason, verdict.message) == (Reason.UNTRUSTED, None)


def test_the_genuine_chain_behind_a_rogue_leaf_helps_nobody() -> None:
    """What was sent is not what was validated."""
    rogue = [*_own_leaf().chain, *bank().chain]
    read = _pinned(_pin_of(bank().certificate), anchors=trust_anchors("system", "user"))
    assert _server(read, rogue, user=[_own().certificate]).message == "Pin verification failed"


def test_an_app_can_bring_its_own_ca() -> None:
    """And trust nobody else with it."""
    read = config(domain_config(trust_anchors("@raw/own"), domain=HOST))
    resources = {"@raw/own": _own_bytes()}
    assert _server(read, _own_leaf().chain, resources=resources).accepted
    assert _server(read, bank().chain, resources=resources).reason is Reason.UNTRUSTED
    path = (*_own_leaf().chain, _own().certificate)
    assert read.evaluate(HOST, path, START, anchor_source="@raw/own").accepted
    assert read.evaluate(HOST, path, START, resources=resources).accepted


def test_a_resource_that_was_not_given() -> None:
    """The build would have failed."""
    read = config(domain_config(trust_anchors("@raw/own"), domain=HOST))
    with pytest.raises(
        ValueError, match=r"trusts the certificates in @raw/own, and this resource was not given"
    ):
        _server(read, bank().chain)


def test_a_store_that_the_phone_does_not_have_is_empty() -> None:
    """Nobody here has the Wi-Fi Alliance's."""
    read = config(domain_config(trust_anchors("wfa"), domain=HOST))
    assert _server(read, bank().chain).reason is Reason.UNTRUSTED
    assert _server(config(domain_config(trust_anchors("wfa", "system"), domain=HOST)), bank().chain).accepted


def test_the_intermediate_can_be_the_anchor() -> None:
    """Then the path ends there, and the root's pin matches no more."""
    resources = {"@raw/issuing": issuing().certificate.public_bytes(Encoding.DER)}
    anchors = trust_anchors("@raw/issuing")
    pinned_root = _pinned(_pin_of(root().certificate), anchors=anchors)
    pinned_issuing = _pinned(_pin_of(issuing().certificate), anchors=anchors)
    assert _server(pinned_root, bank().chain, resources=resources).reason is Reason.NO_MATCH
    assert _server(pinned_issuing, bank().chain, resources=resources).reason is Reason.MATCHED
