"""One login under given circumstances."""

from __future__ import annotations

from course.lab import Lab, watch


def test_nobody_in_between(lab: Lab) -> None:
    """The bank alone reads it."""
    scene = watch("quiet", lab.app(), lab.bank)
    assert (scene.step, scene.read_by_bank, scene.read_between) == ("accepted", 1, None)
    assert scene.readers == ["the bank"]


def test_an_interceptor_that_is_trusted(lab: Lab) -> None:
    """Both read it, and logins from before do not count."""
    mallory = lab.interceptor()
    lab.phone.trust(mallory.authority)
    mallory.intercept("api.bank.test")
    for _ in range(2):
        scene = watch("read along", lab.app(), lab.bank, mallory)
    assert (scene.read_by_bank, scene.read_between) == (1, 1)
    assert scene.readers == ["Mallory", "the bank"]


def test_an_interceptor_that_is_not_trusted(lab: Lab) -> None:
    """Nobody reads it, and the step says why."""
    mallory = lab.interceptor()
    mallory.intercept("api.bank.test")
    scene = watch("stopped", lab.app(), lab.bank, mallory)
    assert (scene.step, scene.readers) == ("validate", [])
