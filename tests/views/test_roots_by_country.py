"""A trust store, root by root."""

from __future__ import annotations

from pathlib import Path

import certifi
from cryptography import x509
from cryptography.x509.oid import NameOID

from course.lab import derive_key
from course.lab.certify import certify, may_sign
from course.lab.clock import Clock
from course.lab.dates import Validities
from course.pki import load_certificates
from course.views import roots_by_country


def root(name: str, organisation: str = "", country: str = "") -> x509.Certificate:
    """A root that writes this into its own name."""
    parts = {
        NameOID.COUNTRY_NAME: country,
        NameOID.ORGANIZATION_NAME: organisation,
        NameOID.COMMON_NAME: name,
    }
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in parts.items() if text])
    key = derive_key(name)
    return certify(
        subject=subject,
        public_key=key.public_key(),
        issuer=subject,
        issuer_key=key,
        validity=Validities(Clock()).root(),
        number=1,
        purpose=may_sign(None),
    )


STORE = [
    root("One", "Alpine Trust", "CH"),
    root("Two", "Polder Trust", "NL"),
    root("Three", "Polder Trust", "NL"),
    root("Four", "Harbour Trust", "NL"),
    root("Five"),
]


def test_the_words_count_roots_organisations_and_countries() -> None:
    """The largest country first; a root without an organisation goes by its own name."""
    assert roots_by_country(STORE).words == (
        "5 roots under 4 names of organisations, in 2 countries: NL 3, CH 1; 1 name no country."
    )


def test_the_order_of_the_store_does_not_matter() -> None:
    """The same picture, byte for byte."""
    assert roots_by_country(STORE[::-1]).png == roots_by_country(STORE).png


def test_another_organisation_is_drawn_in_another_way() -> None:
    """Dots that touch are one organisation, so the drawing changes although the numbers do not."""
    other = [*STORE[:2], root("Three", "Harbour Trust", "NL"), STORE[3], STORE[4]]
    assert roots_by_country(other).words == roots_by_country(STORE).words
    assert roots_by_country(other).png != roots_by_country(STORE).png


def test_every_root_of_the_real_store_is_counted() -> None:
    """The numbers of the countries add up to the roots in certifi."""
    roots = load_certificates(Path(certifi.where()).read_bytes())
    words = roots_by_country(roots).words
    listed = words.split(": ")[1].split(";")[0].rstrip(".").split(", ")
    unnamed = int(words.split("; ")[1].split()[0]) if ";" in words else 0
    assert sum(int(entry.split()[1]) for entry in listed) + unnamed == len(roots)
    assert words.startswith(f"{len(roots)} roots")


def test_names_that_do_not_fit_are_counted() -> None:
    """A country with very many organisations keeps to the card."""
    many = [root(f"Root {n}", f"Organisation number {n} of a very long list", "US") for n in range(30)]
    assert roots_by_country(many).png != roots_by_country(many[:29]).png
