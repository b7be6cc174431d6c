"""A TLS context whose handshake ends with the check, so that no way around it is left."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import cast

from cryptography.hazmat.primitives.serialization import Encoding

from course.pinning.adapter.chain import chain_as_sent
from course.pinning.adapter.gate import Gate, Stop
from course.pinning.errors import Refused

# X509_V_FLAG_NO_CHECK_TIME: dates are judged by evaluate_trust, at the client's own `now`.
_NO_CHECK_TIME = 0x200000
_FLAGS = ssl.VERIFY_X509_TRUSTED_FIRST | ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN

Addresses = Callable[[str, int], tuple[str, int]]


class _CheckedSocket(ssl.SSLSocket):
    def do_handshake(self, block: bool = False) -> None:
        try:
            _checked(self, lambda: super(_CheckedSocket, self).do_handshake(block))
        except BaseException:
            # Python 3.11 closes the socket for OSError and ValueError only.
            self.close()
            raise


class _CheckedObject(ssl.SSLObject):
    def do_handshake(self) -> None:
        _checked(self, super().do_handshake)


class PinningContext(ssl.SSLContext):
    """Made by `pinning_context`, for one client. Its TLS sessions are never shared or resumed.

    Attributes:
      gate: judges every handshake, over a socket or inside another TLS connection.
      addresses: where a host and port are reached; None: as the system resolves names.
    """

    sslsocket_class = _CheckedSocket
    sslobject_class = _CheckedObject
    gate: Gate
    addresses: Addresses | None


def pinning_context(gate: Gate, addresses: Addresses | None = None) -> PinningContext:
    """A client context that trusts the gate's anchors and nothing else, whatever the environment says.

    OpenSSL verifies chain and host first, with its clock off. The flags are those of Python 3.13, set
    here, so that 3.11 and 3.12 refuse the same chains.
    """
    context = PinningContext(ssl.PROTOCOL_TLS_CLIENT)
    context.gate = gate
    context.addresses = addresses
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # A renegotiation could show another chain after the check.
    context.options |= ssl.OP_NO_TICKET | ssl.OP_NO_RENEGOTIATION
    context.verify_flags = _FLAGS | _NO_CHECK_TIME
    context.hostname_checks_common_name = False
    context.set_alpn_protocols(["http/1.1"])
    context.post_handshake_auth = True
    if anchors := b"".join(anchor.public_bytes(Encoding.DER) for anchor in gate.anchors):
        context.load_verify_locations(cadata=anchors)
    return context


def _checked(tls: ssl.SSLSocket | ssl.SSLObject, handshake: Callable[[], None]) -> None:
    gate, host = cast(PinningContext, tls.context).gate, tls.server_hostname or ""
    try:
        try:
            handshake()
        except ssl.SSLCertVerificationError as error:
            raise gate.explain(chain_as_sent(tls), host, error.verify_message) from None
        gate.judge(chain_as_sent(tls), host, resumed=bool(tls.session_reused))
    except Refused as refusal:
        raise Stop(refusal) from refusal
