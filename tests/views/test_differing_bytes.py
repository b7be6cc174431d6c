"""Two certificates side by side, byte by byte."""

from __future__ import annotations

from course.exercises.certificates import bank, old_router, renewed_bank
from course.pki.differences import differences
from course.views import differing_bytes
from tests.views.certificates import issue


def test_the_words_count_what_differs() -> None:
    """Part by part, say that the key stayed, and add up. The same two give the same picture."""
    shown = differing_bytes(bank(), renewed_bank())
    total = sum(len(pair.places) for pair in differences(bank(), renewed_bank()))
    assert shown.words == (
        f"Of 480 bytes {total} differ: 1 of 8 in the frame, which says how long the certificate is, 16 of 18 in the "
        "serial number, 5 of 32 in the validity and 68 of 75 in the signature. All 91 bytes of the "
        "SubjectPublicKeyInfo are the same."
    )
    assert shown.png == differing_bytes(bank(), renewed_bank()).png


def test_another_key_is_not_called_the_same() -> None:
    """Then nothing is said about it beyond its count."""
    words = differing_bytes(issue(key=5), issue(key=6)).words
    assert "in the SubjectPublicKeyInfo" in words
    assert "are the same" not in words


def test_equal_certificates_are_said_to_be_equal() -> None:
    """And drawn without a pair of lines."""
    shown = differing_bytes(bank(), bank())
    assert shown.words == "The two certificates are the same, byte for byte: 479 bytes."
    assert shown.png.startswith(b"\x89PNG")


def test_a_part_that_one_of_them_lacks_is_drawn() -> None:
    """An old certificate has no extensions."""
    assert "147 of 147 in the extensions" in differing_bytes(old_router(), bank()).words
