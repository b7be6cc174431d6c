"""Pinning for `requests`: mount it on a session, and take it home."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import certifi
import requests
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from requests.adapters import HTTPAdapter

from course.pinning.adapter.connection import PinnedPool
from course.pinning.adapter.context import Addresses, PinningContext, pinning_context
from course.pinning.adapter.gate import Gate, Stop
from course.pinning.adapter.rules import refuse_downgrade, refuse_socks, refuse_unprotected
from course.pinning.policy import Policy
from course.pki import Anchors, load_certificates

AnchorSource = Anchors | Iterable[x509.Certificate] | Callable[[], Anchors]


@lru_cache(maxsize=1)
def certifi_anchors() -> Anchors:
    """The roots that `requests` trusts by default, indexed once for the process."""
    return Anchors(load_certificates(Path(certifi.where()).read_bytes()))


def machine_clock() -> datetime:
    """The date of this machine."""
    return datetime.now(UTC)


class PinningAdapter(HTTPAdapter):
    """Checks every new connection before the first byte of a request, directly and through proxies.

    Mount it for both schemes:

        adapter = PinningAdapter(Policy({"api.bank.test": [pin, backup_pin]}))
        session.mount("https://", adapter)
        session.mount("http://", adapter)

    The anchors are the adapter's own: neither `verify=` with a path nor any environment variable adds one.
    `verify=False`, `http://` and a redirect to `http://` are refused.

    Args:
      policy: which host must show which keys.
      anchors: certificates to trust, or a function that gives `Anchors`; None: certifi's roots.
      now: gives the moment to judge by; None: the machine's clock.
      addresses: from host and port to the IP address and port to connect to, like curl's --connect-to.
      options: those of `requests.adapters.HTTPAdapter`, such as `max_retries`.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        anchors: AnchorSource | None = None,
        now: Callable[[], datetime] | None = None,
        addresses: Addresses | None = None,
        **options: Any,
    ) -> None:
        self._policy = policy
        self._anchors = _as_function(anchors)
        self._now = now or machine_clock
        self._addresses = addresses
        self._contexts: dict[object, PinningContext] = {}
        self._lock = Lock()
        super().__init__(**options)

    @property
    def policy(self) -> Policy:
        """Which host must show which keys."""
        return self._policy

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str | None = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send a request, if the check lets it.

        Raises:
          Refused: as itself; never wrapped in another error, never retried.
        """
        refuse_unprotected(request, verify)
        try:
            response = super().send(request, stream, timeout, True, cert, proxies)
        except Stop as stop:
            stop.refusal.request = request
            raise stop.refusal.with_traceback(None) from None
        refuse_downgrade(response)
        return response

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make the pools for direct connections."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"https": PinnedPool}

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """The pools for connections through one proxy. They tunnel, so that the server itself shows its chain."""
        refuse_socks(proxy)
        context = self._context(None)
        known = self.proxy_manager.get(proxy)
        if known is not None and known.proxy_config.ssl_context is not context:
            self.proxy_manager.pop(proxy, None)
        options |= {"proxy_ssl_context": context, "use_forwarding_for_https": False}
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = {"https": PinnedPool}
        return manager

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """Choose the pool by host, port and context; `verify` has no say."""
        host, options = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {**options, "ssl_context": self._context(cert)}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Take the client's certificate, if there is one. The anchors are in the context already."""
        if cert:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]

    def _context(self, client_certificate: Any) -> PinningContext:
        # A context keeps every client certificate that it has loaded, so each has a context of its own.
        key = client_certificate if isinstance(client_certificate, str | None) else tuple(client_certificate)
        anchors = self._anchors()
        with self._lock:
            context = self._contexts.get(key)
            if context is None or context.gate.anchors is not anchors:
                context = pinning_context(Gate(self._policy, anchors, self._now), self._addresses)
                self._contexts[key] = context
            return context

    def __getstate__(self) -> dict[str, Any]:
        anchors: Any = self._anchors
        if isinstance(anchors, _Fixed):
            anchors = [certificate.public_bytes(Encoding.DER) for certificate in anchors()]
        inherited: dict[str, Any] = super().__getstate__()  # type: ignore[assignment]
        return inherited | {
            "_policy": self._policy,
            "_anchors": anchors,
            "_now": self._now,
            "_addresses": self._addresses,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._contexts = {}
        self._lock = Lock()
        anchors = state["_anchors"]
        if isinstance(anchors, list):
            anchors = _as_function([x509.load_der_x509_certificate(der) for der in anchors])
        super().__setstate__(state | {"_anchors": anchors})  # type: ignore[misc]


class _Fixed:
    def __init__(self, anchors: Anchors) -> None:
        self._anchors = anchors

    def __call__(self) -> Anchors:
        return self._anchors


def _as_function(anchors: AnchorSource | None) -> Callable[[], Anchors]:
    if anchors is None:
        return certifi_anchors
    if isinstance(anchors, Anchors):
        return _Fixed(anchors)
    return anchors if callable(anchors) else _Fixed(Anchors(anchors))
