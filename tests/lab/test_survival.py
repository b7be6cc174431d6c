"""The survival matrix: handshakes, and the facts that they give."""

from __future__ import annotations

import pytest

from course.lab import Lab, Survival, measure_survival, survival
from course.lab.cast import cast, choices, handsets
from course.lab.events import attackers, events
from course.lab.handshake import shake_hands
from course.lab.survival import meet
from course.pki import Pin

OLD, NEW = "old phone", "new phone"


@pytest.fixture(scope="module")
def matrix() -> Survival:
    """All cells."""
    return measure_survival()


def lost(matrix: Survival, phone: str, pinned: str) -> set[str]:
    """The events after which these pins refuse on this phone, where an app without pins gets in."""
    return {
        cell.row
        for cell in matrix.cells
        if (cell.phone, cell.pinned) == (phone, pinned)
        and not cell.accepted
        and matrix.cell(cell.row, phone, "nothing").accepted
    }


def test_every_cell_is_a_handshake(monkeypatch: pytest.MonkeyPatch) -> None:
    """One for the honest app, and one for the thief where there is one."""
    made: list[object] = []

    def counted(*ends: object) -> None:
        made.append(ends)
        shake_hands(*ends)  # type: ignore[arg-type]

    monkeypatch.setattr(survival, "shake_hands", counted)
    measured = measure_survival.__wrapped__()
    thieves = [cell for cell in measured.cells if cell.thief]
    assert len(made) == len(measured.cells) + len(thieves) + len(measured.impostors) == 126 + 28 + 70
    assert measured == measure_survival()


def test_it_is_about_the_lab_s_own_bank() -> None:
    """Same certificates, same pins."""
    with Lab() as lab:
        assert cast().leaf.chain == lab.bank.chain
        assert cast().root.certificate == lab.root.certificate


@pytest.mark.parametrize(
    ("pinned", "old", "new"),
    [
        ("nothing", set(), set()),
        (
            "leaf key",
            {"rekey", "leaf key stolen", "RSA beside ECDSA"},
            {"rekey", "leaf key stolen"},
        ),
        ("leaf key + backup", {"RSA beside ECDSA"}, set()),
        (
            "intermediate key",
            {"new intermediate", "intermediate compromised", "change of CA"},
            {"new intermediate", "intermediate compromised", "change of CA"},
        ),
        ("root key", {"change of CA"}, {"change of CA", "new root", "cross-sign"}),
    ],
)
def test_what_breaks_which_pin(matrix: Survival, pinned: str, old: set[str], new: set[str]) -> None:
    """And nothing else does."""
    assert lost(matrix, OLD, pinned) == old
    assert lost(matrix, NEW, pinned) == new


def test_a_certificate_file_breaks_at_every_new_certificate(matrix: Survival) -> None:
    """The leaf's at each event but one, the CA's also where its key stays."""
    assert matrix.survives("leaf .cer") == ()
    assert lost(matrix, NEW, "leaf .cer") == {cell.row for cell in matrix.cells} - {"RSA beside ECDSA"}
    only_the_file = lost(matrix, NEW, "CA .cer") - lost(matrix, NEW, "intermediate key")
    assert only_the_file == {"new root", "cross-sign"}


def test_only_the_new_root_locks_old_phones_out_whatever_is_pinned(matrix: Survival) -> None:
    """At the step before the comparison, so no pin is to blame."""
    refused = {cell.row for cell in matrix.cells if cell.pinned == "nothing" and not cell.accepted}
    assert refused == {"new root"}
    assert {matrix.cell("new root", OLD, pinned).step for pinned in matrix.columns} == {"validate"}
    assert "unknown authority" in matrix.cell("new root", OLD, "leaf key").why


def test_a_cross_signed_root_ends_the_path_elsewhere_on_each_phone(matrix: Survival) -> None:
    """One server, one chain, two validated paths."""
    old, new = (matrix.cell("cross-sign", phone, "root key") for phone in (OLD, NEW))
    assert old.why.endswith("Harbour Root CA 2 <- Harbour Root CA.")
    assert new.why.endswith("Harbour Root CA 2, and nothing of it is pinned.")
    assert str(new).startswith(
        "cross-sign, new phone, root key pinned: refused (compare): the validated path"
    )
    assert str(old).startswith("cross-sign, old phone, root key pinned: accepted: ")


