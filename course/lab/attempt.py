"""One attempt at a request, and how it ended, in words that are the same on every machine."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import requests

from course.pinning import PinningError, Refused
from course.pinning.verdict import NO_MATCH

# A lab answers in milliseconds; a notebook must not wait for ever.
_SECONDS = 10
# A notebook's page is about as wide, and would break a longer line inside a word.
COLUMNS = 84


@dataclass(frozen=True, repr=False)
class Attempt:
    """How a request ended.

    Attributes:
      accepted: whether the request was sent and answered.
      step: where it ended: "accepted", a step of the check ("validate", "compare"), or "connect".
      text: the answer, or why there is none.
      status: of the answer; None where there is none.
    """

    accepted: bool
    step: str
    text: str
    status: int | None = None

    def __repr__(self) -> str:
        if self.accepted:
            return f"accepted: {self.status}, {self.text}"
        first, *others = f"refused ({self.step}): {self.text}".splitlines()
        return "\n".join([*wrap(first, COLUMNS, subsequent_indent="  "), *others])


def attempt(session: requests.Session, url: str, method: str = "GET", **options: Any) -> Attempt:
    """Try a request on a new connection, and say how it ended.

    Args:
      session: closed first, so that a connection from before does not hide what a new one would meet.
      url: whom to ask.
      method: of the request.
      options: as of `requests.Session.request`, such as `json=`.

    Returns:
      An object to look at. A refusal is not raised.
    """
    session.close()
    try:
        response = session.request(method, url, **{"timeout": _SECONDS, **options})
    except PinningError as refused:
        return Attempt(False, refused.step, f"{NO_MATCH}\n{refused.verdict.comparison}")
    except Refused as refused:
        return Attempt(False, refused.step, refused.explanation)
    except (requests.exceptions.ConnectionError, requests.exceptions.Timeout) as error:
        return _broken(error)
    return Attempt(True, "accepted", response.text, response.status_code)


def _broken(error: requests.exceptions.RequestException) -> Attempt:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Attempt(False, "validate", f"{cause.verify_message.rstrip('.')}.")
        if isinstance(cause, socket.gaierror):
            return Attempt(False, "connect", str(cause.strerror))
    if isinstance(error, requests.exceptions.SSLError):
        return Attempt(False, "handshake", "the TLS handshake failed.")
    return Attempt(False, "connect", "the connection failed before an answer came.")


def _causes(error: BaseException) -> Iterator[BaseException]:
    # requests and urllib3 wrap by arguments, by `reason`, and by the usual two attributes.
    waiting: list[Any] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__]
