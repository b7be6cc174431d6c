"""What a network security config is tried with."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from course.exercises.android.people import OTHER_HOST, Path, bank_path, mallory_path, weather_path
from course.exercises.record import Case
from course.lab.cast import NOW
from course.platforms.network_security_config import Config, ConfigError, Reason, parse
from course.platforms.network_security_config.pins import decode_base64

# The last one stands nowhere in the lesson.
HOSTS = ("bank.test", "api.bank.test", "eu.api.bank.test", "vault.eu.bank.test")
LAST_DAY = datetime(2027, 6, 30, 12, tzinfo=UTC)
ACCEPTED = "gets in, with a pin that matches"
REFUSED = "is refused; no pin of the file matches"
_WORDS = {
    Reason.MATCHED: ACCEPTED,
    Reason.NOT_PINNED: "gets in, and no pin is asked for",
    Reason.PINS_EXPIRED: "gets in, because the pins have expired",
    Reason.PINS_OVERRIDDEN: "gets in, because its anchor overrides the pins",
    Reason.NO_MATCH: REFUSED,
    Reason.NO_ANCHOR: "is refused; its root is none of the trust anchors",
}


@functools.cache
def _read(text: str) -> Config | str:
    if not text.startswith("<?xml") and text.lstrip().startswith("<?xml"):
        return "it is no XML: something stands before <?xml, and be it an empty line"
    try:
        return parse(text)
    except ConfigError as error:
        return f"Android does not read it: {error.message}{_about_a_pin(text, error)}"


def _about_a_pin(text: str, error: ConfigError) -> str:
    """What is wrong with the pins, where Android only says that one is."""
    if error.message != "Invalid pin digest":
        return ""
    if re.search(r">\s*sha256/", text):
        return " (sha256/ stands in front of it)"
    written = (text.strip() for text in re.findall(r"<pin\s[^>]*>([^<]*)", text))
    unread = next((text for text in written if decode_base64(text) is None), "")
    return f" (it has {len(unread)} characters)"


def _about(answer: object, say: Callable[[Config], str]) -> object:
    """Something about a file, where Android reads it."""
    if not isinstance(answer, str):
        return answer
    config = _read(answer)
    return config if isinstance(config, str) else say(config)


def _skipped(config: Config) -> str:
    """The first thing that Android skipped, which may be the cause."""
    if not config.ignored:
        return ""
    first = config.ignored[0]
    meant = f"; did you mean {first.nearest}?" if first.nearest else ""
    return f" (Android skipped {first.what}{meant})"


def _words(config: Config, host: str, path: Path, at: datetime, source: str) -> str:
    verdict = config.evaluate(host, path, at, anchor_source=source)
    return _WORDS[verdict.reason] + (_skipped(config) if verdict.reason is Reason.NOT_PINNED else "")


def _pin_set(config: Config) -> str:
    entries = [lineage[0] for entry in config.domains for lineage in entry.lineages()]
    return (
        "Android finds it" if any(entry.pin_set for entry in entries) else f"it finds none{_skipped(config)}"
    )


def _names(config: Config) -> list[str]:
    entries = [lineage[0] for entry in config.domains for lineage in entry.lineages()]
    return [domain.hostname for entry in entries for domain in entry.domains]


def _domains(config: Config) -> str:
    """Whether one of them could be a host of the bank; else what keeps them from it."""
    names = _names(config)
    if any(host == name or host.endswith(f".{name}") for host in HOSTS for name in names):
        return "one of them is of the bank"
    seen = ["a dot at the end"] * any(name.endswith(".") for name in names)
    seen += ["a star"] * any("*" in name for name in names)
    return "none of them is of the bank" + (f": there is {' and '.join(seen)}" if seen else "")


def _hole(config: Config) -> str:
    """The first host below bank.test, among those that the file singles out, where it is not as it should be."""
    below = {name for name in _names(config) if name.endswith(".bank.test") and "*" not in name}
    for host in sorted(below | {f"host.{name}" for name in below}):
        for who, path, at, wanted in (
            ("the bank", bank_path(HOSTS[0]), NOW, ACCEPTED),
            ("the bank with its backup key", bank_path(HOSTS[0], backup=True), NOW, ACCEPTED),
            ("Mallory", mallory_path(HOSTS[0]), NOW, REFUSED),
            ("Mallory on 30 June", mallory_path(HOSTS[0]), LAST_DAY, REFUSED),
        ):
            told = _words(config, host, path, at, "system")
            if told != wanted:
                return f"{who} as {host} {told}"
    return "as at the others"


def _owners_ca(config: Config) -> str:
    """The same for any reason why not: a release does not trust that CA, and if it does, the pins remain."""
    told = _words(config, HOSTS[1], mallory_path(HOSTS[1]), NOW, "user")
    return "is refused" if told.startswith("is refused") else told


def _case(label: str, host: str, path: Path, at: datetime = NOW) -> Case:
    return Case(label, lambda answer: _about(answer, lambda config: _words(config, host, path, at, "system")))


def config_cases() -> Sequence[Case]:
    """Every host with the bank, with its backup key, and with Mallory, today and on the last day."""
    return [
        Case("the pin set", lambda answer: _about(answer, _pin_set)),
        Case("the domains", lambda answer: _about(answer, _domains)),
        *(_case(f"the bank as {host}", host, bank_path(host)) for host in HOSTS),
        *(_case(f"Mallory as {host}", host, mallory_path(host)) for host in HOSTS),
        *(
            _case(f"the bank with its backup key, as {host}", host, bank_path(host, backup=True))
            for host in HOSTS
        ),
        *(_case(f"Mallory as {host} on 30 June", host, mallory_path(host), LAST_DAY) for host in HOSTS),
        Case(
            "Mallory with a CA that the phone's owner installed",
            lambda answer: _about(answer, _owners_ca),
        ),
        Case("hosts below bank.test that the file names", lambda answer: _about(answer, _hole)),
        _case(f"the host {OTHER_HOST}, whose keys nobody knows", OTHER_HOST, weather_path()),
    ]
