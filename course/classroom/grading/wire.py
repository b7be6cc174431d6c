"""Values on their way between the process that runs an answer and the one that marks it.

Plain JSON with tags: nothing that comes in can run code, whatever was sent. Both sides import this module, so it knows
nothing of the exercises.
"""

from __future__ import annotations

import base64
import importlib
import inspect
import ssl
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, Protocol

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

Json = Any

DEEPEST = 30
MOST_PARTS = 100_000
# Rooms whose classes only hold values: no input, no output, no clock.
VALUE_ROOMS = ("course.pki", "course.pinning", "course.platforms", "course.operations")

_PRIVATE = (
    ec.EllipticCurvePrivateKey,
    rsa.RSAPrivateKey,
    dsa.DSAPrivateKey,
    ed25519.Ed25519PrivateKey,
    ed448.Ed448PrivateKey,
)
_PUBLIC = (
    ec.EllipticCurvePublicKey,
    rsa.RSAPublicKey,
    dsa.DSAPublicKey,
    ed25519.Ed25519PublicKey,
    ed448.Ed448PublicKey,
)
_CONTAINERS: tuple[tuple[str, type], ...] = (
    ("list", list),
    ("tuple", tuple),
    ("set", set),
    ("frozenset", frozenset),
)


class BadMessage(Exception):
    """What came in is nothing that this module sends."""


class TooLarge(Exception):
    """A value has more parts, or is nested more deeply, than any answer of this course."""


@dataclass(frozen=True)
class Signature:
    """What a function looks like from outside.

    Attributes:
      name: its name.
      kind: "function", "async" or "generator".
      parameters: name, kind and whether it has a default of each parameter; None where Python can't tell.
    """

    name: str
    kind: str = "function"
    parameters: tuple[tuple[str, int, bool], ...] | None = None


class Lender(Protocol):
    """Who lends what can't be sent, and finds again what comes back."""

    def lend(self, thing: Any) -> Json | None:
        """A reference to a thing that stays here; None for things that are not lent."""

    def borrowed(self, content: Json) -> Any:
        """A stand-in for a thing of the other side, or a thing of ours that comes back."""


class Thing:
    """Stands for an object that can't be sent; its type has the original's name, and nothing else."""


def encode(value: Any, lender: Lender) -> Json:
    """A value as JSON.

    Args:
      value: anything; what can't be sent is lent, or replaced by a `Thing`.
      lender: for functions and objects.

    Raises:
      TooLarge: it has too many parts.
    """
    return _Encoder(lender).encode(value, DEEPEST)


class _Encoder:
    def __init__(self, lender: Lender) -> None:
        self._lender = lender
        self._parts = 0

    def encode(self, value: Any, depth: int) -> Json:
        self._count(depth)
        kind = type(value)
        # By the built-in types' own methods: a subclass may lie about itself.
        if value is None or kind is bool:
            return value
        if value is ...:
            return ["..."]
        if (plain := _plain(value, kind)) is not None:
            return plain
        for tag, base in _CONTAINERS:
            if issubclass(kind, base):
                self._room(base.__len__(value))  # type: ignore[attr-defined]
                return [tag, [self.encode(part, depth - 1) for part in base.__iter__(value)]]  # type: ignore[attr-defined]
        if issubclass(kind, dict):
            self._room(2 * dict.__len__(value))
            pairs = dict.items(value)
            return [
                "dict",
                [[self.encode(one, depth - 1), self.encode(two, depth - 1)] for one, two in pairs],
            ]
        if (known := _known(value)) is not None:
            return known
        if _is_value_class(kind) and is_dataclass(kind):
            content = {each.name: self.encode(getattr(value, each.name), depth - 1) for each in fields(kind)}
            return ["value", kind.__module__, kind.__qualname__, content]
        if (lent := self._lender.lend(value)) is not None:
            return lent
        if issubclass(kind, type):
            return ["class", _name(value)]
        return ["thing", _name(kind)]

    def _count(self, depth: int) -> None:
        self._parts += 1
        if depth == 0 or self._parts > MOST_PARTS:
            raise TooLarge

    def _room(self, parts: int) -> None:
        if self._parts + parts > MOST_PARTS:
            raise TooLarge


