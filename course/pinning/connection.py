"""urllib3's HTTPS connection, without the options that could loosen the check."""

from __future__ import annotations

import socket
from typing import Any

from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError

from .context import PinningContext


class PinnedConnection(HTTPSConnection):
    """A connection whose context is a `PinningContext`."""

    def __init__(self, host: str, *arguments: Any, **options: Any) -> None:
        super().__init__(host, *arguments, **options)
        # urllib3 would set these on the context: more anchors, another host, or no verification.
        self.cert_reqs = "CERT_REQUIRED"
        self.ca_certs = self.ca_cert_dir = self.ca_cert_data = None
        self.assert_hostname = self.assert_fingerprint = self.server_hostname = None

    def _new_conn(self) -> socket.socket:
        addresses = self.ssl_context.addresses if isinstance(self.ssl_context, PinningContext) else None
        if addresses is None:
            return super()._new_conn()
        asked = self._dns_host, self.port
        try:
            self._dns_host, self.port = addresses(*asked)
            return super()._new_conn()
        except socket.gaierror as error:
            raise NameResolutionError(asked[0], self, error) from error
        finally:
            self._dns_host, self.port = asked


class PinnedPool(HTTPSConnectionPool):
    """Connections to one host and port, each checked once, when it is made."""

    ConnectionCls = PinnedConnection
