"""What a pinning client refuses before, and beside, the handshake."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import requests

from course.pinning.errors import Refused


def refuse_unprotected(request: requests.PreparedRequest, verify: object) -> None:
    """Refuse a request for which nobody would show a chain, or nobody would look at it.

    Raises:
      Refused: the request is not for https, or it asks for no verification.
    """
    url = urlsplit(request.url or "")
    host = url.hostname or ""
    if url.scheme.lower() != "https":
        raise Refused(
            host,
            "request",
            f"{url.scheme}:// has no TLS, so nobody shows a certificate and no pin can be compared. Use https://.",
        )
    # requests takes None and "" for "do not verify" too.
    if not verify:
        raise Refused(
            host,
            "request",
            f"verify={verify!r} asks not to validate the chain, and a pin does not replace that. "
            "Give the adapter `anchors` that validate this server.",
        )


def refuse_downgrade(response: requests.Response) -> None:
    """Refuse to be sent on to a URL without TLS. Here and not at the next hop: that may have another adapter.

    Raises:
      Refused: the response is a redirect that leaves https.
    """
    if not response.is_redirect:
        return
    target = urlsplit(urljoin(response.url, response.headers["location"].strip()))
    if target.scheme.lower() == "https":
        return
    response.close()
    raise Refused(
        target.hostname or "",
        "request",
        f"{urlsplit(response.url).hostname} redirects to {target.scheme}://, where no certificate is shown. "
        "Nothing was sent there.",
    )


def refuse_socks(proxy: str) -> None:
    """Refuse a kind of proxy with which the check was never seen to work.

    Raises:
      Refused: the proxy speaks SOCKS.
    """
    url = urlsplit(proxy)
    if url.scheme.lower().startswith("socks"):
        raise Refused(
            url.hostname or "",
            "request",
            f"a {url.scheme}:// proxy is not supported by this adapter. Use an http:// or https:// proxy.",
        )