def _plain(value: Any, kind: type) -> Json | None:
    if issubclass(kind, Enum) and _is_value_class(kind):
        return ["enum", kind.__module__, kind.__qualname__, value.name]
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, int):
        number = int.__int__(value)
        return number if number.bit_length() <= 64 else ["int", hex(number)]
    if issubclass(kind, float):
        return ["float", float.__repr__(value)]
    if issubclass(kind, bytes | bytearray):
        return ["bytes", _text(bytes(memoryview(value)))]
    return None


def _known(value: Any) -> Json | None:
    match value:
        case datetime():
            return ["datetime", datetime.isoformat(value)]
        case date():
            return ["date", date.isoformat(value)]
        case timedelta():
            return ["timedelta", value.days, value.seconds, value.microseconds]
        case x509.Certificate():
            return ["certificate", _text(value.public_bytes(Encoding.DER))]
        case x509.CertificateSigningRequest():
            return ["request", _text(value.public_bytes(Encoding.DER))]
        case x509.Name():
            return ["name", value.rfc4514_string()]
        case trustme.CA():
            return ["ca", _text(value.cert_pem.bytes()), _text(value.private_key_pem.bytes())]
        case ssl.SSLContext():
            return _context(value)
    if isinstance(value, _PRIVATE):
        return ["private", _text(value.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))]
    if isinstance(value, _PUBLIC):
        return ["public", _text(value.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))]
    return None


def _context(context: ssl.SSLContext) -> Json:
    return [
        "ssl",
        int(context.protocol),
        bool(context.check_hostname),
        int(context.verify_mode),
        int(context.verify_flags),
        int(context.minimum_version),
        int(context.maximum_version),
        [_text(each) for each in context.get_ca_certs(binary_form=True)],
    ]


def decode(content: Json, lender: Lender) -> Any:
    """The value that was sent.

    Args:
      content: JSON from the other side; it may be anything.
      lender: for functions and objects.

    Raises:
      BadMessage: nobody sends that.
    """
    try:
        return _decode(content, lender)
    except BadMessage:
        raise
    except Exception as error:
        raise BadMessage(f"a value that can't be read ({type(error).__name__})") from error


def _decode(content: Json, lender: Lender) -> Any:
    if content is None or isinstance(content, bool | int | str):
        return content
    match content:
        case ["..."]:
            return ...
        case ["list" | "tuple" | "set" | "frozenset" as tag, list(parts)]:
            return dict(_CONTAINERS)[tag](_decode(part, lender) for part in parts)
        case ["dict", list(pairs)]:
            return {_decode(key, lender): _decode(part, lender) for key, part in pairs}
        case ["value", str(module), str(name), dict(content)]:
            return _value(module, name, {str(key): _decode(part, lender) for key, part in content.items()})
        case ["enum", str(module), str(name), str(member)]:
            return _enum(module, name)[member]
        case ["class", str(name)]:
            return thing_class(name)
        case ["thing", str(name)]:
            return thing_class(name)()
        case ["lent" | "yours", *_]:
            return lender.borrowed(content)
        case [str(tag), *parts] if tag in _READERS:
            return _READERS[tag](*parts)
    raise BadMessage("a value of no kind that is sent")


