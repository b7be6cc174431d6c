"""What the same pins become on each engine of Ktor: shared Kotlin code can share requests, and no pinning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from xml.sax.saxutils import escape

from cryptography import x509

from course.pki import Anchors, Untrusted, evaluate_trust
from course.platforms import network_security_config, okhttp
from course.platforms.ktor import darwin


class Engine(StrEnum):
    """Who makes the connections of a Ktor client, and with whose pinner.

    Known by: documentation (ktor.io, "Client engines"; for each engine's own evidence see its model).
    """

    OKHTTP = "OkHttp"
    ANDROID = "Android"
    DARWIN = "Darwin"
    DARWIN_BEFORE_KTOR_9393 = "Darwin before KTOR-9393 was mended"
    CIO = "CIO"


class Outcome(StrEnum):
    """What became of a connection.

    Known by: handshake, real tool, upstream test, source (each engine's model says which).
    """

    MATCHED = "accepted: a pin matched"
    NOTHING_COMPARED = "accepted: no pin was compared"
    NO_MATCH = "refused: no pin matched"
    NOT_TRUSTED = "refused: the chain is not trusted"
    BAD_PINS = "does not start: the pins cannot be read"

    @property
    def accepted(self) -> bool:
        """Whether the request is sent."""
        return self in (Outcome.MATCHED, Outcome.NOTHING_COMPARED)


@dataclass(frozen=True)
class Answer:
    """One engine's answer.

    Attributes:
      outcome: what became of the connection.
      message: the engine's own words; empty where it has none.

    Known by: handshake, real tool, upstream test, source (each engine's model says which).
    """

    outcome: Outcome
    message: str = ""


@dataclass(frozen=True)
class Situation:
    """The pins that a shared module would like to have, and a connection.

    Attributes:
      name: a few words, for the table.
      pins: patterns and pins in OkHttp's spelling, which the Darwin engine took over.
      host: whom the app asks, as it stands in the URL after parsing.
      chain: as the server sent it.
      anchors: what the phone trusts.
      at: the date.
      expiration: from which day on the pins shall no longer count; only the Android engine can be told.

    Known by: documentation (a value; it claims nothing).
    """

    name: str
    pins: Mapping[str, Sequence[str]]
    host: str
    chain: Sequence[x509.Certificate]
    anchors: Anchors
    at: datetime
    expiration: date | None = None


@dataclass(frozen=True)
class Row:
    """One situation on every engine.

    Known by: handshake, real tool, upstream test, source (each engine's model says which).
    """

    situation: Situation
    answers: Mapping[Engine, Answer]


def compare(situations: Iterable[Situation]) -> tuple[Row, ...]:
    """Run the model of every engine on every situation: the table that shows what is shared.

    Args:
      situations: in the order of the table.

    Known by: handshake, real tool, upstream test, source (each engine's model says which).
    """
    return tuple(
        Row(situation, {engine: ask(engine, situation) for engine in Engine}) for situation in situations
    )


def ask(engine: Engine, situation: Situation) -> Answer:
    """Run the model of one engine.

    Args:
      engine: whose.
      situation: the pins and the connection.

    Known by: handshake, real tool, upstream test, source (each engine's model says which).
    """
    return _MODELS[engine](situation)


def as_network_security_config(pins: Mapping[str, Sequence[str]], expiration: date | None = None) -> str:
    """The same pins as a file for Android, written as somebody would who knows what the file can say.

    `**.bank.test` becomes `includeSubdomains`, which means the same. For one label only, `*.`, the file has no
    words: the pattern is copied, as people do.

    Args:
      pins: patterns, and pins in OkHttp's spelling.
      expiration: the first day on which they no longer count; None: never.

    Known by: source, documentation (Android, "Network security configuration").
    """
    until = f' expiration="{expiration}"' if expiration else ""
    lines = ["<network-security-config>"]
    for pattern, texts in pins.items():
        everything_below = pattern.startswith("**.")
        domain = escape(pattern.removeprefix("**."))
        lines += [
            "    <domain-config>",
            f'        <domain includeSubdomains="{str(everything_below).lower()}">{domain}</domain>',
            f"        <pin-set{until}>",
            *(f"            {_pin_element(text)}" for text in texts),
            "        </pin-set>",
            "    </domain-config>",
        ]
    return "\n".join([*lines, "</network-security-config>"])


def _pin_element(text: str) -> str:
    algorithm, slash, digest = text.partition("/")
    if not slash:
        algorithm, digest = "sha256", text
    return f'<pin digest="{algorithm.upper().replace("SHA", "SHA-")}">{escape(digest)}</pin>'


def _okhttp(situation: Situation) -> Answer:
    try:
        pinner = okhttp.CertificatePinner([(pattern, *texts) for pattern, texts in situation.pins.items()])
        okhttp.evaluate(situation.host, situation.chain, situation.anchors, situation.at, pinner)
    except ValueError as error:
        return Answer(Outcome.BAD_PINS, str(error))
    except okhttp.PinningError as error:
        return Answer(Outcome.NO_MATCH, str(error))
    except (okhttp.PeerUnverified, Untrusted) as error:
        return Answer(Outcome.NOT_TRUSTED, str(error))
    return _accepted(bool(pinner.find_matching_pins(situation.host)))


def _android(situation: Situation) -> Answer:
    xml = as_network_security_config(situation.pins, situation.expiration)
    try:
        config = network_security_config.parse(xml)
    except network_security_config.ConfigError as error:
        return Answer(Outcome.BAD_PINS, str(error))
    try:
        path = evaluate_trust(situation.chain, situation.host, situation.anchors, situation.at)
    except Untrusted as untrusted:
        return Answer(Outcome.NOT_TRUSTED, str(untrusted))
    verdict = config.evaluate(situation.host, path, situation.at)
    if verdict.accepted:
        return _accepted(verdict.matched is not None)
    return Answer(Outcome.NO_MATCH, verdict.message or "")


def _darwin(situation: Situation, *, scoped_to_host: bool = True) -> Answer:
    try:
        pinner = darwin.CertificatePinner(
            [(pattern, *texts) for pattern, texts in situation.pins.items()], scoped_to_host=scoped_to_host
        )
        matched = darwin.evaluate(situation.host, situation.chain, situation.anchors, situation.at, pinner)
    except ValueError as error:
        return Answer(Outcome.BAD_PINS, str(error))
    except darwin.TlsPeerUnverifiedException as error:
        outcome = Outcome.NOT_TRUSTED if isinstance(error.__cause__, Untrusted) else Outcome.NO_MATCH
        return Answer(outcome, str(error))
    except Untrusted as untrusted:
        return Answer(Outcome.NOT_TRUSTED, str(untrusted))
    return _accepted(matched)


def _darwin_before(situation: Situation) -> Answer:
    return _darwin(situation, scoped_to_host=False)


def _cio(situation: Situation) -> Answer:
    """There is nothing to which pins could be given."""
    try:
        evaluate_trust(situation.chain, situation.host, situation.anchors, situation.at)
    except Untrusted as untrusted:
        return Answer(Outcome.NOT_TRUSTED, str(untrusted))
    return _accepted(False)


def _accepted(compared: bool) -> Answer:
    return Answer(Outcome.MATCHED if compared else Outcome.NOTHING_COMPARED)


_MODELS: dict[Engine, Callable[[Situation], Answer]] = {
    Engine.OKHTTP: _okhttp,
    Engine.ANDROID: _android,
    Engine.DARWIN: _darwin,
    Engine.DARWIN_BEFORE_KTOR_9393: _darwin_before,
    Engine.CIO: _cio,
}
