"""Repair a network security config that pins nothing."""

from __future__ import annotations

from course.exercises.android.config_cases import config_cases
from course.exercises.android.lesson import LESSON
from course.exercises.record import Exercise, Mistake

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


def _anchor(*sources: str) -> tuple[str, str]:
    """Trust anchors in the domain-config; the last of them overrides pins."""
    *others, last = sources
    brought = "".join(f'<certificates src="{source}" />' for source in others)
    brought += f'<certificates src="{last}" overridePins="true" />'
    return "    <pin-set", f"    <trust-anchors>{brought}</trust-anchors>\n    <pin-set"


TAG = ("pinset", "pin-set")
DOT = (".test.<", ".test<")
STAR_LINE = ('    <domain includeSubdomains="true">*.bank.test</domain>\n', "")
DOT_LINE = ('    <domain includeSubdomains="true">bank.test.</domain>\n', "")
DATE = ("2026-12-31", "2027-07-01")
PREFIX = ('"SHA-256">', '"SHA-256">sha256/')
ONE_PIN = ('      <pin digest="SHA-256">bAuhk0WVWy0F1qUg089DpXv0IkGIOB+h47gC3TzEE64=</pin>\n', "")
CAPITAL = ("includeSubdomains", "includeSubDomains")
DECLARATION = (
    "<network-security-config>",
    '\n<?xml version="1.0" encoding="utf-8"?>\n<network-security-config>',
)
THREE = "".join(f"<domain>{host}</domain>" for host in ("bank.test", "api.bank.test", "eu.api.bank.test"))
ONE_BY_ONE = ('<domain includeSubdomains="true">bank.test.</domain>', THREE)
HOLE = (
    "  </domain-config>",
    "    <domain-config><domain>login.bank.test</domain><pin-set /></domain-config>\n  </domain-config>",
)
RIGHT = changed(TAG, DOT, STAR_LINE, DATE)


REPAIR_CONFIG = Exercise(
    name="repair-the-config",
    lesson=LESSON,
    title="Repair the config",
    minutes=7,
    solution=f'repaired = """{RIGHT}"""',
    cases=config_cases,
    wanted="the text of the file, without `parse(...)`",
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
            _file("a capital D", TAG, DOT, STAR_LINE, DATE, CAPITAL),
            "`bank.test` is pinned, and no host below it: Mallory gets in there. Android skipped `includeSubDomains`: "
            "it is spelt with a small d, `includeSubdomains`.",
        ),
        Mistake(
            _file("host by host", TAG, STAR_LINE, DATE, ONE_BY_ONE),
            "The hosts that you name are pinned, and the others below `bank.test` are not: Mallory gets in there. "
            "Asked is every host below it, also one that comes later. Which attribute says so?",
        ),
        Mistake(
            _file("a hole for one host", TAG, DOT, STAR_LINE, DATE, HOLE),
            "At `login.bank.test` no pin is asked for, so Mallory gets in there: a `<domain>` of its own has no pins, "
            "and the closest one decides. Take it out, or give it the pins.",
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
            _file("a pin cut short", TAG, DOT, STAR_LINE, DATE, ("RLk=", "Lk=")),
            "Android does not read the file: `Invalid pin digest`. One of the pins has 43 characters, and 32 bytes are "
            "44 in base64, its `=` included. One was lost; copy the pin again.",
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
            _file("an anchor that overrides", TAG, DOT, STAR_LINE, DATE, _anchor("system")),
            "Everybody gets in, Mallory as well, and no pin is compared: `overridePins` says that this anchor's paths "
            "need none. Take it out.",
        ),
        Mistake(
            _file("the owner's anchors", TAG, DOT, STAR_LINE, DATE, _anchor("user")),
            "The bank is refused. `<trust-anchors>` names the only CAs that count, and `user` are those that the "
            "phone's owner installed; with `overridePins` they need no pin either. Take it out.",
        ),
        Mistake(
            _file("the owner's anchors as well", TAG, DOT, STAR_LINE, DATE, _anchor("system", "user")),
            "Mallory is refused with a certificate of a public CA, and gets in with one of a CA on the phone of its "
            "owner: `overridePins` lets it in without a pin. In a release this has no place; take it out.",
        ),
        Mistake(
            _file("a line before the declaration", TAG, DOT, STAR_LINE, DATE, DECLARATION),
            "The file is no XML: before `<?xml` nothing may stand, not even an empty line. Let it begin right behind "
            "the three quotes, or leave that line out.",
        ),
        Mistake(
            _file("in the base-config", TAG, DOT, STAR_LINE, DATE, ("domain-config", "base-config")),
            "Android does not read the file: a `<base-config>` takes no domains and no pins. Pins belong to a domain, "
            "so they stand in a `<domain-config>`.",
        ),
    ),
    correct="The bank gets in with both of its keys, and Mallory nowhere, until the end of June at least. If a "
    "`<domain>` with a star or a dot is still in your file, it does nothing: take it out.",
    why="Android skips elements that it does not know, compares domains as plain texts, and asks for no pin once the "
    "set has expired. None of the three is an error for it, so only an attack that fails shows that you pin.",
    out_of_scope="Which day is a good one: after it the app connects without pins. Lint would have named the misspelt "
    "element, and the date had it been in the past when the app was built.",
    instructor="Have them write the test that the team lacked, in words, before they repair anything: with a wrong pin "
    "this app must refuse, for each of its hosts. Then ask which of the four faults such a test finds. All of them.",
)
