"""Two customers, one server, one app."""

from __future__ import annotations

from course.lab import Lab, support_desk


def test_one_phone_gets_in_and_the_other_does_not() -> None:
    """The new one sees the old leaf and issuing CA, and another root."""
    reports = support_desk()
    assert list(reports) == ["old phone", "new phone"]
    assert reports["old phone"].accepted
    refusal = reports["new phone"]
    assert refusal.step == "compare"
    with Lab() as lab:
        seen, wanted = refusal.text.split("wanted")
        assert str(lab.bank.pin) in seen
        assert str(lab.issuing.pin) in seen
        assert str(lab.root.pin) in wanted
        assert "Harbour Root CA 2" in seen
