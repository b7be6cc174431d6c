"""The picture of which hosts are pinned."""

from __future__ import annotations

from course.views import pinned_hosts

HOSTS = ["bank.test", "api.bank.test"]


def test_its_words_name_what_is_not_pinned() -> None:
    """For each column: some hosts, none, or all of them."""
    shown = pinned_hosts(
        HOSTS,
        {
            ("OkHttp 5.4", "*.bank.test"): ["api.bank.test"],
            ("OkHttp 5.4", "**.bank.test"): HOSTS,
            ("Android's file", "bank.test and\nsubdomains"): [],
        },
    )
    assert shown.words == (
        "For which hosts no pin is asked for. OkHttp 5.4, *.bank.test: bank.test; OkHttp 5.4, **.bank.test: none; "
        "Android's file, bank.test and subdomains: all of them."
    )


def test_pinned_and_not_pinned_look_different() -> None:
    """The same table with one host more gives another picture, and the same table the same one."""
    way = ("OkHttp 5.4", "*.bank.test")
    one, two = (pinned_hosts(HOSTS, {way: HOSTS[:kept]}).png for kept in (1, 2))
    assert one != two
    assert one == pinned_hosts(HOSTS, {way: HOSTS[:1]}).png
