"""Who vouches for whom, in words and as a picture."""

from __future__ import annotations

import pytest
from cryptography import x509

from course.lab import Authority, Clock
from course.lab.dates import Validities
from course.views import Picture, who_vouches

ROOT = Authority("Harbour Root CA", "Harbour Bank", Validities(Clock()))
ISSUING = ROOT.intermediate("Harbour Issuing CA")
LEAF, INTERMEDIATE = ISSUING.issue("api.bank.test").chain


def words(*sent: x509.Certificate, stored: tuple[x509.Certificate, ...] = (ROOT.certificate,)) -> str:
    """What the picture says."""
    return who_vouches(sent, stored).words


def test_a_complete_path_ends_at_what_is_stored() -> None:
    """Each certificate with its place in the chain."""
    assert words(LEAF, INTERMEDIATE) == (
        "Who vouches for whom, from the leaf up: 'api.bank.test' (sent 1), issued by 'Harbour Issuing CA' (sent 2), "
        "issued by 'Harbour Root CA' (stored by the client). The path is complete."
    )


def test_the_root_counts_as_stored_although_it_was_sent() -> None:
    """The client takes its own copy."""
    assert words(LEAF, INTERMEDIATE, ROOT.certificate) == words(LEAF, INTERMEDIATE)


def test_a_forgotten_intermediate_is_named() -> None:
    """The path ends at a certificate that nobody has."""
    assert words(LEAF).endswith(
        "issued by 'Harbour Issuing CA' (neither sent nor stored). The path ends there, at no root that is stored."
    )


def test_a_root_that_is_only_sent_is_no_end() -> None:
    """Everybody can send one."""
    told = words(LEAF, INTERMEDIATE, ROOT.certificate, stored=())
    assert "issued by 'Harbour Root CA' (sent, but not stored). The path ends there" in told
    assert told.count("Harbour Root CA") == 1


def test_the_order_of_the_chain_is_told_not_assumed() -> None:
    """The issuer is found wherever it stands."""
    assert "'Harbour Issuing CA' (sent 3)" in words(LEAF, ROOT.certificate, INTERMEDIATE)


@pytest.mark.parametrize("sent", [(LEAF,), (LEAF, INTERMEDIATE)])
def test_the_picture_follows_the_chain(sent: tuple[x509.Certificate, ...]) -> None:
    """Another chain, another drawing; the same chain, the same bytes."""
    whole = who_vouches((LEAF, INTERMEDIATE), [ROOT.certificate])
    drawn = who_vouches(sent, [ROOT.certificate])
    assert isinstance(drawn, Picture)
    assert (drawn.png == whole.png) == (len(sent) == 2)
