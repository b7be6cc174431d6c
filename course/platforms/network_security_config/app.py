"""An app with a network security config, as far as it decides whether a connection is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo

from cryptography import x509

from course.platforms.connection import Connection
from course.platforms.network_security_config.config import NO_RESOURCES, TARGET_SDK, Config
from course.platforms.network_security_config.entries import SYSTEM, USER
from course.platforms.network_security_config.verdict import Reason, Verdict


@dataclass(frozen=True)
class Decision:
    """What became of a connection.

    Attributes:
      verdict: what the config says.
      identity: always None: a client certificate is not the config's affair.

    Known by: source (AOSP NetworkSecurityTrustManager).
    """

    verdict: Verdict
    identity: None = None

    @property
    def accepted(self) -> bool:
        """Whether the request may be sent."""
        return self.verdict.accepted

    @property
    def step(self) -> str:
        """ "accepted", or the step that refused, in the course's words."""
        if self.accepted:
            return "accepted"
        return "compare" if self.verdict.reason is Reason.NO_MATCH else "validate"

    @property
    def text(self) -> str:
        """Android's message where it has one of its own, else the course's."""
        return self.verdict.message or self.verdict.sentence


class App:
    """An app on an Android phone that connects by the platform's own TLS.

    Args:
      config: what its network security config says.
      debuggable: whether this is a debug build.
      target_sdk: the version of Android that the app is made for.
      time_zone: the phone's.
      user_certificates: what the phone's owner has installed; the connection's anchors are the system's.
      resources: certificates that the app brings, PEM or DER by "@raw/name".

    Known by: source (AOSP NetworkSecurityTrustManager; see `Config.check_server_trusted`).
    """

    def __init__(
        self,
        config: Config,
        *,
        debuggable: bool = False,
        target_sdk: int = TARGET_SDK,
        time_zone: tzinfo = UTC,
        user_certificates: Iterable[x509.Certificate] = (),
        resources: Mapping[str, bytes] = NO_RESOURCES,
    ) -> None:
        self._config = config
        self._debuggable = debuggable
        self._target_sdk = target_sdk
        self._time_zone = time_zone
        self._user_certificates = tuple(user_certificates)
        self._resources = dict(resources)

    def judge(self, connection: Connection) -> Decision:
        """Judge a connection before anything of the request is sent.

        Args:
          connection: in its handshake.
        """
        return Decision(
            self._config.check_server_trusted(
                connection.chain,
                connection.host,
                connection.at,
                {SYSTEM: connection.anchors, USER: self._user_certificates},
                debuggable=self._debuggable,
                target_sdk=self._target_sdk,
                resources=self._resources,
                time_zone=self._time_zone,
            )
        )
