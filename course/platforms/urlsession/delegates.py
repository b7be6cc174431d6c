"""Two delegates that pin a certificate: the one that people copy, and the same one repaired."""

from __future__ import annotations

from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from course.pinning.hosts import host_key
from course.pki import Untrusted, name_of
from course.platforms.urlsession.bundle import Bundle
from course.platforms.urlsession.challenge import (
    Answer,
    AuthChallengeDisposition,
    AuthenticationMethod,
    Identity,
    Step,
    URLAuthenticationChallenge,
    URLCredential,
)

_USE = AuthChallengeDisposition.USE_CREDENTIAL
_DEFAULT = AuthChallengeDisposition.PERFORM_DEFAULT_HANDLING
_CANCEL = AuthChallengeDisposition.CANCEL_AUTHENTICATION_CHALLENGE


class PinningDelegate:
    """Compares the server's leaf with a bundled file, byte for byte, and looks at nothing else.

    The steps are those of a delegate that tutorials print: is it a server-trust challenge, take the leaf, take its
    bytes, load the bundled file, compare, accept or cancel. A failed guard cancels. The trust is never evaluated,
    and the host is not asked for.

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
        space = challenge.protection_space
        if space.authentication_method is not AuthenticationMethod.SERVER_TRUST or not space.server_trust:
            return _cancel(Step("get the chain", _other_question(space.authentication_method)))
        chain = space.server_trust.copy_certificate_chain()
        if not chain:
            return _cancel(Step("get the chain", "the server's trust has no certificate."))
        leaf = chain[0]
        got = Step("get the chain", f"took the leaf, {name_of(leaf)!r}.")
        shown = _der(leaf)
        path = self._bundle.path(self._resource, self._type)
        if path is None:
            return _cancel(got, Step("compare", f"the bundle has no {self._resource}.{self._type}."))
        kept = self._bundle.contents(path)
        if shown == kept:
            same = Step("compare", f"the leaf and {path} are equal, all {len(kept)} bytes.")
            return Answer(_USE, URLCredential(trust=space.server_trust), (got, same))
        return _cancel(got, Step("compare", f"the leaf and {path} are not the same bytes."))


class RepairedDelegate:
    """Evaluates first, compares second, and leaves the rest to the system.

    Args:
      bundle: the app's files.
      hosts: whose leaf is compared. Other hosts get the default handling.
      resources: the names of the .cer files, one of which must be the leaf.
      identity: what to show where a server asks for a client certificate; None: nothing.
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
        if space.authentication_method is AuthenticationMethod.CLIENT_CERTIFICATE and self._identity:
            return Answer(_USE, URLCredential(identity=self._identity))
        if space.authentication_method is not AuthenticationMethod.SERVER_TRUST or not space.server_trust:
            return Answer(_DEFAULT)
        if host_key(space.host) not in self._hosts:
            return Answer(_DEFAULT)
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
        return Answer(_DEFAULT, None, (good, Step("compare", f"the leaf is {same}.")))


def _cancel(*steps: Step) -> Answer:
    return Answer(_CANCEL, None, steps)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _other_question(method: AuthenticationMethod) -> str:
    if method is AuthenticationMethod.SERVER_TRUST:
        return "the challenge carries no trust object."
    return f"the challenge is not about the server's trust, but {method.value}."
