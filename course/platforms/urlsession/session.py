"""What URLSession does with a connection: whom it asks, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from textwrap import fill
from typing import ClassVar, Protocol

from course.pki import Untrusted
from course.platforms.app_transport_security import AppTransportSecurity
from course.platforms.connection import Connection
from course.platforms.urlsession.challenge import (
    CANCEL_AUTHENTICATION_CHALLENGE,
    PERFORM_DEFAULT_HANDLING,
    REJECT_PROTECTION_SPACE,
    USE_CREDENTIAL,
    Answer,
    AuthenticationMethod,
    Identity,
    SecTrust,
    Step,
    URLAuthenticationChallenge,
    URLCredential,
    URLProtectionSpace,
    URLSessionDelegate,
)

# A notebook's page is about as wide, and would break a longer line inside a word.
_COLUMNS = 84


class URLError(IntEnum):
    """The codes of NSURLErrorDomain that an app sees here.

    Known by: documentation (Apple, and apps that reported them, as below).

    Source: Apple, "URLError.Code". Which code goes with what was reported by apps: -999 for a delegate that cancels
    (AFNetworking #3165, Alamofire #157); -1200, with -9802 below it, for ATS (uservoice-ios-sdk #380); -1202 for a
    rejected protection space (AFNetworking #3169) and for the system's own refusal without ATS (AFNetworking #3097).
    """

    CANCELLED = -999
    SECURE_CONNECTION_FAILED = -1200
    SERVER_CERTIFICATE_UNTRUSTED = -1202

    def __str__(self) -> str:
        return f"{self.value} ({_NAMES[self]})"


_NAMES = {
    URLError.CANCELLED: "NSURLErrorCancelled",
    URLError.SECURE_CONNECTION_FAILED: "NSURLErrorSecureConnectionFailed, below it -9802",
    URLError.SERVER_CERTIFICATE_UNTRUSTED: "NSURLErrorServerCertificateUntrusted",
}


class SessionConnection(Connection, Protocol):
    """A TLS handshake that waits for the client's yes, with what a session asks about besides.

    Its further properties: whether the server asks for a client certificate, and whether an earlier TLS session is
    resumed.
    """

    @property
    def asks_client(self) -> bool: ...
    @property
    def resumed(self) -> bool: ...


@dataclass(frozen=True, repr=False)
class Decision:
    """What became of a connection, and everything that was said on the way.

    Known by: documentation (see `URLSession`).

    Attributes:
      accepted: whether the request may be sent.
      step: "accepted", or the step that refused, in the course's words.
      text: why; a whole sentence.
      error: what the app's completion handler gets; None if accepted.
      identity: what the client shows to a server that asks for a certificate.
      log: the questions, the delegate's steps and answers, and what the system did, one line each.
    """

    accepted: bool
    step: str
    text: str
    error: URLError | None = None
    identity: Identity | None = None
    log: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "\n".join(fill(line, _COLUMNS, subsequent_indent="    ") for line in self.log)


class URLSession:
    """A session of the URL Loading System, as far as the trust of its TLS connections goes.

    The delegate is fixed when the session is made, as in the original; `URLSession.shared` has none. Where ATS
    protects the host, the system evaluates trust whatever the delegate would answer, and asks it only about a trust
    that is in order.

    Known by: documentation (Apple, and what apps reported, as below).

    Args:
      delegate: answers the challenges; None: the default handling.
      transport_security: what the app's Info.plist says.

    Source: Apple, "Performing manual server trust authentication"; developer forums, thread 749633; QA1727 for
    resumed sessions. That ATS comes before the challenge: Alamofire #876, VelaTerm #77 (a device's log).
    """

    shared: ClassVar[URLSession]

    def __init__(
        self,
        delegate: URLSessionDelegate | None = None,
        transport_security: AppTransportSecurity | None = None,
    ) -> None:
        self._delegate = delegate
        self._transport_security = transport_security or AppTransportSecurity()

    @property
    def delegate(self) -> URLSessionDelegate | None:
        """Who answers the challenges."""
        return self._delegate

    def judge(self, connection: SessionConnection) -> Decision:
        """Ask the delegate, and do what follows from its answers.

        Args:
          connection: in its handshake, before the client's last message. Nothing of the request is sent yet.

        Raises:
          ValueError: the delegate vouches for a server's trust without handing over a credential. Apple does not say
            what happens then.
        """
        if connection.resumed:
            log = ("a resumed TLS session: no certificate, no challenge",)
            return Decision(True, "accepted", "an earlier TLS session was resumed.", log=log)
        return _Course(self._delegate, self._transport_security, connection).run()


URLSession.shared = URLSession()


class _Course:
    """One connection's way through its challenges."""

    def __init__(
        self,
        delegate: URLSessionDelegate | None,
        security: AppTransportSecurity,
        connection: SessionConnection,
    ) -> None:
        self._delegate = delegate
        self._connection = connection
        self._loosened = security.may_loosen(connection.host)
        self._trust = SecTrust(tuple(connection.chain), connection.host, connection.anchors, connection.at)
        self._log: list[str] = []

    def run(self) -> Decision:
        if not self._loosened and (refusal := self._evaluate(URLError.SECURE_CONNECTION_FAILED)):
            return refusal
        identity: Identity | None = None
        for space in self._questions():
            answer = self._ask(space)
            if refusal := self._refusal(space, answer):
                return refusal
            if answer.disposition is USE_CREDENTIAL and answer.credential:
                identity = answer.credential.identity or identity
        return Decision(True, "accepted", "the request may be sent.", identity=identity, log=tuple(self._log))

    def _questions(self) -> Iterator[URLProtectionSpace]:
        host = self._connection.host
        yield URLProtectionSpace(host, AuthenticationMethod.SERVER_TRUST, self._trust)
        if self._connection.asks_client:
            yield URLProtectionSpace(host, AuthenticationMethod.CLIENT_CERTIFICATE)

    def _ask(self, space: URLProtectionSpace) -> Answer:
        if self._delegate is None:
            return Answer(PERFORM_DEFAULT_HANDLING)
        self._say(f"challenge: {space.authentication_method.value}, {space.host}")
        answer = self._delegate.did_receive(URLAuthenticationChallenge(space))
        for step in answer.steps:
            self._say(f"  {step.name}: {step.text}")
        self._say(f"  the delegate answers {answer.disposition.value}")
        return answer

    def _refusal(self, space: URLProtectionSpace, answer: Answer) -> Decision | None:
        if answer.disposition is CANCEL_AUTHENTICATION_CHALLENGE:
            last = answer.steps[-1] if answer.steps else Step("delegate", "it cancelled.")
            return self._refuse(last.name, last.text, URLError.CANCELLED)
        if space.server_trust is None:
            return None
        if answer.disposition is REJECT_PROTECTION_SPACE:
            text = "the delegate rejected the protection space, and there is no other one."
            return self._refuse("validate", text, URLError.SERVER_CERTIFICATE_UNTRUSTED)
        if answer.disposition is PERFORM_DEFAULT_HANDLING:
            return self._evaluate(URLError.SERVER_CERTIFICATE_UNTRUSTED) if self._loosened else None
        self._take(answer.credential)
        return None

    def _take(self, credential: URLCredential | None) -> None:
        if credential is None or credential.trust is None:
            raise ValueError(
                "The delegate answered useCredential and handed over no trust. Give URLCredential(trust=...), made of "
                "the trust object of the challenge."
            )
        if self._loosened:
            self._say("the system evaluates nothing: ATS has an exception, and the delegate vouches")

    def _evaluate(self, error: URLError) -> Decision | None:
        try:
            self._trust.evaluate()
        except Untrusted as untrusted:
            self._say("the system evaluates the trust: refused")
            return self._refuse("validate", str(untrusted), error)
        self._say("the system evaluates the trust: in order")
        return None

    def _refuse(self, step: str, text: str, error: URLError) -> Decision:
        self._say(f"refused; the app gets error {error}")
        return Decision(False, step, text, error, log=tuple(self._log))

    def _say(self, line: str) -> None:
        self._log.append(line)
