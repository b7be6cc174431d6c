"""Find the pins of a host among patterns, as OkHttp does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from course.exercises.pin_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake, call

Pins = dict[str, list[str]]


def pins_for(pins: dict[str, list[str]], host: str) -> set[str]:
    found = set()
    for pattern, texts in pins.items():
        if pattern.startswith("**."):
            matches = host == pattern[3:] or host.endswith(pattern[2:])
        elif pattern.startswith("*."):
            matches = host.partition(".")[2] == pattern[2:]
        else:
            matches = host == pattern
        if matches:
            found.update(texts)
    return found


def exact_names_only(pins: Pins, host: str) -> set[str]:
    return set(pins.get(host, []))


def same_ending(pins: Pins, host: str) -> set[str]:
    return {text for pattern, texts in pins.items() if host.endswith(pattern.lstrip("*.")) for text in texts}


def star_for_many_labels(pins: Pins, host: str) -> set[str]:
    one_star = {pattern.replace("**.", "*."): pattern for pattern in pins}
    matching = [
        pattern
        for shown, pattern in one_star.items()
        if fnmatchcase(host, shown) or (pattern.startswith("**.") and host == pattern[3:])
    ]
    return {text for pattern in matching for text in pins[pattern]}


def two_stars_want_a_label(pins: Pins, host: str) -> set[str]:
    return {
        text
        for pattern, texts in pins.items()
        if not (pattern.startswith("**.") and host == pattern[3:])
        for text in pins_for({pattern: texts}, host)
    }


def most_specific_wins(pins: Pins, host: str) -> set[str]:
    matching = [pattern for pattern in pins if pins_for({pattern: pins[pattern]}, host)]
    return set(pins[min(matching, key=lambda pattern: pattern.count("*"))]) if matching else set()


def first_pattern_wins(pins: Pins, host: str) -> set[str]:
    for pattern, texts in pins.items():
        if pins_for({pattern: texts}, host):
            return set(texts)
    return set()


def as_lists(pins: Pins, host: str) -> list[str]:
    return sorted(pins_for(pins, host))


def one_star_matches_the_name_itself(pins: Pins, host: str) -> set[str]:
    apex = {text for pattern, texts in pins.items() if pattern == f"*.{host}" for text in texts}
    return pins_for(pins, host) | apex


def prefix_is_enough(pins: Pins, host: str) -> set[str]:
    longer = {text for pattern, texts in pins.items() if host.startswith(pattern) for text in texts}
    return pins_for(pins, host) | longer


def any_letter_for_a_dot(pins: Pins, host: str) -> set[str]:
    found: set[str] = set()
    for pattern, texts in pins.items():
        name = pattern.lstrip("*").removeprefix(".")
        front = r"([^.]+\.)" if pattern.startswith("*.") else r"(.+\.)?" if pattern.startswith("**.") else ""
        found.update(texts if re.fullmatch(front + name, host) else ())
    return found


def dots_and_prefix(pins: Pins, host: str) -> set[str]:
    found: set[str] = set()
    for pattern, texts in pins.items():
        name = pattern.lstrip("*").removeprefix(".")
        front = r"([^.]+\.)" if pattern.startswith("*.") else r"(.+\.)?" if pattern.startswith("**.") else ""
        found.update(texts if re.match(front + name, host) else ())
    return found


def escaped_prefix(pins: Pins, host: str) -> set[str]:
    found: set[str] = set()
    for pattern, texts in pins.items():
        name = re.escape(pattern.lstrip("*").removeprefix("."))
        front = r"([^.]+\.)" if pattern.startswith("*.") else r"(.+\.)?" if pattern.startswith("**.") else ""
        found.update(texts if re.match(front + name, host) else ())
    return found


def _case(host: str, pins: Pins) -> Case:
    patterns = " and ".join(f"`{pattern}`" for pattern in pins) or "no pattern"
    return call(f"the host {host} and {patterns}", pins, host)


def _cases() -> Sequence[Case]:
    return [
        _case("bank.test", {"bank.test": ["A"]}),
        _case("api.bank.test", {"bank.test": ["A"]}),
        _case("bank.test.evil", {"bank.test": ["A"]}),
        _case("bankxtest", {"bank.test": ["A"]}),
        _case("api.bank.test", {"*.bank.test": ["A"]}),
        _case("eu.api.bank.test", {"*.bank.test": ["A"]}),
        _case("bank.test", {"*.bank.test": ["A"]}),
        _case("api.bank.test.evil", {"*.bank.test": ["A"]}),
        _case("api.bank.test", {"**.bank.test": ["A"]}),
        _case("eu.api.bank.test", {"**.bank.test": ["A"]}),
        _case("bank.test", {"**.bank.test": ["A"]}),
        _case("api.bankxtest", {"**.bank.test": ["A"]}),
        _case("piggybank.test", {"*.bank.test": ["A"], "**.bank.test": ["B"]}),
        _case("api.bank.test", {"*.bank.test": ["A"], "api.bank.test": ["B"]}),
        _case("api.bank.test", {"api.bank.test": ["B"], "**.bank.test": ["A"]}),
        _case("bank.test", {}),
    ]


HOST_PATTERNS = Exercise(
    name="host-patterns",
    lesson=LESSON,
    title="Whose pins?",
    minutes=10,
    solution=pins_for,
    cases=_cases,
    wanted="a set of the pins of all patterns that match",
    hints=(
        "Go through `pins.items()` and collect. Three kinds of patterns: `**.` in front, `*.` in front, neither. Ask "
        "for the longest beginning first.",
        'For one star cut the first label off the host: `host.partition(".")[2]`. What is left must equal the pattern '
        "without its star and dot.",
        'For two stars the host is the rest itself, or it ends in a dot and the rest: `host.endswith("." + rest)`. '
        "The dot keeps piggybank.test out.",
    ),
    mistakes=(
        Mistake(
            exact_names_only,
            "The host api.bank.test finds no pins under `*.bank.test`, so it would not be pinned, and nothing would "
            "say so. Look at the beginning of each pattern before you compare.",
        ),
        Mistake(
            same_ending,
            "The host api.bank.test finds the pins of bank.test, a plain name without stars: you compared endings "
            "only. Tell the three kinds of patterns apart, and keep the dot, or piggybank.test matches, too.",
        ),
        Mistake(
            star_for_many_labels,
            "The host eu.api.bank.test finds pins under `*.bank.test`, because `fnmatch` lets a star run over dots. "
            "In OkHttp `*.` is exactly one label.",
        ),
        Mistake(
            two_stars_want_a_label,
            "The host bank.test finds no pins under `**.bank.test`. Two stars are any number of labels, and none is "
            "a number, too: OkHttp pins the name itself as well.",
        ),
        Mistake(
            most_specific_wins,
            "You let the more specific pattern win. Android's configuration file does that; in OkHttp all patterns "
            "that match count, and their pins are united.",
        ),
        Mistake(
            first_pattern_wins,
            "You stopped at the first pattern that matches. In OkHttp all patterns that match count, and their pins "
            "are united: collect, and return after the loop.",
        ),
        Mistake(
            prefix_is_enough,
            "The host bank.test.evil gets the pins of bank.test: it only begins with that name. Compare the whole "
            "name, with `==`.",
        ),
        Mistake(
            escaped_prefix,
            "The hosts bank.test.evil and api.bank.test.evil get pins of bank.test. They only begin with a name that "
            "matches, as with `re.match`: the whole name has to (`re.fullmatch`).",
        ),
        Mistake(
            any_letter_for_a_dot,
            "The host bankxtest gets the pins of bank.test. In a regular expression a dot is any letter: use "
            "`re.escape`, or compare without expressions.",
        ),
        Mistake(
            dots_and_prefix,
            "The hosts bank.test.evil and bankxtest get the pins of bank.test. `re.match` looks at the beginning only, "
            "and a dot is any letter for it. Use `re.fullmatch` and `re.escape`, or neither.",
        ),
        Mistake(as_lists, "The right pins, but in a list. Their order means nothing here: return a set."),
        Mistake(
            one_star_matches_the_name_itself,
            "The host bank.test finds pins under `*.bank.test`. One star is exactly one label, and here is none. For "
            "that OkHttp has two stars.",
        ),
    ),
    correct="One star is one label, two stars are any number, all matching patterns count. OkHttp's own tests ask "
    "the same.",
    why="The comparison with a dot in front is what keeps a stranger's name out. Pins of all matching patterns are "
    "united, so a broad pattern adds pins to a narrow one and never takes any away.",
    out_of_scope="Upper case, names outside ASCII, trailing dots, addresses, and patterns that OkHttp refuses "
    "(lesson 07).",
    instructor="Show live what happens to a host that no pattern matches: it is silently unpinned. Ask who would "
    "notice. Android's configuration differs: the most specific entry wins, and there are no stars.",
)
