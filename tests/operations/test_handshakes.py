"""The model against the lab: real certificates with the plan's keys and dates, real TLS handshakes, in memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from course.lab import Authority, Clock, Leaf, derive_key
from course.lab.dates import Validities
from course.lab.handshake import both_ends, shake_hands
from course.lab.tls import ServerContext, presenting
from course.operations.rotation import Certificate, Devices, Plan, Reason, Release, timeline
from course.operations.rotation.moments import date_at
from course.operations.rotation.trouble import turning_points
from course.pinning import PinningError, PinSet, Policy, TrustError
from course.pinning.adapter.context import PinningContext, pinning_context
from course.pinning.adapter.gate import Gate, Stop
from course.pki import Anchors, Pin
from course.pki import Reason as Fault

from .plans import LEAVES, day, plan, plans

HOST = "api.bank.test"
ROOTS = {number: Authority(f"Root {number}", "Harbour Bank", Validities(Clock())) for number in (1, 2)}
ISSUING = {
    "issuing CA": ROOTS[1].intermediate("Issuing CA"),
    "issuing CA 2": ROOTS[2].intermediate("Issuing CA 2"),
}
BRIDGE = ROOTS[1].cross_sign(ROOTS[2])
FAULTS = {
    Fault.UNKNOWN_AUTHORITY: Reason.NO_TRUSTED_ROOT,
    Fault.EXPIRED: Reason.EXPIRED,
    Fault.NOT_YET_VALID: Reason.NOT_YET_VALID,
}


@cache
def leaf_key(name: str) -> EllipticCurvePrivateKey:
    """The private key of a leaf."""
    return derive_key(f"rotation {name}")


PINS = {
    **{name: Pin.of_public_key(leaf_key(name).public_key()) for name in LEAVES},
    **{name: authority.pin for name, authority in ISSUING.items()},
    **{f"root {number}": root.pin for number, root in ROOTS.items()},
}


@cache
def server_of(certificate: Certificate) -> ServerContext:
    """A server that presents what the plan's certificate stands for."""
    issuing, *roots = certificate.above
    days = (certificate.ends - certificate.starts + timedelta(seconds=1)) / timedelta(days=1)
    leaf: Leaf = ISSUING[issuing].issue(
        HOST, key=leaf_key(certificate.key), not_before=certificate.starts, days=days
    )
    assert (leaf.certificate.not_valid_before_utc, leaf.certificate.not_valid_after_utc) == (
        certificate.starts,
        certificate.ends,
    )
    bridge: tuple[x509.Certificate, ...] = (BRIDGE,) if len(roots) > 1 else ()
    return presenting((*leaf.chain, *bridge), leaf.key)


def client_of(release: Release, group: Devices, at: datetime) -> PinningContext:
    """The app of a version on a kind of phone, at a date."""
    pins = None if release.pins is None else PinSet([PINS[key] for key in release.pins], release.pins_expire)
    anchors = Anchors(ROOTS[number].certificate for number in ROOTS if f"root {number}" in group.roots)
    return pinning_context(Gate(Policy({HOST: pins} if pins else {}), anchors, lambda: at))


def connect(client: PinningContext, server: ServerContext) -> Reason | None:
    """Shake hands; None where the client accepts."""
    try:
        shake_hands(*both_ends(client, server, HOST))
    except Stop as stop:
        refusal = stop.refusal
        if isinstance(refusal, PinningError):
            return Reason.NO_MATCH
        assert isinstance(refusal, TrustError)
        assert refusal.untrusted is not None, refusal
        return FAULTS[refusal.untrusted.reason]
    return None


def presented_at(one: Plan, at: datetime) -> Certificate | None:
    """What the server presents at a date."""
    for certificate, (since, until) in zip(one.certificates, one.presented, strict=True):
        if since <= at and (until is None or at < until):
            return certificate
    return None


def compare(one: Plan, dates: list[datetime]) -> int:
    """Hold the model against handshakes at these dates, for every version on every kind of phone."""
    handshakes = 0
    line = timeline(one, dates)
    for row, at in enumerate(dates):
        certificate = presented_at(one, at)
        for version, release in enumerate(one.releases):
            for column, group in enumerate(one.devices):
                said = line.reason(row, version, column)
                if certificate is None:
                    assert said is Reason.NOTHING_PRESENTED
                    continue
                handshakes += 1
                seen = connect(client_of(release, group, at), server_of(certificate))
                assert seen == (None if said.connects else said), (at, release, group, certificate)
    return handshakes


@settings(max_examples=20, deadline=None)
@given(plans(), st.data())
def test_the_model_says_what_handshakes_do(one: Plan, data: st.DataObject) -> None:
    """At some of the dates at which something changes, a second before and a second after: same reason, or none."""
    moments = [date_at(int(moment)) for moment in turning_points(one)]
    chosen = data.draw(st.lists(st.sampled_from(moments), min_size=4, max_size=5, unique=True))
    compare(one, chosen)


def test_every_breakpoint_of_the_plan_that_can_be_read() -> None:
    """All of them, and all versions: 1.0 refuses the second key from its first second on."""
    one = plan_in_the_lab()
    dates = [date_at(int(moment)) for moment in turning_points(one)]
    assert compare(one, dates) > 30
    at = day(20)
    assert timeline(one, [at]).reason(0, 0, 0) is Reason.NO_MATCH
    assert (
        connect(
            client_of(one.releases[0], one.devices[0], at - timedelta(seconds=1)),
            server_of(one.certificates[0]),
        )
        is None
    )
    assert (
        connect(client_of(one.releases[0], one.devices[0], at), server_of(one.certificates[1]))
        is Reason.NO_MATCH
    )


def plan_in_the_lab() -> Plan:
    """The readable plan with the second key too early, and the lab's CAs above."""
    one = plan()
    return plan(
        certificates=tuple(
            Certificate(c.key, ("issuing CA", "root 1"), day(start), day(start + 90) - timedelta(seconds=1))
            for c, start in zip(one.certificates, (0, 20), strict=True)
        ),
        devices=(Devices("all phones", 1, frozenset({"root 1"})),),
    )


def test_a_new_root_can_break_who_pins_the_old_one() -> None:
    """A phone that learns the new root ends its path there, and no longer sees the pinned key of the old one."""
    crossed = Certificate("leaf 1", ("issuing CA 2", "root 2", "root 1"), day(0), day(90))
    release = Release("1.0", day(0), frozenset({"root 1"}))
    old = Devices("old phones", 0.5, frozenset({"root 1"}))
    new = Devices("new phones", 0.5, frozenset({"root 1", "root 2"}))
    one = plan(certificates=(crossed,), releases=(release,), devices=(old, new))
    assert [timeline(one, [day(1)]).reason(0, 0, column) for column in (0, 1)] == [
        Reason.MATCHED,
        Reason.NO_MATCH,
    ]
    compare(one, [day(1)])