def _read_context(
    protocol: int, host: bool, mode: int, flags: int, low: int, high: int, roots: list[str]
) -> ssl.SSLContext:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of old protocols; that is what is to be judged
        context = ssl.SSLContext(protocol)
        context.check_hostname = False
        context.verify_mode = ssl.VerifyMode(mode)
        context.check_hostname = host
        context.verify_flags = ssl.VerifyFlags(flags)
        context.minimum_version, context.maximum_version = ssl.TLSVersion(low), ssl.TLSVersion(high)
    for root in roots:
        context.load_verify_locations(cadata=_data(root))
    return context


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _data(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


_READERS: dict[str, Callable[..., Any]] = {
    "int": lambda text: int(text, 16),
    "float": float,
    "bytes": _data,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "timedelta": timedelta,
    "certificate": lambda text: x509.load_der_x509_certificate(_data(text)),
    "request": lambda text: x509.load_der_x509_csr(_data(text)),
    "name": x509.Name.from_rfc4514_string,
    "ca": lambda certificate, key: trustme.CA.from_pem(_data(certificate), _data(key)),
    "private": lambda text: load_der_private_key(_data(text), None),
    "public": lambda text: load_der_public_key(_data(text)),
    "ssl": _read_context,
}


def signature_of(function: Callable[..., Any]) -> Signature:
    """What a function looks like; it may run the code of an object that behaves like one."""
    kind = "function"
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        kind = "async"
    elif inspect.isgeneratorfunction(function):
        kind = "generator"
    try:
        parts = inspect.signature(function).parameters.values()
        parameters = tuple((each.name, int(each.kind), each.default is not each.empty) for each in parts)
    except (TypeError, ValueError):  # some functions written in C tell nothing
        parameters = None
    name = getattr(function, "__name__", "")
    return Signature(name if isinstance(name, str) else "", kind, parameters)


def python_signature(signature: Signature) -> inspect.Signature | None:
    """The same as Python's own kind of signature."""
    if signature.parameters is None:
        return None
    return inspect.Signature(
        [
            inspect.Parameter(
                name, inspect._ParameterKind(kind), default=None if optional else inspect._empty
            )
            for name, kind, optional in signature.parameters
        ]
    )


def thing_class(name: str) -> Any:
    """The class that stands for all classes of this name."""
    return subclass(Thing, name)


@lru_cache(maxsize=1000)
def subclass(kind: type, name: str) -> Any:
    """A subclass with this name, the same one each time."""
    return type(name[:60].replace("\0", "") or "object", (kind,), {})


def type_name(thing: object) -> str:
    """The name of a thing's type."""
    return _name(type(thing))


def _name(kind: type) -> str:
    return str(type.__dict__["__name__"].__get__(kind))[:60]


def _is_value_class(kind: type) -> bool:
    module = kind.__module__
    return isinstance(module, str) and module.startswith(tuple(f"{room}." for room in VALUE_ROOMS))


def _found(module: str, name: str) -> Any:
    if not module.startswith(tuple(f"{room}." for room in VALUE_ROOMS)):
        raise BadMessage(f"a value of {module[:60]}")
    found: Any = sys.modules.get(module) or importlib.import_module(module)
    for part in name.split("."):
        found = vars(found)[part]
    return found


def _value(module: str, name: str, content: dict[str, Any]) -> Any:
    kind = _found(module, name)
    if not (isinstance(kind, type) and is_dataclass(kind)):
        raise BadMessage(f"a value of {name[:60]}")
    if {each.name for each in fields(kind)} != set(content):
        raise BadMessage(f"a {name[:60]} with other fields")
    # Without its __init__: it came from a value that had passed it, or is the learner's own fault.
    value = object.__new__(kind)
    for field, part in content.items():
        object.__setattr__(value, field, part)
    return value


def _enum(module: str, name: str) -> Any:
    kind = _found(module, name)
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        raise BadMessage(f"a member of {name[:60]}")
    return kind


def is_function(thing: Any) -> bool:
    """Whether a thing is to be called, and is no class."""
    return callable(thing) and not issubclass(type(thing), type)


def exception_of(error: BaseException) -> tuple[str, str]:
    """Where an exception's class is from, and its name."""
    kind = type(error)
    return str(kind.__module__), _name(kind)


def make_exception(module: str, name: str, arguments: list[Any], message: str) -> BaseException:
    """An exception like the one of the other side.

    Args:
      module: of its class.
      name: of its class.
      arguments: that it was made with.
      message: what it says, for a class that nobody knows here.
    """
    kind: Any = None
    if module == "builtins":
        kind = vars(sys.modules["builtins"]).get(name)
    elif module.startswith(tuple(f"{room}." for room in VALUE_ROOMS)):
        kind = _found(module, name)
    if isinstance(kind, type) and issubclass(kind, BaseException):
        try:
            return kind(*arguments)
        except Exception:
            return _unknown(name, message)
    return _unknown(name, message)


def _unknown(name: str, message: str) -> BaseException:
    error: BaseException = subclass(Exception, name)(message)
    return error
