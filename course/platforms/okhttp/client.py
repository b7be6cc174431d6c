"""`OkHttpClient`, as far as it decides whether a connection is used."""

from __future__ import annotations

from dataclasses import dataclass

from course.pki import Untrusted
from course.platforms.connection import Connection
from course.platforms.okhttp.connection import evaluate
from course.platforms.okhttp.errors import HostnameError, PinningError
from course.platforms.okhttp.pinner import CertificatePinner


@dataclass(frozen=True)
class Decision:
    """What became of a connection.

    Attributes:
      accepted: whether the request may be sent.
      step: "accepted", or the step that refused, in the course's words.
      text: OkHttp's own message; where trust is refused, the course's.
      identity: always None: a client certificate is the socket factory's affair, and it is not modelled.

    Known by: source (ConnectPlan.kt).
    """

    accepted: bool
    step: str
    text: str = ""
    identity: None = None


class OkHttpClient:
    """A client that takes only connections of which OkHttp's checks approve.

    Args:
      certificate_pinner: as of `OkHttpClient.Builder().certificatePinner(...)`.

    Known by: source (ConnectPlan.kt; see `evaluate`).
    """

    def __init__(self, certificate_pinner: CertificatePinner | None = None) -> None:
        self.certificate_pinner = certificate_pinner or CertificatePinner()

    def judge(self, connection: Connection) -> Decision:
        """Judge a connection before anything of the request is sent.

        Args:
          connection: in its handshake.
        """
        try:
            evaluate(
                connection.host, connection.chain, connection.anchors, connection.at, self.certificate_pinner
            )
        except (Untrusted, HostnameError) as refusal:
            return Decision(False, "validate", str(refusal))
        except PinningError as refusal:
            return Decision(False, "compare", str(refusal))
        return Decision(True, "accepted")
