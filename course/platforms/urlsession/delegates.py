"""Delegates that pin a certificate: the one that people copy, the same one repaired, and one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.pinning.hosts import host_key
from course.pki import Untrusted, name_of
from course.platforms.urlsession.bundle import Bundle
from course.platforms.urlsession.challenge import (
    CANCEL_AUTHENTICATION_CHALLENGE,
    PERFORM_DEFAULT_HANDLING,
    USE_CREDENTIAL,
    Answer,
    AuthChallengeDisposition,
    AuthenticationMethod,
    Identity,
    Step,
    URLAuthenticationChallenge,
    URLCredential,
    URLProtectionSpace,
)


class PinningDelegate:
    """Compares the server's leaf with a bundled file, byte for byte, and looks at nothing else.

    The steps are those of a delegate that tutorials print: is it a server-trust challenge, take the leaf, take its
    bytes, load the bundled file, compare, accept or cancel. A failed guard cancels. The trust is never evaluated,
    and the host is not asked for.

    Known by: documentation (the article that shows it; Apple).

    Args:
      bundle: the app's files.
      resource: the file's name without its extension.
      of_type: its extension.
    """

    def __init__(self, bundle: Bundle, resource: str = "server", of_type: str = "cer") -> None:
        self._bundle = bundle
        self._resource, self._type = resource, of_type

    def did_receive(self, challenge: URLAuthenticationChallenge) -> Answer:
        """Answer a challenge."""
        space, trust = challenge.protection_space, challenge.protection_space.server_trust
        if space.authentication_method != AuthenticationMethod.SERVER_TRUST or not trust:
            return _cancel(_other_question(space))
        chain = trust.copy_certificate_chain()
        if not chain:
            return _cancel(Step("get the chain", "the trust object has no certificate."))
        leaf = chain[0]
        got = Step("get the chain", f"took the leaf, {name_of(leaf)!r}.")
        shown = _der(leaf)
        path = self._bundle.path(self._resource, self._type)
        if path is None:
            return _cancel(got, Step("compare", f"the bundle has no {self._resource}.{self._type}."))
        kept = self._bundle.contents(path)
        if shown != kept:
            return _cancel(got, Step("compare", f"the leaf and {path} are not the same bytes."))
        same = Step("compare", f"the leaf and {path} are equal, all {len(kept)} bytes.")
        return Answer(USE_CREDENTIAL, URLCredential(trust=trust), (got, same))


class RepairedDelegate:
    """Evaluates first, compares second, and leaves the rest to the system.

    Known by: documentation (Apple, "Performing manual server trust authentication").

    Args:
      bundle: the app's files.
      hosts: whose leaf is compared, and who gets the identity. Other hosts get the default handling.
      resources: the names of the .cer files, one of which must be the leaf.
      identity: what to show where one of these hosts asks for a client certificate; None: nothing.
    """

    def __init__(
        self,
        bundle: Bundle,
        hosts: Iterable[str],
        resources: Iterable[str] = ("server",),
        identity: Identity | None = None,
    ) -> None:
        self._bundle = bundle
        self._hosts = frozenset(map(host_key, hosts))
        self._resources = tuple(resources)
        self._identity = identity

    def did_receive(self, challenge: URLAuthenticationChallenge) -> Answer:
        """Answer a challenge."""
        space = challenge.protection_space
        if host_key(space.host) not in self._hosts:
            return Answer(PERFORM_DEFAULT_HANDLING)
        if space.authentication_method is AuthenticationMethod.CLIENT_CERTIFICATE and self._identity:
            return Answer(USE_CREDENTIAL, URLCredential(identity=self._identity))
        if space.authentication_method is not AuthenticationMethod.SERVER_TRUST or not space.server_trust:
            return Answer(PERFORM_DEFAULT_HANDLING)
        try:
            path = space.server_trust.evaluate()
        except Untrusted as untrusted:
            return _cancel(Step("validate", str(untrusted)))
        good = Step("validate", f"the path ends at {name_of(path[-1])!r}.")
        files = [name for each in self._resources if (name := self._bundle.path(each, "cer"))]
        shown = _der(path[0])
        same = next((name for name in files if self._bundle.contents(name) == shown), None)
        if same is None:
            listed = ", ".join(files) or "no file"
            return _cancel(good, Step("compare", f"the leaf is none of the bundled: {listed}."))
        return Answer(PERFORM_DEFAULT_HANDLING, None, (good, Step("compare", f"the leaf is {same}.")))


class NoDisposition(TypeError):
    """A function that should answer a challenge returned something else.

    Known by: documentation (Apple, "URLSessionDelegate").

    Attributes:
      answer: what it returned.
    """

    def __init__(self, answer: object) -> None:
        super().__init__(
            f"A delegate answers with a disposition, such as USE_CREDENTIAL, and this one returned {answer!r}."
        )
        self.answer = answer


class FunctionDelegate:
    """A function as a delegate.

    Known by: documentation (Apple, "URLSessionDelegate").

    Args:
      respond: takes a challenge and a bundle, and returns a disposition. With `USE_CREDENTIAL` goes the trust of the
        challenge; a tuple, as Swift's async method returns it, counts by its first part.
      bundle: the app's files.
    """

    def __init__(
        self, respond: Callable[[URLAuthenticationChallenge, Bundle], object], bundle: Bundle
    ) -> None:
        self._respond = respond
        self._bundle = bundle

    def did_receive(self, challenge: URLAuthenticationChallenge) -> Answer:
        """Answer a challenge.

        Raises:
          NoDisposition: the function returned something else.
        """
        said = self._respond(challenge, self._bundle)
        disposition = said[0] if isinstance(said, tuple) and said else said
        if not isinstance(disposition, AuthChallengeDisposition):
            raise NoDisposition(said)
        return Answer(disposition, URLCredential(trust=challenge.protection_space.server_trust))


def _cancel(*steps: Step) -> Answer:
    return Answer(CANCEL_AUTHENTICATION_CHALLENGE, None, steps)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _other_question(space: URLProtectionSpace) -> Step:
    if space.authentication_method == AuthenticationMethod.SERVER_TRUST:
        return Step("get the chain", "the challenge has no trust object.")
    return Step(
        "get the chain", f"this is no server-trust challenge, but {space.authentication_method.value}."
    )
