"""What OkHttp throws, with its texts."""

from __future__ import annotations


class PeerUnverified(Exception):
    """`SSLPeerUnverifiedException`: the handshake is done, and OkHttp does not go on with this server.

    Known by: real tool (OkHttp 3.13.1), source (OkHttp 5.4.0).
    """


class PinningError(PeerUnverified):
    """No certificate has one of the pins; the text names what was seen and what was wanted.

    Known by: real tool (OkHttp 3.13.1), upstream test (CertificatePinnerTest).
    """


class HostnameError(PeerUnverified):
    """The leaf is for other hosts.

    Known by: real tool (OkHttp 3.13.1), source (ConnectPlan.kt).
    """


class ChainError(PeerUnverified):
    """The chain cleaner found no way from the leaf to a trusted certificate.

    Known by: real tool (OkHttp 3.13.1), upstream test (CertificateChainCleanerTest).
    """
