"""The survival matrix, in words and as a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from course.lab import Cell, Survival, measure_survival
from course.lab.survival import Step
from course.views import survival, survival_matrix, who_gets_in


@pytest.fixture(scope="module")
def matrix() -> Survival:
    """The outcomes of the handshakes."""
    return measure_survival()


def changed(matrix: Survival, row: str, phone: str, pinned: str, step: Step) -> Survival:
    """The same with one cell that ended otherwise."""
    cells = tuple(
        replace(cell, step=step) if (cell.row, cell.phone, cell.pinned) == (row, phone, pinned) else cell
        for cell in matrix.cells
    )
    return replace(matrix, cells=cells)


def test_the_words_say_after_what_each_column_is_refused(matrix: Survival) -> None:
    """A phone is named where the other one still connects."""
    words = survival_matrix(matrix).words
    assert "Without pins: new root (old phone)." in words
    assert "; leaf key: rekey, RSA beside ECDSA (old phone), leaf key stolen;" in words
    assert "; root key: new root (new phone), change of CA, cross-sign (new phone);" in words
    assert words.endswith(
        "After 'intermediate compromised' the thief gets in with: nothing, CA .cer, intermediate key, root key."
    )


def small(matrix: Survival) -> Survival:
    """Two of its rows and columns, which are quicker to draw."""
    rows, columns = {"renew", "leaf key stolen"}, {"nothing", "root key"}
    cells = tuple(cell for cell in matrix.cells if cell.row in rows and cell.pinned in columns)
    return replace(matrix, cells=cells)


def test_a_refusal_looks_different_by_phone_and_step(matrix: Survival) -> None:
    """In grey too: another place, another mark, another line."""
    steps: tuple[Step, ...] = "accepted", "compare", "validate"
    drawn = {
        survival_matrix(changed(small(matrix), "renew", phone, "root key", step)).png
        for phone in matrix.phones
        for step in steps
    }
    assert len(drawn) == 1 + 2 + 2


def test_each_cell_has_a_place_of_its_own(matrix: Survival, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old phones on the left of new ones, in one row for each event."""
    places: dict[tuple[float, float], Cell] = {}

    def noted(_: object, x: float, y: float, cell: Cell, *_look: object) -> None:
        places[x, y] = cell

    monkeypatch.setattr(survival, "_draw", noted)
    survival_matrix(changed(small(matrix), "renew", "new phone", "root key", "compare"))
    in_order = [
        (cell.row, cell.pinned, cell.phone) for _, cell in sorted(places.items(), key=lambda at: at[0][::-1])
    ]
    assert in_order == [
        (row, pinned, phone)
        for row in ("renew", "leaf key stolen")
        for pinned in ("nothing", "root key")
        for phone in ("old phone", "new phone")
    ]


def test_the_words_follow_the_cells(matrix: Survival) -> None:
    """One cell otherwise, other words."""
    other = changed(small(matrix), "renew", "new phone", "root key", "compare")
    assert "With pins, in addition: root key: renew (new phone)." in survival_matrix(other).words


def test_a_thief_who_gets_in_is_marked(matrix: Survival) -> None:
    """In the picture and in the words."""
    few = small(matrix)
    cells = tuple(replace(cell, thief="compare" if cell.thief else None) for cell in few.cells)
    caught = survival_matrix(replace(few, cells=cells))
    assert "After 'leaf key stolen' the thief gets in with: none of these." in caught.words
    assert caught.png != survival_matrix(few).png


def test_a_column_that_nothing_breaks_is_told(matrix: Survival) -> None:
    """Not left empty."""
    assert "With pins, in addition: root key: never." in survival_matrix(small(matrix)).words


def test_who_gets_in_names_attackers(matrix: Survival) -> None:
    """For every column, also for an app without pins."""
    drawn = who_gets_in(matrix)
    assert "leaf key: thief of the leaf key;" in drawn.words
    assert "root key: another intermediate, the same intermediate, thief of the leaf key;" in drawn.words
    nobody = replace(matrix, impostors=tuple(replace(cell, step="compare") for cell in matrix.impostors))
    assert "root key: nobody;" in who_gets_in(nobody).words
    assert who_gets_in(nobody).png != drawn.png


def test_phones_that_end_alike_share_a_column(matrix: Survival) -> None:
    """One cell that differs, and each phone has its own again, and another picture."""
    few = small(matrix)
    alike = tuple(replace(cell, step="compare", thief=None) for cell in few.cells)
    same = replace(few, cells=alike)
    assert survival._told_apart(same, same.cells) == ("any phone",)
    other = changed(same, "renew", "old phone", "root key", "accepted")
    assert survival._told_apart(other, other.cells) == ("old", "new")
    assert survival._told_apart(matrix, matrix.impostors) == ("any phone",)
