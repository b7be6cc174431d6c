"""Find the pins of a host among patterns, as OkHttp does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from course.exercises.pin_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake

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


def only_the_last_pattern(pins: Pins, host: str) -> set[str]:
    found: set[str] = set()
    for pattern, texts in pins.items():
        if pins_for({pattern: texts}, host):
            found = set(texts)
    return found


def labels_counted(pins: Pins, host: str) -> set[str]:
    one_star = [pattern for pattern in pins if pattern.startswith("*.")]
    counted = [pattern for pattern in one_star if pattern.count(".") == host.count(".")]
    found = pins_for({pattern: texts for pattern, texts in pins.items() if pattern not in one_star}, host)
    return found | {text for pattern in counted for text in pins[pattern]}


def two_stars_for_a_part(pins: Pins, host: str) -> set[str]:
    parts = [pattern for pattern in pins if pattern.startswith("**.") and pattern[3:] in host]
    return pins_for(pins, host) | {text for pattern in parts for text in pins[pattern]}


def two_stars_without_the_dot(pins: Pins, host: str) -> set[str]:
    ends = [pattern for pattern in pins if pattern.startswith("**.") and host.endswith(pattern[3:])]
    return pins_for(pins, host) | {text for pattern in ends for text in pins[pattern]}


def two_stars_for_one_label(pins: Pins, host: str) -> set[str]:
    return {
        text
        for pattern, texts in pins.items()
        if not pattern.startswith("**.") or host.partition(".")[2] == pattern[3:]
        for text in pins_for({pattern: texts}, host)
    }


def names_cover_what_is_below(pins: Pins, host: str) -> set[str]:
    below = [pattern for pattern in pins if "*" not in pattern and host.endswith("." + pattern)]
    return pins_for(pins, host) | {text for pattern in below for text in pins[pattern]}


def pins_in_letters(pins: Pins, host: str) -> set[str]:
    return {letter for pin in pins_for(pins, host) for letter in pin}


def first_of_each_list(pins: Pins, host: str) -> set[str]:
    return pins_for({pattern: texts[:1] for pattern, texts in pins.items()}, host)


def lists_joined(pins: Pins, host: str) -> set[str]:
    return pins_for({pattern: ["".join(texts)] for pattern, texts in pins.items()}, host)


def lists_in_a_set(pins: Pins, host: str) -> set[str]:
    found: set[str] = set()
    for pattern, texts in pins.items():
        if pins_for({pattern: texts}, host):
            found.add(texts)  # type: ignore[arg-type]  # the mistake
    return found


def escaped_prefix(pins: Pins, host: str) -> set[str]:
    found: set[str] = set()
    for pattern, texts in pins.items():
        name = re.escape(pattern.lstrip("*").removeprefix("."))
        front = r"([^.]+\.)" if pattern.startswith("*.") else r"(.+\.)?" if pattern.startswith("**.") else ""
        found.update(texts if re.match(front + name, host) else ())
    return found


# A pin is more than a letter, and a host has more than one: lists that are taken apart wrongly must show.
A, B = ["pin A", "backup A"], ["pin B", "backup B"]


def _found(answer: Callable[[Pins, str], object], pins: Pins, host: str, rule: str) -> object:
    """What an answer finds, in words; with the rule where that is wrong. What is no set is handed back."""
    said = answer({pattern: list(texts) for pattern, texts in pins.items()}, host)
    if not isinstance(said, set | frozenset):
        return said
    if not all(isinstance(each, str) for each in said):
        return "a set in which something is no text"
    others = sorted(each[:20] for each in said if each not in A + B)
    if others:
        return f"a set with {others[0]!r}, which is no pin of the lists"
    told = ", ".join(pin for pin in A + B if pin in said) or "an empty set"
    return told if said == pins_for(pins, host) else f"{told}; {rule}"


def _case(host: str, pins: Pins, rule: str) -> Case:
    patterns = " and ".join(f"`{pattern}`" for pattern in pins) or "no pattern"
    return Case(f"the host {host} and {patterns}", lambda answer: _found(answer, pins, host, rule))


def _cases() -> Sequence[Case]:
    same, other = "a plain name is the host itself", "a plain name is one host and no other"
    in_front, one = "one star is a label in front", "one star is exactly one label"
    begins, dot = "only the beginning fits, and all of the name must", "a dot is a dot and no other letter"
    rest, many = "what follows the star must fit, too", "two stars are any number of labels"
    whole, every = "keep the dot behind the stars: it ends a label", "all patterns that match count"
    return [
        _case("bank.test", {"bank.test": A}, same),
        _case("api.bank.test", {"bank.test": A}, other),
        _case("bank.test.evil", {"bank.test": A}, begins),
        _case("bankxtest", {"bank.test": A}, dot),
        _case("api.bank.test", {"*.bank.test": A}, in_front),
        _case("eu.api.bank.test", {"*.bank.test": A}, f"{one}, and here are two"),
        _case("bank.test", {"*.bank.test": A}, f"{one}, and here is none"),
        _case("api.bank.test.evil", {"*.bank.test": A}, begins),
        _case("api.shop.test", {"*.bank.test": A}, rest),
        _case("api.bank.test", {"**.bank.test": A}, many),
        _case("eu.api.bank.test", {"**.bank.test": A}, many),
        _case("bank.test", {"**.bank.test": A}, f"{many}, and none is a number, too"),
        _case("api.bankxtest", {"**.bank.test": A}, dot),
        _case("api.bank.test.evil", {"**.bank.test": A}, begins),
        _case("api.shop.test", {"**.bank.test": A}, rest),
        _case("piggybank.test", {"*.bank.test": A, "**.bank.test": B}, whole),
        _case("api.bank.test", {"*.bank.test": A, "api.bank.test": B}, every),
        _case("api.bank.test", {"api.bank.test": B, "**.bank.test": A}, every),
        _case("bank.test", {}, "there is no pattern"),
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
            "The host eu.api.bank.test finds pins under `*.bank.test`. An ending that fits is not enough, and "
            "`fnmatch` lets a star run over dots, too: in OkHttp `*.` is exactly one label.",
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
            only_the_last_pattern,
            "Where two patterns match, only the pins of the last one are left: each replaces those before it. In "
            "OkHttp all that match count, so add to the set: `found.update(...)`.",
        ),
        Mistake(
            labels_counted,
            "The host api.shop.test gets pins under `*.bank.test`: for one star you compare the number of labels, and "
            "not what they say. Behind the star everything must be equal.",
        ),
        Mistake(
            two_stars_for_a_part,
            "The host api.bank.test.evil gets pins under `**.bank.test`, and so does piggybank.test: the name may "
            "stand anywhere in the host for you. The host must end in a dot and the name, or be the name.",
        ),
        Mistake(
            two_stars_without_the_dot,
            "The host piggybank.test gets pins under `**.bank.test`. It ends in bank.test, but in the middle of a "
            "label: keep the dot, and compare with the end `.bank.test`.",
        ),
        Mistake(
            two_stars_for_one_label,
            "The host eu.api.bank.test finds no pins under `**.bank.test`, nor does bank.test: two stars are one label "
            "for you. They are any number of labels, and none is a number, too.",
        ),
        Mistake(
            names_cover_what_is_below,
            "The host api.bank.test gets the pins of bank.test, a plain name without stars. In OkHttp such a pattern "
            "is one host and no other; for those below it there are stars.",
        ),
        Mistake(
            pins_in_letters,
            "The right patterns, but their pins are taken apart into letters. A set's `update` takes all members of "
            "what it gets, and those of a text are letters: hand it the list of pins.",
        ),
        Mistake(
            first_of_each_list,
            "The right patterns, but only the first pin of each list. The others are backup pins, and without them an "
            "app breaks at the first new key: take the whole list.",
        ),
        Mistake(
            lists_joined,
            "The right patterns, but the pins of a list are joined into one text, which equals no pin. Add each of "
            "them to the set, for instance with `found.update(texts)`.",
        ),
        Mistake(
            lists_in_a_set,
            "Where a pattern matches you add the list itself to the set, and Python refuses: a list cannot be in a "
            "set. Its members can, with `found.update(texts)`.",
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
