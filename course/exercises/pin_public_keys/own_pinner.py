"""Write the comparison of a pinner."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.exercises.pin_public_keys.lesson import LESSON
from course.exercises.record import Case, Exercise, Mistake
from course.lab.cast import HOST, cast
from course.pki import Pin, name_of

Pins = dict[str, list[str]]
Path = list[x509.Certificate]


def compare(pins: dict[str, list[str]], host: str, path: list[x509.Certificate]) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    if not seen:
        return False, seen
    if host not in pins:
        return True, seen
    return any(pin in pins[host] for pin in seen), seen


def leaf_only(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    return (not pins.get(host) or seen[0] in pins[host]) if seen else False, seen


def every_pin_must_be_there(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    return bool(seen) and all(pin in seen for pin in pins.get(host, [])), seen


def every_key_must_be_pinned(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    return bool(seen) and (host not in pins or all(pin in pins[host] for pin in seen)), seen


def pins_of_every_host(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    every = [pin for texts in pins.values() for pin in texts]
    return bool(seen) and (host not in pins or any(pin in every for pin in seen)), seen


def refuses_other_hosts(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    return any(pin in pins.get(host, []) for pin in seen), seen


def empty_path_is_fine(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    return not seen or host not in pins or any(pin in pins[host] for pin in seen), seen


def empty_path_of_another_host(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    return host not in pins or any(pin in pins[host] for pin in seen), seen


def ends_of_names(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    wanted = [pin for name in pins if host.endswith(name) for pin in pins[name]]
    return bool(seen) and (not wanted or any(pin in wanted for pin in seen)), seen


def parts_of_names(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    wanted = [pin for name in pins if name in host for pin in pins[name]]
    return bool(seen) and (not wanted or any(pin in wanted for pin in seen)), seen


def of_one_host_only(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:  # noqa: ARG001  # the mistake
    return compare(pins, HOST, path)


def first_pin_only(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin.of(certificate)) for certificate in path]
    return bool(seen) and (host not in pins or pins[host][0] in seen), seen


def stops_at_the_match(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    accepted, seen = compare(pins, host, path)
    matching = [number for number, pin in enumerate(seen) if pin in pins.get(host, [])]
    return accepted, seen[: matching[0] + 1] if matching else seen


def sees_only_where_pinned(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    accepted, seen = compare(pins, host, path)
    return accepted, seen if host in pins else []


def only_the_matching(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    accepted, seen = compare(pins, host, path)
    return accepted, [pin for pin in seen if pin in pins.get(host, [])]


def certificates_hashed(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [str(Pin(hashlib.sha256(each.public_bytes(Encoding.DER)).digest())) for each in path]
    return bool(seen) and (host not in pins or any(pin in pins[host] for pin in seen)), seen


def never_equal(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    seen = [Pin.of(certificate) for certificate in path]
    matches = host not in pins or any(pin in pins[host] for pin in seen)  # type: ignore[comparison-overlap]  # the mistake
    return bool(seen) and matches, [str(pin) for pin in seen]


def pins_not_text(pins: Pins, host: str, path: Path) -> tuple[bool, list[Pin]]:
    return compare(pins, host, path)[0], [Pin.of(certificate) for certificate in path]


def pins_against_text(pins: Pins, host: str, path: Path) -> tuple[bool, list[Pin]]:
    seen = [Pin.of(certificate) for certificate in path]
    return never_equal(pins, host, path)[0], seen


def anchor_first(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    accepted, seen = compare(pins, host, path)
    return accepted, seen[::-1]


def verdict_alone(pins: Pins, host: str, path: Path) -> bool:
    return compare(pins, host, path)[0]


def what_was_wanted(pins: Pins, host: str, path: Path) -> tuple[bool, list[str]]:
    return compare(pins, host, path)[0], list(pins.get(host, []))


def _path() -> Path:
    people = cast()
    return [*people.leaf.chain, people.root.certificate]


def _said(result: object, path: Path) -> object:
    """A pair in words, its pins by the names of their certificates; what is no pair is handed back."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        return result
    accepted, seen = result
    if not isinstance(accepted, bool):
        return "a pair whose first part is not True or False"
    if not isinstance(seen, tuple | list):
        return "a pair whose second part is not a list"
    names = {str(Pin.of(each)): name_of(each) for each in path}
    told = [names.get(pin, "no pin of this path") if isinstance(pin, str) else _no_text(pin) for pin in seen]
    # Whoever returns as soon as a pin matches has not seen the rest.
    stopped = 0 < len(seen) < len(path) and told == [name_of(each) for each in path[: len(seen)]]
    end = " and no more, although the path goes on" if stopped else ""
    return f"{'accepted' if accepted else 'refused'}, having seen {', '.join(told) or 'nothing'}{end}"


