"""Repair a network security config that pins nothing."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from course.exercises.android.lesson import LESSON
from course.exercises.android.people import OTHER_HOST, Path, bank_path, mallory_path, weather_path
from course.exercises.record import Case, Exercise, Mistake
from course.lab.cast import NOW
from course.platforms.network_security_config import Config, ConfigError, Reason, parse

HOSTS = ("bank.test", "api.bank.test", "eu.api.bank.test")
LAST_DAY = datetime(2027, 6, 30, 12, tzinfo=UTC)

AS_SHIPPED = """\
<network-security-config>
  <domain-config>
    <domain includeSubdomains="true">bank.test.</domain>
    <domain includeSubdomains="true">*.bank.test</domain>
    <pinset expiration="2026-12-31">
      <pin digest="SHA-256">bI0F4Qj7BsLpl7UWOc8DgrV6tXV2GSU3Z/+x7BA+RLk=</pin>
      <pin digest="SHA-256">bAuhk0WVWy0F1qUg089DpXv0IkGIOB+h47gC3TzEE64=</pin>
    </pinset>
  </domain-config>
</network-security-config>
"""
_WORDS = {
    Reason.MATCHED: "gets in, with a pin that matches",
    Reason.NOT_PINNED: "gets in, and no pin is asked for",
    Reason.PINS_EXPIRED: "gets in, because the pins have expired",
}


def changed(*changes: tuple[str, str]) -> str:
    """The file as it was shipped, with some texts replaced by others."""
    text = AS_SHIPPED
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


class _Named(str):
    """A file as somebody repairs it. Its name stands for it in statistics, where its text would be too long."""

    __name__: str


def _file(name: str, *changes: tuple[str, str]) -> _Named:
    made = _Named(changed(*changes))
    made.__name__ = name
    return made


TAG = ("pinset", "pin-set")
DOT = (".test.<", ".test<")
STAR_LINE = ('    <domain includeSubdomains="true">*.bank.test</domain>\n', "")
DOT_LINE = ('    <domain includeSubdomains="true">bank.test.</domain>\n', "")
DATE = ("2026-12-31", "2027-07-01")
PREFIX = ('"SHA-256">', '"SHA-256">sha256/')
ONE_PIN = ('      <pin digest="SHA-256">bAuhk0WVWy0F1qUg089DpXv0IkGIOB+h47gC3TzEE64=</pin>\n', "")
RIGHT = changed(TAG, DOT, STAR_LINE, DATE)


@functools.cache
def _read(text: str) -> Config | str:
    try:
        return parse(text)
    except ConfigError as error:
        return f"Android does not read it: {error.message}"


def _ended(answer: object, host: str, path: Path, at: datetime) -> object:
    if answer is None or answer is ...:
        return answer
    if not isinstance(answer, str):
        return f"an object of type {type(answer).__name__}, and no text"
    config = _read(answer)
    if isinstance(config, str):
        return config
    verdict = config.evaluate(host, path, at)
    return _WORDS.get(verdict.reason, "is refused")


def _about(answer: object, say: Callable[[Config], str]) -> object:
    """Something about a file, where Android reads it."""
    if not isinstance(answer, str):
        missing = answer is None or answer is ...
        return answer if missing else f"an object of type {type(answer).__name__}, and no text"
    config = _read(answer)
    return config if isinstance(config, str) else say(config)


def _pin_set(config: Config) -> str:
    entries = [lineage[0] for entry in config.domains for lineage in entry.lineages()]
    return "read" if any(entry.pin_set for entry in entries) else "not read"


def _domains(config: Config) -> str:
    """Whether one of them could be a host of the bank; else what keeps them from it."""
    entries = [lineage[0] for entry in config.domains for lineage in entry.lineages()]
    names = [domain.hostname for entry in entries for domain in entry.domains]
    if any(host == name or host.endswith(f".{name}") for host in HOSTS for name in names):
        return "one of them is of the bank"
    seen = ["a dot at the end"] * any(name.endswith(".") for name in names)
    seen += ["a star"] * any("*" in name for name in names)
    return "none of them is of the bank" + (f": there is {' and '.join(seen)}" if seen else "")


def _case(label: str, host: str, path: Path, at: datetime = NOW) -> Case:
    return Case(label, lambda answer: _ended(answer, host, path, at))


def _cases() -> Sequence[Case]:
    return [
        Case("the pin set", lambda answer: _about(answer, _pin_set)),
        Case("the domains", lambda answer: _about(answer, _domains)),
        *(_case(f"the bank as {host}", host, bank_path(host)) for host in HOSTS),
        *(_case(f"Mallory as {host}", host, mallory_path(host)) for host in HOSTS),
        _case("the bank with its backup key", HOSTS[1], bank_path(HOSTS[1], backup=True)),
        _case("Mallory on 30 June", HOSTS[1], mallory_path(HOSTS[1]), LAST_DAY),
        _case(f"the host {OTHER_HOST}, whose keys nobody knows", OTHER_HOST, weather_path()),
    ]


REPAIR_CONFIG = Exercise(
    name="repair-the-config",
    lesson=LESSON,
    title="Repair the config",
    minutes=7,
    solution=f'repaired = """{RIGHT}"""',
    cases=_cases,
    wanted="a text in XML",
    hints=(
        "Four things are wrong. Android says nothing of any of them, and `parse(...).ignored` names one.",
        "Android compares the text of `<domain>` with the host, letter by letter: it knows no star, and no host ends "
        "in a dot. `includeSubdomains` is what it has instead of a star. And which day is it in the laboratory?",
        'One `<domain includeSubdomains="true">` with the bank\'s plain name is enough; the element is called '
        "`<pin-set>`, at both ends; the expiration has to come after the last of June.",
    ),
    mistakes=(
        Mistake(
            _file("as it was"),
            "Nothing has changed yet, and nothing is pinned: Mallory gets in everywhere. Begin with what "
            "`parse(AS_SHIPPED).ignored` names.",
        ),
        Mistake(
            _file("the element alone", TAG),
            "The pin set is read now, and still nobody is asked for a pin: for no host does it count. Look at the two "
            "`<domain>` lines: what would a host have to be called to equal these texts?",
        ),
        Mistake(
            _file("the domains alone", DOT, STAR_LINE, DATE),
            "The domain is right now, and it has no pins: Android skips `<pinset>` with all that is in it. The "
            "element's name has a hyphen.",
        ),
        Mistake(
            _file("a star alone", TAG, DATE, DOT_LINE),
            "No pin is asked for. `*.bank.test` is a text like any other for Android, and no host is called so. It has "
            "`includeSubdomains` in place of stars.",
        ),
        Mistake(
            _file("a dot at the end", TAG, DATE, STAR_LINE),
            "No pin is asked for. `bank.test.`, with its dot at the end, is a text that no host equals: Android takes "
            "a dot off the host that is asked for, and not off yours.",
        ),
        Mistake(
            _file("expired", TAG, DOT, STAR_LINE),
            "The domain and the pins are right, and Mallory gets in: the pins expired on 31 December 2026, and the "
            "laboratory's day is 4 January 2027. Then Android lets everybody in.",
        ),
        Mistake(
            _file("expires too early", TAG, DOT, STAR_LINE, ("2026-12-31", "2027-01-31")),
            "Today all is well, and on 30 June Mallory gets in: the pins have expired by then. `expiration` is the "
            "first day without them, so it comes after the last day on which they must count.",
        ),
        Mistake(
            _file("without subdomains", TAG, DOT, STAR_LINE, DATE, (' includeSubdomains="true"', "")),
            "`bank.test` is pinned, and no host below it: Mallory gets in there. Without `includeSubdomains` a domain "
            "is one host.",
        ),
        Mistake(
            _file("one host below", TAG, ("bank.test.<", "api.bank.test<"), STAR_LINE, DATE),
            "`api.bank.test` is pinned, and what is below it. For `bank.test` itself no pin is asked for, so Mallory "
            "gets in there. Which name do all three end in?",
        ),
        Mistake(
            _file("without the backup pin", TAG, DOT, STAR_LINE, DATE, ONE_PIN),
            "Today everybody gets in who should. With its backup key the bank is refused: its pin is no longer in the "
            "file. Put it back.",
        ),
        Mistake(
            _file("with sha256/ in front", TAG, DOT, STAR_LINE, DATE, PREFIX),
            "Android does not read the file: `Invalid pin digest`. `sha256/` is OkHttp's spelling. Here the digest's "
            "name stands in its attribute, and the text is the bare base64.",
        ),
        Mistake(
            _file("SHA256 without its hyphen", TAG, DOT, STAR_LINE, DATE, ("SHA-256", "SHA256")),
            "Android does not read the file: `Unsupported pin digest algorithm: SHA256`. The app stops at its first "
            "connection. It wants the hyphen, as it had it.",
        ),
        Mistake(
            _file("another order of the date", TAG, DOT, STAR_LINE, ("2026-12-31", "30.06.2027")),
            "Android does not read the file: `Invalid expiration date in pin-set`. It wants year, month and day, with "
            "hyphens in between.",
        ),
        Mistake(
            _file("in the base-config", TAG, DOT, STAR_LINE, DATE, ("domain-config", "base-config")),
            "Android does not read the file: a `<base-config>` takes no domains and no pins. Pins belong to a domain, "
            "so they stand in a `<domain-config>`.",
        ),
    ),
    correct="The bank gets in with both of its keys, and Mallory nowhere, until the end of June at least.",
    why="Android skips elements that it does not know, compares domains as plain texts, and asks for no pin once the "
    "set has expired. None of the three is an error for it, so only an attack that fails shows that you pin.",
    out_of_scope="Which day is a good one: after it the app connects without pins. Lint would have named the misspelt "
    "element, and the date had it been in the past when the app was built.",
    instructor="Have them write the test that the team lacked, in words, before they repair anything: with a wrong pin "
    "this app must refuse, for each of its hosts. Then ask which of the four faults such a test finds. All of them.",
)
