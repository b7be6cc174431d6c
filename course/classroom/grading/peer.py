"""Two processes that call each other's functions over a socket, and trust nothing that they hear.

Both sides import this module, so it knows nothing of the exercises.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from typing import Any

from course.classroom.grading import wire
from course.classroom.grading.classes import (
    BadMessage,
    exception_class,
    make_exception,
    subclass,
    type_name,
)
from course.classroom.grading.functions import Signature, imitated, is_function, signature_of
from course.classroom.grading.kinds import Json
from course.classroom.limit import TimeUp
from course.classroom.messages import message_of

MOST_BYTES = 8_000_000
# A learner's function that is called without end by itself would fill the memory with numbers.
MOST_LENT = 10_000
TOO_LONG = "took too long"
_HEAD = struct.Struct(">I")


class Gone(BaseException):
    """The other side has ended, or said something that nobody understands. Not an `Exception`: nothing goes on."""


class Peer:
    """One end of the conversation.

    Args:
      connection: to the other side.
      lendable: for each class of object that the other side may use, the public names that it may use of it.
      note: takes what the other side wants to be known.
    """

    def __init__(
        self,
        connection: socket.socket,
        *,
        lendable: Mapping[type, frozenset[str]] | None = None,
        note: Callable[[str, Json], None] = lambda _kind, _content: None,
    ) -> None:
        self._connection = connection
        self._lendable = dict(lendable or {})
        self.note = note
        self._things: list[Any] = []
        self._may_get: list[frozenset[str]] = []
        self._ours: dict[int, int] = {}
        self._lock = threading.RLock()
        self.broken = ""
        self.errors: set[str] = set()

    def lend(self, thing: Any) -> Json | None:
        """A reference to a function, or to an object that the other side may use."""
        if isinstance(thing, Borrowed) or (borrowed := getattr(thing, "__borrowed__", None)) is not None:
            number = thing._number if isinstance(thing, Borrowed) else borrowed
            return ["yours", number] if isinstance(number, int) else None
        names = next((names for kind, names in self._lendable.items() if isinstance(thing, kind)), None)
        if names is not None:
            return ["lent", self._number(thing, names), "object", type_name(thing), None]
        if not is_function(thing):
            return None
        signature = signature_of(thing)
        return [
            "lent",
            self._number(thing, frozenset()),
            signature.kind,
            signature.name[:60],
            signature.parameters,
        ]

    def borrowed(self, content: Json) -> Any:
        """A stand-in for what the other side has lent, or our own thing that comes back."""
        match content:
            case ["yours", int(number)] if 0 <= number < len(self._things):
                return self._things[number]
            case ["lent", int(number), "object", str(name), None]:
                return subclass(Borrowed, name)(self, number)
            case ["lent", int(number), str(kind), str(name), list() | None as parts]:
                parameters = None if parts is None else tuple((str(a), int(b), bool(c)) for a, b, c in parts)
                return self._function(number, Signature(name, kind, parameters))
        raise BadMessage("something lent that nobody can use")

    def call(self, number: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Call a function of the other side."""
        return self._asked(["call", number, wire.encode(arguments, self), wire.encode(named, self)])

    def get(self, number: int, name: str) -> Any:
        """A public attribute of an object of the other side."""
        return self._asked(["get", number, name])

    def tell(self, kind: str, content: Json) -> None:
        """Let the other side know something, without an answer."""
        with self._lock:
            self._send(["note", kind, content])

    def say(self, kind: str, value: Any) -> None:
        """The same with a value that is made ready to travel."""
        self.tell(kind, wire.encode_or_name(value, self))

    def hear(self, content: Json) -> Any:
        """The value of what `say` said."""
        return wire.decode(content, self)

    def serve(self) -> None:
        """Answer until the other side has ended."""
        while True:
            message = self._receive()
            if message is None:
                return
            self._handle(message)

    def wait_for(self, kind: str) -> Json:
        """Answer until the other side says something of this kind."""
        heard: list[Json] = []
        note = self.note

        def listen(said: str, content: Json) -> None:
            heard.append(content) if said == kind else note(said, content)

        self.note = listen
        try:
            while not heard:
                message = self._receive()
                if message is None:
                    raise self._gone("ended before it had set anything")
                self._handle(message)
        finally:
            self.note = note
        return heard[0]

    def _function(self, number: int, signature: Signature) -> Any:
        made = imitated(signature, lambda *arguments, **named: self.call(number, arguments, named))
        made.__borrowed__ = number
        return made

    def _number(self, thing: Any, names: frozenset[str]) -> int:
        # The list keeps the thing, so that no other can get its id.
        if (known := self._ours.get(id(thing))) is not None:
            return known
        if len(self._things) == MOST_LENT:
            raise wire.TooLarge
        self._things.append(thing)
        self._may_get.append(names)
        self._ours[id(thing)] = len(self._things) - 1
        return len(self._things) - 1

    def _asked(self, request: Json) -> Any:
        with self._lock:
            try:
                self._send(request)
                return self._told()
            except TimeUp:  # in the middle of a message, perhaps
                self.broken = self.broken or TOO_LONG
                raise

    def _told(self) -> Any:
        while True:
            message = self._receive()
            match message:
                case None:
                    raise self._gone("ended before it had answered")
                case ["value", content]:
                    return self._heard(content)
                case ["error", str(module), str(name), parts, str(text)]:
                    self.errors.add(name[:60])
                    raise make_exception(module, name, self._heard(parts), text)
            self._handle(message)

    def _heard(self, content: Json) -> Any:
        try:
            return wire.decode(content, self)
        except BadMessage as error:
            raise self._gone(f"sent {error}") from error

    def _handle(self, message: Json) -> None:
        match message:
            case ["call", int(number), arguments, named] if 0 <= number < len(self._things):
                self._answer(lambda: self._called(self._things[number], arguments, named))
            case ["get", int(number), str(name)] if 0 <= number < len(self._things):
                self._answer(lambda: self._got(number, name))
            case ["note", str(kind), content]:
                self.note(kind, content)
            case _:
                raise self._gone("sent a message that nobody understands")

    def _called(self, thing: Any, arguments: Json, named: Json) -> Any:
        if not callable(thing):
            raise TypeError("that is no function")
        return thing(*wire.decode(arguments, self), **wire.decode(named, self))

    def _got(self, number: int, name: str) -> Any:
        if name not in self._may_get[number]:
            raise AttributeError(f"There is no `{name[:60]}` here that an answer may use.")
        return getattr(self._things[number], name)

    def _answer(self, work: Callable[[], Any]) -> None:
        try:
            answer: Json = ["value", wire.encode_or_name(work(), self)]
        except (Gone, TimeUp, KeyboardInterrupt):
            raise
        except BaseException as error:  # whatever a function raises is the other side's to know
            answer = self._error(error)
        self._send(answer)

    def _error(self, error: BaseException) -> Json:
        module, name = exception_class(error)
        try:
            text, parts = message_of(error)[:1000], wire.encode([error.args, vars(error)], self)
        except Exception:
            text, parts = "", ["list", []]
        return ["error", module, name, parts, text]

    def _send(self, message: Json) -> None:
        data = json.dumps(message).encode()
        if len(data) > MOST_BYTES:
            raise wire.TooLarge
        try:
            self._connection.sendall(_HEAD.pack(len(data)) + data)
        except OSError as error:
            raise self._gone("ended") from error

    def _receive(self) -> Json | None:
        head = self._exactly(_HEAD.size)
        if head is None:
            return None
        size: int = _HEAD.unpack(head)[0]
        if size > MOST_BYTES:
            raise self._gone("sent more than any answer needs")
        data = self._exactly(size)
        try:
            return None if data is None else [*json.loads(data)]
        except (ValueError, TypeError, RecursionError) as error:
            raise self._gone("sent something that is no message") from error

    def _exactly(self, size: int) -> bytes | None:
        parts: list[bytes] = []
        while size:
            try:
                part = self._connection.recv(min(size, 1 << 16))
            except TimeoutError as error:
                raise self._gone(TOO_LONG) from error
            except OSError:
                return None
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _gone(self, why: str) -> Gone:
        self.broken = self.broken or why
        return Gone(why)


class Borrowed:
    """An object of the other side; its public attributes are asked for there."""

    def __init__(self, peer: Peer, number: int) -> None:
        self._peer = peer
        self._number = number

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._peer.get(self._number, name)
