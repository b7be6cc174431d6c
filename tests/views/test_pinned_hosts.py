"""The picture of which hosts are pinned."""

from __future__ import annotations

from course.platforms.okhttp import CertificatePinner
from course.views import pinned_hosts

PIN = f"sha256/{'A' * 43}="
HOSTS = ["bank.test", "api.bank.test"]


def test_its_words_name_what_is_not_pinned() -> None:
    """For each column: some hosts, none, or all of them."""
    shown = pinned_hosts(
        HOSTS,
        {
            ("OkHttp 5.4", "*.bank.test"): CertificatePinner([("*.bank.test", PIN)]).find_matching_pins,
            ("OkHttp 5.4", "**.bank.test"): CertificatePinner([("**.bank.test", PIN)]).find_matching_pins,
            ("Android's file", "bank.test,\nsubdomains"): lambda _: (),
        },
    )
    assert shown.words == (
        "For which hosts no pin is asked for. OkHttp 5.4, *.bank.test: bank.test; OkHttp 5.4, **.bank.test: none; "
        "Android's file, bank.test, subdomains: all of them."
    )


def test_pinned_and_not_pinned_look_different() -> None:
    """The same table with one host more gives another picture, and the same table the same one."""
    way = ("OkHttp 5.4", "*.bank.test")
    every, some = (
        {way: CertificatePinner([(text, PIN)]).find_matching_pins} for text in ("**.test", "*.test")
    )
    assert pinned_hosts(HOSTS, every).png != pinned_hosts(HOSTS, some).png
    assert pinned_hosts(HOSTS, every).png == pinned_hosts(HOSTS, every).png
