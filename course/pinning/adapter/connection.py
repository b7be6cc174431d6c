"""urllib3's HTTPS connection, without the options that could loosen the check."""

from __future__ import annotations

import socket
from typing import Any

from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError

from course.pinning.adapter.context import PinningContext


class PinnedConnection(HTTPSConnection):
    """A connection whose context is a `PinningContext`."""

    def __init__(self, host: str, *arguments: Any, **options: Any) -> None:
        super().__init__(host, *arguments, **options)
        if not isinstance(self.ssl_context, PinningContext):
            raise TypeError(
                "This connection has no PinningContext, so nothing would be checked. "
                "Send requests through a session on which a PinningAdapter is mounted."
            )
        self._addresses = self.ssl_context.addresses
        # urllib3 would set these on the context: more anchors, another host, or no verification.
        self.cert_reqs = "CERT_REQUIRED"
        self.ca_certs = self.ca_cert_dir = self.ca_cert_data = None
        self.assert_hostname = self.assert_fingerprint = self.server_hostname = None

    def _new_conn(self) -> socket.socket:
        if self._addresses is None:
            return super()._new_conn()
        asked = self._dns_host, self.port
        try:
            self._dns_host, self.port = self._addresses(*asked)
            return super()._new_conn()
        except socket.gaierror as error:
            raise NameResolutionError(asked[0], self, error) from error
        finally:
            self._dns_host, self.port = asked


class PinnedPool(HTTPSConnectionPool):
    """Connections to one host and port, each checked once, when it is made."""

    ConnectionCls = PinnedConnection