def test_every_attacker_gets_past_an_app_without_pins(matrix: Survival) -> None:
    """Otherwise a refusal would say nothing about pins."""
    assert matrix.lets_in("nothing") == tuple(attacker.name for attacker in attackers())


@pytest.mark.parametrize(
    ("pinned", "let_in"),
    [
        ("leaf .cer", {"thief of the leaf key"}),
        ("leaf key", {"thief of the leaf key"}),
        ("leaf key + backup", {"thief of the leaf key", "thief of the backup key"}),
        ("CA .cer", {"thief of the leaf key", "the same intermediate"}),
        ("intermediate key", {"thief of the leaf key", "the same intermediate"}),
        ("root key", {"thief of the leaf key", "the same intermediate", "another intermediate"}),
    ],
)
def test_whom_a_pin_lets_in(matrix: Survival, pinned: str, let_in: set[str]) -> None:
    """The higher the pinned key, the more people can speak for the bank."""
    assert set(matrix.lets_in(pinned)) == let_in
    for phone in matrix.phones:
        got = {
            cell.row
            for cell in matrix.impostors
            if (cell.phone, cell.pinned) == (phone, pinned) and cell.accepted
        }
        assert got == let_in


def test_no_pin_stops_whoever_has_the_stolen_key(matrix: Survival) -> None:
    """Also not after the bank has moved on: the old certificate is still valid."""
    thieves = [cell.thief for cell in matrix.cells if cell.row == "leaf key stolen"]
    assert thieves == ["accepted"] * len(thieves) != []


def test_a_stolen_intermediate_lets_in_where_a_ca_is_pinned(matrix: Survival) -> None:
    """And where nothing is."""
    row = [
        cell for cell in matrix.cells if cell.row == "intermediate compromised" and cell.thief == "accepted"
    ]
    assert {cell.pinned for cell in row} == {"nothing", "CA .cer", "intermediate key", "root key"}
    assert {cell.thief for cell in matrix.cells if cell.row == "renew"} == {None}


def test_a_backup_only_adds(matrix: Survival) -> None:
    """Whatever the leaf's key survives, it survives with a second pin beside it."""
    assert set(matrix.survives("leaf key")) < set(matrix.survives("leaf key + backup"))


def test_one_cell_alone_is_the_same(matrix: Survival) -> None:
    """No handshake knows of another one."""
    for event, phone, pinned in zip(events()[::4], handsets()[::-1], choices()[2:], strict=False):
        assert meet(event, phone, pinned) == matrix.cell(event.name, phone.name, pinned.name)


def test_it_can_be_read(matrix: Survival) -> None:
    """A table for each phone, and one of the attackers."""
    lines = repr(matrix).splitlines()
    assert lines[0].split("  ")[0] == OLD
    assert [name.strip() for name in lines[0].split("  ")[1:] if name.strip()] == list(matrix.columns)
    assert lines[0].index("leaf .cer") == lines[1].index("compare")
    assert lines[1].split() == ["renew", "yes", "compare", "yes", "yes", "yes", "yes", "yes"]
    assert len(lines) == 2 * (1 + 9 + 1) + 1 + 5
    assert lines[-1].startswith("thief of the backup key")


def test_a_cell_that_does_not_exist_is_named(matrix: Survival) -> None:
    """A typing mistake must not look like a refusal."""
    with pytest.raises(KeyError, match="no cell 'renewal'"):
        matrix.cell("renewal", OLD, "leaf key")
    with pytest.raises(KeyError, match="no cell 'renew'"):
        matrix.cell("renew", "my phone", "leaf key")


def test_the_events_do_what_they_say() -> None:
    """The key stays where the sentence says so, and changes where it says so."""
    people = cast()
    for event in events():
        cell = meet(event, handsets()[1], choices()[0])
        assert cell.accepted
        assert event.told
    reissued = people.root_2.intermediate(people.issuing.name)
    assert reissued.pin == people.issuing.pin
    assert reissued.certificate != people.issuing.certificate
    assert Pin.of_public_key(people.backup.public_key()) not in {people.leaf.pin, people.issuing.pin}
