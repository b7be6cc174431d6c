"""Values travel as they are, and nothing that comes in does any harm."""

from __future__ import annotations

import json
import ssl
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from course.classroom.grading import wire
from course.classroom.grading.classes import BadMessage, make_exception
from course.classroom.grading.kinds import READERS
from course.classroom.results import LIST, TOO_MUCH, plain
from course.exercises.certificates import bank
from course.lab import derive_key
from course.pinning import PinningAdapter, PinSet, Policy
from course.pki import BadPin, Pin, Reason, Untrusted
from course.pki.anchors import Anchors

LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.binary(), st.just(...)
)
VALUES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.lists(parts, max_size=3),
        st.tuples(parts, parts),
        st.dictionaries(st.text(max_size=3) | st.integers(), parts, max_size=3),
        st.sets(st.integers() | st.text(max_size=3), max_size=3),
    ),
    max_leaves=8,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=4), parts, max_size=3),
    max_leaves=10,
)
TAGS = ["...", "list", "dict", "set", "value", "enum", "class", "thing", "large", "collection", *READERS]


class Nobody:
    """Lends nothing."""

    def lend(self, _thing: Any) -> None:
        """Nothing."""

    def borrowed(self, _content: Any) -> Any:
        """Nothing comes back."""
        raise BadMessage("something lent")


def there_and_back(value: Any) -> Any:
    """A value that has travelled."""
    return wire.decode(json.loads(json.dumps(wire.encode(value, Nobody()))), Nobody())


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_plain_values_come_back_equal(value: Any) -> None:
    """And of the same types."""
    back = there_and_back(value)
    assert back == value
    assert plain(back) == plain(value)


KEY = derive_key("a key that travels")
POLICY = Policy({"api.bank.test": PinSet([Pin.of(bank())], expires=datetime(2027, 5, 1, tzinfo=UTC))})


@pytest.mark.parametrize(
    "value",
    [
        bank(),
        bank().subject,
        Pin.of(bank()),
        POLICY,
        POLICY.evaluate("api.bank.test", [bank()], datetime(2027, 2, 1, tzinfo=UTC)),
        Reason.EXPIRED,
        KEY.public_key(),
        date(2027, 1, 4),
        timedelta(days=1, microseconds=5),
        datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Vienna"), fold=1),
        float("inf"),
        10**5000,
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_of_the_course_come_back_equal(value: Any) -> None:
    """Certificates, keys, pins, policies, verdicts, dates."""
    assert there_and_back(value) == value


def test_what_has_no_equality_comes_back_alike() -> None:
    """Private keys, authorities, anchors, requests for certificates, clients."""
    assert there_and_back(KEY).private_numbers() == KEY.private_numbers()
    ca = trustme.CA()
    assert there_and_back(ca).cert_pem.bytes() == ca.cert_pem.bytes()
    assert list(there_and_back(Anchors([bank()]))) == [bank()]
    client = ssl.create_default_context()
    ca.configure_trust(client)
    back = there_and_back(client)
    assert back.get_ca_certs() == client.get_ca_certs()
    assert (back.check_hostname, back.verify_mode) == (True, ssl.CERT_REQUIRED)


def test_other_objects_come_as_stand_ins() -> None:
    """With the name of their type, and nothing else; the adapter is the door to the network."""
    for thing in (Path(), PinningAdapter(POLICY), Nobody()):
        assert type(there_and_back(thing)).__name__ == type(thing).__name__
        assert not isinstance(there_and_back(thing), type(thing))
    assert there_and_back(Path).__name__ == "Path"
    assert isinstance(there_and_back(Path), type)


def test_what_is_too_large_is_too_large() -> None:
    """In parts, in length and in depth."""
    knot: list[Any] = []
    knot.append(knot)
    for value in (
        list(range(50_000)),
        "x" * 2_000_000,
        b"x" * 2_000_000,
        knot,
        {n: n for n in range(20_000)},
    ):
        with pytest.raises(wire.TooLarge):
            wire.encode(value, Nobody())
        sent = wire.encode_or_name(value, Nobody())
        assert plain(wire.decode(sent, Nobody())).kind == TOO_MUCH
    assert plain(there_and_back([1])).kind == LIST


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TAGS), st.lists(JSON, max_size=4), JSON)
def test_nothing_that_comes_in_does_harm(tag: str, parts: list[Any], other: Any) -> None:
    """It is a value or a `BadMessage`, whatever is sent."""
    for content in ([tag, *parts], [tag, ["list", [[tag, *parts]]]], other):
        try:
            wire.decode(content, Nobody())
        except BadMessage:
            continue


@pytest.mark.parametrize(
    "content",
    [
        ["value", "os", "system", {}],
        ["value", "course.lab.lab", "Lab", {}],
        ["value", "course.pinning.adapter", "PinningAdapter", {}],
        ["value", "course.pinning.policy", "Policy", {"other": 1}],
        ["value", "course.pki.pins", "Pin.parse", {}],
        ["value", "course.pki.errors", "Reason", {}],
        ["enum", "course.pki.pins", "Pin", "x"],
        ["enum", "signal", "Signals", "SIGKILL"],
        ["collection", "course.pki.pins", "Pin", ["list", []]],
        ["collection", "collections", "deque", ["list", []]],
        ["list", list(range(30_000))],
        ["set", [["list", []]]],
        ["list", "abc"],
        ["ssl", 16],
        {"a": 1},
        1.5,
    ],
    ids=repr,
)
def test_what_nobody_sends_is_refused(content: Any) -> None:
    """Above all, classes that do more than hold values."""
    with pytest.raises(BadMessage):
        wire.decode(content, Nobody())


@pytest.mark.parametrize(
    ("sent", "kind", "message"),
    [
        (("builtins", "ValueError", [["x"], {}], "x"), ValueError, "x"),
        (
            ("builtins", "AttributeError", [["'int' …"], {}], "in other words"),
            AttributeError,
            "in other words",
        ),
        (("course.pki.pins", "BadPin", [["no pin"], {}], "no pin"), BadPin, "no pin"),
        (("builtins", "print", [["x"], {}], "said"), Exception, "said"),
        (("os", "error", [["x"], {}], "said"), Exception, "said"),
        (("builtins", "KeyError", 5, "said"), Exception, "said"),
    ],
)
def test_errors_come_back_alike(sent: tuple[str, str, Any, str], kind: type, message: str) -> None:
    """Those that Python and the course know by their class, others by name and words."""
    error = make_exception(*sent)
    assert isinstance(error, kind)
    assert (type(error).__name__, str(error)) == (sent[1], message)


def test_an_error_keeps_its_attributes() -> None:
    """`Untrusted` says why."""
    parts = [["it is over"], {"reason": Reason.EXPIRED, "certificate": None}]
    error = make_exception("course.pki.errors", "Untrusted", parts, "it is over")
    assert isinstance(error, Untrusted)
    assert error.reason is Reason.EXPIRED


def test_a_request_for_a_certificate_comes_back() -> None:
    """Lesson 03 pins one, and lesson 06 hands one over."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "api.bank.test")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(KEY, SHA256())
    assert there_and_back(request) == request