def _no_text(seen: object) -> str:
    return "a Pin that is not text" if isinstance(seen, Pin) else "no text"


def _asked(answer: Callable[[Pins, str, Path], object], pins: Pins, host: str, path: Path) -> object:
    try:
        return _said(answer(pins, host, list(path)), path)
    except KeyError as error:
        if host in pins or error.args != (host,):
            raise
        return f"a KeyError, as `pins` has no {host}; ask `host in pins` before you use `pins[host]`"


def _case(label: str, pins: Pins, host: str, path: Path) -> Case:
    return Case(label, lambda answer: _asked(answer, pins, host, path))


def _again(answer: Callable[[Pins, str, Path], object], pins: Pins, host: str, path: Path) -> object:
    """What a second connection gives, with the same pins."""
    _asked(answer, pins, host, path)
    return _asked(answer, pins, host, path)


def _cases() -> Sequence[Case]:
    people = cast()
    leaf, issuing, root = map(str, (people.leaf.pin, people.issuing.pin, people.root.pin))
    backup = str(Pin.of_public_key(people.backup.public_key()))
    moved = [people.issuing.rekey(people.leaf, people.backup).certificate, *_path()[1:]]
    rogue = [people.lighthouse.issue(HOST, key=people.mallory).certificate, people.lighthouse.certificate]
    lighthouse, other = str(people.lighthouse.pin), "shop.test"
    return [
        _case("the bank with its leaf pinned", {HOST: [leaf]}, HOST, _path()),
        _case("the bank with its issuing CA pinned", {HOST: [issuing]}, HOST, _path()),
        _case("the bank with its root pinned", {HOST: [root]}, HOST, _path()),
        _case("the bank with leaf and backup pinned", {HOST: [leaf, backup]}, HOST, _path()),
        _case("the bank with all its keys pinned", {HOST: [leaf, issuing, root]}, HOST, _path()),
        _case("the bank on its backup key", {HOST: [leaf, backup]}, HOST, moved),
        _case("the bank on a key that is not pinned", {HOST: [leaf]}, HOST, moved),
        _case("another CA's path", {HOST: [leaf, issuing, root]}, HOST, rogue),
        _case("a path that carries a pin of another host", {HOST: [leaf], other: [backup]}, HOST, moved[:1]),
        _case("the host shop.test, with pins of its own", {HOST: [leaf], other: [lighthouse]}, other, rogue),
        _case(
            "the host shop.test, with pins of its own, on other keys",
            {HOST: [leaf], other: [lighthouse]},
            other,
            moved,
        ),
        _case("a host without pins", {HOST: [leaf]}, other, rogue),
        _case("the host api.bank.test, where bank.test is pinned", {"bank.test": [leaf]}, HOST, rogue),
        _case(
            "the host my-api.bank.test, where api.bank.test is pinned", {HOST: [leaf]}, f"my-{HOST}", rogue
        ),
        _case(
            "the host api.bank.test.evil, where api.bank.test is pinned",
            {HOST: [leaf]},
            f"{HOST}.evil",
            rogue,
        ),
        _case("an empty path", {HOST: [leaf]}, HOST, []),
        _case("an empty path for a host without pins", {HOST: [leaf]}, other, []),
        Case(
            "the bank on a key that is not pinned, for the second time with the same pins",
            lambda answer: _again(answer, {HOST: [leaf]}, HOST, moved[:1]),
        ),
    ]


