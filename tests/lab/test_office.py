"""A desk behind a company's gateway."""

from __future__ import annotations

from course.lab import Lab, attempt, office_network

BALANCE = "https://api.bank.test/balance"


def test_at_the_desk_an_app_without_a_pin_is_read() -> None:
    """The company's devices trust the gateway."""
    with Lab() as lab:
        gateway = office_network(lab)
        assert attempt(lab.app(), BALANCE).accepted
        assert [request.path for request in gateway.read] == ["/balance"]


def test_at_the_desk_the_banks_pin_refuses_the_gateway() -> None:
    """And nothing is read."""
    with Lab() as lab:
        gateway = office_network(lab)
        outcome = attempt(lab.app(pins={"api.bank.test": [lab.bank.pin]}), BALANCE)
        assert outcome.step == "compare"
        assert gateway.read == []


def test_at_home_the_bank_answers_itself() -> None:
    """After `stop()` nobody stands in between."""
    with Lab() as lab:
        gateway = office_network(lab)
        gateway.stop()
        assert attempt(lab.app(pins={"api.bank.test": [lab.bank.pin]}), BALANCE).accepted
        assert gateway.read == []
