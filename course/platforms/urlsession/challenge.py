"""What URLSession asks a delegate, and what a delegate can answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

from course.pki import Anchors, Untrusted, evaluate_trust


class AuthenticationMethod(StrEnum):
    """What a challenge is about: those kinds that reach a session's delegate.

    Known by: documentation (Apple, "URLProtectionSpace").
    """

    SERVER_TRUST = "NSURLAuthenticationMethodServerTrust"
    CLIENT_CERTIFICATE = "NSURLAuthenticationMethodClientCertificate"
    NTLM = "NSURLAuthenticationMethodNTLM"
    NEGOTIATE = "NSURLAuthenticationMethodNegotiate"


class AuthChallengeDisposition(StrEnum):
    """What is to become of a challenge.

    Known by: documentation (Apple, as below).

    Source: Apple, "URLSession.AuthChallengeDisposition".
    """

    USE_CREDENTIAL = "useCredential"
    PERFORM_DEFAULT_HANDLING = "performDefaultHandling"
    CANCEL_AUTHENTICATION_CHALLENGE = "cancelAuthenticationChallenge"
    REJECT_PROTECTION_SPACE = "rejectProtectionSpace"


# As Swift's leading dot has it: `.useCredential`.
USE_CREDENTIAL = AuthChallengeDisposition.USE_CREDENTIAL
PERFORM_DEFAULT_HANDLING = AuthChallengeDisposition.PERFORM_DEFAULT_HANDLING
CANCEL_AUTHENTICATION_CHALLENGE = AuthChallengeDisposition.CANCEL_AUTHENTICATION_CHALLENGE
REJECT_PROTECTION_SPACE = AuthChallengeDisposition.REJECT_PROTECTION_SPACE


@dataclass(frozen=True)
class SecTrust:
    """A chain, the host that it must be good for, and what the phone goes by.

    Nothing is judged until somebody evaluates it.

    Known by: documentation (Apple, "SecTrustEvaluateWithError").

    Attributes:
      sent: the certificates as the server sent them, leaf first.
      host: whom the app asked for; part of the trust object's policy.
      anchors: the phone's trust anchors.
      at: the phone's date.
    """

    sent: tuple[x509.Certificate, ...]
    host: str
    anchors: Anchors
    at: datetime

    def evaluate(self) -> tuple[x509.Certificate, ...]:
        """The validated path, as `SecTrustEvaluateWithError` finds it for this host, phone and date.

        Raises:
          Untrusted: there is none; `SecTrustEvaluateWithError` returns false.
        """
        return evaluate_trust(self.sent, self.host, self.anchors, self.at)

    def copy_certificate_chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates, leaf first, as `SecTrustCopyCertificateChain` hands them out, valid or not."""
        try:
            return self.evaluate()
        except Untrusted:
            return self.sent


class Identity(Protocol):
    """A certificate with its private key, as a client shows it."""

    @property
    def chain(self) -> Sequence[x509.Certificate]:
        """Leaf first."""

    @property
    def key(self) -> CertificateIssuerPrivateKeyTypes:
        """The leaf's private key."""


@dataclass(frozen=True)
class URLCredential:
    """What goes with `USE_CREDENTIAL`: the trust that is vouched for, or the identity to show.

    Known by: documentation (Apple, "URLCredential").
    """

    trust: SecTrust | None = None
    identity: Identity | None = None


@dataclass(frozen=True)
class URLProtectionSpace:
    """Who asks, and for what.

    Known by: documentation (Apple, "URLProtectionSpace").

    Attributes:
      host: whom the app asked for.
      authentication_method: what is asked.
      server_trust: the server's chain; None unless the method is SERVER_TRUST.
    """

    host: str
    authentication_method: AuthenticationMethod
    server_trust: SecTrust | None = None


@dataclass(frozen=True)
class URLAuthenticationChallenge:
    """One question to the delegate.

    Known by: documentation (Apple, "URLAuthenticationChallenge").
    """

    protection_space: URLProtectionSpace


@dataclass(frozen=True)
class Step:
    """One step of a delegate, in the course's words.

    Known by: documentation (a value in the course's words).

    Attributes:
      name: "get the chain", "validate", "take the key", "hash" or "compare".
      text: what the step saw.
    """

    name: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What a delegate hands to the completion handler, and how it came to it.

    Known by: documentation (Apple, "URLSessionDelegate").

    Attributes:
      disposition: what is to become of the challenge.
      credential: for `USE_CREDENTIAL`; ignored otherwise.
      steps: in their order; the last one decided.
    """

    disposition: AuthChallengeDisposition
    credential: URLCredential | None = None
    steps: tuple[Step, ...] = ()


class URLSessionDelegate(Protocol):
    """Whoever answers the challenges of a session.

    Known by: documentation (Apple, "URLSessionDelegate").
    """

    def did_receive(self, challenge: URLAuthenticationChallenge) -> Answer:
        """`urlSession(_:didReceive:completionHandler:)`, with the answer as its result."""
