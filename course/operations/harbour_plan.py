"""The bank's plan for 2027, as somebody wrote it down on 1 March."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from course.operations.rotation import Adoption, BadPlan, Certificate, Devices, Plan, Release
from course.pki import longest_life

TODAY = datetime(2027, 3, 1, tzinfo=UTC)
ISSUING, ROOT = "issuing CA", "root"
# As many characters of a value does an error show, so that its advice is seen too.
_SHOWN = 40
# Keys of certificates and versions of the past are not in it: nobody can change them any more.
AS_WRITTEN: Mapping[str, object] = MappingProxyType(
    {
        "1.2 released": "2027-04-19",
        "1.2 pins": ["A"],
        "May certificate from": "2027-05-10",
        "May certificate": "B",
        "July certificate from": "2027-07-12",
        "July certificate": "B",
        "September certificate from": "2027-09-13",
        "September certificate": "B",
    }
)


def plan_with(changes: Mapping[str, object] | None = None) -> Plan:
    """The plan as it was written, with some changes.

    Args:
      changes: from an entry of `AS_WRITTEN` to what shall stand there: a date (as text, a `date`, or a `datetime` at
        midnight), a key's name, or a list of such names.

    Raises:
      BadPlan: the plan has no such entry, an entry has another kind of value, or the plan is impossible.
    """
    changes = changes or {}
    unknown = [name for name in changes if name not in AS_WRITTEN]
    if unknown:
        raise BadPlan(f"It has no entry {_short(unknown[0])}. Print AS_WRITTEN to see the entries' names.")
    written = {**AS_WRITTEN, **changes}
    released = _day(written, "1.2 released")
    if released < TODAY:
        raise BadPlan(f"Version 1.2 cannot be released before today, {TODAY:%Y-%m-%d}.")
    return Plan(
        (
            _certificate("A", datetime(2026, 11, 2, tzinfo=UTC)),
            *(
                _certificate(
                    _key(written, f"{month} certificate"), _day(written, f"{month} certificate from")
                )
                for month in ("May", "July", "September")
            ),
        ),
        (
            Release("1.0", datetime(2026, 11, 2, tzinfo=UTC), frozenset({"key A"})),
            Release("1.1", datetime(2027, 1, 18, tzinfo=UTC), frozenset({"key A"})),
            Release("1.2", released, _pins(written)),
        ),
        Adoption(((30, 0.2), (120, 0))),
        (Devices("all phones", 1, frozenset({ROOT})),),
        until=datetime(2027, 12, 1, tzinfo=UTC),
    )


def changed(changes: Mapping[str, object]) -> int:
    """How many entries are not as they were written."""
    return sum(_plain(value) != _plain(AS_WRITTEN[name]) for name, value in changes.items())


def _plain(value: object) -> object:
    value = _as_day(value)
    return sorted(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else value


def _certificate(key: str, starts: datetime) -> Certificate:
    ends = starts + timedelta(days=longest_life(starts), seconds=-1)
    return Certificate(f"key {key}", (ISSUING, ROOT), starts, ends)


def _day(written: Mapping[str, object], name: str) -> datetime:
    text = _as_day(written[name])
    try:
        return datetime.strptime(str(text), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise BadPlan(f"{name}: {_short(text)} is no date. Write it as '2027-04-19'.") from None


def _as_day(value: object) -> object:
    """A date, or midnight in UTC, as the plan writes it; anything else as it is."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo is None else value.astimezone(UTC)
        return f"{moment:%Y-%m-%d}" if moment.time() == time() else value
    return value.isoformat() if isinstance(value, date) else value


def _short(value: object) -> str:
    text = str(value) if isinstance(value, datetime) else repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _key(written: Mapping[str, object], name: str) -> str:
    if written[name] not in ("A", "B"):
        raise BadPlan(f"{name}: {_short(written[name])} is no key of the bank. It has 'A' and 'B'.")
    return str(written[name])


def _pins(written: Mapping[str, object]) -> frozenset[str]:
    pins = written["1.2 pins"]
    if isinstance(pins, str) or not isinstance(pins, Iterable) or not set(pins) <= {"A", "B"}:
        raise BadPlan(f"1.2 pins: {_short(pins)} is no list of keys. Write it as ['A'] or ['A', 'B'].")
    return frozenset(f"key {key}" for key in pins)