OWN_PINNER = Exercise(
    name="own-pinner",
    lesson=LESSON,
    title="A pinner of your own",
    minutes=8,
    solution=compare,
    cases=_cases,
    wanted="a pair: True or False, and the list of the pins seen as text",
    hints=(
        "Make `seen` first: the pin of every certificate of the path, as text. `str(Pin.of(certificate))` gives one.",
        "Three questions in this order: is `seen` empty? Has the host no pins? Is one of the pins seen among the "
        "host's?",
        "`host not in pins` answers the second one, and `any(pin in pins[host] for pin in seen)` the third one. "
        "Return the answer and `seen` each time.",
    ),
    mistakes=(
        Mistake(
            leaf_only,
            "Your pinner refuses the bank where its issuing CA is pinned: it looked at the first certificate only. "
            "Compare the key of every certificate of the path.",
        ),
        Mistake(
            every_pin_must_be_there,
            "Your pinner refuses the bank where a backup pin stands beside the leaf's: it wants every pin to be in the "
            "path. The backup key is in a safe, so one match has to be enough.",
        ),
        Mistake(
            every_key_must_be_pinned,
            "Your pinner refuses the bank although its leaf is pinned: it wants every key of the path to be pinned. "
            "One match is enough; use `any`.",
        ),
        Mistake(
            pins_of_every_host,
            "Your pinner accepts api.bank.test with a pin that belongs to shop.test. Ktor for Darwin had that bug "
            "until March 2026 (KTOR-9393). Compare with `pins[host]` only.",
        ),
        Mistake(
            refuses_other_hosts,
            "Your pinner refuses a host that has no pins. That is a possible policy, but not OkHttp's: there, and "
            "here, no pins means no pinning. Look whether the host is in `pins` before you compare.",
        ),
        Mistake(
            ends_of_names,
            "Your pinner refuses api.bank.test where only bank.test is pinned: the pins of a shorter name, with which "
            "the host ends, count as its own. A name stands for itself here: use `pins[host]`.",
        ),
        Mistake(
            parts_of_names,
            "Your pinner refuses api.bank.test where only bank.test is pinned, and api.bank.test.evil where "
            "api.bank.test is: a name inside the host counts as the host. Use `pins[host]`.",
        ),
        Mistake(
            of_one_host_only,
            "Whatever the host, your pinner asks for the pins of api.bank.test; those of shop.test count for nothing. "
            "Use the parameter `host`, and not the notebook's `HOST`.",
        ),
        Mistake(
            first_pin_only,
            "Your pinner refuses the bank on its backup key: only the first of the host's pins was compared. The list "
            "can have several, and one match is enough.",
        ),
        Mistake(
            stops_at_the_match,
            "Your verdicts are right, and the list of pins ends at the match. Whoever reads it wants the whole path: "
            "collect all pins first, and compare after that.",
        ),
        Mistake(
            sees_only_where_pinned,
            "Your verdicts are right. But for a host without pins your list is empty, although the path showed its "
            "pins. Make the list before the first question.",
        ),
        Mistake(
            only_the_matching,
            "Your verdicts are right, but the list has the matching pins only, and at a refusal it is empty. There it "
            "is needed most: return the pins of the whole path.",
        ),
        Mistake(
            empty_path_is_fine,
            "Your pinner accepts a connection that has no path at all. Nothing was validated, and nothing can be "
            "compared: refuse it before anything else. You will meet such connections below.",
        ),
        Mistake(
            empty_path_of_another_host,
            "Nearly. An empty path is accepted where the host has no pins. It means that nothing was validated, "
            "and then nobody may go on: ask for it first.",
        ),
        Mistake(
            certificates_hashed,
            "The pins that you saw are hashes of whole certificates, so nothing matches a pin. Use "
            "`Pin.of(certificate)`, which hashes the SubjectPublicKeyInfo.",
        ),
        Mistake(
            never_equal,
            "What you saw is right, and nothing ever matches: a `Pin` is compared with a text, and these are never "
            "equal. Make both of them text, with `str(Pin.of(certificate))`.",
        ),
        Mistake(
            pins_not_text,
            "Your verdicts are right, and the list holds `Pin` objects. Wanted is text, which can be printed, stored "
            "and compared with a dictionary's texts: put `str(...)` around each.",
        ),
        Mistake(
            pins_against_text,
            "You have `Pin` objects, and the dictionary holds text: these two are never equal, so nothing ever "
            "matches. Make each pin text as soon as you have it, with `str(Pin.of(certificate))`.",
        ),
        Mistake(
            anchor_first,
            "Your verdicts are right, and the pins are, too. But the list begins with the root. Keep the order of the "
            "path: leaf first.",
        ),
        Mistake(
            verdict_alone,
            "You returned the verdict alone. Whoever reads the refusal must see what was there: return a pair, the "
            "verdict and the list of the pins seen.",
        ),
        Mistake(
            what_was_wanted,
            "Your verdicts are right, but the list holds the pins that were wanted. The app knows those. Return the "
            "pins of the path, which only this connection showed.",
        ),
    ),
    correct="Leaf, CA and root can be pinned, one match is enough, other hosts' pins count for nothing, and a "
    "refusal says what it saw.",
    why="The path is walked once, and the list of pins seen serves twice: for the comparison, and for the words of a "
    "refusal. The empty path comes first, since a host without pins must have a validated path, too.",
    out_of_scope="A host with an empty list of pins, patterns in host names (the next exercise), "
    "expiry of pins, SHA-1 pins, reports.",
    instructor="Let people write it without the hints; most have a loop over the path within five minutes. Ask for "
    "the empty path aloud: half will accept it, with `any` or `all` of nothing as the reason. It comes back with "
    "resumption.",
)
