"""The phone's trust store."""

from __future__ import annotations

from course.lab import Lab, attempt

URL = "https://api.bank.test/balance"


def test_it_trusts_the_banks_root(lab: Lab) -> None:
    """And nobody else."""
    assert lab.phone.trusted == (lab.root.certificate,)
    assert repr(lab.phone) == "Phone(trusts Harbour Root CA)"


def test_roots_come_and_go(lab: Lab) -> None:
    """By authority or by certificate; twice is once."""
    authority = lab.interceptor().authority
    lab.phone.trust(authority)
    lab.phone.trust(authority.certificate)
    assert lab.phone.trusted == (lab.root.certificate, authority.certificate)
    lab.phone.distrust(authority)
    lab.phone.distrust(lab.root.certificate)
    assert lab.phone.trusted == ()
    assert repr(lab.phone) == "Phone(trusts nobody)"


def test_every_app_believes_its_phone_at_once(lab: Lab) -> None:
    """Apps made before the change, too."""
    app = lab.app()
    assert attempt(app, URL).accepted
    lab.phone.distrust(lab.root)
    assert attempt(app, URL).step == "validate"
    lab.phone.trust(lab.root)
    assert attempt(app, URL).accepted


def test_its_anchors_are_prepared_once(lab: Lab) -> None:
    """The same object until the roots change."""
    before = lab.phone.anchors()
    assert lab.phone.anchors() is before
    lab.phone.trust(lab.interceptor().authority)
    assert lab.phone.anchors() is not before
