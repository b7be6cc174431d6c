"""The client that decides on real handshakes, by OkHttp's order."""

from __future__ import annotations

import pytest

from course.lab import JudgedApp, Lab
from course.platforms.okhttp import CertificatePinner, OkHttpClient

HOST = "api.bank.test"
URL = f"https://{HOST}/balance"
WRONG = "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M="


@pytest.mark.parametrize("pattern", ["bank.test", "*.test", "*.api.bank.test"])
def test_a_host_that_no_pattern_covers_is_not_pinned(pattern: str) -> None:
    """The pin is wrong, and nobody asks for it."""
    with Lab() as lab:
        client = OkHttpClient(CertificatePinner([(pattern, WRONG)]))
        assert JudgedApp(lab, client).attempt(URL).accepted


def test_a_wrong_pin_is_refused_with_okhttps_text_and_nothing_is_sent() -> None:
    """The text names the host and both sides."""
    with Lab() as lab:
        client = OkHttpClient(CertificatePinner([(HOST, WRONG)]))
        refusal = JudgedApp(lab, client).attempt(URL)
        assert (refusal.accepted, refusal.step, lab.bank.requests) == (False, "compare", 0)
    assert refusal.text.startswith("Certificate pinning failure!\n  Peer certificate chain:\n")
    assert refusal.text.endswith(f"  Pinned certificates for {HOST}:\n    {WRONG}")


@pytest.mark.parametrize(("host", "text"), [("shop.test", "Hostname"), (HOST, "unknown authority")])
def test_trust_and_host_name_come_before_the_pins(host: str, text: str) -> None:
    """A pinned key is refused in a certificate for another host, and below a root that the phone does not know."""
    with Lab() as lab:
        if host == HOST:
            lab.phone.distrust(lab.root)
        else:
            lab.network.connect(host, lab.bank)
        client = OkHttpClient(CertificatePinner([(host, str(lab.bank.pin))]))
        refusal = JudgedApp(lab, client).attempt(f"https://{host}/balance")
    assert refusal.step == "validate"
    assert text in refusal.text


def test_without_a_pinner_nothing_is_pinned() -> None:
    """As `CertificatePinner.DEFAULT`."""
    with Lab() as lab:
        assert JudgedApp(lab, OkHttpClient()).attempt(URL).accepted
